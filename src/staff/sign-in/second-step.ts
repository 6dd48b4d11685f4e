import { newTotpSecret, totpStep } from "#src/crypto/totp.ts";
import { asStaff, type DataReader, type Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Actor, Emit } from "#src/events.ts";
import { tellOwner } from "#src/staff/accounts/account-mail.ts";
import { forgetKeys, keysOf } from "./passkeys.ts";
import { codesLeft, forgetRecoveryCodes, storeRecoveryCodes } from "./recovery-codes.ts";

interface SecondStep {
  /** ms UTC; null = no app. */
  appSince: number | null;
  codesLeft: number;
  keys: number;
}

/** What someone has set up as a second step. */
export function secondStepOf(db: DataReader, staffId: number): SecondStep {
  const appSince = totpOf(db, staffId)?.confirmed_at ?? null;
  return { appSince, codesLeft: codesLeft(db, staffId), keys: keysOf(db, staffId).length };
}

/** Whether someone is asked for a second step at sign-in. */
export function hasSecondStep(db: DataReader, staffId: number): boolean {
  const { appSince, keys } = secondStepOf(db, staffId);
  return appSince !== null || keys > 0;
}

/** Makes the secret for an app being set up. Throws `locked` without the master key, and `ended` if an app is set up already. */
export function beginApp(tx: Tx, staffId: number): void {
  if (totpOf(tx, staffId)?.confirmed_at) throw new HelplineError("ended");
  const row = { secret: tx.keyring.sealOwn(nameOf(staffId), newTotpSecret()), confirmed_at: null, last_step: 0 };
  const made = q.insertInto("staff_totp").values({ staff_id: staffId, ...row });
  tx.run(made.onConflict((on) => on.column("staff_id").doUpdateSet(row)));
}

/** The secret of an app being set up, in base32; null for none, or if it cannot be opened. */
export function waitingSecret(db: DataReader, staffId: number): string | null {
  const row = totpOf(db, staffId);
  return row && row.confirmed_at === null ? secretOf(db, staffId) : null;
}

/** Confirms an app by its first code, and stores `hashes` of recovery codes ([] keeps the old ones). False for a wrong code. */
export function confirmApp(
  tx: Tx,
  emit: Emit,
  { staffId, code, hashes }: { staffId: number; code: string; hashes: string[] },
): boolean {
  if (totpOf(tx, staffId)?.confirmed_at !== null || !takeCode(tx, { staffId, code })) return false;
  tx.run(q.updateTable("staff_totp").set({ confirmed_at: tx.at }).where("staff_id", "=", staffId));
  // Someone with a passkey has codes already.
  if (hashes.length > 0) storeRecoveryCodes(tx, { staffId, hashes });
  emit({ type: "staff.second_step", staffId, what: "app_on" });
  tellOwner(tx, emit, { staffId, news: "second_step" });
  return true;
}

/** Whether this is a code of someone's app now. Each is good once, and none older than the last (RFC 6238, section 5.2). */
export function takeCode(tx: Tx, { staffId, code }: { staffId: number; code: string }): boolean {
  const secret = secretOf(tx, staffId);
  const step = secret === null ? null : totpStep(secret, code, tx.at);
  if (step === null) return false;
  const unused = q.updateTable("staff_totp").set({ last_step: step }).where("staff_id", "=", staffId);
  return tx.run(unused.where("last_step", "<", step)) > 0;
}

/** Removes every second step and recovery code; `by` is the owner or an admin (id). False if there was none. */
export function dropSecondStep(tx: Tx, emit: Emit, { staffId, by }: { staffId: number; by: number }): boolean {
  const had = hasSecondStep(tx, staffId);
  tx.run(q.deleteFrom("staff_totp").where("staff_id", "=", staffId));
  forgetRecoveryCodes(tx, staffId);
  forgetKeys(tx, staffId);
  if (!had) return false;
  emit({ type: "staff.second_step", staffId, what: by === staffId ? "off" : "taken_off" });
  tellOwner(tx, emit, { staffId, news: "second_step" });
  return true;
}

/** When admins took off someone's second step since an instant (ms UTC), and who did, newest first. */
export function secondStepsTakenOff(db: DataReader, staffId: number, since: number): { at: number; by: Actor }[] {
  const done = q.selectFrom("audit").select(["at", "actor"]).where("object", "=", asStaff(staffId));
  const off = done.where("action", "=", "staff.second_step").where("after", "=", "taken_off");
  return db
    .all(off.where("at", ">", since).orderBy("id", "desc").limit(10))
    .map(({ at, actor }) => ({ at, by: actor as Actor }));
}

/** Whether someone's app codes can be checked. That needs the master key; recovery codes do not. */
export function canCheckCodes(db: DataReader, staffId: number): boolean {
  return secretOf(db, staffId) !== null;
}

/** Seals the apps' secrets anew under the current master key, as far as their old key is at hand. */
export function resealApps(tx: Tx): void {
  for (const { staff_id: staffId, secret } of tx.all(q.selectFrom("staff_totp").select(["staff_id", "secret"]))) {
    const resealed = tx.keyring.resealOwn(nameOf(staffId), secret);
    if (resealed) tx.run(q.updateTable("staff_totp").set({ secret: resealed }).where("staff_id", "=", staffId));
  }
}

function secretOf(db: DataReader, staffId: number): string | null {
  const row = totpOf(db, staffId);
  return row ? db.keyring.openOwn(nameOf(staffId), row.secret) : null;
}

function totpOf(db: DataReader, staffId: number) {
  return db.first(q.selectFrom("staff_totp").selectAll().where("staff_id", "=", staffId));
}

function nameOf(staffId: number): string {
  return `totp|${staffId}`;
}
