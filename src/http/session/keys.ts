import { createHash } from "#src/crypto/hash.ts";
import { lock, newStaffKey, type StaffKey, unlock } from "#src/crypto/keys/staff-key.ts";
import type { OpenTeam } from "#src/crypto/keys/team-keys.ts";
import { asStaff } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { C, Helpline } from "#src/http/server/context.ts";
import { holders, holdsTeamKey, isTeamKeyLost, keepStaffKey } from "#src/staff/keys/team-key.ts";
import { may } from "#src/staff/permissions.ts";
import { maxPassword } from "#src/staff/sign-in/password.ts";
import { staffMember } from "#src/staff/staff.ts";

const nothing: OpenTeam = new Map();

/** Opens the team key with a right password, and returns whether it is open; the first who may hold one makes it. */
export async function openKeys(
  helpline: Helpline,
  { staffId, password, cookie }: { staffId: number; password: string; cookie: string | undefined },
): Promise<boolean> {
  const { db, sessions, opened } = helpline;
  const member = staffMember(db, staffId);
  const token = sessions.tokenIn(cookie);
  if (!member || !may(member, "keys.hold") || token === "") return false;
  const open = await unlocked(helpline, staffId, password.slice(0, maxPassword));
  opened.keep({ hash: createHash(token), token }, open);
  return open.size > 0;
}

async function unlocked({ db }: Helpline, staffId: number, password: string): Promise<OpenTeam> {
  const { team } = db.keyring;
  const had = team.staffKeys(staffId);
  const pair = await unlock(had, password);
  if (pair && !isTeamKeyLost(db)) return team.open(staffId, pair);
  // A password that was set with a link opens nothing old: someone who holds the key gives it again.
  const { sealed } = await newStaffKey(password);
  try {
    return await db.change(asStaff(staffId), (tx, emit) => keepStaffKey(tx, emit, { staffId, had, sealed }));
  } catch (error) {
    if (!(error instanceof HelplineError) || error.code !== "taken") throw error;
    // They signed in twice at once: the key that was kept first counts, if it is of this password.
    const other = await unlock(team.staffKeys(staffId), password);
    return other ? team.open(staffId, other) : nothing;
  }
}

/** Returns the keys of one of the staff, and theirs under the new password; null if the old one opens none. */
export async function relocked(
  { db }: Helpline,
  { staffId, before, after }: { staffId: number; before: string; after: string },
): Promise<{ had: StaffKey[]; sealed: StaffKey | null }> {
  const had = db.keyring.team.staffKeys(staffId);
  const pair = await unlock(had, before.slice(0, maxPassword));
  return { had, sealed: pair && (await lock(pair, after)) };
}

/** Returns what this session has open of the team key; empty if they do not hold it, or must type their password first. */
export function openTeam(c: C, { db, opened, sessions }: Helpline): OpenTeam {
  if (!holdsTeamKey(db, c.get("member"))) return nothing;
  const open = opened.of({ hash: c.get("sessionHash"), token: sessions.tokenIn(c.req.header("cookie")) });
  // A newer key was made since; their password opens both.
  return open.has(db.keyring.team.current()!.id) ? open : nothing;
}

/** Returns whether someone who cannot open a chat holds the team key all the same, and whom to ask. */
export function shutFor(c: C, { db }: Helpline): { holds: boolean; people: string[] } {
  const people = holders(db).flatMap(({ alias, since }) => (since === null ? [] : [alias]));
  return { holds: holdsTeamKey(db, c.get("member")), people };
}

/** Keeps team keys open in this session. */
export function keepOpen(c: C, { opened, sessions }: Helpline, open: OpenTeam): void {
  opened.keep({ hash: c.get("sessionHash"), token: sessions.tokenIn(c.req.header("cookie")) }, open);
}

/** Returns the helpline with what this session's team key opens readable. */
export function withKeys(c: C, helpline: Helpline): Helpline {
  const open = openTeam(c, helpline);
  if (open.size === 0) return helpline;
  return { ...helpline, db: { ...helpline.db, keyring: helpline.db.keyring.withTeam(open) } };
}
