import { asConversation, type Conversation, conversations } from "#src/conversation/conversation.ts";
import { forgetDraft } from "#src/conversation/draft.ts";
import { writeNotice } from "#src/conversation/writing.ts";
import { newClientId } from "#src/crypto/hash.ts";
import type { Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";
import { availableFor } from "#src/staff/availability.ts";
import { setMember } from "#src/staff/member.ts";
import { aliasOf } from "#src/staff/staff.ts";

/**
 * Closes the account of somebody who must go at once, also in the middle of a chat: whoever they talk with waits again,
 * before everybody else, and is told so. Returns and throws as `setMember` does; then nothing is given back either.
 */
export function closeAtOnce(tx: Tx, emit: Emit, input: { staffId: number; basedOn: number }): number {
  const { staffId, basedOn } = input;
  const held = conversations().where("counsellor_id", "=", staffId).where("ended_at", "is", null);
  for (const one of tx.all(held).map(asConversation)) giveBack(tx, emit, { one, staffId });
  return setMember(tx, emit, { staffId, basedOn, values: { closed: true } });
}

/** What was written stays for whoever takes them next, who has read none of it yet. */
function giveBack(tx: Tx, emit: Emit, { one, staffId }: { one: Conversation; staffId: number }) {
  const conversationId = one.id;
  const waiting = { claimed_at: null, counsellor_id: null, counsellor_seen_seq: 0, given_back_at: tx.at };
  tx.run(q.updateTable("conversation").set(waiting).where("id", "=", conversationId));
  forgetDraft(tx, { conversationId, staffId });
  const event = { conversation_id: conversationId, kind: "given_back", staff_id: staffId, at: tx.at };
  tx.run(q.insertInto("conversation_event").values(event));
  emit({ type: "conversation.given_back", conversationId, staffId });
  const isSomebodyHere = availableFor(tx, one.lineId).some((id) => id !== staffId);
  const key = isSomebodyHere ? "notice.given_back" : "notice.given_back_alone";
  const text = JSON.stringify({ key, values: { alias: aliasOf(tx, staffId) } });
  writeNotice(tx, emit, { conversationId, clientId: newClientId(), text });
}
