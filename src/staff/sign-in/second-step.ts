import { newTotpSecret, totpStep } from "#src/crypto/totp.ts";
import { asStaff, type DataReader, type Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Actor, Emit } from "#src/events.ts";
import { tellOwner } from "#src/staff/accounts/account-mail.ts";
import { forgetKeys, keysOf } from "./passkeys.ts";
import { codesLeft, forgetRecoveryCodes, storeRecoveryCodes } from "./recovery-codes.ts";

// The second step at sign-in: what somebody has, beside the password they know.

/** What somebody signs in with beside their password. */
export interface SecondStep {
  /** Since when an app makes codes for them, ms UTC; null for none. */
  appSince: number | null;
  /** How many recovery codes are left. */
  codesLeft: number;
  /** How many keys they have. */
  keys: number;
}

/** What somebody has of the second step. */
export function secondStepOf(db: DataReader, staffId: number): SecondStep {
  const appSince = totpOf(db, staffId)?.confirmed_at ?? null;
  return { appSince, codesLeft: codesLeft(db, staffId), keys: keysOf(db, staffId).length };
}

/** Whether somebody is asked for a second step when they sign in. */
export function hasSecondStep(db: DataReader, staffId: number): boolean {
  const { appSince, keys } = secondStepOf(db, staffId);
  return appSince !== null || keys > 0;
}

/** Makes what an app is to make codes from, until it has shown one; what waited before is worth nothing then. Throws `locked` without the master key, `ended` where an app is set up. */
export function beginApp(tx: Tx, staffId: number): void {
  if (totpOf(tx, staffId)?.confirmed_at) throw new HelplineError("ended");
  const row = { secret: tx.keyring.sealOwn(nameOf(staffId), newTotpSecret()), confirmed_at: null, last_step: 0 };
  const made = q.insertInto("staff_totp").values({ staff_id: staffId, ...row });
  tx.run(made.onConflict((on) => on.column("staff_id").doUpdateSet(row)));
}

/** What an app that is being set up is to be told, in base32; null when none is, or it cannot be opened. */
export function waitingSecret(db: DataReader, staffId: number): string | null {
  const row = totpOf(db, staffId);
  return row && row.confirmed_at === null ? secretOf(db, staffId) : null;
}

/** Its first code shows that the app has the secret: from now on it is asked for, with `hashes` of recovery codes beside it ([] leaves them as they are). False for a wrong code. */
export function confirmApp(
  tx: Tx,
  emit: Emit,
  { staffId, code, hashes }: { staffId: number; code: string; hashes: string[] },
): boolean {
  if (totpOf(tx, staffId)?.confirmed_at !== null || !takeCode(tx, { staffId, code })) return false;
  tx.run(q.updateTable("staff_totp").set({ confirmed_at: tx.at }).where("staff_id", "=", staffId));
  // Whoever has a key has codes already.
  if (hashes.length > 0) storeRecoveryCodes(tx, { staffId, hashes });
  emit({ type: "staff.second_step", staffId, what: "app_on" });
  tellOwner(tx, emit, { staffId, news: "second_step" });
  return true;
}

/**
 * Whether this is a code of somebody's app now. Each is good once, also after a restart, and none that is older than the last
 * one (RFC 6238, section 5.2). False, too, where the secret cannot be opened.
 */
export function takeCode(tx: Tx, { staffId, code }: { staffId: number; code: string }): boolean {
  const secret = secretOf(tx, staffId);
  const step = secret === null ? null : totpStep(secret, code, tx.at);
  if (step === null) return false;
  const unused = q.updateTable("staff_totp").set({ last_step: step }).where("staff_id", "=", staffId);
  return tx.run(unused.where("last_step", "<", step)) > 0;
}

/** Takes everything away, the recovery codes too: by oneself, or by an admin for whoever has lost it all. False when there was none. */
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

/** When an admin took somebody's second step off since an instant (ms UTC), and who it was, the newest first. */
export function secondStepsTakenOff(db: DataReader, staffId: number, since: number): { at: number; by: Actor }[] {
  const done = q.selectFrom("audit").select(["at", "actor"]).where("object", "=", asStaff(staffId));
  const off = done.where("action", "=", "staff.second_step").where("after", "=", "taken_off");
  return db
    .all(off.where("at", ">", since).orderBy("id", "desc").limit(10))
    .map(({ at, actor }) => ({ at, by: actor as Actor }));
}

/** Whether the codes of somebody's app can be checked: without the master key they cannot, and recovery codes can. */
export function canCheckCodes(db: DataReader, staffId: number): boolean {
  return secretOf(db, staffId) !== null;
}

/** Seals anew, under the master key that works, what apps make codes from and lies under another that is at hand. */
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
