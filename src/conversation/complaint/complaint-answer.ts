import { dayMs } from "#src/clock.ts";
import { tidy } from "#src/conversation/messages/writing.ts";
import { createHash } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { concernHeldDays } from "#src/settings/rules/facts.ts";
import { changeFile, concernFile, concernOfCode, hasLocator, keepLocator, locatorOf } from "./complaint-file.ts";
import { concernFor } from "./complaint-reading.ts";

// The answer to whoever said that something was wrong (PROMISES.md SG23). Its code is no code of the chat: it opens the answer and nothing
// else, leaves the code that they may have as it is, and stays good when they delete the chat. It is gone with what they said.

/** The most an answer may hold, in characters. */
export const maxAnswer = 2_000;

/**
 * Somebody who may read it writes the answer; another takes its place. Throws `not_allowed`, also where whoever said it has no code and
 * would never read it; `bad_input` of the field "text" without words, and `too_long`.
 */
export function writeAnswer(tx: Tx, emit: Emit, input: { id: number; staffId: number; text: string }): void {
  const { id, staffId } = input;
  const text = tidy(input.text);
  const { conversationId } = concernFor(tx, { id, staffId, at: tx.at });
  if (!hasLocator(tx, id)) throw new HelplineError("not_allowed");
  if (text === "") throw new HelplineError("bad_input", "staff.concern.answer.text_wrong", {}, "text");
  if (text.length > maxAnswer) {
    throw new HelplineError("too_long", "error.too_long", { length: text.length, most: maxAnswer }, "text");
  }
  if (concernFile(tx, id)?.answer?.text === text) return;
  changeFile(tx, id, { answer: { text, at: tx.at, by: staffId } });
  emit({ type: "concern.answered", conversationId });
}

/** Gives what was said last of a chat a code for its answer, known by its locator; one that it had leads nowhere any more. Throws `ended` where nothing was said, or it is gone. */
export function keepAnswerCode(tx: Tx, { conversationId, locator }: { conversationId: number; locator: string }): void {
  const last = lastSaid(tx, conversationId);
  if (!last) throw new HelplineError("ended");
  keepLocator(tx, last.id, locator);
}

/** What tells the code for the answer to what was said last of a chat from any other; "" where it has none. */
export function markOfCode(db: DataReader, conversationId: number): string {
  const last = lastSaid(db, conversationId);
  const locator = last ? locatorOf(db, last.id) : null;
  return locator === null ? "" : createHash(locator).slice(0, 8);
}

function lastSaid(db: DataReader, conversationId: number) {
  const said = q.selectFrom("concern").select("id").where("conversation_id", "=", conversationId);
  return db.first(said.orderBy("id", "desc").limit(1));
}

/** What a code for an answer opens. Times are ms UTC. */
export interface AnswerShown {
  id: number;
  /** The chat (id), whose secret word is asked where it still has one. */
  conversationId: number;
  /** null = nobody has written any yet. */
  answer: { text: string; at: number } | null;
  /** Until when it can be read; null while nobody has looked into it to the end. */
  until: number | null;
}

/** That of a code, by any of its locators; null for one that opens none. Throws as `answerOf`. */
export function answerOfCode(db: DataReader, locators: string[]): AnswerShown | null {
  const id = concernOfCode(db, locators);
  return id === null ? null : answerOf(db, id);
}

/** That to something that was said (id); null where that is gone. Throws HelplineError `locked` where it cannot be opened now. */
export function answerOf(db: DataReader, id: number): AnswerShown | null {
  const row = db.first(q.selectFrom("concern").select(["conversation_id", "done_at"]).where("id", "=", id));
  if (!row) return null;
  const file = concernFile(db, id);
  if (file === null) throw new HelplineError("locked");
  const until = row.done_at === null ? null : row.done_at + concernHeldDays * dayMs;
  // Who wrote it is for colleagues alone.
  const answer = file.answer && { text: file.answer.text, at: file.answer.at };
  return { id, conversationId: row.conversation_id, answer, until };
}
