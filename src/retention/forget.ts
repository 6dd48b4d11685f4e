import { sql } from "kysely";
import { dayMs, minuteMs } from "#src/clock.ts";
import { forgetAllButWords } from "#src/conversation/after/forgetting.ts";
import { shownMostMs } from "#src/conversation/after/gone.ts";
import { isHeldByConcern } from "#src/conversation/complaint/complaint.ts";
import { forgetFiles } from "#src/conversation/complaint/complaint-file.ts";
import { conversation, keptConversation } from "#src/conversation/conversation.ts";
import { forgetCode } from "#src/conversation/return/return-code.ts";
import { keepingLeft } from "#src/conversation/safety/left-in-danger.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { k, q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { forgetAddress, forgetAddresses } from "#src/record/address.ts";
import { forgetDebriefNotes } from "#src/record/debrief.ts";
import { forgetThanks } from "#src/record/thanks.ts";
import { concernHeldDays } from "#src/settings/rules/facts.ts";
import { settings } from "#src/settings/settings.ts";
import { takeStrayTeamKeys } from "#src/staff/keys/team-key.ts";
import { keepingEmergencies, keepingHolds } from "./safeguarding-hold.ts";

const most = 50;

/** Returns the ended conversations (ids) due to go at an instant (ms UTC), by the rules in force or those agreed to. */
export function dueToGo(db: DataReader, at: number): number[] {
  const { retentionDays, resumeMinutes } = settings(db);
  const ended = q
    .selectFrom("conversation")
    .select(["id", "ended_at"])
    .where("gone_told_at", "is", null)
    .orderBy("ended_at")
    .orderBy("id")
    .limit(most)
    .where("id", "not in", keepingHolds(at))
    .where("id", "not in", keepingEmergencies(at))
    .where("id", "not in", keepingLeft(at));
  const promised = sql<number>`coalesce(retention_days, ${retentionDays})`;
  const due = [
    ended
      .innerJoin("rules", "rules.version", "rules_version")
      .where("ended_at", "<=", at - leastPromised(db, retentionDays) * dayMs)
      .where("ended_at", "<=", sql<number>`${at} - min(${retentionDays}, ${promised}) * ${dayMs}`),
    ended.where("ended_at", "<=", at - resumeMinutes * minuteMs).where("end_reason", "=", "line_closed"),
    ended
      .where("erased_at", "is not", null)
      .where((eb) => eb.or([eb("closed_at", "is not", null), eb("ended_at", "<=", at - shownMostMs)])),
  ];
  // A complaint changes neither a chat's turn nor what the trail says (`forgetOrLeave`).
  const first = due.flatMap((query) => db.all(query)).sort((a, b) => a.ended_at! - b.ended_at! || a.id - b.id);
  return [...new Set([...first, ...db.all(noMoreWrong(at))].map(({ id }) => id))];
}

function noMoreWrong(at: number) {
  const stillWrong = q
    .selectFrom("concern")
    .select("conversation_id")
    .where((eb) => eb.or([eb("done_at", "is", null), eb("done_at", ">", at - concernHeldDays * dayMs)]));
  const told = q.selectFrom("conversation").select("id").where("gone_told_at", "is not", null);
  return told.where("id", "not in", stillWrong).limit(most);
}

function leastPromised(db: DataReader, retentionDays: number): number {
  const least = db.first(q.selectFrom("rules").select((eb) => eb.fn.min("retention_days").as("days")))?.days;
  return Math.min(retentionDays, least ?? retentionDays);
}

/** Forgets a chat, or leaves it to those who look into a complaint about it. */
export function forgetOrLeave(tx: Tx, emit: Emit, { conversationId }: { conversationId: number }): void {
  if (isHeldByConcern(tx, conversationId, tx.at)) leaveToConcern(tx, emit, { conversationId });
  else forget(tx, emit, { conversationId });
}

/** Forgets an ended conversation: its key is destroyed, its contact row stays. Throws `not_found`, `not_allowed`. */
export function forget(tx: Tx, emit: Emit, input: { conversationId: number }): void {
  const found = keptConversation(tx, input.conversationId);
  if (!found) throw new HelplineError("not_found");
  if (found.endedAt === null) throw new HelplineError("not_allowed");
  // When it was left to a complaint, the trail already said that it was forgotten.
  const isTold = conversation(tx, found.id) === undefined;
  tx.run(q.replaceInto("erasure").values({ conversation_id: found.id, at: tx.at }));
  tx.keyring.destroy(tx, found.id);
  forgetOf(tx, found.id);
  forgetFiles(tx, found.id);
  tx.run(q.deleteFrom("conversation").where("id", "=", found.id));
  if (!isTold) emit({ type: "conversation.forgotten", conversationId: found.id });
}

function forgetOf(tx: Tx, conversationId: number) {
  forgetThanks(tx, conversationId);
  forgetAddress(tx, conversationId);
  forgetDebriefNotes(tx, conversationId);
  forgetCode(tx, conversationId);
}

/** Tables of what outlives a conversation and leads to it while it is there, beside `chat_opening`. */
export const outliving = ["contact", "wait_promise", "referral", "debrief", "emergency", "chat_hold"] as const;

// As if it were forgotten, for everyone else: people who had a part in it learn nothing of a complaint (PROMISES.md S19).
function leaveToConcern(tx: Tx, emit: Emit, { conversationId }: { conversationId: number }) {
  if (conversation(tx, conversationId) === undefined) return;
  forgetAllButWords(tx, conversationId);
  forgetOf(tx, conversationId);
  for (const table of outliving) {
    tx.run(q.updateTable(table).set({ conversation_id: null }).where("conversation_id", "=", conversationId));
  }
  const opened = q
    .updateTable("chat_opening")
    .set({ conversation_id: null })
    .where("conversation_id", "=", conversationId);
  tx.run(opened.where("why", "!=", "concern"));
  const gone = { gone_told_at: tx.at, youth_token_hash: null, token_before: null };
  tx.run(
    q
      .updateTable("conversation")
      .set((eb) => ({ ...gone, closed_at: eb.fn.coalesce("closed_at", eb.val(tx.at)) }))
      .where("id", "=", conversationId),
  );
  emit({ type: "conversation.forgotten", conversationId });
}

