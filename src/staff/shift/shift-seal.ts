import type { Tx } from "#src/db/db.ts";

// The key of what belongs to no conversation stands under a number that no conversation has.
const ownKey = 0;

/** Where a note (by its id) or a draft (by whose it is) of the room of those on shift lies, for its seal. */
export function placeOnShift(table: "shift_note" | "shift_draft", number: number) {
  return { table, conversationId: ownKey, number, author: "staff" } as const;
}

/** Seals words of that room, and makes its key for the first that there ever were. */
export function sealOnShift(tx: Tx, place: ReturnType<typeof placeOnShift>, text: string): Uint8Array {
  try {
    return tx.keyring.seal(place, text);
  } catch (error) {
    // While another stands in for the master key, that of the room is kept until it is back.
    if (tx.keyring.state() !== "ready" || tx.keyring.isElsewhere(ownKey)) throw error;
    tx.keyring.create(tx.keys, ownKey);
    return tx.keyring.seal(place, text);
  }
}
