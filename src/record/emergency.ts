import { sql } from "kysely";
import { dayMs } from "#src/clock.ts";
import { allowedIn, colleaguesOf, subjectOf } from "#src/conversation/colleagues/colleagues.ts";
import { askForHelp } from "#src/conversation/colleagues/help-wanted.ts";
import { tellYoungPerson } from "#src/conversation/colleagues/join.ts";
import { type Conversation, conversation, stateOf } from "#src/conversation/conversation.ts";
import { isReal } from "#src/conversation/kind.ts";
import { tidy } from "#src/conversation/messages/writing.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { chatsNeedingOthers } from "#src/conversation/safety/urgent.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { settings } from "#src/settings/settings.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { aliasOf, memberNow, staffMember } from "#src/staff/staff.ts";
import {
  counsellorIn,
  type Emergency,
  type EmergencySaid,
  emergenciesIn,
  emergencyById,
  emergencyIn,
  emergencyNote,
  emergencyReach,
  mayAcknowledge,
} from "./emergency-reading.ts";

export const maxEmergencyNote = 2_000;

/** Declares an emergency in a chat and calls for help. Returns its record's id. Throws `not_allowed`, also in a rehearsal. */
export function declareEmergency(tx: Tx, emit: Emit, input: { conversationId: number; staffId: number }): number {
  // Saying it again changes nothing until the record says what came of it; after that it is another emergency.
  const { conversationId, staffId } = input;
  const found = allowedIn(tx, input, "conversation.mark_risk");
  const { id, isNew } = beginEmergency(tx, emit, { found, staffId });
  if (!isNew) return id;
  markRisk(tx, emit, { conversationId, staffId, present: true });
  if (found.counsellorId !== null) offerOthers(tx, emit, { conversationId, counsellorId: found.counsellorId });
  const isAlone = !colleaguesOf(tx, conversationId).some(({ kind }) => kind === "joined");
  if (isAlone && stateOf(found) === "talking") askForHelp(tx, emit, { conversationId, staffId, urgent: true });
  return id;
}

/** Begins an emergency's record (PROMISES.md C8) or returns the open one; the caller checks rights. Throws `not_allowed`. */
export function beginEmergency(
  tx: Tx,
  emit: Emit,
  { found, staffId }: { found: Conversation; staffId: number },
): { id: number; isNew: boolean } {
  const conversationId = found.id;
  if (!isReal(found)) throw new HelplineError("not_allowed");
  const known = emergencyIn(tx, conversationId);
  if (known && known.outcome === null) return { id: known.id, isNew: false };
  const { noteDays } = settings(tx);
  const agreed = tx.first(q.selectFrom("rules").select("note_days").where("version", "=", found.rulesVersion));
  const row = {
    conversation_id: conversationId,
    name_index: found.nameIndex,
    line_id: found.lineId,
    staff_id: staffId,
    at: tx.at,
    decided_by: null,
    decided_at: null,
    informed: "[]",
    passed: "[]",
    told: null,
    outcome: null,
    note: null,
    // Someone who was told of fewer days keeps them.
    note_days: Math.min(noteDays, agreed?.note_days ?? noteDays),
    note_gone_at: null,
  };
  const { id } = tx.first(q.insertInto("emergency").values(row).returning("id"))!;
  emit({ type: "emergency.declared", emergencyId: id, conversationId, staffId });
  return { id, isNew: true };
}

function offerOthers(
  tx: Tx,
  emit: Emit,
  { conversationId, counsellorId }: { conversationId: number; counsellorId: number },
) {
  const alias = aliasOf(tx, counsellorId)!;
  for (const { one } of chatsNeedingOthers(tx)) {
    const isOwner = one.counsellorId === counsellorId && one.id !== conversationId;
    if (isOwner && one.watchedAfter === null)
      tellYoungPerson(tx, emit, { conversationId: one.id, key: "notice.needed", values: { alias } });
  }
}

interface Answer {
  emergencyId: number;
  staffId: number;
}

/** Notes the first supervisor who has seen an emergency. Throws `not_allowed`. */
export function acknowledgeEmergency(tx: Tx, emit: Emit, { emergencyId, staffId }: Answer): void {
  const found = emergencyById(tx, emergencyId);
  if (!found || !mayAcknowledge(tx, memberNow(tx, staffId), found)) throw new HelplineError("not_allowed");
  if (found.acknowledged) return;
  const seen = { acknowledged_by: staffId, acknowledged_at: tx.at };
  tx.run(q.updateTable("emergency").set(seen).where("id", "=", emergencyId));
  emit({ type: "emergency.acknowledged", emergencyId, staffId });
}

/**
 * Notes who says they are calling the emergency services, or that they are not after all: anyone at the chat, or who answers
 * for it. The next who says so takes the place of the one before. Throws `not_allowed`, also once it is over.
 */
