import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { type ToldTime, toldTime } from "#src/db/trail.ts";
import { indexVersion, unindexVersion } from "#src/directory/search/search-index.ts";
import { HelplineError } from "#src/errors.ts";
import type { Actor, Emit } from "#src/events.ts";
import { type Entry, organizationNamed } from "./entry.ts";
import { addOrganization, organization } from "./organizations.ts";
import { pastEntryOf, service, storeVersion } from "./services.ts";
import { touch } from "./state.ts";

/** A deleted service. Its versions stay, so that it can be restored. */
export interface DeletedService extends ToldTime {
  id: string;
  versionId: number;
  entry: Entry;
  actor: Actor;
}

/** What the trail keeps of a deleted row beside its document. */
interface LastRow {
  version: number;
  externalId: string | null;
  cameFrom: string | null;
  cameAs: string | null;
  createdAt: number;
}

/** Deletes a service. Throws `not_found`, `taken` if it is newer than `basedOn`, `bad_input` if a source would bring it back. */
export function deleteService(tx: Tx, emit: Emit, input: { id: string; basedOn: number }): void {
  const { id, basedOn } = input;
  const row = tx.first(q.selectFrom("service").selectAll().where("id", "=", id));
  if (!row) throw new HelplineError("not_found");
  if (row.version_id !== basedOn) throw new HelplineError("taken");
  if (row.source_id !== null) throw new HelplineError("bad_input");
  tx.run(q.deleteFrom("service").where("id", "=", id));
  tx.run(q.deleteFrom("link_check").where("service_id", "=", id));
  unindexVersion(tx, basedOn);
  touch(tx);
  const last: LastRow = {
    version: basedOn,
    externalId: row.external_id,
    cameFrom: row.came_from,
    cameAs: row.came_as,
    createdAt: row.created_at,
  };
  emit({ type: "service.deleted", serviceId: id, before: JSON.stringify(last) });
}

/** Restores a deleted service and returns its new version, which tells subscribers. Throws `not_found` if it is not deleted. */
export function restoreService(tx: Tx, emit: Emit, { id }: { id: string }): number {
  const deletion = tx.first(deletions().where("object", "=", nameOf(id)).limit(1));
  if (!deletion || service(tx, id)) throw new HelplineError("not_found");
  const last = lastRowOf(deletion);
  const entry = withOrganization(tx, emit, pastEntryOf(tx, last.version));
  const versionId = storeVersion(tx, { serviceId: id, entry, runId: null });
  tx.run(
    q.insertInto("service").values({
      id,
      version_id: versionId,
      source_id: null,
      external_id: isTaken(tx, last.externalId) ? null : last.externalId,
      came_from: last.cameFrom,
      came_as: last.cameAs,
      created_at: last.createdAt,
    }),
  );
  indexVersion(tx, versionId, entry);
  touch(tx);
  emit({ type: "service.restored", serviceId: id, versionId });
  return versionId;
}

/** The import that brought its organization may have been undone since. */
function withOrganization(tx: Tx, emit: Emit, entry: Entry): Entry {
  if (organization(tx, entry.organizationId)) return entry;
  return { ...entry, organizationId: addOrganization(tx, emit, organizationNamed(entry.name)) };
}

/** The same file may have brought the service again since. */
function isTaken(db: DataReader, externalId: string | null): boolean {
  if (externalId === null) return false;
  const own = q.selectFrom("service").select("id").where("source_id", "is", null);
  return db.first(own.where("external_id", "=", externalId)) !== undefined;
}

/** Returns the services deleted since `since` (ms UTC) and not restored, newest first. */
export function deletedServices(db: DataReader, since = 0): DeletedService[] {
  const found = new Map<string, DeletedService>();
  for (const row of db.all(deletions().where("at", ">=", since))) {
    const id = row.object.slice(nameOf("").length);
    if (found.has(id) || service(db, id)) continue;
    const { version } = lastRowOf(row);
    found.set(id, {
      id,
      versionId: version,
      entry: pastEntryOf(db, version),
      ...toldTime(row),
      actor: row.actor as Actor,
    });
  }
  return [...found.values()];
}

/** Returns whether a service with this id was ever deleted. */
export function wasDeleted(db: DataReader, id: string): boolean {
  return db.first(deletions().where("object", "=", nameOf(id)).limit(1)) !== undefined;
}

/** Returns one of `deletedServices`, or undefined. */
export function deletedService(db: DataReader, id: string): DeletedService | undefined {
  return deletedServices(db).find((one) => one.id === id);
}

const nameOf = (id: string) => `service:${id}`;

function deletions() {
  const all = q.selectFrom("audit").select(["object", "at", "exact_at", "actor", "before"]);
  // By its index, since the trail also holds all of the chats.
  const ofServices = all.where("object", ">", "service:").where("object", "<", "service;");
  return ofServices.where("action", "=", "service.deleted").orderBy("id", "desc");
}

function lastRowOf({ before }: { before: string | null }): LastRow {
  return JSON.parse(before!) as LastRow;
}
