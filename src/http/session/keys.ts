import { createHash } from "#src/crypto/hash.ts";
import { lock, newStaffKey, type StaffKey, unlock } from "#src/crypto/staff-key.ts";
import type { OpenTeam } from "#src/crypto/team-keys.ts";
import { may } from "#src/staff/permissions.ts";
import { staffMember } from "#src/staff/staff.ts";
import { holdsTeamKey, keepStaffKey } from "#src/staff/team-key.ts";
import type { C, Helpline } from "../context.ts";

// What a password opens beside its session: the team key, for whoever holds it.

const nothing: OpenTeam = new Map();

/**
 * After a right password: opens what its owner holds of the team key, in the session of a Cookie or Set-Cookie header. Who may
 * hold it and has no key yet gets one; the first of all makes the team key. True when it is open.
 */
export async function openKeys(
  helpline: Helpline,
  { staffId, password, cookie }: { staffId: number; password: string; cookie: string | undefined },
): Promise<boolean> {
  const { db, sessions, opened } = helpline;
  const member = staffMember(db, staffId);
  const token = sessions.tokenIn(cookie);
  if (!member || !may(member, "keys.hold") || token === "") return false;
  const open = await unlocked(helpline, staffId, password);
  opened.keep({ hash: createHash(token), token }, open);
  return open.size > 0;
}

async function unlocked({ db }: Helpline, staffId: number, password: string): Promise<OpenTeam> {
  const { team } = db.keyring;
  const known = team.staffKey(staffId);
  const pair = known && (await unlock(known, password));
  if (pair && team.current()) return team.open(staffId, pair);
  // A password that was set with a link opens nothing of before: somebody who holds the key gives it again.
  const sealed = pair ? known : (await newStaffKey(password)).sealed;
  return db.change(`staff:${staffId}`, (tx, emit) => keepStaffKey(tx, emit, { staffId, sealed, open: nothing }));
}

/** The key of one of the staff under their new password; null where they have none, or the old one is not its. */
export async function relocked(
  { db }: Helpline,
  { staffId, before, after }: { staffId: number; before: string; after: string },
): Promise<StaffKey | null> {
  const known = db.keyring.team.staffKey(staffId);
  const pair = known && (await unlock(known, before));
  return pair && lock(pair, after);
}

/** What whoever asks has open of the team key: empty where they do not hold it, or have to type their password first. */
export function openTeam(c: C, { db, opened, sessions }: Helpline): OpenTeam {
  if (!holdsTeamKey(db, c.get("member"))) return nothing;
  return opened.of({ hash: c.get("sessionHash"), token: sessions.tokenIn(c.req.header("cookie")) });
}

/** Keeps team keys open in the session of whoever asks. */
export function keepOpen(c: C, { opened, sessions }: Helpline, open: OpenTeam): void {
  opened.keep({ hash: c.get("sessionHash"), token: sessions.tokenIn(c.req.header("cookie")) }, open);
}

/** The same house for whoever asks: what their team key opens can be read. */
export function withKeys(c: C, helpline: Helpline): Helpline {
  const open = openTeam(c, helpline);
  if (open.size === 0) return helpline;
  return { ...helpline, db: { ...helpline.db, keyring: helpline.db.keyring.withTeam(open) } };
}