export function sayCalling(tx: Tx, emit: Emit, { emergencyId, staffId, on }: Answer & { on: boolean }): void {
  const found = emergencyById(tx, emergencyId);
  if (!found || found.outcome !== null || !isAt(tx, found, staffId)) throw new HelplineError("not_allowed");
  if ((found.callerId === staffId) === on) return;
  const calling = on ? { caller_id: staffId, calling_at: tx.at } : { caller_id: null, calling_at: null };
  tx.run(q.updateTable("emergency").set(calling).where("id", "=", emergencyId));
  emit({ type: "emergency.calling", emergencyId, staffId, on });
}

function isAt(tx: Tx, { conversationId }: Emergency, staffId: number): boolean {
  const member = memberNow(tx, staffId);
  const found = conversationId === null ? undefined : conversation(tx, conversationId);
  const isAtChat = found !== undefined && may(member, "conversation.read", subjectOf(tx, found, tx.at));
  return isAtChat || may(member, "emergency.answer");
}

/** Notes that a supervisor has phoned the counsellor, once for all emergencies of a chat until now. Throws `not_allowed`. */
export function notePhoned(tx: Tx, emit: Emit, { emergencyId, staffId }: Answer): void {
  const found = emergencyById(tx, emergencyId);
  const whom = found && counsellorIn(tx, found);
  if (!found || whom === staffId || !may(memberNow(tx, staffId), "emergency.answer")) {
    throw new HelplineError("not_allowed");
  }
  if (found.phoned) return;
  const phoned = { phoned_by: staffId, phoned_at: tx.at };
  const ofChat = (found.conversationId === null ? [] : emergenciesIn(tx, found.conversationId)).map(({ id }) => id);
  const unphoned = q.updateTable("emergency").set(phoned).where("phoned_at", "is", null);
  tx.run(unphoned.where("id", "in", [emergencyId, ...ofChat]));
  emit({ type: "emergency.phoned", emergencyId, staffId: whom! });
}

interface EmergencyGiven {
  member: Member;
  id: number;
  said: EmergencySaid;
  note: string | null;
}

/** Keeps what is said of an emergency. Throws `not_allowed`, `too_long`, and `bad_input` if `decidedBy` is not on the staff. */
export function saveEmergency(tx: Tx, emit: Emit, given: EmergencyGiven): void {
  const { id, said } = given;
  const member = memberNow(tx, given.member.id);
  const found = emergencyById(tx, id);
  if (!found || emergencyReach(tx, member, found, tx.at) !== "change") throw new HelplineError("not_allowed");
  const { decidedBy } = said;
  if (decidedBy !== null && decidedBy !== found.decidedBy && !staffMember(tx, decidedBy)) {
    throw new HelplineError("bad_input");
  }
  const before = codesOf(found);
  const decidedAt = decidedBy === found.decidedBy ? found.decidedAt : decidedBy === null ? null : tx.at;
  const columns = {
    decided_by: decidedBy,
    decided_at: decidedAt,
    informed: JSON.stringify(said.informed),
    passed: JSON.stringify(said.passed),
    told: said.told,
    outcome: said.outcome,
  };
  tx.run(q.updateTable("emergency").set(columns).where("id", "=", id));
  keepNote(tx, id, given.note);
  const after = codesOf(emergencyById(tx, id)!);
  const { conversationId } = found;
  if (before !== after) emit({ type: "emergency.changed", emergencyId: id, conversationId, before, after });
}

// What is gone after its days does not come back with a page that was left open.
function keepNote(tx: Tx, id: number, typed: string | null) {
  const before = emergencyNote(tx, id);
  if (typed === null || before === null) return;
  const text = tidy(typed);
  const length = [...text].length;
  if (length > maxEmergencyNote) {
    throw new HelplineError("too_long", "error.too_long", { length, most: maxEmergencyNote }, "note");
  }
  if (text === before) return;
  const note = text === "" ? null : tx.keyring.emergencies.seal(tx, id, text);
  tx.run(q.updateTable("emergency").set({ note }).where("id", "=", id));
}

// The audit trail keeps codes, and of the words only that there are some.
function codesOf({ decidedBy, informed, passed, told, outcome, note }: EmergencySaid & { note: string }): string {
  return JSON.stringify({ decidedBy, informed, passed, told, outcome, note });
}

/** Returns the ids of emergencies whose words go at `at` (ms UTC): after the days promised, or the days set if fewer. */
export function dueEmergencyNotes(db: DataReader, at: number): number[] {
  const { noteDays } = settings(db);
  const kept = q.selectFrom("emergency").select("id").where("note_gone_at", "is", null);
  const due = kept.where("at", "<=", sql<number>`${at} - min(${noteDays}, note_days) * ${dayMs}`);
  return db.all(due.orderBy("at").limit(50)).map(({ id }) => id);
}

/** Forgets the words of an emergency and destroys their key; what was ticked stays. */
export function forgetEmergencyNote(tx: Tx, emit: Emit, { emergencyId }: { emergencyId: number }): void {
  const kept = q.updateTable("emergency").set({ note: null, note_gone_at: tx.at }).where("id", "=", emergencyId);
  if (tx.run(kept.where("note_gone_at", "is", null)) === 0) return;
  tx.keyring.emergencies.destroy(tx, emergencyId);
  emit({ type: "emergency.note_forgotten", emergencyId });
}
