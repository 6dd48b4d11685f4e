import type { Tx } from "#src/db/db.ts";

// No conversation has this number.
const ownKey = 0;

/** Where a note (its id) or a draft (its author's id) of the shift room lies, for its seal. */
export function placeOnShift(table: "shift_note" | "shift_draft", number: number) {
  return { table, conversationId: ownKey, number, author: "staff" } as const;
}

/** Seals words of the shift room, and makes its key the first time. */
export function sealOnShift(tx: Tx, place: ReturnType<typeof placeOnShift>, text: string): Uint8Array {
  try {
    return tx.keyring.seal(place, text);
  } catch (error) {
    // While another key stands in for the master key, the room's own key is kept until that is back.
    if (tx.keyring.state() !== "ready" || tx.keyring.isElsewhere(ownKey)) throw error;
    tx.keyring.create(tx.keys, ownKey);
    return tx.keyring.seal(place, text);
  }
}
