import { createHash } from "#src/crypto/hash.ts";
import type { DataReader } from "#src/db/db.ts";

/** A message as it was sent. */
export interface Sent {
  conversationId: number;
  seq: number;
  clientId: string;
  text: string;
}

/** Sixteen bits: one in 65,536 other texts is taken for the same, and nobody finds out from it what the words were. */
const digits = 4;

const markOf = ({ clientId, text }: Sent) => createHash(`${clientId} ${text}`).slice(0, digits);
const placeOf = ({ conversationId, seq: number }: Sent) =>
  ({ table: "message_sent", conversationId, number, author: "youth" }) as const;

/** The mark of words that are gone, sealed: a copy of them that is late on its way is known by it and does not bring them back. */
export function sentMark(db: DataReader, sent: Sent): Uint8Array {
  return db.keyring.seal(placeOf(sent), markOf(sent));
}

/** Whether words are those that a mark was made of. */
export function isSentMark(db: DataReader, sent: Sent, mark: Uint8Array): boolean {
  return db.keyring.open(placeOf(sent), mark) === markOf(sent);
}
