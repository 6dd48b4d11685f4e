import type { Tx } from "#src/db/db.ts";
import { type Change, historyOf } from "#src/desk/history.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import type { Organization } from "./entry.ts";
import { changeOrganization } from "./organizations.ts";

/** An earlier change of an organization; before = null: it was new. */
export type OrganizationChange = Change<Organization | null, Organization>;

/** The changes of each organization (id) by people. */
export const organizationHistory = historyOf<string, Organization | null, Organization>({
  action: "organization.changed",
  object: (id) => `organization:${id}`,
  read: (text) => (text === null ? null : JSON.parse(text)),
});

/** Sets all of an organization. Throws `taken` unless `basedOn` is its newest change, and as `changeOrganization` does. */
export function setOrganization(
  tx: Tx,
  emit: Emit,
  input: { id: string; organization: Organization; basedOn: number },
): void {
  const { basedOn, ...change } = input;
  organizationHistory.refuseTaken(tx, input.id, basedOn);
  changeOrganization(tx, emit, change);
}

/** Undoes a change of an organization. Throws as `setOrganization` does, and `not_found` if nothing came before it. */
export function undoOrganization(tx: Tx, emit: Emit, input: { id: string; changeId: number; basedOn: number }): void {
  const { id, changeId, basedOn } = input;
  const change = organizationHistory.find(tx, id, changeId);
  if (!change?.before) throw new HelplineError("not_found");
  setOrganization(tx, emit, { id, organization: change.before, basedOn });
}
