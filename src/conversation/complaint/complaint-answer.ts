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

const maxAnswer = 2_000;

/** Writes the answer to a complaint (PROMISES.md SG23) in place of the last. Throws `not_allowed`, `bad_input`, `too_long`. */
export function writeAnswer(tx: Tx, emit: Emit, input: { id: number; staffId: number; text: string }): void {
  // Its code is not the chat's: it opens the answer alone, and stays good when the chat is deleted.
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

/** Gives the last complaint of a chat a new code for its answer, in place of any before. Throws `ended` if none is left. */
export function keepAnswerCode(tx: Tx, { conversationId, locator }: { conversationId: number; locator: string }): void {
  const last = lastSaid(tx, conversationId);
  if (!last) throw new HelplineError("ended");
  keepLocator(tx, last.id, locator);
}

/** Returns a mark that tells the answer code of a chat's last complaint from others; "" if it has none. */
export function markOfCode(db: DataReader, conversationId: number): string {
  const last = lastSaid(db, conversationId);
  const locator = last ? locatorOf(db, last.id) : null;
  return locator === null ? "" : createHash(locator).slice(0, 8);
}

function lastSaid(db: DataReader, conversationId: number) {
  const said = q.selectFrom("concern").select("id").where("conversation_id", "=", conversationId);
  return db.first(said.orderBy("id", "desc").limit(1));
}

export interface AnswerShown {
  id: number;
  conversationId: number;
  answer: { text: string; at: number } | null;
  until: number | null;
}

/** Returns what an answer code opens, by any of its locators; null if it opens nothing. Throws as `answerOf`. */
export function answerOfCode(db: DataReader, locators: string[]): AnswerShown | null {
  const id = concernOfCode(db, locators);
  return id === null ? null : answerOf(db, id);
}

/** Returns the answer to a complaint (id); null if the complaint is gone. Throws `locked` if it cannot be opened now. */
export function answerOf(db: DataReader, id: number): AnswerShown | null {
  const row = db.first(q.selectFrom("concern").select(["conversation_id", "done_at"]).where("id", "=", id));
  if (!row) return null;
  const file = concernFile(db, id);
  if (file === null) throw new HelplineError("locked");
  const until = row.done_at === null ? null : row.done_at + concernHeldDays * dayMs;
  // Who wrote it is for colleagues only.
  const answer = file.answer && { text: file.answer.text, at: file.answer.at };
  return { id, conversationId: row.conversation_id, answer, until };
}
