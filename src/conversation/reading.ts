import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared, remembered } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import type { Card } from "#src/directory/entry/card.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit, Event } from "#src/events.ts";
import type { Key } from "#src/i18n/i18n.ts";
import { conversation } from "./conversation.ts";
import type { Message } from "./messages/message.ts";

/** Returns the messages after a seq (0 for all), and before another if one is given, in order. */
export function messages(
  db: DataReader,
  conversationId: number,
  after = 0,
  before = Number.MAX_SAFE_INTEGER,
): Message[] {
  return db.all(rowsBetween({ conversationId, after, before })).map((row) => read(db, row));
}

/** Returns the messages with cards, in order. */
export function messagesWithCards(db: DataReader, conversationId: number): Message[] {
  return db.all(rowsWithCards({ conversationId })).map((row) => read(db, row));
}

/** Returns the message with this seq, if there is one. */
export function message(db: DataReader, conversationId: number, seq: number): Message | undefined {
  const row = db.first(oneRow({ conversationId, seq }));
  return row && read(db, row);
}

export type Written = Extract<Event, { type: "message.written" }>;

const justWritten = new WeakMap<Written, Message>();

/** Keeps the message of an event while the event lives, so that listeners need not read and open it again. */
export function noteWritten(event: Written, message: Message) {
  justWritten.set(event, message);
}

/** Returns the message that an event tells of; undefined if it is gone already. */
export function messageOf(db: DataReader, event: Written): Message | undefined {
  return justWritten.get(event) ?? message(db, event.conversationId, event.seq);
}

/** Returns which of our own lines an event tells of; null for words of a person, and for what is gone already. */
export function noticeOf(db: DataReader, event: Written): Key | null {
  const text = event.author === "notice" ? messageOf(db, event)?.text : null;
  return text ? (JSON.parse(text) as { key: Key }).key : null;
}

/** Returns whether colleagues are shown a message: in a sealed chat one sentence says why the words are not. */
export function isShown(db: DataReader, { conversationId, text }: Message): boolean {
  return text !== null || !db.keyring.isSealed(conversationId);
}

/** Returns what the counsellor wrote after the young person's last message: a goodbye, a number to call. */
export function lastWords(db: DataReader, conversationId: number): Message[] {
  const after = lastYouthSeq(db, conversationId);
  return messages(db, conversationId, after).filter((one) => one.author !== "notice");
}

/** Returns what the young person wrote, in order, without what no key opens. */
export function ownWords(db: DataReader, conversationId: number): string[] {
  return messages(db, conversationId).flatMap(({ author, text }) =>
    author === "youth" && text !== null ? [text] : [],
  );
}

/** Returns the highest seq so far; 0 for an empty conversation. */
export function lastSeq(db: DataReader, conversationId: number): number {
  return db.first(newest({ conversationId }))?.seq ?? 0;
}

/** When each side of a conversation wrote last, ms UTC. */
export interface LastTimes {
  youthAt: number | null;
  counsellorAt: number | null;
}

/** Returns them in one statement, without touching a word. */
export function lastTimes(db: DataReader, conversationId: number): LastTimes {
  return db.first(times({ conversationId }))!;
}

/** Returns the same with the highest seq (0 for an empty conversation), for what is about to be written. */
export function lastsOf(db: DataReader, conversationId: number): LastTimes & { seq: number } {
  const { seq, ...at } = db.first(lasts({ conversationId }))!;
  return { ...at, seq: seq ?? 0 };
}

/** Returns the seq of the young person's last message (before another, if given); 0 for none. */
export function lastYouthSeq(db: DataReader, conversationId: number, before = Number.MAX_SAFE_INTEGER): number {
  return db.first(youthBefore({ conversationId, before }))?.seq ?? 0;
}

/** Returns when the young person wrote last, ms UTC, without opening a word; null for never. */
export function lastYouthAt(db: DataReader, conversationId: number): number | null {
  return db.first(youthLast({ conversationId }))?.at ?? null;
}

/** Returns whether a notice came after the last message that the young person wrote before a seq. */
export function hasNotice(db: DataReader, conversationId: number, before = Number.MAX_SAFE_INTEGER): boolean {
  return db.first(noticeSince({ conversationId, before })) !== undefined;
}

/** Returns since when the young person waits for an answer, ms UTC; null if the counsellor wrote last. */
export function waitingSince(db: DataReader, conversationId: number): number | null {
  return db.first(firstUnanswered({ conversationId }))?.at ?? null;
}

/** Notes up to which seq one side has read; it never goes back. Throws `not_found`. */
export function markSeen(
  tx: Tx,
  emit: Emit,
  input: { conversationId: number; by: "youth" | "counsellor"; seq: number },
): void {
  const { conversationId, by } = input;
  const found = conversation(tx, conversationId);
  if (!found) throw new HelplineError("not_found");
  const seq = Math.min(input.seq, lastSeq(tx, conversationId));
  const before = by === "youth" ? found.youthSeenSeq : found.counsellorSeenSeq;
  if (seq <= before) return;
  tx.run(seenBy[by]({ conversationId, seq }));
  emit({ type: "message.seen", conversationId, staffId: found.counsellorId, by, seq });
}

