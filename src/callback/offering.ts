import { allowedIn } from "#src/conversation/colleagues/colleagues.ts";
import { stateOf } from "#src/conversation/conversation.ts";
import { seqOf, writeNotice } from "#src/conversation/messages/writing.ts";
import { createHash } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { aliasOf } from "#src/staff/staff.ts";
import { callbackOffered } from "./request.ts";

/** Offers a callback in a chat, once however often it is pressed. Throws `not_allowed`, `ended`, and `closed`. */
export function offerCallback(tx: Tx, emit: Emit, input: { conversationId: number; staffId: number }): void {
  const { conversationId, staffId } = input;
  const found = allowedIn(tx, input, "conversation.write");
  if (stateOf(found) === "ended") throw new HelplineError("ended");
  if (!callbackOffered(tx, found.lineId, tx.at)) throw new HelplineError("closed", "error.no_callback");
  if (isCallbackOffered(tx, conversationId)) return;
  const text = JSON.stringify({ key: "notice.later", values: { alias: aliasOf(tx, staffId) ?? "" } });
  writeNotice(tx, emit, { conversationId, clientId: offeredAs(conversationId), text });
}

/** Whether the young person of a chat was offered a callback. */
export function isCallbackOffered(db: DataReader, conversationId: number): boolean {
  return seqOf(db, { conversationId, clientId: offeredAs(conversationId) }) !== undefined;
}

function offeredAs(conversationId: number): string {
  return createHash(JSON.stringify({ later: conversationId })).slice(0, 32);
}
