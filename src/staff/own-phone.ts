import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { may } from "./permissions.ts";
import { memberNow } from "./staff.ts";

// The telephone number that a member has given to be phoned in an emergency while they are on call. It is shown then, beside the chat
// in question, and to its owner; to nobody else, not even to an admin.

/** The number of a member; null for none, and where it cannot be opened. */
export function ownPhone(db: DataReader, staffId: number): string | null {
  const row = db.first(q.selectFrom("staff_phone").select("number").where("staff_id", "=", staffId));
  return row ? db.keyring.phones.open(staffId, row.number) : null;
}

/** What is dialled, with what makes it easier to read between the digits. */
const dialled = /^\+?\d[\d ()./-]*$/;

/** The fewest and the most digits of a number (E.164 has at most 15). */
const digits = { least: 3, most: 15 };

/**
 * Keeps the number of a member who can be on call, or takes it away ("" for none). Throws `bad_input` on field "phone" for what is none,
 * `not_allowed` for whoever is never on call, and `locked` without the master key.
 */
export function setOwnPhone(tx: Tx, emit: Emit, { staffId, phone }: { staffId: number; phone: string }): void {
  const typed = phone.trim().replace(/\s+/g, " ");
  if (typed === "") {
    forgetPhone(tx, emit, staffId);
    return;
  }
  if (!may(memberNow(tx, staffId), "on_call.be")) throw new HelplineError("not_allowed");
  const count = typed.replace(/\D/g, "").length;
  if (!dialled.test(typed) || typed.length > 30 || count < digits.least || count > digits.most) {
    throw new HelplineError("bad_input", "error.phone", {}, "phone");
  }
  if (ownPhone(tx, staffId) === typed) return;
  const row = { number: tx.keyring.phones.seal(tx, staffId, typed), at: tx.at };
  tx.run(
    q
      .insertInto("staff_phone")
      .values({ staff_id: staffId, ...row })
      .onConflict((on) => on.column("staff_id").doUpdateSet(row)),
  );
  emit({ type: "staff.phone_set", staffId, known: true });
}

/** Takes a number away, with its key: of whoever leaves, and of whoever is never on call any more. */
export function forgetPhone(tx: Tx, emit: Emit, staffId: number): void {
  if (tx.run(q.deleteFrom("staff_phone").where("staff_id", "=", staffId)) === 0) return;
  tx.keyring.phones.destroy(tx, staffId);
  emit({ type: "staff.phone_set", staffId, known: false });
}
