import { hourMs } from "#src/clock.ts";
import { recordState } from "#src/conversation/after/record-state.ts";
import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { settings } from "#src/settings/settings.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { servesLine } from "#src/staff/shift/availability.ts";
import type { ActionTaken, Coding, ContactChannel } from "./coding.ts";

export interface ContactRecord {
  id: number;
  conversationId: number | null;
  channel: ContactChannel | null;
  lineId: number;
  staffId: number;
  day: string;
  beganAt: number;
  finishedAt: number | null;
  treeVersion: number;
  coding: Coding;
  note: "none" | "kept" | "gone";
}

/** Returns the record with this id, if there is one. */
export function contactRecord(db: DataReader, id: number): ContactRecord | undefined {
  const row = db.first(rows().where("contact_record.id", "=", id));
  return row && asRecord(db, row);
}

/** Returns the record of a chat, if one was begun. */
export function recordOfChat(db: DataReader, conversationId: number): ContactRecord | undefined {
  const row = db.first(rows().where("contact.conversation_id", "=", conversationId));
  return row && asRecord(db, row);
}

/** Returns the record that was begun with a form that is sent again. */
export function recordOfForm(db: DataReader, clientId: string): ContactRecord | undefined {
  const row = db.first(rows().where("contact_record.client_id", "=", clientId));
  return row && asRecord(db, row);
}

/** Returns the records that someone has begun and not finished, oldest first. */
export function unfinishedRecords(db: DataReader, staffId: number): ContactRecord[] {
  const own = rows().where("contact_record.staff_id", "=", staffId).where("finished_at", "is", null);
  return db.all(own.orderBy("contact_record.id")).map((row) => asRecord(db, row));
}

/** Returns a query of how many records someone has begun and not finished. */
export function unfinishedOf(staffId: number) {
  const own = q.selectFrom("contact_record").where("staff_id", "=", staffId).where("finished_at", "is", null);
  return own.select((eb) => eb.fn.countAll<number>().as("n"));
}

type Finished = ({ staffId: number } | { lineIds: number[] }) & { since: number };

/** Returns finished records, newest first: `most` of them, after the first `from`. */
export function finishedRecords(db: DataReader, of: Finished, { from, most }: { from: number; most: number }) {
  const some = finished(of).orderBy("finished_at", "desc").orderBy("contact_record.id", "desc");
  return db.all(some.limit(most).offset(from)).map((row) => asRecord(db, row));
}

/** Counts finished records. */
export function finishedCount(db: DataReader, of: Finished): number {
  return db.first(
    finished(of)
      .clearSelect()
      .select((eb) => eb.fn.countAll<number>().as("n")),
  )!.n;
}

function finished(of: Finished) {
  const all = rows().where("finished_at", ">", of.since);
  return "staffId" in of
    ? all.where("contact_record.staff_id", "=", of.staffId)
    : all.where("contact_record.line_id", "in", of.lineIds);
}

/** Returns the note of a record; "" for none, null if it is gone or cannot be opened. */
export function noteOf(db: DataReader, recordId: number): string | null {
  const of = q.selectFrom("contact_record").select(["note", "note_gone_at"]).where("id", "=", recordId);
  const row = db.first(of);
  if (!row || row.note_gone_at !== null) return null;
  return row.note === null ? "" : db.keyring.notes.open(recordId, row.note);
}

/** Returns what a member may do with a record at `at` (ms UTC); null for nothing, `past` if their own is too old to see. */
export function reachOf(
  db: DataReader,
  member: Member,
  record: ContactRecord,
  at: number,
): "change" | "correct" | "see" | "past" | null {
  // An unfinished one is its author's alone for some hours: half of a thought is nobody else's.
  const { recordHours, recordDays } = settings(db);
  const subject = { counsellorId: record.staffId, ended: true };
  const isOwn = record.staffId === member.id && may(member, "record.change", subject);
  const age = record.finishedAt === null ? 0 : at - record.finishedAt;
  const isLeft = record.finishedAt !== null || at - record.beganAt >= recordHours * hourMs;
  if (isOwn && age < recordHours * hourMs) return "change";
  if (isLeft && may(member, "record.correct", subject) && servesLine(db, member.id, record.lineId)) return "correct";
  if (isOwn) return age < recordDays * 24 * hourMs ? "see" : "past";
  return null;
}

function rows() {
  return q
    .selectFrom("contact_record")
    .leftJoin("contact", "contact.id", "contact_record.contact_id")
    .selectAll("contact_record")
    .select("contact.conversation_id");
}

type Row = Awaited<ReturnType<ReturnType<typeof rows>["execute"]>>[number];

function asRecord(db: DataReader, row: Row): ContactRecord {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    channel: row.channel,
    lineId: row.line_id,
    staffId: row.staff_id,
    day: row.day,
    beganAt: row.began_at,
    finishedAt: row.finished_at,
    treeVersion: row.tree_version,
    coding: codingOf(db, row),
    note: row.note_gone_at !== null ? "gone" : row.note === null ? "none" : "kept",
  };
}

function codingOf(db: DataReader, row: Row): Coding {
  const reasons = q.selectFrom("contact_reason").select("reason").where("record_id", "=", row.id);
  const actions = q.selectFrom("contact_action").select("action").where("record_id", "=", row.id);
  return {
    reasons: db.all(reasons).map(({ reason }) => reason),
    actions: db.all(actions).map(({ action }) => action as ActionTaken),
    outcome: row.outcome as Coding["outcome"],
    riskPresent: row.risk_present,
    riskAssessed: row.risk_assessed,
    riskPlan: row.risk_plan,
    age: row.age as Coding["age"],
    gender: row.gender as Coding["gender"],
    region: row.region,
    about: row.about,
    first: row.first_contact,
  };
}

/** Returns whether an ended chat should have a record and none was begun. */
export function lacksRecord(db: DataReader, conversationId: number): boolean {
  return recordState(db, conversationId) === "lacking";
}
