import type { StaffKey } from "#src/crypto/keys/staff-key.ts";
import { asStaff, type DataReader, type Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { type ToldTime, toldTime } from "#src/db/trail.ts";
import { HelplineError } from "#src/errors.ts";
import type { Actor, Emit } from "#src/events.ts";
import { tellOwner } from "#src/staff/accounts/account-mail.ts";
import { withdrawPasswordLinks } from "#src/staff/accounts/given-links.ts";
import { invitation, storeLink, useUp } from "#src/staff/accounts/invitation.ts";
import { relockStaffKey } from "#src/staff/keys/team-key.ts";
import { openChats, staffMember } from "../staff.ts";
import { endSessionsOf } from "./session.ts";

export const passwordLeast = 15;

export const maxPassword = 1_000;

/**
 * Makes a link to a new password. Throws `not_found`, and `bad_input` while its owner is in a chat, which its maker could read.
 * Anyone who uses the link is that person from then on, so its owner is told who made it (`passwordLinks`).
 */
export function invitePassword(tx: Tx, emit: Emit, input: { staffId: number; madeBy: number }): string {
  const { staffId, madeBy } = input;
  if (!staffMember(tx, staffId)) throw new HelplineError("not_found");
  refuseInChat(tx, staffId);
  withdrawPasswordLinks(tx, emit, staffId);
  const { token } = storeLink(tx, { roles: [], first: false, forStaffId: staffId, madeBy });
  emit({ type: "staff.password_link", staffId });
  return token;
}

function refuseInChat(tx: Tx, staffId: number) {
  if (openChats(tx, staffId) === 0) return;
  throw new HelplineError("bad_input", "error.password_in_chat", { alias: staffMember(tx, staffId)!.alias });
}

/** Sets a password by a link. Returns whose, and the hashes of all their sessions, to be closed. Throws `ended`, `bad_input`. */
export function setPasswordByLink(
  tx: Tx,
  emit: Emit,
  input: { token: string; passwordHash: string },
): { staffId: number; ended: string[] } {
  const found = invitation(tx, input.token, tx.at);
  if (!found || found.forStaffId === null) throw new HelplineError("ended", "session.invitation_over");
  const staffId = found.forStaffId;
  refuseInChat(tx, staffId);
  useUp(tx, { invitation: found, staffId });
  const linkOf = found.madeBy === null ? ("command line" as const) : asStaff(found.madeBy);
  return { staffId, ended: setPassword(tx, emit, { staffId, passwordHash: input.passwordHash, but: null, linkOf }) };
}

/** Sets a password; `linkOf` made the link, if one was used. Returns the hashes of the ended sessions, all but `but`. */
export function setPassword(
  tx: Tx,
  emit: Emit,
  input: {
    staffId: number;
    passwordHash: string;
    but: string | null;
    linkOf?: Actor;
    /** The keys they had, and theirs as the new password opens it (`relockStaffKey`). */
    staffKey?: { had: StaffKey[]; sealed: StaffKey | null };
  },
): string[] {
  const { staffId, passwordHash, but, linkOf = null, staffKey } = input;
  if (staffKey) relockStaffKey(tx, { staffId, ...staffKey });
  tx.run(q.updateTable("staff").set({ password_hash: passwordHash }).where("id", "=", staffId));
  withdrawPasswordLinks(tx, emit, staffId);
  emit({ type: "staff.password_set", staffId, linkOf });
  tellOwner(tx, emit, { staffId, news: "password" });
  return endSessionsOf(tx, staffId, but);
}

/** When someone's password was set with a link since an instant (ms UTC), and who had made it, newest first. */
export function passwordLinks(db: DataReader, staffId: number, since: number): (ToldTime & { madeBy: Actor })[] {
  const set = q.selectFrom("audit").select(["at", "exact_at", "after"]).where("object", "=", asStaff(staffId));
  const byLink = set.where("action", "=", "staff.password_set").where("after", "is not", null);
  return db
    .all(byLink.where("at", ">", since).orderBy("id", "desc").limit(10))
    .map(({ after, ...row }) => ({ ...toldTime(row), madeBy: after as Actor }));
}
