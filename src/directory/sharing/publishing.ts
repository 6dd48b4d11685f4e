import { dayMs } from "#src/clock.ts";
import type { Keyring } from "#src/crypto/keys/keyring.ts";
import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { deletedServices } from "#src/directory/entry/deleting.ts";
import { blankEntry, type Entry, type Organization, organizationNamed } from "#src/directory/entry/entry.ts";
import { organizations } from "#src/directory/entry/organizations.ts";
import { entryOf, pastEntryOf } from "#src/directory/entry/services.ts";
import { directoryState } from "#src/directory/entry/state.ts";
import { inSlices } from "../time-slice.ts";
import { passedOn } from "./sources.ts";

export interface Published {
  id: string;
  entry: Entry;
  organization: Organization;
  /** When what others read of it last changed, ms UTC. */
  changedAt: number;
}

export interface Publication {
  services: Published[];
  organizations: Map<string, Organization>;
  version: string;
  changedAt: number;
}

/** How long a removed service is listed as out of use: HSDS has no other way to say “take it away”. */
const goneMs = 90 * dayMs;

/** Holds until something drops out or the directory changes. */
interface Made {
  state: string;
  from: number;
  until: number;
  publication: Publication;
}

/** What was made last, or is being made, per open database. */
const made = new WeakMap<Keyring, Promise<Made>>();

/** Returns what is published at `at` (ms UTC): public entries, of sources only if they allow it. Made once for all who ask. */
export async function publication(db: DataReader, at: number): Promise<Publication> {
  for (;;) {
    const before = made.get(db.keyring);
    const known = await before?.catch(() => undefined);
    const isCurrent = known?.state === stateOf(db) && known.from <= at && at < known.until;
    if (isCurrent) return known.publication;
    // Someone else who waited may have begun another.
    if (made.get(db.keyring) !== before) continue;
    const fresh = inSlices(publish(db, at));
    made.set(db.keyring, fresh);
    await fresh;
  }
}

/** Without how it is found, which goes on changing while a large import is indexed. */
const stateOf = (db: DataReader) => JSON.stringify(directoryState(db));

