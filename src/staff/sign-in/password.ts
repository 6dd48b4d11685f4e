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

/** The fewest characters a password may have. */
export const passwordLeast = 15;

/** The most: longer ones only cost time. */
export const maxPassword = 1_000;

/**
 * Makes a link with which somebody chooses a new password; earlier ones end. Throws `not_found` for a closed account, and
 * `bad_input` while its owner is in a chat: with the link, whoever made it could sign in as them and read on.
 *
 * What this cannot prevent: whoever uses the link is that person from then on, in the next chat too, and reads what is kept
 * of theirs. The owner is told by whom it was made (`passwordLinks`), and their own password stops working; that one admin
 * alone cannot open anybody's words takes a key that the team holds.
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

/**
 * Uses a link for a new password up. Returns whose it was and the sessions that ended, all of them (hashes; what is still
 * open of them must be closed). Throws `ended` for a link that was used before, and `bad_input` while its owner is in a
 * chat: the link works again when that is over.
 */
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

/** Sets a password, by oneself or with the link of somebody (`linkOf`). Returns the sessions that ended (hashes): all but the one of whoever set it. */
export function setPassword(
  tx: Tx,
  emit: Emit,
  input: {
    staffId: number;
    /** Argon2id */
    passwordHash: string;
    but: string | null;
    linkOf?: Actor;
    /** The keys that they had, and theirs as the new password opens it (`relockStaffKey`). */
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

/** When somebody's password was set with a link since an instant (ms UTC), and who had made it, the newest first. */
export function passwordLinks(db: DataReader, staffId: number, since: number): (ToldTime & { madeBy: Actor })[] {
  const set = q.selectFrom("audit").select(["at", "exact_at", "after"]).where("object", "=", asStaff(staffId));
  const byLink = set.where("action", "=", "staff.password_set").where("after", "is not", null);
  return db
    .all(byLink.where("at", ">", since).orderBy("id", "desc").limit(10))
    .map(({ after, ...row }) => ({ ...toldTime(row), madeBy: after as Actor }));
}
