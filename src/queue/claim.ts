import { asConversation, type Conversation, conversation, conversations } from "#src/conversation/conversation.ts";
import { writeNotice } from "#src/conversation/writing.ts";
import { newClientId } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/prepared.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { settings } from "#src/settings/settings.ts";
import { servesLine } from "#src/staff/availability.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { staffMember } from "#src/staff/staff.ts";

/**
 * Gives a waiting person to a counsellor. Within one transaction, so two counsellors never get the same person.
 * Throws `not_allowed`, `taken` when a colleague was faster, `ended` when they left, or `bad_input` with full hands.
 */
export function claim(tx: Tx, emit: Emit, input: { conversationId: number; member: Member }): void {
  const { member, conversationId } = input;
  if (!may(member, "conversation.claim", { counsellorId: null, ended: false })) throw new HelplineError("not_allowed");
  const found = conversation(tx, conversationId);
  if (!found) throw new HelplineError("not_found");
  if (found.endedAt !== null) throw new HelplineError("ended");
  if (found.counsellorId === member.id) return;
  if (found.counsellorId !== null) throw new HelplineError("taken");
  if (!servesLine(tx, member.id, found.lineId)) throw new HelplineError("not_allowed", "error.other_line");
  refuseFullHands(tx, member.id);
  tx.run(
    q.updateTable("conversation").set({ claimed_at: tx.at, counsellor_id: member.id }).where("id", "=", conversationId),
  );
  const event = { conversation_id: conversationId, kind: "claimed", staff_id: member.id, at: tx.at };
  tx.run(q.insertInto("conversation_event").values(event));
  emit({ type: "conversation.claimed", conversationId, staffId: member.id });
  const text = JSON.stringify({ key: "notice.claimed", values: { alias: staffMember(tx, member.id)!.alias } });
  writeNotice(tx, emit, { conversationId, clientId: newClientId(), text });
}

/** Takes the next person of the lines one serves: urgent first, then who waits longest. Returns the conversation's id. */
export function claimNext(tx: Tx, emit: Emit, input: { member: Member }): number {
  const next = inLine(tx).find((one) => servesLine(tx, input.member.id, one.lineId));
  if (!next) throw new HelplineError("not_found", "error.nobody_waits");
  claim(tx, emit, { conversationId: next.id, member: input.member });
  return next.id;
}

/** Everyone who waits, in the order they will be taken. */
export function inLine(db: DataReader): Conversation[] {
  return db.all(waiting({})).map(asConversation);
}

const waiting = prepared(() =>
  conversations()
    .where("claimed_at", "is", null)
    .where("ended_at", "is", null)
    // A rehearsal takes nobody's place.
    .orderBy("rehearsal")
    // Whoever was in a chat already has waited enough (give-back.ts).
    .orderBy((eb) => eb("given_back_at", "is", null))
    .orderBy((eb) => eb.case("lane").when("urgent").then(0).else(1).end())
    .orderBy("started_at")
    .orderBy("id"),
);

function refuseFullHands(db: DataReader, staffId: number) {
  const held = db.first(
    q
      .selectFrom("conversation")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("counsellor_id", "=", staffId)
      .where("closed_at", "is", null)
      .where("ended_at", "is", null),
  )!.count;
  const { chatsAtOnce } = settings(db);
  if (held >= chatsAtOnce) throw new HelplineError("bad_input", "error.full_hands", { n: held });
}
