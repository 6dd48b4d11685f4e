import { seatBeside } from "#src/conversation/colleagues/join.ts";
import {
  asConversation,
  type Conversation,
  conversation,
  conversations,
  waitsSince,
  wasCounselled,
} from "#src/conversation/conversation.ts";
import { isReal } from "#src/conversation/kind.ts";
import { writeNotice } from "#src/conversation/messages/writing.ts";
import { newClientId } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import type { Key, Language } from "#src/i18n/i18n.ts";
import type { AnsweredBy } from "#src/settings/definitions.ts";
import { setting, settings } from "#src/settings/settings.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { refuseNewChat, servedLines, servesLine } from "#src/staff/shift/availability.ts";
import { endWrapUp } from "#src/staff/shift/wrap-up.ts";
import { chatLanguages, memberNow } from "#src/staff/staff.ts";
import { refuseFullHands } from "./capacity.ts";
import { type Ahead, type InLine, inOrder, passedBy } from "./order.ts";
import { returnedAgain } from "./resume-priority.ts";
import { noteGone } from "./wait/departures.ts";
import { noteTaken } from "./wait/invite-ratio.ts";

/** Gives a waiting person to a counsellor. Throws `not_allowed`, `taken`, `ended`, or `bad_input` with full hands. */
export function claim(tx: Tx, emit: Emit, input: { conversationId: number; member: Member }): void {
  const { conversationId } = input;
  const member = memberNow(tx, input.member.id);
  if (!may(member, "conversation.claim", { counsellorId: null, ended: false })) throw new HelplineError("not_allowed");
  const found = conversation(tx, conversationId);
  const isOwner = found?.counsellorId === member.id;
  // Nobody learns what became of whom on another line, nor whether there is such a chat.
  if (!found || !(isOwner || servesLine(tx, member.id, found.lineId))) {
    throw new HelplineError("not_allowed", "error.other_line");
  }
  if (found.endedAt !== null) throw new HelplineError("ended");
  if (isOwner) return;
  if (found.counsellorId !== null) throw new HelplineError("taken");
  refuseNewChat(tx, member.id);
  refuseFullHands(tx, member.id, found.lane);
  if (found.calledBack) giveTurns(tx, conversationId);
  tx.run(
    q.updateTable("conversation").set({ claimed_at: tx.at, counsellor_id: member.id }).where("id", "=", conversationId),
  );
  const event = { conversation_id: conversationId, kind: "claimed", staff_id: member.id, at: tx.at };
  tx.run(q.insertInto("conversation_event").values(event));
  tx.crowd.taken(found, tx.at);
  noteGone(tx, found, { taken: true });
  if (!wasCounselled(found) && isReal(found) && !found.calledBack) noteTaken(tx, servedLines(tx, member.id));
  endWrapUp(tx, emit, { staffId: member.id });
  emit({ type: "conversation.claimed", conversationId, staffId: member.id });
  if (member.stage === "buddy") seatBeside(tx, emit, { conversationId, staffId: member.id });
  const text = JSON.stringify({ key: joined[setting(tx, "answeredBy")], values: { alias: member.alias } });
  writeNotice(tx, emit, { conversationId, clientId: newClientId(), text });
}

const joined = {
  volunteers: "notice.claimed",
  trained: "notice.claimed_trained",
  professionals: "notice.claimed_professional",
} as const satisfies Record<AnsweredBy, Key>;

/** Claims the next person on a member's lines, by their languages. Returns the id. Throws `not_found`, and as `claim`. */
export function claimNext(tx: Tx, emit: Emit, input: { member: Member }): number {
  const { id } = input.member;
  const next = inLine(tx, chatLanguages(tx, id)).find((one) => servesLine(tx, id, one.lineId));
  if (!next) throw new HelplineError("not_found", "error.nobody_waits");
  refuseFullHands(tx, id, "normal");
  claim(tx, emit, { conversationId: next.id, member: input.member });
  return next.id;
}

function giveTurns(tx: Tx, conversationId: number) {
  const passed = passedBy(whoWaits(tx), aheadOf(tx), conversationId);
  if (passed.length > 0) tx.run(q.updateTable("conversation").set({ was_passed: 1 }).where("id", "in", passed));
}

/** Returns everyone who waits, in the order someone with these languages takes them; null: without preference. */
export function inLine(db: DataReader, languages: readonly Language[] | null = null): (Conversation & InLine)[] {
  return inOrder(whoWaits(db), aheadOf(db), languages);
}

/** Returns the place (1 = next) of someone who would come to a line at `at` (ms UTC) from a network (http/limits/networks.ts). */
export function placeOfNext(
  db: DataReader,
  waiting: readonly InLine[],
  { lineId, language, network, at }: { lineId: number; language: Language; network: string | null; at: number },
): number {
  const name = db.crowd.nameOf(network);
  const next: InLine = {
    ...{ id: Number.MAX_SAFE_INTEGER, lineId, lane: "normal", language, waitsSince: at, network: name },
    ...{
      isFirst: false,
      byLink: false,
      wasPassed: false,
      kind: "real",
      turns: db.crowd.turnsOf(name, "normal"),
    },
  };
  const line = inOrder([...waiting, next], aheadOf(db)).filter((one) => one.lineId === lineId);
  return line.indexOf(next) + 1;
}

function aheadOf(db: DataReader): Ahead {
  const { urgentAheadMinutes: urgentMinutes, languageAheadMinutes: languageMinutes } = settings(db);
  return { urgentMinutes, languageMinutes };
}

/** Returns everyone who waits, in no order. */
export function whoWaits(db: DataReader): (Conversation & InLine)[] {
  const rows = db.all(waiting({}));
  const all = rows.map((row) => ({ ...asConversation(row), wasPassed: row.was_passed === 1 }));
  const notFirst = all.some(wasCounselled) ? returnedAgain(db) : new Set();
  return all.map((one) => {
    const isFirst = wasCounselled(one) && !notFirst.has(one.id);
    const network = db.crowd.networkOf(one.id);
    const turns = db.crowd.turnsOf(network, one.lane);
    const byLink = one.calledBack && !wasCounselled(one);
    return { ...one, waitsSince: waitsSince(one), isFirst, byLink, network, turns };
  });
}

const waiting = prepared(() => conversations().where("claimed_at", "is", null).where("ended_at", "is", null));
