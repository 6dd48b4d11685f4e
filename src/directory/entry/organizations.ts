import { sql } from "kysely";
import { newUuid } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { noteRenamed } from "#src/directory/search/search-due.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { maxEntry, type Organization } from "./entry.ts";
import { touch } from "./state.ts";

/** `sourceId` is where it was read from, null = our own. */
export type StoredOrganization = Organization & { id: string; sourceId: number | null; externalId: string | null };

const rows = () => q.selectFrom("organization").select(["id", "entry", "name", "source_id", "external_id"]);
const byId = prepared((v: { id: string }) => rows().where("id", "=", v.id));
const byName = prepared(() => rows().orderBy("name").orderBy("id"));

/** Returns an organization by its id, or undefined. */
export function organization(db: DataReader, id: string): StoredOrganization | undefined {
  const row = db.first(byId({ id }));
  return row && asOrganization(row);
}

/** Returns every organization, by name. */
export function organizations(db: DataReader): StoredOrganization[] {
  return db.all(byName({})).map(asOrganization);
}

function asOrganization(row: Awaited<ReturnType<ReturnType<typeof rows>["execute"]>>[number]): StoredOrganization {
  const entry = JSON.parse(row.entry) as Organization;
  return { id: row.id, ...entry, sourceId: row.source_id, externalId: row.external_id };
}

/** Adds an organization and returns its id. Throws `bad_input` for one without a name or with too much text. */
export function addOrganization(tx: Tx, emit: Emit, given: Organization): string {
  const id = newUuid();
  const entry = JSON.stringify(fieldsOf(given));
  refuseWrong(given);
  tx.run(q.insertInto("organization").values({ id, entry, source_id: null, external_id: null }));
  touch(tx);
  emit({ type: "organization.changed", organizationId: id, before: null, after: entry });
  return id;
}

/** Sets all of an organization; the search knows a new name after `followChanges`. Throws `not_found` and `bad_input`. */
export function changeOrganization(tx: Tx, emit: Emit, input: { id: string; organization: Organization }): void {
  const found = tx.first(byId({ id: input.id }));
  if (!found) throw new HelplineError("not_found");
  refuseWrong(input.organization);
  const entry = JSON.stringify(fieldsOf(input.organization));
  if (entry === JSON.stringify(fieldsOf(JSON.parse(found.entry) as Organization))) return;
  tx.run(q.updateTable("organization").set({ entry }).where("id", "=", input.id));
  if (input.organization.name !== found.name) noteRenamed(tx, sql`SELECT ${input.id}`);
  touch(tx);
  emit({ type: "organization.changed", organizationId: input.id, before: found.entry, after: entry });
}

/** Returns the fields of an organization, always in the same order. */
export function fieldsOf({ name, alternateName, description, website, email }: Organization): Organization {
  return { name, alternateName, description, website, email };
}

function refuseWrong({ name, alternateName, description, website, email }: Organization) {
  const isLong =
    name.length > maxEntry.name ||
    description.length > maxEntry.text ||
    [alternateName, website, email].some(({ length }) => length > maxEntry.line);
  if (name.trim() === "" || isLong) throw new HelplineError("bad_input");
}
