import { dayMs } from "#src/clock.ts";
import type { KeptSheet, NewSheet } from "#src/crypto/keys/key-sheets.ts";
import { inFours, masterKeyOf } from "#src/crypto/keys/master-key.ts";
import type { OpenTeam } from "#src/crypto/keys/team-keys.ts";
import { checkOf, newSheet, proofOfSheet, type Sheet, sealToSheet } from "#src/crypto/recovery-sheet.ts";
import type { DataReader, Db, Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";

// The recovery sheet opens the team key and the master key when nobody who holds one can (docs/keys.md).

const proofDays = 31;

interface SheetNow {
  good: KeptSheet | null;
  fresh: KeptSheet | null;
  isDue: boolean;
}

/** How things stand with the recovery sheet at an instant (ms UTC). */
export function sheetNow(db: DataReader, at: number): SheetNow {
  const { sheets } = db.keyring;
  const good = sheets.good();
  return { good, fresh: sheets.fresh(), isDue: good !== null && isDue(good, at) };
}

/** Whether nobody has shown for a month that a sheet is at hand; `at` is ms UTC. */
export function isDue({ provedAt }: Pick<KeptSheet, "provedAt">, at: number): boolean {
  return at - provedAt! > proofDays * dayMs;
}

/** Which two words of a sheet (places from 0) are asked for on the day of `at` (ms UTC). */
export function askedWords(sheet: KeptSheet, at: number): [number, number] {
  const day = Math.floor(at / dayMs);
  const all = sheet.checks.length;
  const first = (sheet.id + day) % all;
  const second = (first + 1 + (day % (all - 1))) % all;
  return [Math.min(first, second), Math.max(first, second)];
}

/** Makes a sheet that opens the given team keys and the current master key, and what `keepSheet` stores of it. */
export async function makeSheet({ keyring }: DataReader, open: OpenTeam): Promise<{ sheet: Sheet; kept: NewSheet }> {
  const sheet = await newSheet();
  const { recipient, checks } = sheet;
  const bytes = await teamOnSheet({ keyring }, recipient, open);
  const own = keyring.line();
  const masters = own ? [{ masterKeyId: own.masterKeyId, bytes: await sealToSheet(recipient, own.line) }] : [];
  const proof = proofOfSheet(sheet.secret);
  return { sheet, kept: { recipient, checks: checks.map(checkOf), bytes, holds: [...open.keys()], masters, proof } };
}

/** Returns the fingerprint of the master key as it stands on a sheet; null while that key is missing. */
export function masterPrint({ keyring }: DataReader): string | null {
  const own = keyring.standsIn === null ? keyring.line() : null;
  const master = own && masterKeyOf(own.line);
  return master ? inFours(master.fingerprint) : null;
}

/** The team keys that a sheet opens, sealed to it. */
export function teamOnSheet(
  { keyring }: Pick<DataReader, "keyring">,
  recipient: string,
  open: OpenTeam,
): Promise<Uint8Array> {
  return sealToSheet(recipient, JSON.stringify({ team: keyring.team.write(open) }));
}

/** Seals the current master key to every sheet, so that a new master key needs no new sheet. */
export async function sealMasterToSheets(db: Db): Promise<void> {
  const { sheets } = db.keyring;
  const own = db.keyring.line();
  if (!own) return;
  const { masterKeyId } = own;
  const has = new Set(sheets.masters().flatMap((one) => (one.masterKeyId === masterKeyId ? [one.sheetId] : [])));
  for (const { id: sheetId, recipient } of sheets.all().filter(({ id }) => !has.has(id))) {
    const bytes = await sealToSheet(recipient, own.line);
    await db.change("porchlight", (tx) => sheets.keepMaster(tx, { sheetId, masterKeyId, bytes }));
  }
}

/** Throws `bad_input` if a new sheet would open less: a team key in use or on an earlier sheet would be lost. */
export function refuseLess(db: DataReader, holds: number[]): void {
  const { team, sheets } = db.keyring;
  const had = new Set([...team.held(), ...sheets.all().flatMap((one) => one.holds)]);
  if (!had.isSubsetOf(new Set(holds))) throw new HelplineError("bad_input", "error.keys_not_all");
}

/** Stores a new sheet and returns its id. Throws as `refuseLess`, and `bad_input` if a key still needed is only on the old. */
export function keepSheet(tx: Tx, emit: Emit, sheet: NewSheet): number {
  const { keyring } = tx;
  refuseLess(tx, sheet.holds);
  const has = new Set(sheet.masters.map(({ masterKeyId }) => masterKeyId));
  const isLost = keyring.sheets.masters().some(({ masterKeyId: id }) => !has.has(id) && keyring.isNeeded(id));
  if (isLost) throw new HelplineError("bad_input", "error.keys_recover_first");
  const sheetId = tx.keyring.sheets.keep(tx, sheet);
  emit({ type: "keys.sheet_made", sheetId });
  return sheetId;
}

/** Notes that the sheet is at hand (today's two words); older ones end. Throws `not_found` if replaced, `bad_input` if wrong. */
export function proveSheet(tx: Tx, emit: Emit, input: { sheetId: number; words: [string, string] }): void {
  const { sheetId, words } = input;
  const { good, fresh } = sheetNow(tx, tx.at);
  const sheet = [fresh, good].find((one) => one?.id === sheetId);
  if (!sheet) throw new HelplineError("not_found");
  const right = askedWords(sheet, tx.at).every((place, i) => checkOf(words[i]!) === sheet.checks[place]);
  if (!right) throw new HelplineError("bad_input", "error.keys_check_words", {}, "word-0");
  tx.keyring.sheets.prove(tx, sheetId);
  emit({ type: "keys.sheet_proved", sheetId });
}
