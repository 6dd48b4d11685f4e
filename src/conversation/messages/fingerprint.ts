import { createHash } from "#src/crypto/hash.ts";
import type { DataReader } from "#src/db/db.ts";

interface Sent {
  conversationId: number;
  seq: number;
  clientId: string;
  text: string;
}

/** Sixteen bits: too few to find out the words, and enough that only one other text in 65,536 passes for them. */
const digits = 4;

const markOf = ({ clientId, text }: Sent) => createHash(`${clientId} ${text}`).slice(0, digits);
const placeOf = ({ conversationId, seq: number }: Sent) =>
  ({ table: "message_sent", conversationId, number, author: "youth" }) as const;

/** Returns the sealed mark of words that are gone, so that a late copy is known and does not bring them back. */
export function sentMark(db: DataReader, sent: Sent): Uint8Array {
  return db.keyring.seal(placeOf(sent), markOf(sent));
}

/** Returns whether words are those that a mark was made of. */
export function isSentMark(db: DataReader, sent: Sent, mark: Uint8Array): boolean {
  return db.keyring.open(placeOf(sent), mark) === markOf(sent);
}
