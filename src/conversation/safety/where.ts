import { sql } from "kysely";
import { allowedIn } from "#src/conversation/colleagues/colleagues.ts";
import { seqOf, type Words, writeAsYouth, writeNotice } from "#src/conversation/messages/writing.ts";
import { createHash } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import { aliasOf } from "#src/staff/staff.ts";
import { conversation, stateOf } from "../conversation.ts";
import { hasNotice, lastYouthSeq, message } from "../reading.ts";

export const maxWhere = 300;

/** Asks someone where they are, by a notice that leads to a page (PROMISES.md C8). Throws `not_allowed`, `ended`. */
export function askWhere(tx: Tx, emit: Emit, input: { conversationId: number; staffId: number }): void {
  const { conversationId, staffId } = input;
  const found = allowedIn(tx, input, "conversation.write");
  if (stateOf(found) === "ended") throw new HelplineError("ended");
  if (isWhereAsked(tx, conversationId)) return;
  const clientId = askedAfter(conversationId, lastYouthSeq(tx, conversationId));
  const text = JSON.stringify({ key: "notice.where", values: { alias: aliasOf(tx, staffId) ?? "" } });
  writeNotice(tx, emit, { conversationId, clientId, text });
}

/** Returns whether someone was asked where they are since they wrote last (before a seq, if given). */
function isWhereAsked(db: DataReader, conversationId: number, before?: number): boolean {
  if (!hasNotice(db, conversationId, before)) return false;
  const clientId = askedAfter(conversationId, lastYouthSeq(db, conversationId, before));
  return seqOf(db, { conversationId, clientId }) !== undefined;
}

export interface WhereAsked {
  at: number;
  since: { at: number; text: string | null; answer: "place" | "kept" | null } | null;
}

/** Returns when someone was last asked where they are, and what they have written since; null for never. */
export function whereAsked(db: DataReader, conversationId: number): WhereAsked | null {
  const asked = asksOf(db, conversationId).at(-1);
  if (!asked) return null;
  const after = db.all(youthAfter({ conversationId, seq: asked.seq })).map(({ seq }) => seq);
  return { at: asked.at, since: saidSince(db, conversationId, after) };
}

function saidSince(db: DataReader, conversationId: number, seqs: number[]): WhereAsked["since"] {
  if (seqs.length === 0) return null;
  const answerOf = answersIn(db, conversationId);
  const written = seqs.map((seq) => {
    const { at, text } = message(db, conversationId, seq)!;
    return { at, text, answer: text === null ? null : answerOf(text) };
  });
  return written.findLast(({ answer }) => answer !== null) ?? written[0]!;
}

function answersIn(db: DataReader, conversationId: number): (text: string) => "place" | "kept" | null {
  const t = textsFor(db, conversation(db, conversationId)!.language);
  const [before = "", after = ""] = t("youth.where.words", { place: "\n" }).split("\n");
  const kept = t("youth.where.kept_words");
  return (text) => {
    if (text === kept) return "kept";
    const isPlace = text.length > before.length + after.length && text.startsWith(before) && text.endsWith(after);
    return isPlace ? "place" : null;
  };
}

/** Writes what they say when asked, known as the answer to the last question. Throws as `writeAsYouth`. */
export function answerWhere(tx: Tx, emit: Emit, words: Words): void {
  const asked = asksOf(tx, words.conversationId).at(-1);
  const clientId = asked === undefined ? words.clientId : answerTo(words.conversationId, asked.seq);
  writeAsYouth(tx, emit, { ...words, clientId });
}

/** Returns whether a notice (seq) is the last to ask where they are, and has no answer by that way. */
export function isWhereOpen(db: DataReader, conversationId: number, seq: number): boolean {
  const last = asksOf(db, conversationId).at(-1);
  return last?.seq === seq && seqOf(db, { conversationId, clientId: answerTo(conversationId, seq) }) === undefined;
}

/** Returns whether someone was ever asked where they are. */
export function wasAskedWhere(db: DataReader, conversationId: number): boolean {
  return asksOf(db, conversationId).length > 0;
}

/** Returns the seq of each notice that asked where someone is, by the client id of the message that answers it. */
export function whereAsks(db: DataReader, conversationId: number): Map<string, number> {
  return new Map(asksOf(db, conversationId).map(({ seq }) => [answerTo(conversationId, seq), seq]));
}

/** Known by its client id, which no other notice has after the same words: a long chat is not read for it. */
function asksOf(db: DataReader, conversationId: number): { seq: number; at: number }[] {
  return db
    .all(notices({ conversationId }))
    .filter(({ clientId, after }) => clientId === askedAfter(conversationId, after ?? 0));
}

const notices = prepared((v: { conversationId: number }) =>
  q
    .selectFrom("message as notice")
    .select(["notice.seq", "notice.at", "notice.client_id as clientId"])
    .select(
      q
        .selectFrom("message as said")
        .select("said.seq")
        .where("said.conversation_id", "=", v.conversationId)
        .where("said.author", "=", "youth")
        .where("said.seq", "<", sql.ref<number>("notice.seq"))
        .orderBy("said.seq", "desc")
        .limit(1)
        .as("after"),
    )
    .where("notice.conversation_id", "=", v.conversationId)
    .where("notice.author", "=", "notice")
    .orderBy("notice.seq"),
);
const youthAfter = prepared((v: { conversationId: number; seq: number }) =>
  q
    .selectFrom("message")
    .select("seq")
    .where("conversation_id", "=", v.conversationId)
    .where("author", "=", "youth")
    .where("seq", ">", v.seq)
    .orderBy("seq"),
);

function answerTo(conversationId: number, asked: number): string {
  return createHash(JSON.stringify({ whereFor: conversationId, asked })).slice(0, 32);
}

function askedAfter(conversationId: number, last: number): string {
  return createHash(JSON.stringify({ where: conversationId, last })).slice(0, 32);
}
