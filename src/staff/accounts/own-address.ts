import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";
import { readAddress } from "#src/mail/address.ts";

// The address at which a member of the staff is written to. Nobody else sees it, not even an admin.

/** What a member has said of how they are written to, as they see it; null for nothing. */
export interface OwnAddress {
  /** "" when it cannot be opened. */
  address: string;
  /** They want a mail with what became of each week. */
  digest: boolean;
  /** They want the end of the audit trail each day. */
  trail: boolean;
}

/** The own address of a member, for themselves and for mails to them alone; null for none. */
export function ownAddress(db: DataReader, staffId: number): OwnAddress | null {
  const row = db.first(q.selectFrom("staff_address").selectAll().where("staff_id", "=", staffId));
  if (!row) return null;
  const address = db.keyring.addresses.open(staffId, row.address) ?? "";
  return { address, digest: row.digest === 1, trail: row.trail === 1 };
}

/** Whether a member can be written to: all that others may know. */
export function hasAddress(db: DataReader, staffId: number): boolean {
  return db.first(q.selectFrom("staff_address").select("staff_id").where("staff_id", "=", staffId)) !== undefined;
}

/**
 * Keeps the own address of a member, or takes it away ("" for none). Throws `bad_input` on field "address" for what is none,
 * and `locked` without the master key.
 */
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

/** Takes an address away, with its key: of whoever leaves nobody can write to it any more. */
export function forgetOwnAddress(tx: Tx, emit: Emit, staffId: number): void {
  if (tx.run(q.deleteFrom("staff_address").where("staff_id", "=", staffId)) === 0) return;
  tx.keyring.addresses.destroy(tx, staffId);
  emit({ type: "staff.address_set", staffId, known: false });
}