function* publish(db: DataReader, at: number): Generator<void, Made> {
  const state = stateOf(db);
  const { revision, changedAt } = directoryState(db);
  const times = timesOf(db);
  yield;
  const named = new Map<string, Organization>(organizations(db).map(({ id, ...one }) => [id, one]));
  const nowhere = organizationNamed("–");
  yield;
  const found = [...(yield* shown(db, times)), ...(yield* goneOf(db, times, at))];
  const all = found
    .filter(({ entry, changedAt: since }) => entry.status !== "defunct" || since > at - goneMs)
    .map((one) => ({ ...one, organization: named.get(one.entry.organizationId) ?? nowhere }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  yield;
  const ending = all.flatMap((one) => (one.entry.status === "defunct" ? [one.changedAt + goneMs] : []));
  return {
    state,
    from: at,
    publication: {
      services: all.map(withoutWords),
      organizations: new Map(all.map((one) => [one.entry.organizationId, one.organization])),
      // A directory restored from a copy counts on from there, but at another time.
      version: `${revision}.${changedAt}.${all.length}`,
      changedAt,
    },
    until: Math.min(...ending, Number.POSITIVE_INFINITY),
  };
}

type Shown = Omit<Published, "organization">;

// What is out of use needs no more than its name.
function withoutWords<One extends Shown>(one: One): One {
  const { name, status, organizationId } = one.entry;
  if (status !== "defunct") return one;
  return { ...one, entry: { ...blankEntry(organizationId), name, status, visibility: "public" } };
}

interface Version {
  id: number;
  at: number;
  run_id: number | null;
}

/** ms UTC: when runs were applied, when versions came back with an undone run, when organizations were renamed. */
interface Times {
  applied: Map<number, number>;
  back: Map<number, number>;
  renamed: Map<string, number>;
}

function timesOf(db: DataReader): Times {
  const runs = q.selectFrom("import_run").select(["id", "applied_at"]).where("undone_at", "is", null);
  const back = q
    .selectFrom("import_run as r")
    .innerJoin("import_row as w", "w.run_id", "r.id")
    .select((of) => ["w.version_before as id", of.fn.max("r.undone_at").as("at")])
    .where("r.undone_at", "is not", null)
    .where("w.version_before", "is not", null)
    .groupBy("w.version_before");
  return {
    applied: new Map(
      db.all(runs).flatMap((row) => (row.applied_at === null ? [] : [[row.id, row.applied_at] as const])),
    ),
    back: new Map(db.all(back).map((row) => [row.id!, row.at!])),
    renamed: renamedOf(db),
  };
}

function renamedOf(db: DataReader): Map<string, number> {
  const byPeople = q
    .selectFrom("audit")
    .select((of) => ["object", of.fn.max("at").as("at")])
    // By its index, since the trail also holds all of the chats.
    .where("object", ">", "organization:")
    .where("object", "<", "organization;")
    .where("action", "=", "organization.changed")
    .groupBy("object");
  const byImport = q
    .selectFrom("import_row as w")
    .innerJoin("import_run as r", "r.id", "w.run_id")
    .select((of) => ["w.object_id as id", of.fn.max(of.fn.coalesce("r.undone_at", "r.applied_at")).as("at")])
    .where("w.kind", "=", "organization")
    .where("w.action", "=", "update")
    .where("r.applied_at", "is not", null)
    .groupBy("w.object_id");
  const found = new Map(db.all(byPeople).map(({ object, at }) => [object.slice("organization:".length), at]));
  for (const { id, at } of db.all(byImport)) found.set(id, Math.max(found.get(id) ?? 0, at!));
  return found;
}

function began({ applied, back }: Times, { id, at, run_id }: Version): number {
  return Math.max(at, (run_id !== null && applied.get(run_id)) || 0, back.get(id) ?? 0);
}

const versions = () => q.selectFrom("service_version as v").select(["v.id", "v.service_id", "v.at", "v.run_id"]);
const current = () => versions().innerJoin("service as s", "s.version_id", "v.id");

const rowsAtOnce = 50;

function* fromRows<Row>(rows: Row[], make: (row: Row) => Shown | undefined): Generator<void, Shown[]> {
  const found: Shown[] = [];
  for (const [i, row] of rows.entries()) {
    if (i % rowsAtOnce === 0) yield;
    const one = make(row);
    if (one) found.push(one);
  }
  return found;
}

function shown(db: DataReader, times: Times): Generator<void, Shown[]> {
  const all = current()
    .where("v.visibility", "=", "public")
    .where((of) => of.or([of("s.source_id", "is", null), of("s.source_id", "in", passedOn(db))]));
  return fromRows(db.all(all), (row) => {
    const entry = entryOf(db, row.id);
    const changedAt = Math.max(began(times, row), times.renamed.get(entry.organizationId) ?? 0);
    return { id: row.service_id, entry, changedAt };
  });
}

function* goneOf(db: DataReader, times: Times, at: number): Generator<void, Shown[]> {
  const gone = [
    ...(yield* hiddenOf(db, times, at)),
    ...(yield* deletedOf(db, times, at)),
    ...(yield* takenBack(db, at)),
  ];
  const each = new Map(gone.map((one) => [one.id, one]));
  return [...each.values()].map((one) => ({ ...one, entry: { ...one.entry, status: "defunct" } }));
}

function hiddenOf(db: DataReader, times: Times, at: number): Generator<void, Shown[]> {
  // What has not changed since then has been hidden for longer.
  const hidden = current()
    .where("s.source_id", "is", null)
    .where("v.visibility", "!=", "public")
    .where((of) => {
      const past = of.selectFrom("service_version as p").select("p.id").whereRef("p.service_id", "=", "s.id");
      return of.exists(past.where("p.visibility", "=", "public").where("p.status", "!=", "defunct"));
    });
  const lately = db.all(hidden).filter((row) => began(times, row) > at - goneMs);
  return fromRows(lately, ({ service_id: id }) => lastTold(db, times, id));
}

function deletedOf(db: DataReader, times: Times, at: number): Generator<void, Shown[]> {
  return fromRows(deletedServices(db, at - goneMs), ({ id, at: deletedAt }) => lastTold(db, times, id, deletedAt));
}

// It is gone since the version after the last public one, or since `deletedAt` (ms UTC) where there is none.
function lastTold(db: DataReader, times: Times, id: string, deletedAt?: number): Shown | undefined {
  const all = versions().select(["v.visibility", "v.status"]).where("v.service_id", "=", id).orderBy("v.id");
  const held = db.all(all).filter(({ run_id }) => run_id === null || times.applied.has(run_id));
  const last = held.findLastIndex(({ visibility, status }) => visibility === "public" && status !== "defunct");
  const [told, after] = [held[last], held[last + 1]];
  const changedAt = after ? began(times, after) : deletedAt;
  return told && changedAt !== undefined ? { id, entry: pastEntryOf(db, told.id), changedAt } : undefined;
}

function takenBack(db: DataReader, at: number): Generator<void, Shown[]> {
  const rows = q
    .selectFrom("import_run as r")
    .innerJoin("import_row as w", "w.run_id", "r.id")
    .innerJoin("service_version as v", "v.id", "w.version_after")
    .select(["w.object_id as id", "v.id as version", "r.undone_at as changedAt"])
    .where("v.visibility", "=", "public")
    .where("r.undone_at", ">", at - goneMs)
    .where("w.kind", "=", "service")
    .where("w.action", "=", "create")
    .where((of) => of.or([of("r.source_id", "is", null), of("r.source_id", "in", passedOn(db))]))
    .where("w.object_id", "not in", q.selectFrom("service").select("id"));
  return fromRows(db.all(rows), ({ id, version, changedAt }) => {
    return { id, entry: pastEntryOf(db, version), changedAt: changedAt! };
  });
}