/** Returns the contact records (ids) whose notes go: kept as promised, or as set now if that is less. */
export function dueNotes(db: DataReader, at: number): number[] {
  const { noteDays } = settings(db);
  const kept = q.selectFrom("contact_record").select("id").where("note_gone_at", "is", null);
  const due = kept.where("began_at", "<=", sql<number>`${at} - min(${noteDays}, note_days) * ${dayMs}`);
  return db.all(due.orderBy("began_at").limit(50)).map(({ id }) => id);
}

/** Forgets the note of a contact record; what was ticked stays. Repeating it changes nothing. */
export function forgetNote(tx: Tx, emit: Emit, input: { recordId: number }): void {
  const { recordId } = input;
  const kept = q.updateTable("contact_record").set({ note: null, note_gone_at: tx.at }).where("id", "=", recordId);
  if (tx.run(kept.where("note_gone_at", "is", null)) === 0) return;
  tx.keyring.notes.destroy(tx, recordId);
  emit({ type: "record.note_forgotten", recordId });
}

/** Destroys keys that came back with an older keys.db. One that only lacks its row stays: the data file may be the older. */
export function replayErasures(tx: Tx): void {
  const ofChats = (["wrap", "team_sealed", "code_wrap", "secret_word", "thanks_wrap"] as const).flatMap((table) =>
    tx.keys.all(k.selectFrom(table).select("conversation_id as id")),
  );
  const passedOn = tx.keys.all(k.selectFrom("earlier_wrap").select("earlier_id as id"));
  for (const id of new Set([...ofChats, ...passedOn].map((one) => one.id))) {
    const erased = tx.first(q.selectFrom("erasure").select("conversation_id").where("conversation_id", "=", id));
    if (!erased) continue;
    tx.keyring.destroy(tx, id);
    tx.keyring.thanks.destroy(tx, id);
  }
  for (const { debrief_id: id } of tx.keys.all(k.selectFrom("debrief_wrap").select("debrief_id"))) {
    if (isDebriefGone(tx, id)) tx.keyring.debriefs.destroy(tx, id);
  }
  for (const { file_id: id } of tx.keys.all(k.selectFrom("concern_wrap").select("file_id"))) {
    const kept = tx.first(q.selectFrom("concern_file").select("id").where("id", "=", id));
    if (!kept && wasGiven(tx, "concern_file", id)) tx.keyring.concerns.destroy(tx, id);
  }
  for (const { practice_id: id } of tx.keys.all(k.selectFrom("practice_wrap").select("practice_id"))) {
    const kept = tx.first(q.selectFrom("practice").select("id").where("id", "=", id));
    if (!kept && wasGiven(tx, "practice", id)) tx.keyring.practices.destroy(tx, id);
  }
  for (const { record_id: id } of tx.keys.all(k.selectFrom("note_wrap").select("record_id"))) {
    const gone = q.selectFrom("contact_record").select("id").where("id", "=", id).where("note_gone_at", "is not", null);
    if (tx.first(gone)) tx.keyring.notes.destroy(tx, id);
  }
  for (const { emergency_id: id } of tx.keys.all(k.selectFrom("emergency_wrap").select("emergency_id"))) {
    const gone = q.selectFrom("emergency").select("id").where("id", "=", id).where("note_gone_at", "is not", null);
    if (tx.first(gone)) tx.keyring.emergencies.destroy(tx, id);
  }
  for (const { mail_id: id } of tx.keys.all(k.selectFrom("mail_wrap").select("mail_id"))) {
    const gone = q.selectFrom("mail").select("id").where("id", "=", id).where("settled_at", "is not", null);
    if (tx.first(gone)) tx.keyring.mails.destroy(tx, id);
  }
  for (const { callback_id: id } of tx.keys.all(k.selectFrom("callback_wrap").select("callback_id"))) {
    const over = q.selectFrom("callback").select("id").where("id", "=", id).where("ended_at", "is not", null);
    if (tx.first(over)) tx.keyring.callbacks.destroy(tx, id);
  }
  const ofStaff = (["staff_wrap", "phone_wrap"] as const).flatMap((table) =>
    tx.keys.all(k.selectFrom(table).select("staff_id")),
  );
  for (const id of new Set(ofStaff.map((one) => one.staff_id))) {
    const left = q.selectFrom("staff").select("id").where("id", "=", id).where("deactivated_at", "is not", null);
    if (!tx.first(left)) continue;
    tx.keyring.addresses.destroy(tx, id);
    tx.keyring.phones.destroy(tx, id);
  }
  forgetAddresses(tx);
  takeStrayTeamKeys(tx);
}

// Ids are not used twice, and one that never was is of newer data.
function isDebriefGone(tx: Tx, id: number): boolean {
  const found = tx.first(q.selectFrom("debrief").select("note").where("id", "=", id));
  return found ? found.note === null : wasGiven(tx, "debrief", id);
}

function wasGiven(tx: Tx, table: "debrief" | "concern_file" | "practice", id: number): boolean {
  const used = sql<{ name: string; seq: number }>`sqlite_sequence`.as("used");
  return id <= (tx.first(q.selectFrom(used).select("seq").where("name", "=", table))?.seq ?? 0);
}
