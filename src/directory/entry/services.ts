import { sql } from "kysely";
import { newUuid } from "#src/crypto/hash.ts";
import type { Keyring } from "#src/crypto/keys/keyring.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { indexVersion, unindexVersion } from "#src/directory/search/search-index.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { canonical } from "../canonical.ts";
import { entryProblems } from "./check.ts";
import type { Entry } from "./entry.ts";
import { organization } from "./organizations.ts";
import { touch } from "./state.ts";

/** A service as it stands in the directory. */
export interface Service {
  /** UUID; it stays through every change. */
  id: string;
  /** Of the document: another after every change. */
  versionId: number;
  entry: Entry;
  /** Where it was read from; null = our own. */
  sourceId: number | null;
  externalId: string | null;
  /** ms UTC */
  createdAt: number;
  changedAt: number;
}

/** A service by its id; undefined when there is none. Whoever shows it asks `maySee`. */
export function service(db: DataReader, id: string): Service | undefined {
  const row = db.first(byId({ id }));
  return row && asService(db, row);
}

/** Every service, by its name. `ofOrganization` only those of one. */
export function services(db: DataReader, ofOrganization?: string): Service[] {
  const found = ofOrganization === undefined ? all({}) : ofOne({ organizationId: ofOrganization });
  return db.all(found).map((row) => asService(db, row));
}

const rows = () =>
  q
    .selectFrom("service")
    .innerJoin("service_version", "service_version.id", "service.version_id")
    .select(["service.id", "service.version_id", "service.source_id", "service.external_id", "service.created_at"])
    .select("service_version.at");
const byId = prepared((v: { id: string }) => rows().where("service.id", "=", v.id));
const byName = () => rows().orderBy("service_version.name").orderBy("service.id");
const all = prepared(() => byName());
const ofOne = prepared((v: { organizationId: string }) =>
  byName().where("service_version.organization_id", "=", v.organizationId),
);
const documentOf = prepared((v: { id: number }) =>
  q.selectFrom("service_version").select("entry").where("id", "=", v.id),
);

type Row = Awaited<ReturnType<ReturnType<typeof rows>["execute"]>>[number];

function asService(db: DataReader, row: Row): Service {
  return {
    id: row.id,
    versionId: row.version_id,
    entry: entryOf(db, row.version_id),
    sourceId: row.source_id,
    externalId: row.external_id,
    createdAt: row.created_at,
    changedAt: row.at,
  };
}

/** Documents never change, and to read one anew for every list would cost more than the list. By the open files they are of. */
const read = new WeakMap<Keyring, Map<number, Entry>>();
const mostRead = 12_000;

/** The document of a version. Throws `not_found`. */
export function entryOf(db: DataReader, versionId: number): Entry {
  const known = read.get(db.keyring)?.get(versionId);
  if (known) return known;
  const entry = pastEntryOf(db, versionId);
  // What a change has made may still be taken back, and its number given to another.
  if (!isTx(db)) keep(db.keyring, versionId, entry);
  return entry;
}

/** As `entryOf`, of a version that nobody will ask for again soon: what is shown now keeps its place. Throws `not_found`. */
export function pastEntryOf(db: DataReader, versionId: number): Entry {
  const known = read.get(db.keyring)?.get(versionId);
  if (known) return known;
  const row = db.first(documentOf({ id: versionId }));
  if (!row) throw new HelplineError("not_found");
  return JSON.parse(row.entry) as Entry;
}

function isTx(db: DataReader): db is Tx {
  return "run" in db;
}

function keep(of: Keyring, versionId: number, entry: Entry) {
  const kept = read.get(of) ?? new Map<number, Entry>();
  if (kept.size >= mostRead) kept.delete(kept.keys().next().value!);
  kept.set(versionId, entry);
  read.set(of, kept);
}

/** Puts a new service into the directory. Returns its id. Throws `bad_input` for an entry that may not stand. */
export function addService(tx: Tx, emit: Emit, input: { entry: Entry }): string {
  const id = newUuid();
  refuseWrong(tx, input.entry);
  const versionId = storeVersion(tx, { serviceId: id, entry: input.entry, runId: null });
  tx.run(
    q.insertInto("service").values({
      id,
      version_id: versionId,
      source_id: null,
      external_id: null,
      created_at: tx.at,
    }),
  );
  indexVersion(tx, versionId, input.entry);
  touch(tx);
  emit({ type: "service.changed", serviceId: id, before: null, after: versionId });
  return id;
}

/**
 * Sets all of a service. Returns the id of the version made, 0 when nothing is different. `basedOn` is the version that
 * whoever sets it had seen: where there is another now, `taken` is thrown, so that nobody writes over a colleague unseen.
 * Throws `not_found`, and `bad_input` for an entry that may not stand.
 */
export function changeService(tx: Tx, emit: Emit, input: { id: string; entry: Entry; basedOn?: number }): number {
  const found = service(tx, input.id);
  if (!found) throw new HelplineError("not_found");
  if (sameDocument(found.entry, input.entry)) return 0;
  if (input.basedOn !== undefined && input.basedOn !== found.versionId) throw new HelplineError("taken");
  refuseWrong(tx, input.entry);
  const versionId = storeVersion(tx, { serviceId: input.id, entry: input.entry, runId: null });
  tx.run(q.updateTable("service").set({ version_id: versionId }).where("id", "=", input.id));
  unindexVersion(tx, found.versionId);
  indexVersion(tx, versionId, input.entry);
  touch(tx);
  emit({ type: "service.changed", serviceId: input.id, before: found.versionId, after: versionId });
  return versionId;
}

/** Whether two entries say the same, in whatever order their fields were written. */
export function sameDocument(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

const newestId = {
  compile: () => sql<{ id: number }>`SELECT last_insert_rowid() AS id`.compile(q),
};

/** Stores a document, which nobody sees until a service points to it. Returns its version. */
export function storeVersion(
  tx: Tx,
  of: { serviceId: string; entry: Entry; runId: number | null; modifiedAt?: number | null },
): number {
  const { serviceId: service_id, entry, runId: run_id, modifiedAt: modified_at = null } = of;
  const values = { service_id, entry: JSON.stringify(entry), at: tx.at, run_id, modified_at };
  // With RETURNING each statement would make the search write out what it gathers: five times as long for a whole file.
  tx.run(q.insertInto("service_version").values(values));
  return tx.first(newestId)!.id;
}

function refuseWrong(db: DataReader, entry: Entry) {
  if (entryProblems(entry).length > 0 || !organization(db, entry.organizationId)) throw new HelplineError("bad_input");
}
