import { conversation } from "#src/conversation/conversation.ts";
import { tidy } from "#src/conversation/messages/writing.ts";
import type { Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { settings } from "#src/settings/settings.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { servesLine } from "#src/staff/shift/availability.ts";
import { memberNow } from "#src/staff/staff.ts";
import { type Coding, type ContactChannel, isCoded, isNoCounselling } from "./coding.ts";
import { prefilled } from "./prefill.ts";
import { type ContactRecord, contactRecord, noteOf, reachOf, recordOfChat, recordOfForm } from "./reading.ts";
import { currentVersion } from "./trees.ts";

const maxRecordNote = 1_000;

export type RecordOf = { conversationId: number } | { recordId: number } | { clientId: string };

interface OtherContact {
  channel: Exclude<ContactChannel, "chat"> | null;
  lineId: number;
  day: string;
}

export interface RecordGiven {
  member: Member;
  of: RecordOf;
  coding: Coding;
  contact?: OtherContact;
  note: string | null;
  wish: "draft" | "later" | "finish";
}

/** Keeps or finishes a contact record. Returns its id. Throws `not_allowed`, `not_found`, `bad_input`, `too_long`. */
export function saveRecord(tx: Tx, emit: Emit, given: RecordGiven): number {
  const known = existing(tx, given.of);
  const member = memberNow(tx, given.member.id);
  if (known) refuseOthers(tx, member, known);
  const isOthers = known !== undefined && known.staffId !== member.id;
  // A late draft changes nothing that was finished meanwhile, and a correction is never left half done.
  if (known && (known.finishedAt !== null || isOthers) && given.wish !== "finish") return known.id;
  const record = known ?? begin(tx, { ...given, member });
  if (given.wish === "finish") refuseOpen(given);
  const before = record.finishedAt !== null || isOthers ? codesOf(tx, record) : null;
  write(tx, record, { ...given, member });
  if (given.wish === "finish") finish(tx, emit, member, record, before);
  else if (!known || given.wish === "later") emitKept(emit, record);
  return record.id;
}

/** Keeps the record of a chat to be finished later, with what is known of it already. Returns its id. */
export function putBy(
  tx: Tx,
  emit: Emit,
  { member, conversationId }: { member: Member; conversationId: number },
): number {
  const coding = prefilled(tx, conversationId);
  return saveRecord(tx, emit, { member, of: { conversationId }, coding, note: null, wish: "later" });
}

/** Takes “not a counselling contact” back while its author may change it: its form comes again. Throws `not_found`, `not_allowed`. */
export function reopenRecord(tx: Tx, emit: Emit, given: { member: Member; conversationId: number }): void {
  const record = recordOfChat(tx, given.conversationId);
  if (!record) throw new HelplineError("not_found");
  const member = memberNow(tx, given.member.id);
  refuseOthers(tx, member, record);
  if (record.staffId !== member.id) throw new HelplineError("not_allowed");
  // Pressed twice, it is open already.
  if (record.finishedAt === null) return;
  if (!isNoCounselling(record.coding.outcome)) throw new HelplineError("not_allowed");
  tx.run(q.updateTable("contact_record").set({ finished_at: null, outcome: null }).where("id", "=", record.id));
  const { id: recordId, staffId, conversationId } = record;
  emit({ type: "record.reopened", recordId, staffId, conversationId });
}

function existing(tx: Tx, of: RecordOf): ContactRecord | undefined {
  if ("conversationId" in of) return recordOfChat(tx, of.conversationId);
  if ("clientId" in of) return recordOfForm(tx, of.clientId);
  const found = contactRecord(tx, of.recordId);
  if (!found) throw new HelplineError("not_found");
  return found;
}

function refuseOthers(tx: Tx, member: Member, record: ContactRecord) {
  const reach = reachOf(tx, member, record, tx.at);
  const { recordHours: hours, recordDays: days } = settings(tx);
  if (reach === "see") throw new HelplineError("not_allowed", "staff.record.too_late", { hours });
  if (reach === "past") throw new HelplineError("not_allowed", "staff.record.past", { days });
  if (reach === null) throw new HelplineError("not_allowed");
}

function refuseOpen({ coding, note, contact }: RecordGiven) {
  if (contact?.channel === null) throw new HelplineError("bad_input", "staff.record.channel_wrong", {}, "channel");
  if (!isCoded(coding)) throw new HelplineError("bad_input", "staff.record.choose", {}, "reasons");
  const n = [...tidy(note ?? "")].length - maxRecordNote;
  if (n > 0) throw new HelplineError("too_long", "staff.record.note_long", { n, most: maxRecordNote }, "note");
}

function begin(tx: Tx, { member, of, contact }: RecordGiven): ContactRecord {
  if (!may(member, "record.make")) throw new HelplineError("not_allowed");
  const { noteDays } = settings(tx);
  const row =
    "conversationId" in of
      ? ofChat(tx, member, of.conversationId)
      : "clientId" in of && contact
        ? { client_id: of.clientId, ...contactRow(tx, member, contact), note_days: noteDays }
        : undefined;
  if (!row) throw new HelplineError("not_found");
  const made = tx.first(
    q
      .insertInto("contact_record")
      .values({ ...row, staff_id: member.id, began_at: tx.at, tree_version: currentVersion(tx) })
      .returning("id"),
  )!;
  return contactRecord(tx, made.id)!;
}

function contactRow(tx: Tx, member: Member, { channel, lineId, day }: OtherContact) {
  if (!servesLine(tx, member.id, lineId)) throw new HelplineError("not_allowed");
  return { channel, line_id: lineId, day };
}

function ofChat(tx: Tx, member: Member, conversationId: number) {
  const found = conversation(tx, conversationId);
  if (!found || found.counsellorId !== member.id || found.endedAt === null) throw new HelplineError("not_allowed");
  const of = q.selectFrom("contact").select(["id", "line_id", "day"]).where("conversation_id", "=", conversationId);
  const contact = tx.first(of);
  if (!contact) throw new HelplineError("not_found");
  const { noteDays } = settings(tx);
  const agreed = tx.first(q.selectFrom("rules").select("note_days").where("version", "=", found.rulesVersion));
  return {
    contact_id: contact.id,
    channel: "chat" as const,
    line_id: contact.line_id,
    day: contact.day,
    // Someone who was told of fewer days keeps them.
    note_days: Math.min(noteDays, agreed?.note_days ?? noteDays),
    // Nothing is written down of what the young person deleted.
    ...(found.erasedAt === null ? {} : { note_gone_at: tx.at }),
  };
}

function write(tx: Tx, record: ContactRecord, { member, coding, note, contact }: RecordGiven) {
  const { id } = record;
  const columns = {
    outcome: coding.outcome,
    risk_present: coding.riskPresent,
    risk_assessed: coding.riskAssessed,
    risk_plan: coding.riskPlan,
    age: coding.age,
    gender: coding.gender,
    region: coding.region,
    about: coding.about,
    first_contact: coding.first,
  };
  const changed = contact && record.channel !== "chat" ? contactRow(tx, member, contact) : {};
  tx.run(
    q
      .updateTable("contact_record")
      .set({ ...columns, ...changed })
      .where("id", "=", id),
  );
  tx.run(q.deleteFrom("contact_reason").where("record_id", "=", id));
  tx.run(q.deleteFrom("contact_action").where("record_id", "=", id));
  for (const reason of coding.reasons) tx.run(q.insertInto("contact_reason").values({ record_id: id, reason }));
  for (const action of coding.actions) tx.run(q.insertInto("contact_action").values({ record_id: id, action }));
  keepNote(tx, record, note);
}

function keepNote(tx: Tx, { id, note: state }: ContactRecord, typed: string | null) {
  if (state === "gone" || typed === null) return;
  const text = tidy(typed.slice(0, 4 * maxRecordNote));
  if (text === (noteOf(tx, id) ?? "")) return;
  const note = text === "" ? null : tx.keyring.notes.seal(tx, id, text);
  tx.run(q.updateTable("contact_record").set({ note }).where("id", "=", id));
}

function finish(tx: Tx, emit: Emit, member: Member, record: ContactRecord, before: string | null) {
  const { id: recordId, staffId, conversationId } = record;
  if (record.finishedAt === null) {
    tx.run(q.updateTable("contact_record").set({ finished_at: tx.at }).where("id", "=", recordId));
    emit({ type: "record.finished", recordId, staffId, conversationId });
  }
  if (before === null) return;
  const after = codesOf(tx, contactRecord(tx, recordId)!);
  emit({ type: "record.changed", recordId, staffId, conversationId, byOther: staffId !== member.id, before, after });
}

function codesOf(tx: Tx, record: ContactRecord): string {
  const { coding, note } = contactRecord(tx, record.id)!;
  return JSON.stringify({ ...coding, note });
}

function emitKept(emit: Emit, { id: recordId, staffId, conversationId }: ContactRecord) {
  emit({ type: "record.begun", recordId, staffId, conversationId });
}
