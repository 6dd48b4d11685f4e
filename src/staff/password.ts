import type { Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { invitation, storeLink, useUp } from "./invitation.ts";
import { endSessionsOf } from "./session.ts";
import { staffMember } from "./staff.ts";

/** The fewest characters a password may have. */
export const passwordLeast = 15;

/** The most: longer ones only cost time. */
export const passwordMost = 1_000;

/** Makes a link with which somebody chooses a new password; earlier ones end. Throws `not_found` for a closed account. */
export function invitePassword(tx: Tx, emit: Emit, input: { staffId: number }): string {
  const { staffId } = input;
  if (!staffMember(tx, staffId)) throw new HelplineError("not_found");
  withdrawPasswordLinks(tx, staffId);
  const { token } = storeLink(tx, { roles: [], first: false, forStaffId: staffId });
  emit({ type: "staff.password_link", staffId });
  return token;
}

/** The links with which somebody could choose a new password open nothing any more. */
export function withdrawPasswordLinks(tx: Tx, staffId: number): void {
  const own = q.updateTable("invitation").set({ expires_at: tx.at }).where("for_staff_id", "=", staffId);
  tx.run(own.where("used_at", "is", null).where("expires_at", ">", tx.at));
}

/**
 * Uses a link for a new password up. Returns whose it was and the sessions that ended, all of them (hashes; what is still
 * open of them must be closed). Throws `ended` for a link that was used before.
 */
export function setPasswordByLink(
  tx: Tx,
  emit: Emit,
  input: { token: string; passwordHash: string },
): { staffId: number; ended: string[] } {
  const found = invitation(tx, input.token, tx.at);
  if (!found || found.forStaffId === null) throw new HelplineError("ended", "session.invitation_over");
  const staffId = found.forStaffId;
  useUp(tx, { invitation: found, staffId });
  return { staffId, ended: setPassword(tx, emit, { staffId, passwordHash: input.passwordHash, but: null }) };
}

/** Sets a password. Returns the sessions that ended (hashes): all but the one of whoever set it. */
export function setPassword(
  tx: Tx,
  emit: Emit,
  input: { staffId: number /** Argon2id */; passwordHash: string; but: string | null },
): string[] {
  const { staffId, passwordHash, but } = input;
  tx.run(q.updateTable("staff").set({ password_hash: passwordHash }).where("id", "=", staffId));
  withdrawPasswordLinks(tx, staffId);
  emit({ type: "staff.password_set", staffId });
  return endSessionsOf(tx, staffId, but);
}
