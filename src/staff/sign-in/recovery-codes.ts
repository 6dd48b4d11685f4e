import { easyLetters, newLetters } from "#src/crypto/hash.ts";
import { hashPassword, verifyPassword } from "#src/crypto/password.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";
import { tellOwner } from "#src/staff/accounts/account-mail.ts";

// Codes are kept as hashes. The first letter says which of the ten it is, so that one hash is tried and not ten.

const maxRecoveryCodes = 10;

/** 55 bits. */
const secretLetters = 11;

/** Ten new codes of twelve letters, to be shown once, and the hashes to store. */
export async function newRecoveryCodes(): Promise<{ codes: string[]; hashes: string[] }> {
  const secrets = Array.from({ length: maxRecoveryCodes }, () => newLetters(secretLetters));
  const hashes = await Promise.all(secrets.map(hashPassword));
  return { codes: secrets.map((secret, number) => grouped(easyLetters[number] + secret)), hashes };
}

function grouped(code: string): string {
  return code.match(/.{4}/g)!.join("-");
}

/** Stores new codes; the old ones end. */
export function storeRecoveryCodes(tx: Tx, { staffId, hashes }: { staffId: number; hashes: string[] }): void {
  forgetRecoveryCodes(tx, staffId);
  const rows = hashes.map((hash, number) => ({ staff_id: staffId, number, hash, used_at: null }));
  tx.run(q.insertInto("staff_recovery_code").values(rows));
}

/** Removes all recovery codes of someone. */
export function forgetRecoveryCodes(tx: Tx, staffId: number): void {
  tx.run(q.deleteFrom("staff_recovery_code").where("staff_id", "=", staffId));
}

/** How many recovery codes someone has left. */
export function codesLeft(db: DataReader, staffId: number): number {
  return db.all(unused(staffId).select("number")).length;
}

/** Whether typed text could be a recovery code; otherwise it is not worth the time of a hash. */
export function isLikeRecoveryCode(typed: string): boolean {
  return bareOf(typed).length === secretLetters + 1;
}

/** Which of someone's codes this is; null for none that is good. */
export async function recoveryCodeOf(db: DataReader, staffId: number, typed: string): Promise<number | null> {
  const bare = bareOf(typed);
  const number = easyLetters.indexOf(bare.slice(0, 1));
  const row = db.first(unused(staffId).select("hash").where("number", "=", number));
  return (await verifyPassword(bare.slice(1), row?.hash ?? null)) ? number : null;
}

/** Uses up a code; false if that was done meanwhile. */
export function useRecoveryCode(tx: Tx, emit: Emit, { staffId, number }: { staffId: number; number: number }): boolean {
  const one = q.updateTable("staff_recovery_code").set({ used_at: tx.at }).where("staff_id", "=", staffId);
  if (tx.run(one.where("number", "=", number).where("used_at", "is", null)) === 0) return false;
  emit({ type: "staff.second_step", staffId, what: "code_used" });
  tellOwner(tx, emit, { staffId, news: "second_step" });
  return true;
}

function unused(staffId: number) {
  return q.selectFrom("staff_recovery_code").where("staff_id", "=", staffId).where("used_at", "is", null);
}

function bareOf(typed: string): string {
  return typed.toLowerCase().replace(/[^a-z0-9]/g, "");
}
