import type { KeptSheet, NewSheet } from "#src/crypto/key-sheets.ts";
import { checkOf } from "#src/crypto/sheet.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";

// The recovery sheet: paper that opens the team key and the master key when nobody who holds one can (docs/keys.md).

/** So often somebody shows that the sheet is still at hand, days. */
export const proofDays = 31;
const dayMs = 24 * 60 * 60_000;

/** How it is with the sheet at an instant. */
export interface SheetNow {
  /** The one that is good; null for none. */
  good: KeptSheet | null;
  /** One that was printed since, whose check words nobody has typed. */
  fresh: KeptSheet | null;
  /** Nobody has shown for a month that it is at hand. */
  isDue: boolean;
}

/** How it is with the sheet at an instant (ms UTC). */
export function sheetNow(db: DataReader, at: number): SheetNow {
  const { sheets } = db.keyring;
  const good = sheets.good();
  return { good, fresh: sheets.fresh(), isDue: good !== null && isDue(good, at) };
}

/** Whether nobody has shown for a month that a sheet is at hand, at an instant (ms UTC). */
export function isDue({ provedAt }: Pick<KeptSheet, "provedAt">, at: number): boolean {
  return at - provedAt! > proofDays * dayMs;
}

/** Which two words of a sheet are asked for on a day (their places, from 0): others on other days, the same all day long. */
export function askedWords(sheet: KeptSheet, at: number): [number, number] {
  const day = Math.floor(at / dayMs);
  const all = sheet.checks.length;
  const first = (sheet.id + day) % all;
  const second = (first + 1 + (day % (all - 1))) % all;
  return [Math.min(first, second), Math.max(first, second)];
}

/**
 * Refuses (`bad_input`) what would take the place of a sheet and opens less: a team key that anybody has, or a sheet of before,
 * would be lost with them.
 */
export function refuseLess(db: DataReader, holds: number[]): void {
  const { team, sheets } = db.keyring;
  const had = new Set([...team.held(), ...sheets.all().flatMap((one) => one.holds)]);
  if (!had.isSubsetOf(new Set(holds))) throw new HelplineError("bad_input", "error.keys_not_all");
}

/** Keeps what is known of a new sheet. Returns its id. Throws as `refuseLess`. */
export function keepSheet(tx: Tx, emit: Emit, sheet: NewSheet): number {
  refuseLess(tx, sheet.holds);
  const sheetId = tx.keyring.sheets.keep(tx, sheet);
  emit({ type: "keys.sheet_made", sheetId });
  return sheetId;
}

/**
 * Somebody has the sheet in their hands: the two words that are asked for today are right. An older sheet opens nothing from then
 * on. Throws `not_found` for a sheet that was replaced, `bad_input` for other words.
 */
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
