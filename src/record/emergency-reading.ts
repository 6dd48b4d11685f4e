import type { Selectable } from "kysely";
import { hourMs } from "#src/clock.ts";
import { conversation, shortName } from "#src/conversation/conversation.ts";
import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q, type Tables } from "#src/db/schema.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { settings } from "#src/settings/settings.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { aliasOf, everyone } from "#src/staff/staff.ts";

export const informedCodes = ["ambulance", "police", "child_protection", "adult", "other", "nobody"] as const;
export type Informed = (typeof informedCodes)[number];

export const passedCodes = ["place", "name", "contact", "story"] as const;
export type Passed = (typeof passedCodes)[number];

export const toldCodes = ["before", "after", "no"] as const;
export type ToldCode = (typeof toldCodes)[number];

export const emergencyOutcomes = ["help_came", "safe_without", "not_found", "not_known", "no_danger"] as const;
export type EmergencyOutcome = (typeof emergencyOutcomes)[number];

export interface EmergencySaid {
  decidedBy: number | null;
  informed: Informed[];
  passed: Passed[];
  told: ToldCode | null;
  outcome: EmergencyOutcome | null;
}

export interface Emergency extends EmergencySaid {
  id: number;
  conversationId: number | null;
  chat: string;
  nameIndex: number;
  lineId: number;
  staffId: number;
  alias: string;
  at: number;
  decidedAt: number | null;
  note: "none" | "kept" | "gone";
  acknowledged: { staffId: number | null; at: number } | null;
  phoned: { staffId: number | null; at: number } | null;
  /** Who says they are calling the emergency services. */
  callerId: number | null;
}

/** Returns the emergency with this id, if there is one. */
export function emergencyById(db: DataReader, id: number, language: Language = "en"): Emergency | undefined {
  const row = db.first(q.selectFrom("emergency").selectAll().where("id", "=", id));
  return row && asEmergency(db, row, language);
}

/** Returns the emergency of a chat: one that is still open, else the newest. */
export function emergencyIn(db: DataReader, conversationId: number): Emergency | undefined {
  const all = emergenciesIn(db, conversationId);
  return all.find(({ outcome }) => outcome === null) ?? all[0];
}

/** Returns all emergencies of a chat, newest first. */
export function emergenciesIn(db: DataReader, conversationId: number): Emergency[] {
  const rows = q.selectFrom("emergency").selectAll().where("conversation_id", "=", conversationId);
  return db.all(rows.orderBy("id", "desc")).map((row) => asEmergency(db, row, "en"));
}

/** Returns the emergencies a member may see at `at` (ms UTC), newest first: supervisors all, others their own for some days. */
export function emergencies(db: DataReader, member: Member, language: Language, at: number): Emergency[] {
  const rows = db.all(q.selectFrom("emergency").selectAll().orderBy("id", "desc").limit(emergenciesShown));
  return rows
    .map((row) => asEmergency(db, row, language))
    .filter((one) => emergencyReach(db, member, one, at) !== null);
}

/** Returns the open emergencies in the bars of those who answer for them, oldest first: unseen, or their chat goes on. */
export function standingEmergencies(db: DataReader): Emergency[] {
  const rows = [...db.all(unseen({})), ...db.all(seenAndGoing({}))];
  return rows.sort((one, other) => one.id - other.id).map((row) => asEmergency(db, row, "en"));
}

const unseen = prepared(() =>
  q
    .selectFrom("emergency")
    .selectAll()
    .where("acknowledged_at", "is", null)
    .where("at", ">", 0)
    .where("outcome", "is", null),
);
const seenAndGoing = prepared(() =>
  q
    .selectFrom("emergency")
    .innerJoin("conversation", "conversation.id", "emergency.conversation_id")
    .selectAll("emergency")
    .where("emergency.outcome", "is", null)
    .where("emergency.acknowledged_at", "is not", null)
    .where("conversation.ended_at", "is", null),
);

/** Returns whether a member may say they have seen an emergency: not the person who declared it, unless nobody else can. */
export function mayAcknowledge(db: DataReader, member: Member, { staffId }: Pick<Emergency, "staffId">): boolean {
  if (!may(member, "emergency.answer")) return false;
  const others = () => everyone(db).filter(({ id }) => id !== member.id);
  return staffId !== member.id || !others().some((one) => may(one, "emergency.answer"));
}

