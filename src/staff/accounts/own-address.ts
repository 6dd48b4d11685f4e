import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";
import { readAddress } from "#src/mail/address.ts";

// The address of a member is seen by nobody else, not even by an admin.

interface OwnAddress {
  address: string;
  /** A mail each week about the directory. */
  digest: boolean;
  /** A mail each day with the end of the audit trail. */
  trail: boolean;
}

/** A member's address, only for themselves and for mail to them; null for none. */
export function ownAddress(db: DataReader, staffId: number): OwnAddress | null {
  const row = db.first(q.selectFrom("staff_address").selectAll().where("staff_id", "=", staffId));
  if (!row) return null;
  const address = db.keyring.addresses.open(staffId, row.address) ?? "";
  return { address, digest: row.digest === 1, trail: row.trail === 1 };
}

/** Whether a member can be written to, which is all that others may know. */
export function hasAddress(db: DataReader, staffId: number): boolean {
  return db.first(q.selectFrom("staff_address").select("staff_id").where("staff_id", "=", staffId)) !== undefined;
}

/** Stores a member's address, or removes it (""). Throws `bad_input` on field "address", and `locked` without the master key. */
export function setOwnAddress(tx: Tx, emit: Emit, { staffId, ...given }: { staffId: number } & OwnAddress): void {
  if (given.address.trim() === "") {
    forgetOwnAddress(tx, emit, staffId);
    return;
  }
  const address = readAddress(given.address);
  const before = ownAddress(tx, staffId);
  if (before?.address === address && before.digest === given.digest && before.trail === given.trail) return;
  const sealed = tx.keyring.addresses.seal(tx, staffId, address);
  const [digest, trail] = [given.digest, given.trail].map((on) => (on ? (1 as const) : (0 as const)));
  const row = { address: sealed, at: tx.at, digest: digest!, trail: trail! };
  tx.run(
    q
      .insertInto("staff_address")
      .values({ staff_id: staffId, digest_at: null, trail_at: null, ...row })
      .onConflict((on) => on.column("staff_id").doUpdateSet(row)),
  );
  if (before?.address !== address) emit({ type: "staff.address_set", staffId, known: true });
}

/** Removes an address and its key. */
export function forgetOwnAddress(tx: Tx, emit: Emit, staffId: number): void {
  if (tx.run(q.deleteFrom("staff_address").where("staff_id", "=", staffId)) === 0) return;
  tx.keyring.addresses.destroy(tx, staffId);
  emit({ type: "staff.address_set", staffId, known: false });
}
