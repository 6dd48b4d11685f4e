import type { Rewritten } from "#src/crypto/keys/key-sheets.ts";
import type { StaffKey } from "#src/crypto/keys/staff-key.ts";
import type { OpenTeam } from "#src/crypto/keys/team-keys.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { type Member, may } from "../permissions.ts";
import { everyone, memberNow, staffMember } from "../staff.ts";
import { refuseLess } from "./recovery-sheet.ts";

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
      ready: db.keyring.team.staffKeys(id).length > 0,
    }));
}

/** Whether one of the staff holds the team key, and may. */
export function holdsTeamKey(db: DataReader, member: Member): boolean {
  return may(member, "keys.hold") && db.keyring.team.holders().some(({ staffId }) => staffId === member.id);
}

/** Whether anybody can open what is sealed to the team key now: somebody holds it, or there is a sheet that was seen. */
export function isTeamKeyInHands(db: DataReader): boolean {
  return holders(db).some(({ since }) => since !== null) || db.keyring.sheets.good() !== null;
}

/** Whether no team key can be had: there is none, or it is lost with everybody who held it and no sheet was made. */
export function isTeamKeyLost(db: DataReader): boolean {
  const { team, sheets } = db.keyring;
  return team.current() === null || (!isTeamKeyInHands(db) && sheets.fresh() === null);
}

/**
 * Keeps a new key of somebody who may hold the team key, which their password opens, in the place of those that they `had`. Who
 * comes first makes the team key, and so does who comes when it is lost. Returns what of it they have open then. Throws `taken`
 * where they have another by now: what is sealed to that one must not be lost.
 */
export function keepStaffKey(
  tx: Tx,
  emit: Emit,
  input: { staffId: number; had: StaffKey[]; sealed: StaffKey },
): OpenTeam {
  const { staffId, had, sealed } = input;
  refuseOther(tx, staffId, had);
  const member = staffMember(tx, staffId);
  const held = member !== undefined && holdsTeamKey(tx, member);
  tx.keyring.team.keepStaffKey(tx, staffId, sealed);
  if (held) emit({ type: "keys.taken", staffId });
  if (!member || !may(member, "keys.hold") || !isTeamKeyLost(tx)) return new Map();
  const made = tx.keyring.team.next();
  tx.keyring.team.make(tx, made);
  tx.keyring.team.give(tx, staffId, made, staffId);
  emit({ type: "keys.team_made" });
  emit({ type: "keys.given", staffId });
  return made;
}

/**
 * Keeps the key of one of the staff, of those that they `had`, as their new password opens it; null for one that the old did not
 * open. Throws `taken` where they have another by now.
 */
export function relockStaffKey(tx: Tx, input: { staffId: number; had: StaffKey[]; sealed: StaffKey | null }): void {
  const { staffId, had, sealed } = input;
  refuseOther(tx, staffId, had);
  if (sealed) tx.keyring.team.relockStaffKey(tx, staffId, sealed);
}

function refuseOther(db: DataReader, staffId: number, had: StaffKey[]) {
  const salts = (all: StaffKey[]) => all.map(({ salt }) => Buffer.from(salt).toString("hex")).join();
  if (salts(db.keyring.team.staffKeys(staffId)) !== salts(had)) throw new HelplineError("taken");
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
  if (!tx.keyring.team.give(tx, staffId, open, by)) {
    throw new HelplineError("bad_input", "error.keys_not_ready", { alias: to.alias });
  }
  if (!had) emit({ type: "keys.given", staffId });
}

/**
 * Whoever has the team key open makes a new one (`next`), which everybody who holds the old one gets: chats are sealed to it from
 * now on, and those of before stay open to them by the old. `sheets` is what each sheet opens from then on. Throws `not_allowed`
 * where it is not theirs or not open, `bad_input` for whoever lacks one of those before, and `taken` where another or another sheet was made meanwhile.
 */
export function rotateTeamKey(
  tx: Tx,
  emit: Emit,
  input: { by: number; open: OpenTeam; next: OpenTeam; sheets: Rewritten[] },
): void {
  const { by, open, next, sheets } = input;
  const member = memberNow(tx, by);
  const { team, sheets: kept } = tx.keyring;
  if (!holdsTeamKey(tx, member) || !open.has(team.current()!.id)) throw new HelplineError("not_allowed");
  refuseLess(tx, [...open.keys()]);
  const known = kept.all().map(({ id }) => id);
  if (known.join() !== sheets.map(({ id }) => id).join()) throw new HelplineError("taken");
  const held = holders(tx).filter(({ since }) => since !== null);
  if (!team.make(tx, next)) throw new HelplineError("taken");
  for (const { staffId } of held) team.give(tx, staffId, next, by);
  for (const sheet of sheets) kept.rewrite(tx, sheet);
  emit({ type: "keys.team_made" });
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

/** Takes the team key from everybody who may not hold it: it came back with an older keys.db, or a change was cut short. */
export function takeStrayTeamKeys(tx: Tx): void {
  const able = new Set(holders(tx).map(({ staffId }) => staffId));
  for (const staffId of tx.keyring.team.given()) if (!able.has(staffId)) tx.keyring.team.take(tx, staffId);
}

/** Whether chats that are over could be opened by nobody any more without one of the staff: nobody else has their key, and no sheet. */
export function isLastHolder(db: DataReader, staffId: number): boolean {
  const { team, sheets } = db.keyring;
  if (!team.given().includes(staffId)) return false;
  const left = new Set([...team.held(staffId), ...(sheets.good()?.holds ?? [])]);
  return team.needed().some((id) => !left.has(id));
}

/**
 * The team key is not theirs any more: they left, or are no supervisor now. Of the last who held it the sheet is what is left.
 */
export function takeTeamKey(tx: Tx, emit: Emit, { staffId }: { staffId: number }): void {
  if (!tx.keyring.team.given().includes(staffId)) return;
  tx.keyring.team.take(tx, staffId);
  emit({ type: "keys.taken", staffId });
}
