import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { may } from "../permissions.ts";
import { memberNow } from "../staff.ts";

// The telephone number that a member has given to be phoned in an emergency. While they are on call it is shown beside the chat in
// question; after an emergency of their own, to those who are to phone them, until one has. To nobody else, not even to an admin.

/** The number of a member, for whoever is in an emergency while they are on call; null for none, and where it cannot be opened. */
export function ownPhone(db: DataReader, staffId: number): string | null {
  const row = kept(db, staffId);
  return row ? db.keyring.phones.open(staffId, row.number) : null;
}

/** The same for whoever is to phone them after an emergency of theirs: null also where it was given before that was said. */
export function phoneAfterwards(db: DataReader, staffId: number): string | null {
  return kept(db, staffId)?.afterwards === 1 ? ownPhone(db, staffId) : null;
}

/** For what a member has given a number: for all that is said of it, or only for when they are on call; null for none. */
export function phoneGivenFor(db: DataReader, staffId: number): "all" | "on_call" | null {
  const row = kept(db, staffId);
  if (!row || ownPhone(db, staffId) === null) return null;
  return row.afterwards === 1 ? "all" : "on_call";
}

function kept(db: DataReader, staffId: number) {
  return db.first(q.selectFrom("staff_phone").select(["number", "afterwards"]).where("staff_id", "=", staffId));
}

/** What is dialled, with what makes it easier to read between the digits. */
const dialled = /^\+?\d[\d ()./-]*$/;

/** The fewest and the most digits of a number (E.164 has at most 15). */
const digits = { least: 3, most: 15 };

/**
 * Keeps the number of a member, or takes it away ("" for none). Throws `bad_input` on field "phone" for what is none, `not_allowed` for
 * whoever answers nobody and is never on call, and `locked` without the master key.
 */
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

/** Takes a number away, with its key: of whoever leaves, and of whoever was on call and is so no more. */
export function forgetPhone(tx: Tx, emit: Emit, staffId: number): void {
  if (tx.run(q.deleteFrom("staff_phone").where("staff_id", "=", staffId)) === 0) return;
  tx.keyring.phones.destroy(tx, staffId);
  emit({ type: "staff.phone_set", staffId, known: false });
}
