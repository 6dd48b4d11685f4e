import { closeWarnMs, wordsClose } from "#src/conversation/after/words-close.ts";
import { conversation, keptConversation } from "#src/conversation/conversation.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import type { Emit } from "#src/events.ts";
import { isTeamKeyInHands } from "#src/staff/keys/team-key.ts";

/** Returns the conversations (ids) due to be sealed (`at` is ms UTC). None while nobody holds the team key to open them. */
export function dueToSeal(db: DataReader, at: number): number[] {
  if (!isTeamKeyInHands(db)) return [];
  return db.keyring.live().filter((id) => isDue(db, id, at));
}

function isDue(db: DataReader, id: number, at: number): boolean {
  const found = keptConversation(db, id);
  const closes = found ? wordsClose(db, found) : null;
  return closes !== null && at >= closes.at;
}

/** Returns those (ids) whose words close within three minutes (`at` is ms UTC) for people who had a part in them. */
export function closingSoon(db: DataReader, at: number): number[] {
  return db.keyring.live().filter((id) => isDue(db, id, at + closeWarnMs) && isThere(db, id));
}

/** Leaves the words of an ended conversation to the team alone. Repeating it changes nothing. */
export function sealConversation(tx: Tx, emit: Emit, { conversationId }: { conversationId: number }): void {
  if (!isTeamKeyInHands(tx) || !isDue(tx, conversationId, tx.at)) return;
  const isSealed = tx.keyring.sealToTeam(tx, conversationId);
  if (isSealed && isThere(tx, conversationId)) emit({ type: "conversation.sealed", conversationId });
}

// People who had a part in a chat that was deleted or let go must not learn that something holds it.
function isThere(db: DataReader, id: number): boolean {
  return conversation(db, id)?.erasedAt === null;
}