/** Returns the id of the counsellor a supervisor phones afterwards: who has or had the chat, else who declared it. */
export function counsellorIn(
  db: DataReader,
  { staffId, conversationId }: Pick<Emergency, "staffId" | "conversationId">,
): number {
  const found = conversationId === null ? undefined : conversation(db, conversationId);
  return found?.counsellorId ?? staffId;
}

const toPhoneMs = 20 * hourMs;

/** Returns whether a member is asked to phone the counsellor of an emergency at `at` (ms UTC). */
export function isToPhone(db: DataReader, member: Member, one: Emergency, at: number): boolean {
  const isAsked = one.phoned === null && one.outcome !== "no_danger" && at - one.at < toPhoneMs;
  return isAsked && may(member, "emergency.answer") && counsellorIn(db, one) !== member.id;
}

/** Counts the counsellors that a member is asked to phone at `at` (ms UTC). */
export function toPhone(db: DataReader, member: Member, at: number): number {
  return whomToPhone(db, member, at).length;
}

/** Returns the emergencies whose counsellors a member is asked to phone at `at` (ms UTC). */
export function whomToPhone(db: DataReader, member: Member, at: number): Emergency[] {
  const all = db.all(unphoned({ since: at - toPhoneMs })).map((row) => asEmergency(db, row, "en"));
  return all.filter((one) => isToPhone(db, member, one, at));
}

const unphoned = prepared((v: { since: number }) =>
  q.selectFrom("emergency").selectAll().where("phoned_at", "is", null).where("at", ">", v.since),
);

const emergenciesShown = 500;

/** Returns what is written beside an emergency; "" for nothing, null if it is gone or cannot be opened. */
export function emergencyNote(db: DataReader, id: number): string | null {
  const row = db.first(q.selectFrom("emergency").select(["note", "note_gone_at"]).where("id", "=", id));
  if (!row || row.note_gone_at !== null) return null;
  return row.note === null ? "" : db.keyring.emergencies.open(id, row.note);
}

/** Returns what a member may do with the record of an emergency at `at` (ms UTC); null for nothing. */
export function emergencyReach(
  db: DataReader,
  member: Member,
  { staffId, conversationId, at: since }: Pick<Emergency, "staffId" | "conversationId" | "at">,
  at: number,
): "change" | "see" | null {
  if (may(member, "emergency.see")) return "change";
  const found = conversationId === null ? undefined : conversation(db, conversationId);
  const isOwner = staffId === member.id || found?.counsellorId === member.id;
  if (!isOwner || !may(member, "record.make")) return null;
  const { recordHours, recordDays } = settings(db);
  if (at - since < recordHours * hourMs) return "change";
  return at - since < recordDays * 24 * hourMs ? "see" : null;
}

/** Returns a member's own open emergencies whose records they can still write at `at` (ms UTC). */
export function unsettledOf(db: DataReader, member: Member, language: Language, at: number): Emergency[] {
  const rows = db.all(q.selectFrom("emergency").selectAll().where("outcome", "is", null).orderBy("id"));
  return rows
    .map((row) => asEmergency(db, row, language))
    .filter((one) => one.staffId === member.id || counsellorIn(db, one) === member.id)
    .filter((one) => emergencyReach(db, member, one, at) === "change");
}

type Row = Selectable<Tables["emergency"]>;

function asEmergency(db: DataReader, row: Row, language: Language): Emergency {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    chat: shortName(language, row.name_index),
    nameIndex: row.name_index,
    lineId: row.line_id,
    staffId: row.staff_id,
    alias: aliasOf(db, row.staff_id) ?? "",
    at: row.at,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    informed: JSON.parse(row.informed),
    passed: JSON.parse(row.passed),
    told: row.told,
    outcome: row.outcome as EmergencyOutcome | null,
    note: row.note_gone_at !== null ? "gone" : row.note === null ? "none" : "kept",
    acknowledged: row.acknowledged_at === null ? null : { staffId: row.acknowledged_by, at: row.acknowledged_at },
    phoned: row.phoned_at === null ? null : { staffId: row.phoned_by, at: row.phoned_at },
    callerId: row.caller_id,
  };
}