const update = (v: In) => q.updateTable("conversation").where("id", "=", v.conversationId);

export const seenBy = {
  youth: prepared((v: In & { seq: number }) => update(v).set({ youth_seen_seq: v.seq })),
  counsellor: prepared((v: In & { seq: number }) => update(v).set({ counsellor_seen_seq: v.seq })),
};

function rows(conversationId: number) {
  return q
    .selectFrom("message")
    .leftJoin("staff", "staff.id", "message.staff_id")
    .select([
      "message.conversation_id",
      "message.seq",
      "message.client_id",
      "message.author",
      "message.body",
      "message.kind",
      "message.at",
    ])
    .select("staff.alias")
    .where("message.conversation_id", "=", conversationId);
}

interface In extends Record<string, unknown> {
  conversationId: number;
}

const rowsBetween = prepared((v: In & { after: number; before: number }) =>
  rows(v.conversationId).where("message.seq", ">", v.after).where("message.seq", "<", v.before).orderBy("message.seq"),
);
const rowsWithCards = prepared((v: In) =>
  rows(v.conversationId).where("message.kind", "=", "referrals").orderBy("message.seq"),
);
const oneRow = prepared((v: In & { seq: number }) => rows(v.conversationId).where("message.seq", "=", v.seq));
const seqs = (v: In) => q.selectFrom("message").select("seq").where("conversation_id", "=", v.conversationId);
const newestOf = (v: In) => seqs(v).orderBy("seq", "desc").limit(1);
const newest = remembered(newestOf);
const lastAtBy = (v: In, author: "youth" | "counsellor") =>
  q
    .selectFrom("message")
    .select("at")
    .where("conversation_id", "=", v.conversationId)
    .where("author", "=", author)
    .orderBy("seq", "desc")
    .limit(1);
const timesOf = (v: In) =>
  q.selectNoFrom([lastAtBy(v, "youth").as("youthAt"), lastAtBy(v, "counsellor").as("counsellorAt")]);
const times = prepared(timesOf);
const lasts = prepared((v: In) => timesOf(v).select(newestOf(v).as("seq")));
const ofYouth = (v: In) =>
  q.selectFrom("message").where("conversation_id", "=", v.conversationId).where("author", "=", "youth");
const lastBefore = (v: In & { before: number }) =>
  ofYouth(v).where("seq", "<", v.before).select("seq").orderBy("seq", "desc").limit(1);
const youthBefore = prepared(lastBefore);
const youthLast = prepared((v: In) => ofYouth(v).select("at").orderBy("seq", "desc").limit(1));
const noticeSince = prepared((v: In & { before: number }) =>
  seqs(v)
    .where("author", "=", "notice")
    .where("seq", ">", (eb) => eb.fn.coalesce(lastBefore(v), eb.lit(0)))
    .limit(1),
);
const firstUnanswered = prepared((v: In) =>
  ofYouth(v)
    .where("seq", ">", (eb) => eb.fn.coalesce(answers(v), eb.lit(0)))
    .select("at")
    .orderBy("seq")
    .limit(1),
);
const answers = (v: In) => seqs(v).where("author", "=", "counsellor").orderBy("seq", "desc").limit(1);

type Row = Awaited<ReturnType<ReturnType<typeof rows>["execute"]>>[number];

const opened = new WeakMap<Row, Message>();

function read(db: DataReader, row: Row): Message {
  const known = opened.get(row);
  if (known) return known;
  const { conversation_id: conversationId, seq, author } = row;
  const said = openWords(db, conversationId, row);
  const message = { conversationId, seq, clientId: row.client_id, author, alias: row.alias, ...said, at: row.at };
  opened.set(row, message);
  return message;
}

/** Returns the words or cards of a stored message; null where no key opens them. */
export function openWords(
  db: DataReader,
  conversationId: number,
  { seq, author, body, kind }: Pick<Row, "seq" | "author" | "body" | "kind">,
): Pick<Message, "text" | "cards"> {
  const words = db.keyring.open({ table: "message", conversationId, number: seq, author }, body);
  return kind === "referrals" ? asCards(words) : { text: words, cards: null };
}

/** Returns cards as they were sealed, without whether a place is open now. */
export function asCards(sealed: string | null): Pick<Message, "text" | "cards"> {
  if (sealed === null) return { text: null, cards: null };
  const cards = (JSON.parse(sealed) as Card[]).map((card) => ({ ...card, openness: null, at: 0 }));
  return { text: cards.map(({ name }) => name).join(", "), cards };
}
