import type { OpenFiles } from "#src/db/files.ts";
import { invite } from "#src/staff/accounts/invitation.ts";
import { firstRoles } from "#src/staff/permissions.ts";
import type { House } from "./helpline.ts";

/** Returns the house before anyone has an account. */
export function withoutPeople(files: OpenFiles) {
  for (const table of ["staff_role", "presence_log", "invitation", "staff_session", "staff"]) {
    files.data.prepare(`DELETE FROM ${table}`).run();
  }
}

/** Makes a link like a start without accounts. Returns its token. */
export function firstLink({ helpline }: House): Promise<string> {
  return helpline.db.change("command line", (tx, emit) => invite(tx, emit, { roles: firstRoles, first: true }));
}
