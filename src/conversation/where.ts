import { createHash } from "#src/crypto/hash.ts";
import type { Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { aliasOf } from "#src/staff/staff.ts";
import { allowedIn } from "./colleagues.ts";
import { stateOf } from "./conversation.ts";
import { messages } from "./reading.ts";
import { seqOf, writeNotice } from "./writing.ts";

/** The longest answer to it, characters. */
export const whereMost = 300;

/**
 * A counsellor, or a colleague who joined, asks where somebody is: a line in the chat leads to a page on which they can say a place, or
 * that they do not want to (needs.md, C8: asking is the first choice). Once for whatever they wrote last, however often it is
 * pressed. Throws `not_allowed`, `ended`.
 */
export function askWhere(tx: Tx, emit: Emit, input: { conversationId: number; staffId: number }): void {
  const { conversationId, staffId } = input;
  const found = allowedIn(tx, input, "conversation.write");
  if (stateOf(found) === "ended") throw new HelplineError("ended");
  const last = messages(tx, conversationId).findLast(({ author }) => author === "youth")?.seq ?? 0;
  const clientId = createHash(JSON.stringify({ where: conversationId, last })).slice(0, 32);
  if (seqOf(tx, { conversationId, clientId }) !== undefined) return;
  const text = JSON.stringify({ key: "notice.where", values: { alias: aliasOf(tx, staffId) ?? "" } });
  writeNotice(tx, emit, { conversationId, clientId, text });
}
