import { sql } from "kysely";
import { urlNamespace, uuid5 } from "#src/crypto/hash.ts";
import type { DataReader, Db, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { deletedServices } from "#src/directory/entry/deleting.ts";
import {
  blankEntry,
  type Entry,
  isOutOfUse,
  type Organization,
  organizationNamed,
  stillHidden,
} from "#src/directory/entry/entry.ts";
import { type Service, sameDocument, service } from "#src/directory/entry/services.ts";
import { touch } from "#src/directory/entry/state.ts";
import type { Incoming, IncomingService } from "#src/directory/importing/incoming.ts";
import { searchable } from "#src/i18n/fold.ts";
import { inPieces, inSlices } from "../time-slice.ts";
import type { Source } from "./sources.ts";

export type Payload = IncomingService & { by: Organization };

export interface SourceItem {
  externalId: string;
  payload: Payload;
  /** As it was last taken: what differs from that in the entry is our own edit. null = never. */
  accepted: Payload | null;
  state: ItemState;
}

/** `new`, `changed` and `gone` wait for review; `rejected` is not asked about again. */
export type ItemState = (typeof itemStates)[number];
export const itemStates = ["new", "accepted", "changed", "gone", "rejected"] as const;

/** Only we decide these fields, never a source. */
const ours = ["visibility", "emergency", "weight", "verifyEveryDays"] as const satisfies (keyof Entry)[];

/** Returns the id of a service at its source, or one made of its name and its organization's. */
export function itemId(source: Pick<Source, "url">, { externalId, organization, entry }: IncomingService): string {
  return externalId || ownId(source, `${organization} ${searchable(entry.name)}`);
}

function ownId({ url }: Pick<Source, "url">, name: string): string {
  return uuid5(uuid5(urlNamespace, url), name);
}

/** Returns the ids of all services that a source last said are in use. */
export function itemsInUse(db: DataReader, sourceId: number): string[] {
  const ids = q
    .selectFrom("source_item")
    .select("external_id")
    .where("source_id", "=", sourceId)
    .where(sql<boolean>`payload ->> '$.entry.status' != 'defunct'`);
  return db.all(ids).map(({ external_id }) => external_id);
}

/** Returns our own services that never came from this source: a source that has them read them from us. */
export function ownServices(db: DataReader, { url }: Pick<Source, "url">): string[] {
  const own = q.selectFrom("service").select("id").where("source_id", "is", null);
  return db.all(own.where("came_from", "is not", url)).map(({ id }) => id);
}

const items = () =>
  q.selectFrom("source_item").select(["external_id", "payload", "accepted", "state"]).orderBy("external_id");

/** Returns the services of a source in these states by id, at most `most` of them after the id `after`. */
export function itemsOf(
  db: DataReader,
  sourceId: number,
  states: readonly ItemState[],
  { after = "", most = 1_000_000 }: { after?: string; most?: number } = {},
): SourceItem[] {
  const wanted = items().where("source_id", "=", sourceId).where("state", "in", states);
  return db.all(wanted.where("external_id", ">", after).limit(most)).map(asItem);
}

/** Returns all of them, read in pieces. */
export async function allItems(db: DataReader, sourceId: number, states: readonly ItemState[]): Promise<SourceItem[]> {
  return inSlices(readingItems(db, sourceId, states));
}

const itemsAtOnce = 50;

function* readingItems(
  db: DataReader,
  sourceId: number,
  states: readonly ItemState[],
): Generator<number, SourceItem[]> {
  const found: SourceItem[] = [];
  for (;;) {
    const after = found.at(-1)?.externalId ?? "";
    const some = itemsOf(db, sourceId, states, { after, most: itemsAtOnce });
    found.push(...some);
    if (some.length < itemsAtOnce) return found;
    yield found.length;
  }
}

/** Returns one service of a source, or undefined. */
export function item(db: DataReader, sourceId: number, externalId: string): SourceItem | undefined {
  const row = db.first(items().where("source_id", "=", sourceId).where("external_id", "=", externalId));
  return row && asItem(row);
}

function asItem(row: { external_id: string; payload: string; accepted: string | null; state: ItemState }): SourceItem {
  const { external_id: externalId, payload, accepted, state } = row;
  const said = (text: string) => JSON.parse(text) as Payload;
  return { externalId, payload: said(payload), accepted: accepted === null ? null : said(accepted), state };
}

/** Returns what was taken and has been edited here since, read in pieces. */
export async function editedItems(db: DataReader, sourceId: number): Promise<SourceItem[]> {
  return inSlices(readingEdited(db, sourceId));
}

function* readingEdited(db: DataReader, sourceId: number): Generator<number, SourceItem[]> {
  const taken = yield* readingItems(db, sourceId, ["accepted"]);
  const edited: SourceItem[] = [];
  for (const [i, one] of taken.entries()) {
    if (i % itemsAtOnce === 0) yield i;
    const here = service(db, serviceOf(db, sourceId, one.externalId) ?? "");
    if (here && differing(here.entry, one.payload).length > 0) edited.push(one);
  }
  return edited;
}

/** Returns how many services of a source are in each state. */
export function countItems(db: DataReader, sourceId: number): Record<ItemState, number> {
  const counts = { new: 0, accepted: 0, changed: 0, gone: 0, rejected: 0 };
  const rows = q
    .selectFrom("source_item")
    .select((of) => ["state", of.fn.countAll<number>().as("n")])
    .where("source_id", "=", sourceId)
    .groupBy("state");
  for (const { state, n } of db.all(rows)) counts[state] = n;
  return counts;
}

/** Stores what a source says, in pieces; no entry changes. What is not in `listed` (all of its ids) is gone. */
export async function keepItems(
  db: Db,
  source: Source,
  { incoming, listed }: { incoming: Incoming; listed: ReadonlySet<string> | null },
): Promise<void> {
  // What was deleted here must not come back through others who read us.
  const own = new Set([...ownServices(db, source), ...deletedServices(db).map(({ id }) => id)]);
  const once = cameFrom(db, source);
  const by = new Map(incoming.organizations.map(({ externalId, organization }) => [externalId, organization]));
  await inPieces(db, incoming.services, (tx, told) => {
    const externalId = itemId(source, told);
    if (own.has(externalId)) return;
    const payload = payloadOf(source, told, by.get(told.organization) ?? organizationNamed(told.entry.name));
    if (once.has(externalId)) takeBack(tx, source, once.get(externalId)!, payload);
    keepItem(tx, source, externalId, payload);
  });
  if (!listed) return;
  const gone = itemsInUse(db, source.id).filter((id) => !listed.has(id));
  await inPieces(db, gone, (tx, externalId) => {
    const known = item(tx, source.id, externalId)!;
    keepItem(tx, source, externalId, { ...known.payload, entry: { ...known.payload.entry, status: "defunct" } });
  });
}

function payloadOf(source: Source, told: IncomingService, by: Organization): Payload {
  const entry = Object.fromEntries(Object.entries(told.entry).filter(([name]) => !ours.some((one) => one === name)));
  const externalId = itemId(source, told);
  return {
    ...told,
    externalId,
    organization: told.organization || ownId(source, `organization of ${externalId}`),
    row: 0,
    // Without a word about it, a service is in use, or is again.
    entry: { status: "active", ...entry } as Payload["entry"],
    by,
  };
}

function cameFrom(db: DataReader, { url }: Source): Map<string, string> {
  const rows = q.selectFrom("service").select(["id", "came_as"]).where("source_id", "is", null);
  return new Map(db.all(rows.where("came_from", "=", url)).map(({ id, came_as }) => [came_as ?? id, id]));
}

// A service that came from this address before the source was removed belongs to it again.
function takeBack(tx: Tx, { id: source_id, url }: Source, serviceId: string, { externalId, organization }: Payload) {
  if (serviceOf(tx, source_id, externalId) !== undefined) return;
  const back = { source_id, came_from: null };
  const called = { ...back, external_id: externalId, came_as: null };
  tx.run(q.updateTable("service").set(called).where("id", "=", serviceId));
  const taken = q.selectFrom("organization").select("id").where("source_id", "=", source_id);
  const its = q
    .updateTable("organization")
    .set({ ...back, external_id: organization })
    .where("id", "=", service(tx, serviceId)!.entry.organizationId)
    .where("came_from", "=", url)
    .where((of) => of.not(of.exists(taken.where("external_id", "=", organization))));
  tx.run(its);
  touch(tx);
}

function keepItem(tx: Tx, { id: source_id }: Source, external_id: string, told: Payload) {
  const known = item(tx, source_id, external_id);
  const isOver = told.entry.status === "defunct";
  // A source often says no more than that a service is out of use, so the rest stays.
  const payload =
    isOver && known ? { ...known.payload, entry: { ...known.payload.entry, status: told.entry.status! } } : told;
  if (!known && isOver) return;
  if (known?.state === "new" && isOver) {
    tx.run(q.deleteFrom("source_item").where("source_id", "=", source_id).where("external_id", "=", external_id));
    return;
  }
  const here = service(tx, serviceOf(tx, source_id, external_id) ?? "");
  const accepted = known ? known.accepted : acceptedOf(here, payload);
  const state = stateOf({ state: known?.state, accepted }, payload, here !== undefined);
  if (known?.state === state && saysSame(known.payload, payload)) return;
  const said = { payload: JSON.stringify(payload), accepted: accepted && JSON.stringify(accepted) };
  tx.run(q.replaceInto("source_item").values({ source_id, external_id, ...said, state, seen_at: tx.at }));
}

// What is here already counts as taken only if it says the same.
function acceptedOf(here: Service | undefined, payload: Payload): Payload | null {
  return here && differing(here.entry, payload).length === 0 ? payload : null;
}

function stateOf(
  { state, accepted }: { state: ItemState | undefined; accepted: Payload | null },
  payload: Payload,
  isHere: boolean,
): ItemState {
  if (state === "new" || state === "rejected") return state;
  if (accepted && saysSame(accepted, payload)) return "accepted";
  if (payload.entry.status === "defunct") return "gone";
  return isHere ? "changed" : "new";
}

function saysSame(a: Payload, b: Payload): boolean {
  return sameDocument({ ...a, lastModified: "" }, { ...b, lastModified: "" });
}

/** Returns the id of our service for one of a source, or undefined. */
export function serviceOf(db: DataReader, sourceId: number, externalId: string): string | undefined {
  const found = q.selectFrom("service").select("id").where("source_id", "=", sourceId);
  return db.first(found.where("external_id", "=", externalId))?.id;
}

/** Returns an entry after taking what its source says. Edits made here stay, except in the fields `theirs`. */
export function merge(now: Entry, { payload, accepted }: SourceItem, theirs: ReadonlySet<string> = new Set()): Entry {
  const base = { ...blankEntry(now.organizationId), ...(accepted?.entry ?? outOfUse(now)) };
  const told = Object.entries(payload.entry).filter(([name]) => {
    const field = name as keyof Entry;
    return theirs.has(field) || sameDocument(now[field] ?? null, base[field] ?? null);
  });
  const after: Entry = { ...now, ...Object.fromEntries(told) };
  return { ...after, channels: stillHidden(after.channels, now.channels) };
}

/** Returns an organization after taking services of it: edits since `accepted` stay; without any, only blanks are filled. */
export function mergeOrganization(now: Organization, theirs: Organization, accepted: Organization[]): Organization {
  const bases = accepted.length > 0 ? accepted : [organizationNamed("")];
  const names = Object.keys(now) as (keyof Organization)[];
  const isOurs = (name: keyof Organization) => bases.every((base) => base[name] !== now[name]);
  return { ...theirs, ...Object.fromEntries(names.filter(isOurs).map((name) => [name, now[name]])) };
}

// What went out of use when its source was removed is in use again with it.
function outOfUse({ status }: Entry): Partial<Entry> {
  return isOutOfUse(status) ? { status } : {};
}

export interface SourceDifference {
  field: keyof Entry;
  ours: unknown;
  theirs: unknown;
  /** Edited here since it was last taken, so it stays unless theirs is chosen. */
  kept: boolean;
}

/** Returns every field in which a source differs from an entry. */
export function sourceDifferences(now: Entry, one: SourceItem): SourceDifference[] {
  const after = merge(now, one);
  return differing(now, one.payload).map((field) => {
    const [ours, theirs] = [now[field], one.payload.entry[field as keyof Payload["entry"]]];
    return { field, ours, theirs, kept: sameDocument(after[field], ours) };
  });
}

function differing(now: Entry, { entry }: Payload): (keyof Entry)[] {
  const told = Object.entries(entry) as [keyof Entry, unknown][];
  return told.flatMap(([field, theirs]) => (sameDocument(now[field], theirs) ? [] : [field]));
}
