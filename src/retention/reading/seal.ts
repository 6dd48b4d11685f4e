import { closeWarnMs, wordsClose } from "#src/conversation/after/words-close.ts";
import { conversation, keptConversation } from "#src/conversation/conversation.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import type { Emit } from "#src/events.ts";
import { isTeamKeyInHands } from "#src/staff/keys/team-key.ts";

/**
 * The conversations (ids) whose words only the team may open from an instant on (ms UTC): those that are over, once they have closed
 * for whoever had a part in them (conversation/words-close.ts). None while nobody could open them: before there is a team key, and when
 * it is lost.
 */
export function dueToSeal(db: DataReader, at: number): number[] {
  if (!isTeamKeyInHands(db)) return [];
  return db.keyring.live().filter((id) => isDue(db, id, at));
}

function isDue(db: DataReader, id: number, at: number): boolean {
  const found = keptConversation(db, id);
  const closes = found ? wordsClose(db, found) : null;
  return closes !== null && at >= closes.at;
}

/** Those (ids) whose words close within three minutes of an instant (ms UTC) for whoever had a part in them. */
export function closingSoon(db: DataReader, at: number): number[] {
  return db.keyring.live().filter((id) => isDue(db, id, at + closeWarnMs) && isThere(db, id));
}

/** Leaves the words of a conversation that is over to the team alone. Doing so twice changes nothing. */
export function sealConversation(tx: Tx, emit: Emit, { conversationId }: { conversationId: number }): void {
  if (!isTeamKeyInHands(tx) || !isDue(tx, conversationId, tx.at)) return;
  const isSealed = tx.keyring.sealToTeam(tx, conversationId);
  if (isSealed && isThere(tx, conversationId)) emit({ type: "conversation.sealed", conversationId });
}

/** Whether its words are there for whoever had a part in it: of one that was deleted or let go they learn of nothing that holds them. */
function isThere(db: DataReader, id: number): boolean {
  return conversation(db, id)?.erasedAt === null;
}
