import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { type ToldTime, toldTime } from "#src/db/trail.ts";
import { HelplineError } from "#src/errors.ts";
import type { Actor, Emit } from "#src/events.ts";
import type { Organization } from "./entry.ts";
import { changeOrganization } from "./organizations.ts";

export interface OrganizationChange extends ToldTime {
  /** Of the audit trail; it names what to undo. */
  id: number;
  actor: Actor;
  before: Organization | null;
  after: Organization;
}

/** Returns the changes that people made to an organization, newest first, at most 50. */
export function organizationChanges(db: DataReader, id: string): OrganizationChange[] {
  return db.all(changesOf(id).limit(50)).map(({ id, actor, before, after, ...row }) => ({
    id,
    ...toldTime(row),
    actor: actor as Actor,
    before: before === null ? null : (JSON.parse(before) as Organization),
    after: JSON.parse(after!) as Organization,
  }));
}

/** Returns the id of the newest change that people made to an organization; 0 for none. */
export function newestOrganizationChange(db: DataReader, id: string): number {
  return db.first(changesOf(id).limit(1))?.id ?? 0;
}

function changesOf(id: string) {
  const all = q.selectFrom("audit").selectAll().where("object", "=", `organization:${id}`);
  return all.where("action", "=", "organization.changed").orderBy("id", "desc");
}

/** Sets all of an organization. Throws `taken` unless `basedOn` is its newest change, and as `changeOrganization` does. */
export function setOrganization(
  tx: Tx,
  emit: Emit,
  input: { id: string; organization: Organization; basedOn: number },
): void {
  const { basedOn, ...change } = input;
  if (newestOrganizationChange(tx, input.id) !== basedOn) throw new HelplineError("taken");
  changeOrganization(tx, emit, change);
}

/** Undoes a change of an organization. Throws as `setOrganization` does, and `not_found` if nothing came before it. */
export function undoOrganization(tx: Tx, emit: Emit, input: { id: string; changeId: number; basedOn: number }): void {
  const { id, changeId, basedOn } = input;
  const change = organizationChanges(tx, id).find((one) => one.id === changeId);
  if (!change?.before) throw new HelplineError("not_found");
  setOrganization(tx, emit, { id, organization: change.before, basedOn });
}
