import { tidy } from "#src/conversation/messages/writing.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { aliasOf, staffMember } from "#src/staff/staff.ts";
import { writeWaits } from "#src/staff/waits-mail.ts";
import { type ConcernKind, changeFile, concernFile, type ToldPerson } from "./complaint-file.ts";
import { isUpTo } from "./complaint-readers.ts";
import { type Concern, concernFor } from "./complaint-reading.ts";

// No one who was in the chat learns of a complaint until a lead tells them (PROMISES.md SG22): they then read its kind and what
// the lead writes, never the young person's words. Without such a lead supervisors stand in, or the silence would never end.

export const maxTold = 2_000;

/** Returns the ids of those who have the chat or wrote in it and are still on the staff. */
export function couldBeTold(db: DataReader, conversationId: number): number[] {
  const wrote = q.selectFrom("message").select("staff_id").distinct().where("conversation_id", "=", conversationId);
  const had = q.selectFrom("conversation").select("counsellor_id").where("id", "=", conversationId);
  const ids = [
    ...db.all(had).map((row) => row.counsellor_id),
    ...db.all(wrote.where("author", "=", "counsellor")).map((row) => row.staff_id),
  ];
  return [...new Set(ids)].flatMap((id) => (id !== null && staffMember(db, id) ? [id] : []));
}

interface Informing {
  id: number;
  by: number;
  staffId: number;
  words: string;
  link?: string | null;
}

/** Tells someone who answered in an ended chat of a complaint, once. Throws `not_allowed`, `bad_input`, `too_long`. */
export function inform(tx: Tx, emit: Emit, { id, by, staffId, link = null, ...input }: Informing): void {
  const { conversationId, ended } = forActing(tx, id, by);
  if (!ended) throw new HelplineError("not_allowed");
  if (!couldBeTold(tx, conversationId).includes(staffId)) {
    throw new HelplineError("bad_input", "staff.concern.inform.who_wrong", {}, "staff");
  }
  if (tx.first(one(id, staffId))) return;
  const words = read(input.words, "words", "staff.concern.inform.words_wrong");
  put(tx, id, staffId, { words, account: null, whyNot: null });
  tx.run(q.insertInto("concern_told").values({ concern_id: id, staff_id: staffId, told_by: by, told_at: tx.at }));
  emit({ type: "concern.informed", conversationId, staffId });
  writeWaits(tx, emit, { staffId, link });
}

/** Keeps what someone who was told says to it, until it is closed. Throws `not_allowed`, `ended`, `bad_input`, `too_long`. */
export function sayAccount(tx: Tx, emit: Emit, { id, staffId, text }: { id: number; staffId: number; text: string }) {
  const row = tx.first(one(id, staffId));
  const found = tx.first(q.selectFrom("concern").select(["conversation_id", "done_at"]).where("id", "=", id));
  if (!row || !found) throw new HelplineError("not_allowed");
  if (found.done_at !== null) throw new HelplineError("ended", "staff.heard.closed");
  const account = read(text, "text", "staff.heard.text_wrong");
  const before = concernFile(tx, id)?.told[staffId];
  if (before?.account === account) return;
  put(tx, id, staffId, { words: before?.words ?? "", account, whyNot: before?.whyNot ?? null });
  tx.run(rowOf(id, staffId).set({ heard_at: tx.at }));
  emit({ type: "concern.heard", conversationId: found.conversation_id, staffId });
}

/** Notes why someone who was told is not heard, as after two weeks of silence. Throws `not_allowed`, `bad_input`, `too_long`. */
export function noteUnheard(tx: Tx, emit: Emit, input: { id: number; by: number; staffId: number; why: string }): void {
  const { id, by, staffId, why } = input;
  const { conversationId } = forActing(tx, id, by);
  if (!tx.first(one(id, staffId))) throw new HelplineError("not_allowed");
  const whyNot = read(why, "why", "staff.concern.unheard.why_wrong");
  const before = concernFile(tx, id)?.told[staffId];
  if (before?.whyNot === whyNot) return;
  put(tx, id, staffId, { words: before?.words ?? "", account: before?.account ?? null, whyNot });
  tx.run(rowOf(id, staffId).set({ unheard_at: tx.at }));
  emit({ type: "concern.unheard", conversationId, staffId });
}

/** Returns the ids of those who were told of a complaint and are neither heard nor noted as unheard. */
export function unheardOf(db: DataReader, concernId: number): number[] {
  const told = q.selectFrom("concern_told").select("staff_id").where("concern_id", "=", concernId);
  return db.all(told.where("heard_at", "is", null).where("unheard_at", "is", null)).map((row) => row.staff_id);
}

export interface ToldTo extends ToldPerson {
  staffId: number;
  alias: string;
  by: string;
  at: number;
}

