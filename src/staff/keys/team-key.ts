import type { Rewritten } from "#src/crypto/keys/key-sheets.ts";
import type { StaffKey } from "#src/crypto/keys/staff-key.ts";
import type { OpenTeam } from "#src/crypto/keys/team-keys.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { type Member, may } from "../permissions.ts";
import { everyone, memberNow, staffMember } from "../staff.ts";
import { refuseLess } from "./recovery-sheet.ts";

// The team key opens ended chats (docs/keys.md). Supervisors and leads hold it, each under their own password; admins do not.

/** With fewer, nobody can help when one forgets their password. */
export const holdersLeast = 2;

export interface Holder {
  staffId: number;
  alias: string;
  /** ms UTC; null while they do not hold it. */
  since: number | null;
  /** They have signed in since they may hold it, so it can be given to them. */
  ready: boolean;
}

/** Everyone who may hold the team key, and since when they do. */
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

/** Whether a member holds the team key and still may. */
export function holdsTeamKey(db: DataReader, member: Member): boolean {
  return may(member, "keys.hold") && db.keyring.team.holders().some(({ staffId }) => staffId === member.id);
}

/** Whether anyone can open what is sealed to the team key now: a holder, or a sheet that was seen. */
export function isTeamKeyInHands(db: DataReader): boolean {
  return holders(db).some(({ since }) => since !== null) || db.keyring.sheets.good() !== null;
}

/** Whether no team key can be had: none was made, or it is lost with its holders and no sheet was made. */
export function isTeamKeyLost(db: DataReader): boolean {
  const { team, sheets } = db.keyring;
  return team.current() === null || (!isTeamKeyInHands(db) && sheets.fresh() === null);
}

/** Stores a member's key and returns the team keys it opens; makes one if there is none. Throws `taken` if their keys changed. */
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

/** Stores a member's key under their new password; null for one that the old did not open. Throws `taken` as `keepStaffKey`. */
export function relockStaffKey(tx: Tx, input: { staffId: number; had: StaffKey[]; sealed: StaffKey | null }): void {
  const { staffId, had, sealed } = input;
  refuseOther(tx, staffId, had);
  if (sealed) tx.keyring.team.relockStaffKey(tx, staffId, sealed);
}

function refuseOther(db: DataReader, staffId: number, had: StaffKey[]) {
  const salts = (all: StaffKey[]) => all.map(({ salt }) => Buffer.from(salt).toString("hex")).join();
  if (salts(db.keyring.team.staffKeys(staffId)) !== salts(had)) throw new HelplineError("taken");
}

/** Gives the team key to a colleague. Throws `not_allowed`, and `bad_input` until they have signed in once. */
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

/** Makes `next` the team key of all holders; `sheets` is what each now opens. Throws `not_allowed`, `bad_input`, `taken`. */
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

/** Gives the team key to a member who opened it with the sheet. Throws as `giveTeamKey`. */
export function takeFromSheet(tx: Tx, emit: Emit, input: { staffId: number; sheetId: number; open: OpenTeam }): void {
  const { staffId, sheetId, open } = input;
  emit({ type: "keys.sheet_used", sheetId, staffId });
  giveTeamKey(tx, emit, { staffId, by: staffId, open });
}

/** Takes the team key from everyone who may not hold it, as after a restored keys.db or an interrupted change. */
export function takeStrayTeamKeys(tx: Tx): void {
  const able = new Set(holders(tx).map(({ staffId }) => staffId));
  for (const staffId of tx.keyring.team.given()) if (!able.has(staffId)) tx.keyring.team.take(tx, staffId);
}

/** Whether nobody could open ended chats without this member: no other holder and no sheet has their key. */
export function isLastHolder(db: DataReader, staffId: number): boolean {
  const { team, sheets } = db.keyring;
  if (!team.given().includes(staffId)) return false;
  const left = new Set([...team.held(staffId), ...(sheets.good()?.holds ?? [])]);
  return team.needed().some((id) => !left.has(id));
}

/** Takes the team key from a member who left or may no longer hold it. */
export function takeTeamKey(tx: Tx, emit: Emit, { staffId }: { staffId: number }): void {
  if (!tx.keyring.team.given().includes(staffId)) return;
  tx.keyring.team.take(tx, staffId);
  emit({ type: "keys.taken", staffId });
}
