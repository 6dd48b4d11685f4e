import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { placeOnShift, sealOnShift } from "./shift-seal.ts";

/** Keeps someone's unsent words for the shift room; an empty text forgets them. */
export function keepShiftDraft(tx: Tx, { staffId, text }: { staffId: number; text: string }): void {
  if (text.trim() === "") {
    tx.run(q.deleteFrom("shift_draft").where("staff_id", "=", staffId));
    return;
  }
  const body = sealOnShift(tx, placeOnShift("shift_draft", staffId), text);
  tx.run(q.replaceInto("shift_draft").values({ staff_id: staffId, body, at: tx.at }));
}

/** Someone's unsent words for the shift room; "" for none. */
export function shiftDraft(db: DataReader, staffId: number): string {
  const found = db.first(draftOf({ staffId }));
  return found ? (db.keyring.open(placeOnShift("shift_draft", staffId), found.body) ?? "") : "";
}

const draftOf = prepared((v: { staffId: number }) =>
  q.selectFrom("shift_draft").select("body").where("staff_id", "=", v.staffId),
);
