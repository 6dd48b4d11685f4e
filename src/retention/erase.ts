import { forgetAllButWords, forgetWords } from "#src/conversation/after/forgetting.ts";
import { isHeldByConcern } from "#src/conversation/complaint/complaint.ts";
import { type Conversation, conversation } from "#src/conversation/conversation.ts";
import { forgetCode } from "#src/conversation/return/return-code.ts";
import { isInDanger, noteLeft } from "#src/conversation/safety/left-in-danger.ts";
import type { Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { end } from "#src/queue/end/ending.ts";
import { forgetAddress } from "#src/record/address.ts";
import { forgetDebriefNotes } from "#src/record/debrief.ts";
import { emergencyIn } from "#src/record/emergency-reading.ts";
import { recordOfChat } from "#src/record/reading.ts";
import { forgetThanks } from "#src/record/thanks.ts";
import { isTeamKeyInHands } from "#src/staff/keys/team-key.ts";
import { forgetNote } from "./forget.ts";
import { isKept } from "./safeguarding-hold.ts";

/** Deletes a chat for its young person; its contact row and what was ticked stay. Safe to repeat. Throws `not_found`. */
export function eraseChat(tx: Tx, emit: Emit, { conversationId }: { conversationId: number }): void {
  const found = conversation(tx, conversationId);
  if (!found) throw new HelplineError("not_found");
  if (found.erasedAt !== null) return;
  const inDanger = isInDanger(tx, found, tx.at);
  end(tx, emit, { conversationId, reason: "ended_by_youth", staffId: null });
  const gone = { erased_at: tx.at, youth_token_hash: null, token_before: null };
  tx.run(q.updateTable("conversation").set(gone).where("id", "=", conversationId));
  // What is held must not stay open to a code.
  forgetCode(tx, conversationId);
  tx.keyring.codes.destroy(tx, conversationId);
  tx.keyring.secrets.destroy(tx, conversationId);
  // In danger only what leads back to the chat goes now, and the rest when that is over (danger-over.ts).
  if (!inDanger) {
    eraseRest(tx, emit, found);
    return;
  }
  noteLeft(tx, emit, { conversationId });
  emit({ type: "danger.deleted", conversationId });
}

/** Erases the rest of a deleted chat; what leads its young person back to it went when they deleted it. */
export function eraseRest(tx: Tx, emit: Emit, { id: conversationId }: Conversation): void {
  tx.run(q.updateTable("referral").set({ conversation_id: null }).where("conversation_id", "=", conversationId));
  const record = recordOfChat(tx, conversationId);
  if (record) forgetNote(tx, emit, { recordId: record.id });
  forgetDebriefNotes(tx, conversationId);
  forgetThanks(tx, conversationId);
  // Help may be on its way to someone who deletes the chat in an emergency.
  if (!emergencyIn(tx, conversationId)) forgetAddress(tx, conversationId);
  forgetOrHold(tx, conversationId);
  emit({ type: "conversation.erased", conversationId });
}

function forgetOrHold(tx: Tx, conversationId: number) {
  const isKeptForAll = isKept(tx, conversationId, tx.at);
  if (!isKeptForAll && !isHeldByConcern(tx, conversationId, tx.at)) {
    forgetWords(tx, conversationId);
    return;
  }
  if (!isKeptForAll) forgetAllButWords(tx, conversationId);
  // What is held is the team's alone, and goes when nothing holds it any more (`dueToGo`).
  if (isTeamKeyInHands(tx)) tx.keyring.sealToTeam(tx, conversationId);
}
