import { conversation } from "#src/conversation/conversation.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import type { Emit } from "#src/events.ts";
import { settings } from "#src/settings/settings.ts";
import { isTeamKeyInHands } from "#src/staff/team-key.ts";

/** A chat that its counsellor has not put away is sealed all the same when it has been over for so long, ms. */
const longestOpenMs = 12 * 60 * 60_000;

/**
 * The conversations (ids) whose words only the team may open from an instant on (ms UTC): those that are over, put away by their
 * counsellor, and past the time within which they may go on; at the latest half a day after their end. None while nobody could
 * open them: before there is a team key, and when it is lost.
 */
export function dueToSeal(db: DataReader, at: number): number[] {
  if (!isTeamKeyInHands(db)) return [];
  return db.keyring.live().filter((id) => isDue(db, id, at));
}

function isDue(db: DataReader, id: number, at: number): boolean {
  const found = conversation(db, id);
  if (!found || found.endedAt === null) return false;
  const over = at - found.endedAt;
  return over >= longestOpenMs || (found.closedAt !== null && over >= settings(db).resumeMinutes * 60_000);
}

/** Leaves the words of a conversation that is over to the team alone. Doing so twice changes nothing. */
export function sealConversation(tx: Tx, emit: Emit, { conversationId }: { conversationId: number }): void {
  if (!isTeamKeyInHands(tx) || !isDue(tx, conversationId, tx.at)) return;
  if (tx.keyring.sealToTeam(tx, conversationId)) emit({ type: "conversation.sealed", conversationId });
}
