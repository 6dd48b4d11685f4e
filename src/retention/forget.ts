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

/** How many go at a time. */
const most = 50;

/**
 * The ended conversations (ids) that go at an instant (ms UTC), in the order in which they ended: those that have been kept as long as the
 * rules promise, those in force, or those that were agreed to where they promised less. Words that nobody read, since the line closed
 * before, are kept only as long as their page can be seen; and of a chat that was deleted goes what is left once its counsellor has put
 * it away. That something was wrong with one changes neither its turn nor what the trail says (`forgetOrLeave`); after them come those that were
 * kept for that alone, and are no more. While somebody who left is in danger nothing of theirs goes.
 */
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
  const first = due.flatMap((query) => db.all(query)).sort((a, b) => a.ended_at! - b.ended_at! || a.id - b.id);
  return [...new Set([...first, ...db.all(noMoreWrong(at))].map(({ id }) => id))];
}

/** What is kept only for those who looked into something that was wrong, and has been for long enough. */
function noMoreWrong(at: number) {
  const stillWrong = q
    .selectFrom("concern")
    .select("conversation_id")
    .where((eb) => eb.or([eb("done_at", "is", null), eb("done_at", ">", at - concernHeldDays * dayMs)]));
  const told = q.selectFrom("conversation").select("id").where("gone_told_at", "is not", null);
  return told.where("id", "not in", stillWrong).limit(most);
}

/** The fewest days that any version of the rules promised: nobody who ended later is due, so nobody else need be looked at. */
function leastPromised(db: DataReader, retentionDays: number): number {
  const least = db.first(q.selectFrom("rules").select((eb) => eb.fn.min("retention_days").as("days")))?.days;
  return Math.min(retentionDays, least ?? retentionDays);
}

/** Lets one go: it is forgotten, or where something was said to be wrong with it, it is gone for everybody but those who look into that. */
export function forgetOrLeave(tx: Tx, emit: Emit, { conversationId }: { conversationId: number }): void {
  if (isHeldByConcern(tx, conversationId, tx.at)) leaveToConcern(tx, emit, { conversationId });
  else forget(tx, emit, { conversationId });
}

/**
 * Forgets an ended conversation: its erasure is noted, its key destroyed, its rows deleted; its contact row stays.
 * Throws `not_found`, and `not_allowed` for one that still goes on.
 */
export function forget(tx: Tx, emit: Emit, input: { conversationId: number }): void {
  const found = keptConversation(tx, input.conversationId);
  if (!found) throw new HelplineError("not_found");
  if (found.endedAt === null) throw new HelplineError("not_allowed");
  // Of one that was left to those who look into what was wrong it was said then.
  const isTold = conversation(tx, found.id) === undefined;
  tx.run(q.replaceInto("erasure").values({ conversation_id: found.id, at: tx.at }));
  tx.keyring.destroy(tx, found.id);
  forgetOf(tx, found.id);
  forgetFiles(tx, found.id);
  tx.run(q.deleteFrom("conversation").where("id", "=", found.id));
  if (!isTold) emit({ type: "conversation.forgotten", conversationId: found.id });
}

/** What came after a conversation, and how one comes back to it. */
function forgetOf(tx: Tx, conversationId: number) {
  forgetThanks(tx, conversationId);
  forgetAddress(tx, conversationId);
  forgetDebriefNotes(tx, conversationId);
  forgetCode(tx, conversationId);
}

/** The tables of what outlives a conversation, and leads to it for as long as it is there; beside that of who read it again. */
export const outliving = ["contact", "wait_promise", "referral", "debrief", "emergency", "chat_hold"] as const;

/**
 * An ended conversation is gone for everybody who may not look into what was wrong with it, just as if it were forgotten, and the trail
 * says so: nothing leads to it any more, and of all that was written its words alone stay. Whoever had a part in it finds nothing
 * that would not be so without a complaint (PROMISES.md S19). Doing so twice changes nothing.
 */
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
  // Its short name is free for others, as it would be.
  tx.run(
    q
      .updateTable("conversation")
      .set((eb) => ({ ...gone, closed_at: eb.fn.coalesce("closed_at", eb.val(tx.at)) }))
      .where("id", "=", conversationId),
  );
  emit({ type: "conversation.forgotten", conversationId });
}

/** The contact records (ids) whose notes have been kept as long as was promised, or as it is set now where that is less. */
export function dueNotes(db: DataReader, at: number): number[] {
  const { noteDays } = settings(db);
  const kept = q.selectFrom("contact_record").select("id").where("note_gone_at", "is", null);
  const due = kept.where("began_at", "<=", sql<number>`${at} - min(${noteDays}, note_days) * ${dayMs}`);
  return db.all(due.orderBy("began_at").limit(50)).map(({ id }) => id);
}

/** Forgets the note of a contact record: its key is destroyed, what was ticked stays. Forgetting twice changes nothing. */
export function forgetNote(tx: Tx, emit: Emit, input: { recordId: number }): void {
  const { recordId } = input;
  const kept = q.updateTable("contact_record").set({ note: null, note_gone_at: tx.at }).where("id", "=", recordId);
  if (tx.run(kept.where("note_gone_at", "is", null)) === 0) return;
  tx.keyring.notes.destroy(tx, recordId);
  emit({ type: "record.note_forgotten", recordId });
}

/**
 * Deletes the keys of erased conversations, and of debriefs, notes, emergencies, mails, addresses, what stood beside something that was
 * wrong, and rights that are gone, that came back with an older keys.db.
 * A key that only lacks its conversation is left alone: the data file may be the older one.
 */
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

/** It was there, and is no more or has no note: ids are not used twice, and one that never was is of newer data. */
function isDebriefGone(tx: Tx, id: number): boolean {
  const found = tx.first(q.selectFrom("debrief").select("note").where("id", "=", id));
  return found ? found.note === null : wasGiven(tx, "debrief", id);
}

function wasGiven(tx: Tx, table: "debrief" | "concern_file", id: number): boolean {
  const used = sql<{ name: string; seq: number }>`sqlite_sequence`.as("used");
  return id <= (tx.first(q.selectFrom(used).select("seq").where("name", "=", table))?.seq ?? 0);
}
