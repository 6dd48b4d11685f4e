import { sql } from "kysely";
import { goneButKept } from "#src/conversation/concern.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { shownMostMs } from "#src/conversation/gone.ts";
import { forgetCode } from "#src/conversation/return-code.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { k, q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { forgetAddress, forgetAddresses } from "#src/record/address.ts";
import { forgetDebriefNotes } from "#src/record/debrief.ts";
import { forgetThanks } from "#src/record/thanks.ts";
import { concernHeldDays } from "#src/settings/facts.ts";
import { settings } from "#src/settings/settings.ts";
import { takeStrayTeamKeys } from "#src/staff/team-key.ts";
import { keepingEmergencies, keepingHolds } from "./holding.ts";

const dayMs = 24 * 60 * 60_000;

/**
 * The ended conversations whose words have been kept as long as the rules promise (`at` is ms UTC): those in force, or those
 * that were agreed to where they promised less. Words that nobody read, since the line closed before, are kept only as long
 * as their page can be seen; and of a chat that was deleted goes what is left once its counsellor has put it away.
 */
export function dueToForget(db: DataReader, at: number): number[] {
  const { retentionDays, resumeMinutes } = settings(db);
  const ended = q
    .selectFrom("conversation")
    .select("id")
    .orderBy("ended_at")
    .limit(50)
    .where("id", "not in", keepingHolds(at))
    .where("id", "not in", keepingEmergencies(at))
    // A young person said that something was wrong: it stays until somebody has looked, and for a while after (conversation/concern.ts).
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("concern")
            .select("concern.id")
            .whereRef("concern.conversation_id", "=", "conversation.id")
            .where((eb) =>
              eb.or([eb("concern.done_at", "is", null), eb("concern.done_at", ">", at - concernHeldDays * dayMs)]),
            ),
        ),
      ),
    );
  const promised = sql<number>`coalesce(retention_days, ${retentionDays})`;
  const due = [
    ended
      .innerJoin("rules", "rules.version", "rules_version")
      .where("ended_at", "<=", at - leastPromised(db, retentionDays) * dayMs)
      .where("ended_at", "<=", sql<number>`${at} - min(${retentionDays}, ${promised}) * ${dayMs}`),
    ended.where("ended_at", "<=", at - resumeMinutes * 60_000).where("end_reason", "=", "line_closed"),
    ended
      .where("erased_at", "is not", null)
      .where((eb) => eb.or([eb("closed_at", "is not", null), eb("ended_at", "<=", at - shownMostMs)])),
  ];
  return [...new Set(due.flatMap((query) => db.all(query)).map((row) => row.id))];
}

/** The fewest days that any version of the rules promised: nobody who ended later is due, so nobody else need be looked at. */
function leastPromised(db: DataReader, retentionDays: number): number {
  const least = db.first(q.selectFrom("rules").select((eb) => eb.fn.min("retention_days").as("days")))?.days;
  return Math.min(retentionDays, least ?? retentionDays);
}

/**
 * Forgets an ended conversation: its erasure is noted, its key destroyed, its rows deleted; its contact row stays.
 * Throws `not_found`, and `not_allowed` for one that still goes on.
 */
export function forget(tx: Tx, emit: Emit, input: { conversationId: number }): void {
  const found = conversation(tx, input.conversationId);
  if (!found) throw new HelplineError("not_found");
  if (found.endedAt === null) throw new HelplineError("not_allowed");
  tx.run(q.replaceInto("erasure").values({ conversation_id: found.id, at: tx.at }));
  tx.keyring.destroy(tx, found.id);
  forgetThanks(tx, found.id);
  forgetAddress(tx, found.id);
  forgetDebriefNotes(tx, found.id);
  forgetCode(tx, found.id);
  const isTold = isToldGone(tx, found.id);
  tx.run(q.deleteFrom("conversation").where("id", "=", found.id));
  if (!isTold) emit({ type: "conversation.forgotten", conversationId: found.id });
}

/** Chats (ids) of which the trail has to say that they are forgotten, though something that was wrong keeps their words (`at` is ms UTC). */
export function dueToTellGone(db: DataReader, at: number): number[] {
  const held = db.all(keepingHolds(at)).map((row) => row.conversation_id);
  return goneButKept(db, at).filter((id) => !held.includes(id) && !isToldGone(db, id));
}

/** Says so. Doing so twice changes nothing. */
export function tellGone(tx: Tx, emit: Emit, { conversationId }: { conversationId: number }): void {
  if (!dueToTellGone(tx, tx.at).includes(conversationId)) return;
  tx.run(q.updateTable("conversation").set({ gone_told_at: tx.at }).where("id", "=", conversationId));
  emit({ type: "conversation.forgotten", conversationId });
}

function isToldGone(db: DataReader, id: number): boolean {
  return db.first(q.selectFrom("conversation").select("gone_told_at").where("id", "=", id))?.gone_told_at != null;
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
 * Deletes the keys of erased conversations, and of debriefs, notes, emergencies, mails, addresses and rights that are gone, that came back with
 * an older keys.db.
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
  if (found) return found.note === null;
  const used = sql<{ name: string; seq: number }>`sqlite_sequence`.as("used");
  const last = tx.first(q.selectFrom(used).select("seq").where("name", "=", "debrief"))?.seq ?? 0;
  return id <= last;
}
