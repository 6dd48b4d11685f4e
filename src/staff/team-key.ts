import type { StaffKey } from "#src/crypto/staff-key.ts";
import type { OpenTeam } from "#src/crypto/team-keys.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { type Member, may } from "./permissions.ts";
import { everyone, memberNow, staffMember } from "./staff.ts";

// The team key opens the words of chats that are over (docs/keys.md). Supervisors hold it, each under their own password; an
// admin who is nothing else does not, and whoever made it cannot be asked for it by the server.

/** Fewer cannot help each other out when one forgets their password. */
export const holdersLeast = 2;

/** One of the staff who may hold the team key. */
export interface Holder {
  staffId: number;
  alias: string;
  /** They hold it since (ms UTC); null while they do not. */
  since: number | null;
  /** They can be given it: they have signed in since they may hold it. */
  ready: boolean;
}

/** Everybody who may hold the team key, and whether they do. */
export function holders(db: DataReader): Holder[] {
  const held = new Map(db.keyring.team.holders().map(({ staffId, since }) => [staffId, since]));
  return everyone(db)
    .filter((one) => may(one, "keys.hold"))
    .map(({ id, alias }) => ({
      staffId: id,
      alias,
      since: held.get(id) ?? null,
      ready: db.keyring.team.staffKey(id) !== null,
    }));
}

/** Whether one of the staff holds the team key, and may. */
export function holdsTeamKey(db: DataReader, member: Member): boolean {
  return may(member, "keys.hold") && db.keyring.team.holders().some(({ staffId }) => staffId === member.id);
}

/**
 * Keeps the key of somebody who may hold the team key, which their password opens. The first of them makes the team key. Returns
 * what of it they have open then, beside what they had.
 */
export function keepStaffKey(
  tx: Tx,
  emit: Emit,
  input: { staffId: number; sealed: StaffKey; open: OpenTeam },
): OpenTeam {
  const { staffId, sealed, open } = input;
  const member = staffMember(tx, staffId);
  const had = member !== undefined && holdsTeamKey(tx, member);
  tx.keyring.team.keepStaffKey(tx, staffId, sealed);
  if (had && !holdsTeamKey(tx, member)) emit({ type: "keys.taken", staffId });
  if (tx.keyring.team.current() || !member || !may(member, "keys.hold")) return open;
  const made = tx.keyring.team.make(tx);
  tx.keyring.team.give(tx, staffId, made);
  emit({ type: "keys.team_made" });
  emit({ type: "keys.given", staffId });
  return made;
}

/**
 * Whoever has the team key open gives it to a colleague. Throws `not_allowed` where either may not hold it or it is not open, and
 * `bad_input` for whoever has to sign in once before. Giving it twice changes nothing.
 */
export function giveTeamKey(tx: Tx, emit: Emit, input: { staffId: number; by: number; open: OpenTeam }): void {
  const { staffId, by, open } = input;
  const to = staffMember(tx, staffId);
  if (!may(memberNow(tx, by), "keys.hold") || !to || !may(to, "keys.hold")) throw new HelplineError("not_allowed");
  if (!tx.keyring.team.current() || !open.has(tx.keyring.team.current()!.id)) throw new HelplineError("not_allowed");
  const had = holdsTeamKey(tx, to);
  if (!tx.keyring.team.give(tx, staffId, open)) {
    throw new HelplineError("bad_input", "error.keys_not_ready", { alias: to.alias });
  }
  if (!had) emit({ type: "keys.given", staffId });
}

/**
 * Somebody who may hold the team key has opened it with the sheet, and holds it from then on. Throws `not_allowed` for whoever may
 * not, and `bad_input` for whoever has to sign in once before.
 */
export function takeFromSheet(tx: Tx, emit: Emit, input: { staffId: number; sheetId: number; open: OpenTeam }): void {
  const { staffId, sheetId, open } = input;
  emit({ type: "keys.sheet_used", sheetId, staffId });
  giveTeamKey(tx, emit, { staffId, by: staffId, open });
}

/**
 * The team key is not theirs any more: they left, or are no supervisor now. Of the last who held it the sheet is what is left.
 */
export function takeTeamKey(tx: Tx, emit: Emit, { staffId }: { staffId: number }): void {
  if (!tx.keyring.team.holders().some((one) => one.staffId === staffId)) return;
  tx.keyring.team.take(tx, staffId);
  emit({ type: "keys.taken", staffId });
}
