import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { placeOnShift, sealOnShift } from "./shift-seal.ts";

/** Keeps what somebody writes for the room of those on shift and has not said; an empty text forgets it. */
export function keepShiftDraft(tx: Tx, { staffId, text }: { staffId: number; text: string }): void {
  if (text.trim() === "") {
    tx.run(q.deleteFrom("shift_draft").where("staff_id", "=", staffId));
    return;
  }
  const body = sealOnShift(tx, placeOnShift("shift_draft", staffId), text);
  tx.run(q.replaceInto("shift_draft").values({ staff_id: staffId, body, at: tx.at }));
}

/** What somebody was writing there; "" when there is nothing. */
export function shiftDraft(db: DataReader, staffId: number): string {
  const found = db.first(draftOf({ staffId }));
  return found ? (db.keyring.open(placeOnShift("shift_draft", staffId), found.body) ?? "") : "";
}

const draftOf = prepared((v: { staffId: number }) =>
  q.selectFrom("shift_draft").select("body").where("staff_id", "=", v.staffId),
);
