import { minuteMs } from "#src/clock.ts";
import { hasConcern } from "#src/conversation/complaint/complaint.ts";
import type { Conversation } from "#src/conversation/conversation.ts";
import { isReal } from "#src/conversation/kind.ts";
import type { Message } from "#src/conversation/messages/message.ts";
import { lastWords, messagesWithCards } from "#src/conversation/reading.ts";
import type { DataReader } from "#src/db/db.ts";
import { type ShownCard, withOpenness } from "#src/directory/entry/card.ts";
import { emergencyIn } from "#src/record/emergency-reading.ts";
import { type AfterQuestion, afterQuestions, afterwards } from "#src/record/feeling.ts";
import { isThanked, maxThanks, mayThank } from "#src/record/thanks.ts";
import type { AfterState, Said } from "#views/youth/end/after.tsx";
import type { ThanksState } from "#views/youth/end/ways.tsx";

/** A message shown within this time before the end may not have been read. */
const readingMs = minuteMs;

/** Returns the page after the end. `here`: they are still there, and keep cards and unread last words. `at` is ms UTC. */
export function endedScene(db: DataReader, conversation: Conversation, here: boolean, at: number) {
  const { endReason: reason, youthSeenSeq, endedAt } = conversation;
  const unread = ({ seq, at, cards }: Message) =>
    cards === null && (seq > youthSeenSeq || at > (endedAt ?? 0) - readingMs);
  return {
    byYouth: reason === "ended_by_youth",
    lastWords: here && reason === "ended_by_counsellor" ? lastWords(db, conversation.id).filter(unread) : [],
    cards: here ? sentCards(db, conversation.id, at) : [],
  };
}

/** Returns what is asked after a chat: after danger or a complaint nothing until they want it (`past`: just answered). */
export function afterScene(db: DataReader, found: Conversation, wanted?: { past: AfterQuestion | null }): AfterState {
  const { asked, ...said } = afterwards(db, found.id);
  const isUntouched = afterQuestions.every((one) => asked[one] === null || asked[one] === "never");
  if (!wanted && isUntouched && isAskedLast(db, found)) return { kind: "closed" };
  // Answers in a rehearsal are not kept, so the next question follows the one just shown.
  const from = !isReal(found) && wanted?.past ? afterQuestions.indexOf(wanted.past) + 1 : 0;
  const question = afterQuestions.slice(from).find((one) => said[one] === null && asked[one] !== "skipped");
  const before = afterQuestions[(question ? afterQuestions.indexOf(question) : afterQuestions.length) - 1];
  const value = before ? said[before] : null;
  const last = value === null ? null : ({ question: before, value } as Said);
  return question ? { kind: "asks", question, said: last } : { kind: "over", said: last };
}

/** Whether the page after the end begins with whom to call. */
export function wasInDanger(db: DataReader, { id, lane, risk }: Conversation): boolean {
  return lane === "urgent" || risk || emergencyIn(db, id) !== undefined;
}

/** Whether the page after the end shows places first, and questions only when wanted. */
export function isAskedLast(db: DataReader, found: Conversation): boolean {
  return wasInDanger(db, found) || hasConcern(db, found.id);
}

/** Returns whether they are asked for a thank-you; `again`: what was typed and refused, and why. */
export function thanksScene(
  db: DataReader,
  conversation: Conversation,
  again: { typed: string; wrong: string } = { typed: "", wrong: "" },
): ThanksState {
  if (!mayThank(conversation) || hasConcern(db, conversation.id)) return "hidden";
  if (isThanked(db, conversation.id)) return "said";
  return { most: maxThanks, ...again };
}

function sentCards(db: DataReader, conversationId: number, at: number): ShownCard[] {
  const all = messagesWithCards(db, conversationId).flatMap(({ cards }) => cards ?? []);
  const last = new Map(all.map((card) => [card.id, card]));
  return [...last.values()].map((card) => withOpenness(db, card, at));
}
