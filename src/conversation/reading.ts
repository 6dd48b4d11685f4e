import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import type { Card } from "#src/directory/entry/card.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit, Event } from "#src/events.ts";
import { conversation } from "./conversation.ts";
import type { Message } from "./messages/message.ts";

/** The messages after a seq (0 for all), in order. */
export function messages(db: DataReader, conversationId: number, after = 0): Message[] {
  return db.all(rowsAfter({ conversationId, after })).map((row) => read(db, row));
}

/** Those of them that have cards, in order. */
export function messagesWithCards(db: DataReader, conversationId: number): Message[] {
  return db.all(rowsWithCards({ conversationId })).map((row) => read(db, row));
}

/** One message; undefined when there is none with this seq. */
export function message(db: DataReader, conversationId: number, seq: number): Message | undefined {
  const row = db.first(oneRow({ conversationId, seq }));
  return row && read(db, row);
}

export type Written = Extract<Event, { type: "message.written" }>;

/** What was just written, for as long as its event is held by anybody. */
const justWritten = new WeakMap<Written, Message>();

/** Notes what an event tells of, so that whoever hears it need not read and open it again. */
export function noteWritten(event: Written, message: Message) {
  justWritten.set(event, message);
}

/** The message an event tells of; undefined when it is gone already. */
export function messageOf(db: DataReader, event: Written): Message | undefined {
  return justWritten.get(event) ?? message(db, event.conversationId, event.seq);
}

/** The first or last thing said by anybody but Porchlight itself; undefined when nobody wrote yet. */
export function edgeMessage(db: DataReader, conversationId: number, edge: "first" | "last"): Message | undefined {
  const row = db.first(edgeRow[edge]({ conversationId }));
  return row && read(db, row);
}

/** What the counsellor wrote after everything the young person wrote: a goodbye, a number to call. */
export function lastWords(db: DataReader, conversationId: number): Message[] {
  const after = lastYouthSeq(db, conversationId);
  return messages(db, conversationId, after).filter((one) => one.author !== "notice");
}

/** What the young person wrote, in order; what no key opens is left out. */
export function ownWords(db: DataReader, conversationId: number): string[] {
  return messages(db, conversationId).flatMap(({ author, text }) =>
    author === "youth" && text !== null ? [text] : [],
  );
}

/** The highest seq so far; 0 for an empty conversation. */
export function lastSeq(db: DataReader, conversationId: number): number {
  return db.first(newest({ conversationId }))?.seq ?? 0;
}

/** The seq of what the young person wrote last, before one if that is given; 0 when they wrote nothing. */
export function lastYouthSeq(db: DataReader, conversationId: number, before = Number.MAX_SAFE_INTEGER): number {
  return db.first(youthBefore({ conversationId, before }))?.seq ?? 0;
}

/** When the young person wrote last, ms UTC; null when they wrote nothing. No word is opened for it. */
export function lastYouthAt(db: DataReader, conversationId: number): number | null {
  return db.first(youthLast({ conversationId }))?.at ?? null;
}

/** Whether Porchlight has said something after what the young person wrote last, before a seq. */
export function hasNotice(db: DataReader, conversationId: number, before = Number.MAX_SAFE_INTEGER): boolean {
  return db.first(noticeSince({ conversationId, before })) !== undefined;
}

/** How many messages of the young person come after a seq. */
export function youthMessagesAfter(db: DataReader, conversationId: number, seq: number): number {
  return db.first(youthAfter({ conversationId, seq }))?.count ?? 0;
}

/** Since when the young person waits for an answer, ms UTC; null when the counsellor wrote last. */
export function waitingSince(db: DataReader, conversationId: number): number | null {
  return db.first(firstUnanswered({ conversationId }))?.at ?? null;
}

/** Notes that one side has read up to a seq. Never goes back; saying it again changes nothing. */
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

/** Notes up to which seq a side has read. */
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

const rowsAfter = prepared((v: In & { after: number }) =>
  rows(v.conversationId).where("message.seq", ">", v.after).orderBy("message.seq"),
);
const rowsWithCards = prepared((v: In) =>
  rows(v.conversationId).where("message.kind", "=", "referrals").orderBy("message.seq"),
);
const oneRow = prepared((v: In & { seq: number }) => rows(v.conversationId).where("message.seq", "=", v.seq));
const written = (v: In) => rows(v.conversationId).where("message.author", "!=", "notice").limit(1);
const edgeRow = {
  first: prepared((v: In) => written(v).orderBy("message.seq", "asc")),
  last: prepared((v: In) => written(v).orderBy("message.seq", "desc")),
};
const seqs = (v: In) => q.selectFrom("message").select("seq").where("conversation_id", "=", v.conversationId);
const newest = prepared((v: In) => seqs(v).orderBy("seq", "desc").limit(1));
const ofYouth = (v: In) =>
  q.selectFrom("message").where("conversation_id", "=", v.conversationId).where("author", "=", "youth");
const youthAfter = prepared((v: In & { seq: number }) =>
  ofYouth(v)
    .where("seq", ">", v.seq)
    .select((eb) => eb.fn.countAll<number>().as("count")),
);
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

/** What was opened of a row that is read once for several people. */
const opened = new WeakMap<Row, Message>();

function read(db: DataReader, row: Row): Message {
  const known = opened.get(row);
  if (known) return known;
  const { conversation_id: conversationId, seq, author, body } = row;
  const words = db.keyring.open({ table: "message", conversationId, number: seq, author }, body);
  const said = row.kind === "referrals" ? asCards(words) : { text: words, cards: null };
  const message = { conversationId, seq, clientId: row.client_id, author, alias: row.alias, ...said, at: row.at };
  opened.set(row, message);
  return message;
}

/** Cards as they were sealed. Whether somebody is there now is not among it, and what they say in words depends on the reader. */
export function asCards(sealed: string | null): Pick<Message, "text" | "cards"> {
  if (sealed === null) return { text: null, cards: null };
  const cards = (JSON.parse(sealed) as Card[]).map((card) => ({ ...card, openness: null, at: 0 }));
  return { text: cards.map(({ name }) => name).join(", "), cards };
}
