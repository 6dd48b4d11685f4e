import { sql } from "kysely";
import { newUuid } from "#src/crypto/hash.ts";
import type { Keyring } from "#src/crypto/keys/keyring.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { skipsCheck } from "#src/directory/care/verified.ts";
import { indexVersion, unindexVersion } from "#src/directory/search/search-index.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { canonical } from "../canonical.ts";
import { entryProblems } from "./check.ts";
import type { Entry } from "./entry.ts";
import { organization } from "./organizations.ts";
import { touch } from "./state.ts";

export interface Service {
  id: string;
  /** Of the document; a new one after every change. */
  versionId: number;
  entry: Entry;
  sourceId: number | null;
  externalId: string | null;
  createdAt: number;
  changedAt: number;
}

/** Returns a service by its id, or undefined. Callers that show it must ask `maySee`. */
export function service(db: DataReader, id: string): Service | undefined {
  const row = db.first(byId({ id }));
  return row && asService(db, row);
}

/** Returns every service by name, or only those of one organization. */
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

/** Documents never change, and parsing them again for every list would cost more than the list. One cache per open database. */
const read = new WeakMap<Keyring, Map<number, Entry>>();
const mostRead = 12_000;

/** Returns the document of a version, cached. Throws `not_found`. */
export function entryOf(db: DataReader, versionId: number): Entry {
  const known = read.get(db.keyring)?.get(versionId);
  if (known) return known;
  const entry = pastEntryOf(db, versionId);
  // A change may be rolled back, and its version number given to another document.
  if (!isTx(db)) keep(db.keyring, versionId, entry);
  return entry;
}

/** Returns an old version without caching it, so that what is shown now keeps its place. Throws `not_found`. */
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

/** Adds a service, with an id of its own or a given one, and returns it. Throws `bad_input` for an entry that may not be saved. */
export function addService(tx: Tx, emit: Emit, input: { entry: Entry; id?: string }): string {
  const { id = newUuid() } = input;
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

/** Sets a service; returns its new version or 0. Throws `not_found`, `bad_input`, and `taken` if newer than `basedOn`. */
export function changeService(tx: Tx, emit: Emit, input: { id: string; entry: Entry; basedOn?: number }): number {
  const found = service(tx, input.id);
  if (!found) throw new HelplineError("not_found");
  if (sameDocument(found.entry, input.entry)) return 0;
  if (input.basedOn !== undefined && input.basedOn !== found.versionId) throw new HelplineError("taken");
  refuseWrong(tx, input.entry);
  if (skipsCheck(found.entry, input.entry)) throw new HelplineError("bad_input", "admin.entry.problem.check_first");
  const versionId = storeVersion(tx, { serviceId: input.id, entry: input.entry, runId: null });
  tx.run(q.updateTable("service").set({ version_id: versionId }).where("id", "=", input.id));
  unindexVersion(tx, found.versionId);
  indexVersion(tx, versionId, input.entry);
  touch(tx);
  emit({ type: "service.changed", serviceId: input.id, before: found.versionId, after: versionId });
  return versionId;
}

/** Returns whether two values say the same, whatever the order of their fields. */
export function sameDocument(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

const newestId = {
  compile: () => sql<{ id: number }>`SELECT last_insert_rowid() AS id`.compile(q),
};

/** Stores a document, unseen until a service points to it. Returns its version. */
export function storeVersion(
  tx: Tx,
  of: { serviceId: string; entry: Entry; runId: number | null; modifiedAt?: number | null },
): number {
  const { serviceId: service_id, entry, runId: run_id, modifiedAt: modified_at = null } = of;
  const values = { service_id, entry: JSON.stringify(entry), at: tx.at, run_id, modified_at };
  // With RETURNING, every statement makes the search write out what it has gathered: five times as slow for a whole file.
  tx.run(q.insertInto("service_version").values(values));
  return tx.first(newestId)!.id;
}

function refuseWrong(db: DataReader, entry: Entry) {
  if (entryProblems(entry).length > 0 || !organization(db, entry.organizationId)) throw new HelplineError("bad_input");
}
