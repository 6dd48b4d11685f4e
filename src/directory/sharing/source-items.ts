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

/** What a source says of a service, with the organization behind it. */
export type Payload = IncomingService & { by: Organization };

/** One service of a source. */
export interface SourceItem {
  externalId: string;
  payload: Payload;
  /** The same as it was when somebody last took it: what differs from that in the entry is our own doing. null = nobody has. */
  accepted: Payload | null;
  state: ItemState;
}

/** `new`, `changed` and `gone` wait for somebody; `rejected` is not asked about again. */
export type ItemState = (typeof itemStates)[number];
export const itemStates = ["new", "accepted", "changed", "gone", "rejected"] as const;

/** How it stands in our directory is for us to say, and for nobody elsewhere. */
const ours = ["visibility", "emergency", "weight", "verifyEveryDays"] as const satisfies (keyof Entry)[];

/** By what a service of a source is found again: as it is called there, or by its name and that of its organization. */
export function itemId(source: Pick<Source, "url">, { externalId, organization, entry }: IncomingService): string {
  return externalId || ownId(source, `${organization} ${searchable(entry.name)}`);
}

/** The id of something that has none at its source. */
function ownId({ url }: Pick<Source, "url">, name: string): string {
  return uuid5(uuid5(urlNamespace, url), name);
}

/** The ids of all services of which a source said last that they are in use. */
export function itemsInUse(db: DataReader, sourceId: number): string[] {
  const ids = q
    .selectFrom("source_item")
    .select("external_id")
    .where("source_id", "=", sourceId)
    .where(sql<boolean>`payload ->> '$.entry.status' != 'defunct'`);
  return db.all(ids).map(({ external_id }) => external_id);
}

/** The ids of our own services, but for those that came from this source once: who else sends them back has read them from us. */
export function ownServices(db: DataReader, { url }: Pick<Source, "url">): string[] {
  const own = q.selectFrom("service").select("id").where("source_id", "is", null);
  return db.all(own.where("came_from", "is not", url)).map(({ id }) => id);
}

const items = () =>
  q.selectFrom("source_item").select(["external_id", "payload", "accepted", "state"]).orderBy("external_id");

/** The services of a source that are in one of these states, in the order of their ids; `most` from the one after `after` on. */
export function itemsOf(
  db: DataReader,
  sourceId: number,
  states: readonly ItemState[],
  { after = "", most = 1_000_000 }: { after?: string; most?: number } = {},
): SourceItem[] {
  const wanted = items().where("source_id", "=", sourceId).where("state", "in", states);
  return db.all(wanted.where("external_id", ">", after).limit(most)).map(asItem);
}

/** All of them, read in pieces. */
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

/** One service of a source; undefined when it has none of that id. */
export function item(db: DataReader, sourceId: number, externalId: string): SourceItem | undefined {
  const row = db.first(items().where("source_id", "=", sourceId).where("external_id", "=", externalId));
  return row && asItem(row);
}

function asItem(row: { external_id: string; payload: string; accepted: string | null; state: ItemState }): SourceItem {
  const { external_id: externalId, payload, accepted, state } = row;
  const said = (text: string) => JSON.parse(text) as Payload;
  return { externalId, payload: said(payload), accepted: accepted === null ? null : said(accepted), state };
}

/** What was taken before and says something else here since: somebody edited it. Read in pieces. */
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

/** How many services of a source are in each state. */
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

/**
 * Keeps what a source says, in pieces. No entry changes by it. `listed` are the ids of all it has: what is not among them is gone.
 * What came from the same address before it was read no more is known again as coming from there.
 */
export async function keepItems(
  db: Db,
  source: Source,
  { incoming, listed }: { incoming: Incoming; listed: ReadonlySet<string> | null },
): Promise<void> {
  // What was deleted here is not offered back by whoever reads us.
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
    // What is told without a word about it is in use, or is again.
    entry: { status: "active", ...entry } as Payload["entry"],
    by,
  };
}

/** The services that came from a source before somebody stopped reading it, by what they are called there. */
function cameFrom(db: DataReader, { url }: Source): Map<string, string> {
  const rows = q.selectFrom("service").select(["id", "came_as"]).where("source_id", "is", null);
  return new Map(db.all(rows.where("came_from", "=", url)).map(({ id, came_as }) => [came_as ?? id, id]));
}

/** One of them, and its organization, comes from there again. */
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
  // Who says that it is out of use often says no more: all else stays as it was known.
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

/** Of what is told for the first time and is here already, as what it was taken: as nothing, where it says anything else. */
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

/** Whether two tell the same of a service: when it was written down says nothing of it. */
function saysSame(a: Payload, b: Payload): boolean {
  return sameDocument({ ...a, lastModified: "" }, { ...b, lastModified: "" });
}

/** The id of the service that stands for one of a source; undefined when there is none. */
export function serviceOf(db: DataReader, sourceId: number, externalId: string): string | undefined {
  const found = q.selectFrom("service").select("id").where("source_id", "=", sourceId);
  return db.first(found.where("external_id", "=", externalId))?.id;
}

/**
 * What becomes of an entry when somebody takes what its source says: what was changed here since it was last taken stays, but for
 * the fields in `theirs`.
 */
export function merge(now: Entry, { payload, accepted }: SourceItem, theirs: ReadonlySet<string> = new Set()): Entry {
  const base = { ...blankEntry(now.organizationId), ...(accepted?.entry ?? outOfUse(now)) };
  const told = Object.entries(payload.entry).filter(([name]) => {
    const field = name as keyof Entry;
    return theirs.has(field) || sameDocument(now[field] ?? null, base[field] ?? null);
  });
  const after: Entry = { ...now, ...Object.fromEntries(told) };
  return { ...after, channels: stillHidden(after.channels, now.channels) };
}

/**
 * What becomes of an organization when somebody takes services of it: what was changed here since any of them was last taken stays.
 * `accepted` is what was taken of it then; of one that nobody took, only what stands nowhere here is taken.
 */
export function mergeOrganization(now: Organization, theirs: Organization, accepted: Organization[]): Organization {
  const bases = accepted.length > 0 ? accepted : [organizationNamed("")];
  const names = Object.keys(now) as (keyof Organization)[];
  const isOurs = (name: keyof Organization) => bases.every((base) => base[name] !== now[name]);
  return { ...theirs, ...Object.fromEntries(names.filter(isOurs).map((name) => [name, now[name]])) };
}

/** What went out of use when its source was read no more is in use again with it. */
function outOfUse({ status }: Entry): Partial<Entry> {
  return isOutOfUse(status) ? { status } : {};
}

/** One field of which a source says something else than stands here. */
export interface SourceDifference {
  field: keyof Entry;
  ours: unknown;
  theirs: unknown;
  /** It was changed here since it was last taken: it stays as it is unless somebody takes theirs. */
  kept: boolean;
}

/** Every field of which a source says something else than an entry. */
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
