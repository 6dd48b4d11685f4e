import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { may } from "../permissions.ts";
import { memberNow } from "../staff.ts";

// The number a member gave for emergencies. While they are on call it is shown beside the chat in danger. After an emergency of
// their own it is shown to those who are to phone them, until one has. Nobody else sees it, not even an admin.

/** A member's number, for a colleague in an emergency while they are on call; null for none, or if it cannot be opened. */
export function ownPhone(db: DataReader, staffId: number): string | null {
  const row = kept(db, staffId);
  return row ? db.keyring.phones.open(staffId, row.number) : null;
}

/** The number for those who phone a member after their emergency; null also if it was given before that use was announced. */
export function phoneAfterwards(db: DataReader, staffId: number): string | null {
  return kept(db, staffId)?.afterwards === 1 ? ownPhone(db, staffId) : null;
}

/** What a member gave their number for: every use, or only for when they are on call; null for none. */
export function phoneGivenFor(db: DataReader, staffId: number): "all" | "on_call" | null {
  const row = kept(db, staffId);
  if (!row || ownPhone(db, staffId) === null) return null;
  return row.afterwards === 1 ? "all" : "on_call";
}

function kept(db: DataReader, staffId: number) {
  return db.first(q.selectFrom("staff_phone").select(["number", "afterwards"]).where("staff_id", "=", staffId));
}

const dialled = /^\+?\d[\d ()./-]*$/;

const digits = { least: 3, most: 15 };

/** Stores a member's number, or removes it (""). Throws `bad_input` on field "phone", `not_allowed`, and `locked`. */
export function setOwnPhone(tx: Tx, emit: Emit, { staffId, phone }: { staffId: number; phone: string }): void {
  const typed = phone.trim().replace(/\s+/g, " ");
  if (typed === "") {
    forgetPhone(tx, emit, staffId);
    return;
  }
  if (!may(memberNow(tx, staffId), "phone.give")) throw new HelplineError("not_allowed");
  const count = typed.replace(/\D/g, "").length;
  if (!dialled.test(typed) || typed.length > 30 || count < digits.least || count > digits.most) {
    throw new HelplineError("bad_input", "error.phone", {}, "phone");
  }
  if (phoneAfterwards(tx, staffId) === typed) return;
  const row = { number: tx.keyring.phones.seal(tx, staffId, typed), at: tx.at, afterwards: 1 as const };
  tx.run(
    q
      .insertInto("staff_phone")
      .values({ staff_id: staffId, ...row })
      .onConflict((on) => on.column("staff_id").doUpdateSet(row)),
  );
  emit({ type: "staff.phone_set", staffId, known: true });
}

/** Removes a number and its key, when its owner leaves or can no longer be on call. */
export function forgetPhone(tx: Tx, emit: Emit, staffId: number): void {
  if (tx.run(q.deleteFrom("staff_phone").where("staff_id", "=", staffId)) === 0) return;
  tx.keyring.phones.destroy(tx, staffId);
  emit({ type: "staff.phone_set", staffId, known: false });
}