/** Returns whom a complaint was told to, for its readers, in order; times are ms UTC. */
export function toldOf(db: DataReader, { id }: Pick<Concern, "id">): ToldTo[] {
  const file = concernFile(db, id);
  const rows = db.all(q.selectFrom("concern_told").selectAll().where("concern_id", "=", id).orderBy("told_at"));
  return rows.map((row) => ({
    staffId: row.staff_id,
    alias: aliasOf(db, row.staff_id) ?? "",
    by: aliasOf(db, row.told_by) ?? "",
    at: row.told_at,
    ...(file?.told[row.staff_id] ?? { words: "", account: null, whyNot: null }),
  }));
}

interface Heard {
  id: number;
  nameIndex: number;
  startedAt: number;
  kind: ConcernKind | null;
  by: string;
  at: number;
  words: string;
  account: string | null;
  closedAt: number | null;
}

/** Returns every complaint that a member was told of, newest first; times are ms UTC. */
export function heardBy(db: DataReader, staffId: number): Heard[] {
  const told = q
    .selectFrom("concern_told")
    .innerJoin("concern", "concern.id", "concern_told.concern_id")
    .innerJoin("conversation", "conversation.id", "concern.conversation_id")
    .select(["concern.id", "concern.done_at", "conversation.name_index", "conversation.started_at"])
    .select(["concern_told.told_by", "concern_told.told_at"])
    .where("concern_told.staff_id", "=", staffId);
  return db.all(told.orderBy("concern_told.told_at", "desc").orderBy("concern.id", "desc")).map((row) => {
    const file = concernFile(db, row.id);
    const own = file?.told[staffId];
    return {
      id: row.id,
      nameIndex: row.name_index,
      startedAt: row.started_at,
      kind: file?.kind ?? null,
      by: aliasOf(db, row.told_by) ?? "",
      at: row.told_at,
      words: own?.words ?? "",
      account: own?.account ?? null,
      closedAt: row.done_at,
    };
  });
}

/** Returns what a member was told of and has not answered yet. */
export function toAnswerTo(db: DataReader, staffId: number): Heard[] {
  const open = q.selectFrom("concern_told").select("concern_id").where("staff_id", "=", staffId);
  if (!db.first(open.where("heard_at", "is", null).limit(1))) return [];
  return heardBy(db, staffId).filter(({ account, closedAt }) => account === null && closedAt === null);
}

/** Returns the closed complaints that a member was told of, until they put them away. */
export function closedFor(db: DataReader, staffId: number): { id: number; nameIndex: number }[] {
  return db.all(ends({ staffId }));
}

/** Notes that a member has read that a complaint is closed. Doing so twice changes nothing. */
export function noteEndSeen(tx: Tx, emit: Emit, { id, staffId }: { id: number; staffId: number }): void {
  if (!closedFor(tx, staffId).some((one) => one.id === id)) return;
  tx.run(rowOf(id, staffId).set({ end_seen_at: tx.at }));
  emit({ type: "told", staffId });
}

/** Returns the ids of those who were told of a complaint, and makes its next end news to them again. */
export function toldOfEnd(tx: Tx, concernId: number): number[] {
  const told = q.updateTable("concern_told").where("concern_id", "=", concernId).set({ end_seen_at: null });
  return tx.all(told.returning("staff_id")).map((row) => row.staff_id);
}

/** Returns a complaint that is up to this member. Throws `not_allowed`. */
export function forActing(tx: Tx, id: number, by: number): Concern {
  const found = concernFor(tx, { id, staffId: by, at: tx.at });
  if (!isUpTo(tx, found.conversationId, by)) throw new HelplineError("not_allowed");
  return found;
}

function read(
  raw: string,
  field: string,
  missing: "staff.concern.inform.words_wrong" | "staff.heard.text_wrong" | "staff.concern.unheard.why_wrong",
) {
  const text = tidy(raw);
  if (text === "") throw new HelplineError("bad_input", missing, {}, field);
  if (text.length > maxTold) {
    throw new HelplineError("too_long", "error.too_long", { length: text.length, most: maxTold }, field);
  }
  return text;
}

function put(tx: Tx, id: number, staffId: number, told: ToldPerson) {
  changeFile(tx, id, { told: { ...concernFile(tx, id)?.told, [staffId]: told } });
}

const ends = prepared((v: { staffId: number }) =>
  q
    .selectFrom("concern_told")
    .innerJoin("concern", "concern.id", "concern_told.concern_id")
    .innerJoin("conversation", "conversation.id", "concern.conversation_id")
    .select(["concern.id", "conversation.name_index as nameIndex"])
    .where("concern_told.staff_id", "=", v.staffId)
    .where("concern_told.end_seen_at", "is", null)
    .where("concern.done_at", "is not", null)
    .orderBy("concern.id"),
);
const one = (id: number, staffId: number) =>
  q.selectFrom("concern_told").selectAll().where("concern_id", "=", id).where("staff_id", "=", staffId);
const rowOf = (id: number, staffId: number) =>
  q.updateTable("concern_told").where("concern_id", "=", id).where("staff_id", "=", staffId);
