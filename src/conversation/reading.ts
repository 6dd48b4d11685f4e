import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { conversation } from "./conversation.ts";
import type { Message } from "./message.ts";

/** The messages after a seq (0 for all), in order. */
export function messages(db: DataReader, conversationId: number, after = 0): Message[] {
  return db
    .all(rows(conversationId).where("message.seq", ">", after).orderBy("message.seq"))
    .map((row) => read(db, row));
}

/** One message; undefined when there is none with this seq. */
export function message(db: DataReader, conversationId: number, seq: number): Message | undefined {
  const row = db.first(rows(conversationId).where("message.seq", "=", seq));
  return row && read(db, row);
}

/** The first or last thing said by anybody but Porchlight itself; undefined when nobody wrote yet. */
export function edgeMessage(db: DataReader, conversationId: number, edge: "first" | "last"): Message | undefined {
  const row = db.first(
    rows(conversationId)
      .where("message.author", "!=", "notice")
      .orderBy("message.seq", edge === "first" ? "asc" : "desc")
      .limit(1),
  );
  return row && read(db, row);
}

/** What the counsellor wrote after everything the young person wrote: a goodbye, a number to call. */
export function lastWords(db: DataReader, conversationId: number): Message[] {
  const all = messages(db, conversationId).filter((one) => one.author !== "notice");
  const answered = all.findLastIndex((one) => one.author === "youth");
  return all.slice(answered + 1);
}

/** The highest seq so far; 0 for an empty conversation. */
export function lastSeq(db: DataReader, conversationId: number): number {
  const newest = q.selectFrom("message").select("seq").where("conversation_id", "=", conversationId);
  return db.first(newest.orderBy("seq", "desc").limit(1))?.seq ?? 0;
}

/** How many messages of the young person come after a seq. */
export function youthMessagesAfter(db: DataReader, conversationId: number, seq: number): number {
  const counted = q
    .selectFrom("message")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("conversation_id", "=", conversationId)
    .where("author", "=", "youth")
    .where("seq", ">", seq);
  return db.first(counted)?.count ?? 0;
}

/** Since when the young person waits for an answer, ms UTC; null when the counsellor wrote last. */
export function waitingSince(db: DataReader, conversationId: number): number | null {
  const lastAnswer = q
    .selectFrom("message")
    .select((eb) => eb.fn.max("seq").as("seq"))
    .where("conversation_id", "=", conversationId)
    .where("author", "=", "counsellor");
  const answered = db.first(lastAnswer)?.seq ?? 0;
  const unanswered = q
    .selectFrom("message")
    .select("at")
    .where("conversation_id", "=", conversationId)
    .where("author", "=", "youth")
    .where("seq", ">", answered);
  return db.first(unanswered.orderBy("seq").limit(1))?.at ?? null;
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
  const seen = by === "youth" ? { youth_seen_seq: seq } : { counsellor_seen_seq: seq };
  tx.run(q.updateTable("conversation").set(seen).where("id", "=", conversationId));
  emit({ type: "message.seen", conversationId, staffId: found.counsellorId, by, seq });
}

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
      "message.at",
    ])
    .select("staff.alias")
    .where("message.conversation_id", "=", conversationId);
}

type Row = Awaited<ReturnType<ReturnType<typeof rows>["execute"]>>[number];

function read(db: DataReader, row: Row): Message {
  const { conversation_id: conversationId, seq, author, body } = row;
  const text = db.keyring.open({ table: "message", conversationId, number: seq, author }, body);
  return { conversationId, seq, clientId: row.client_id, author, alias: row.alias, text, at: row.at };
}
