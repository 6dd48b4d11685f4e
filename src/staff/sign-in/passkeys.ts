import type { Passkey } from "#src/crypto/passkey.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { tellOwner } from "#src/staff/accounts/account-mail.ts";

interface OwnKey {
  id: number;
  browser: string;
  createdAt: number;
  usedAt: number | null;
}

const maxKeyCount = 10;

/** Someone's passkeys, oldest first. */
export function keysOf(db: DataReader, staffId: number): (OwnKey & Passkey)[] {
  const own = q.selectFrom("staff_passkey").selectAll().where("staff_id", "=", staffId);
  return db.all(own.orderBy("id")).map((row) => ({
    id: row.id,
    browser: row.browser,
    createdAt: row.created_at,
    usedAt: row.used_at,
    credential: row.credential,
    publicKey: row.public_key,
    counter: row.counter,
  }));
}

/** Stores a passkey. Throws `taken` for one already in use, and `bad_input` for one too many. */
export function addKey(tx: Tx, emit: Emit, input: { staffId: number; key: Passkey; browser: string }): void {
  const { staffId, key, browser } = input;
  const same = q.selectFrom("staff_passkey").select("id").where("credential", "=", key.credential);
  if (tx.first(same)) throw new HelplineError("taken");
  if (keysOf(tx, staffId).length >= maxKeyCount) throw new HelplineError("bad_input");
  const { credential, publicKey, counter } = key;
  const row = { staff_id: staffId, credential, public_key: publicKey, counter, browser };
  tx.run(q.insertInto("staff_passkey").values({ ...row, created_at: tx.at, used_at: null }));
  emit({ type: "staff.second_step", staffId, what: "key_on" });
  tellOwner(tx, emit, { staffId, news: "second_step" });
}

/** Notes the use of a passkey and its counter; false if it was used or removed meanwhile. */
export function useKey(tx: Tx, input: { id: number; before: number; counter: number }): boolean {
  const { id, before, counter } = input;
  const used = q.updateTable("staff_passkey").set({ counter, used_at: tx.at }).where("id", "=", id);
  return tx.run(used.where("counter", "=", before)) > 0;
}

/** Removes a passkey of someone; false if they have none with this id. */
export function removeKey(tx: Tx, emit: Emit, { staffId, id }: { staffId: number; id: number }): boolean {
  const own = q.deleteFrom("staff_passkey").where("staff_id", "=", staffId).where("id", "=", id);
  if (tx.run(own) === 0) return false;
  emit({ type: "staff.second_step", staffId, what: "key_off" });
  tellOwner(tx, emit, { staffId, news: "second_step" });
  return true;
}

/** Removes all passkeys of someone. */
export function forgetKeys(tx: Tx, staffId: number): void {
  tx.run(q.deleteFrom("staff_passkey").where("staff_id", "=", staffId));
}
