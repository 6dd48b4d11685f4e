import { sql } from "kysely";
import { dayMs } from "#src/clock.ts";
import { allowedIn, colleaguesOf } from "#src/conversation/colleagues/colleagues.ts";
import { askForHelp } from "#src/conversation/colleagues/help-wanted.ts";
import { tellYoungPerson } from "#src/conversation/colleagues/join.ts";
import { type Conversation, stateOf } from "#src/conversation/conversation.ts";
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
  type EmergencySaid,
  emergenciesIn,
  emergencyById,
  emergencyIn,
  emergencyNote,
  emergencyReach,
  mayAcknowledge,
} from "./emergency-reading.ts";

// The record of an emergency (PROMISES.md C8): who decided, what passed to whom, whether the young person was told, what came of it.

/** The longest words beside it, characters. */
export const maxEmergencyNote = 2_000;

/**
 * Whoever sits at a chat says that somebody in it is in danger now: its record begins, the chat is marked, which whoever is on
 * call is told of (on-call/causes.ts), every supervisor sees it until one has said so, everybody on shift is asked to come, unless
 * somebody has, and to take the other chats of its counsellor. Saying it again changes nothing until the record says what came of it;
 * after that it is another emergency, with a record of its own. Returns the id of the record. Throws `not_allowed`, also in a rehearsal.
 */
export function declareEmergency(tx: Tx, emit: Emit, input: { conversationId: number; staffId: number }): number {
  const { conversationId, staffId } = input;
  const found = allowedIn(tx, input, "conversation.mark_risk");
  const { id, isNew } = beginEmergency(tx, emit, { found, staffId });
  if (!isNew) return id;
  markRisk(tx, emit, { conversationId, staffId, present: true });
  if (found.counsellorId !== null) offerOthers(tx, emit, { conversationId, counsellorId: found.counsellorId });
  // Nobody decides alone.
  const isAlone = !colleaguesOf(tx, conversationId).some(({ kind }) => kind === "joined");
  if (isAlone && stateOf(found) === "talking") askForHelp(tx, emit, { conversationId, staffId, urgent: true });
  return id;
}

/**
 * Begins the record of an emergency, which calls those who answer for them. Who may is for the caller to say. Returns its id, or that of
 * one whose record does not say yet what came of it (`isNew` false). Throws `not_allowed` in a rehearsal.
 */
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
    // Whoever was told of fewer days keeps them.
    note_days: Math.min(noteDays, agreed?.note_days ?? noteDays),
    note_gone_at: null,
  };
  const { id } = tx.first(q.insertInto("emergency").values(row).returning("id"))!;
  emit({ type: "emergency.declared", emergencyId: id, conversationId, staffId });
  return { id, isNew: true };
}

/**
 * Whoever else its counsellor talks with is told that they are needed, and that it is not because of them, unless their screen is watched;
 * colleagues are asked to take those chats for as long as it lasts (conversation/urgent.ts).
 */
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

/** A supervisor has seen that there is an emergency. The first one is kept; saying it again changes nothing. Throws `not_allowed`. */
export function acknowledgeEmergency(tx: Tx, emit: Emit, { emergencyId, staffId }: Answer): void {
  const found = emergencyById(tx, emergencyId);
  if (!found || !mayAcknowledge(tx, memberNow(tx, staffId), found)) throw new HelplineError("not_allowed");
  if (found.acknowledged) return;
  const seen = { acknowledged_by: staffId, acknowledged_at: tx.at };
  tx.run(q.updateTable("emergency").set(seen).where("id", "=", emergencyId));
  emit({ type: "emergency.acknowledged", emergencyId, staffId });
}

/**
 * A supervisor has phoned its counsellor before they went home: once is enough for all there was in that chat until now. Twice changes
 * nothing. Throws `not_allowed`, also for oneself.
 */
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

export interface EmergencyGiven {
  member: Member;
  id: number;
  said: EmergencySaid;
  /** null = as it is: whoever wrote could not see it. */
  note: string | null;
}

/**
 * Keeps what is said of an emergency. The audit trail has the codes of before and after, and never a word. Throws `not_allowed`,
 * alike for one that does not exist, `bad_input` for a decision of nobody on the staff, and `too_long`.
 */
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

/** What is gone after its days does not come back with a page that was left open. */
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

/** What the audit trail keeps: its codes, and of the words that there are some. */
function codesOf({ decidedBy, informed, passed, told, outcome, note }: EmergencySaid & { note: string }): string {
  return JSON.stringify({ decidedBy, informed, passed, told, outcome, note });
}

/** The emergencies (ids) whose words have been kept as long as was promised, or as it is set now where that is less (`at` is ms UTC). */
export function dueEmergencyNotes(db: DataReader, at: number): number[] {
  const { noteDays } = settings(db);
  const kept = q.selectFrom("emergency").select("id").where("note_gone_at", "is", null);
  const due = kept.where("at", "<=", sql<number>`${at} - min(${noteDays}, note_days) * ${dayMs}`);
  return db.all(due.orderBy("at").limit(50)).map(({ id }) => id);
}

/** Forgets the words of one: their key is destroyed, what was ticked stays. Forgetting twice changes nothing. */
export function forgetEmergencyNote(tx: Tx, emit: Emit, { emergencyId }: { emergencyId: number }): void {
  const kept = q.updateTable("emergency").set({ note: null, note_gone_at: tx.at }).where("id", "=", emergencyId);
  if (tx.run(kept.where("note_gone_at", "is", null)) === 0) return;
  tx.keyring.emergencies.destroy(tx, emergencyId);
  emit({ type: "emergency.note_forgotten", emergencyId });
}
