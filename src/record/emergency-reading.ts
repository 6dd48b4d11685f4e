import type { Selectable } from "kysely";
import { hourMs } from "#src/clock.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { shortName } from "#src/conversation/names.ts";
import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q, type Tables } from "#src/db/schema.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { settings } from "#src/settings/settings.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { aliasOf, everyone } from "#src/staff/staff.ts";

/** Who was told of an emergency. */
export const informedCodes = ["ambulance", "police", "child_protection", "adult", "other", "nobody"] as const;
export type Informed = (typeof informedCodes)[number];

/** What they were told. */
export const passedCodes = ["place", "name", "contact", "story"] as const;
export type Passed = (typeof passedCodes)[number];

/** Whether the young person was told that it is passed on. */
export const toldCodes = ["before", "after", "no"] as const;
export type ToldCode = (typeof toldCodes)[number];

/** What came of it. */
export const emergencyOutcomes = ["help_came", "safe_without", "not_found", "not_known", "no_danger"] as const;
export type EmergencyOutcome = (typeof emergencyOutcomes)[number];

/** What is ticked of an emergency; null and [] = not said yet. */
export interface EmergencySaid {
  /** Who decided (id). */
  decidedBy: number | null;
  informed: Informed[];
  passed: Passed[];
  told: ToldCode | null;
  outcome: EmergencyOutcome | null;
}

/** The record of an emergency, without its words. */
export interface Emergency extends EmergencySaid {
  id: number;
  /** Its chat, while that is kept. */
  conversationId: number | null;
  /** The short name of its chat, in the reader's language, and by its index. */
  chat: string;
  nameIndex: number;
  lineId: number;
  /** Who said that it is one. */
  staffId: number;
  alias: string;
  /** ms UTC */
  at: number;
  /** When it was noted who decided, ms UTC. */
  decidedAt: number | null;
  /** Whether there are words beside it, whether there may be any. */
  note: "none" | "kept" | "gone";
  /** Which supervisor has seen it, and when (ms UTC); null while nobody has. Of those of before nobody is known to have. */
  acknowledged: { staffId: number | null; at: number } | null;
  /** The same of who has phoned its counsellor. */
  phoned: { staffId: number | null; at: number } | null;
}

/** The emergency with this id; undefined when there is none. */
export function emergencyById(db: DataReader, id: number, language: Language = "en"): Emergency | undefined {
  const row = db.first(q.selectFrom("emergency").selectAll().where("id", "=", id));
  return row && asEmergency(db, row, language);
}

/** That of a chat: one of which its record does not say yet what came of it, else the newest; undefined where there was none. */
export function emergencyIn(db: DataReader, conversationId: number): Emergency | undefined {
  const all = emergenciesIn(db, conversationId);
  return all.find(({ outcome }) => outcome === null) ?? all[0];
}

/** All there were in a chat, the newest first. */
export function emergenciesIn(db: DataReader, conversationId: number): Emergency[] {
  const rows = q.selectFrom("emergency").selectAll().where("conversation_id", "=", conversationId);
  return db.all(rows.orderBy("id", "desc")).map((row) => asEmergency(db, row, "en"));
}

/** Those that a member may see at an instant (ms UTC), the newest first: supervisors all of them, others their own for some days. */
export function emergencies(db: DataReader, member: Member, language: Language, at: number): Emergency[] {
  const rows = db.all(q.selectFrom("emergency").selectAll().orderBy("id", "desc").limit(emergenciesShown));
  return rows
    .map((row) => asEmergency(db, row, language))
    .filter((one) => emergencyReach(db, member, one, at) !== null);
}

/**
 * The emergencies that stand in the bars of those who answer for them, the oldest first, while their records do not say what came of
 * them: each until one of them has seen it, and after that while its chat goes on.
 */
export function standingEmergencies(db: DataReader): Emergency[] {
  const rows = [...db.all(unseen({})), ...db.all(seenAndGoing({}))];
  return rows.sort((one, other) => one.id - other.id).map((row) => asEmergency(db, row, "en"));
}

// By their own index, which has only those.
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

/**
 * Whether a member may say that they have seen an emergency: whoever answers for them, and did not declare it, so that somebody else
 * knows; who is the only one of them may all the same.
 */
export function mayAcknowledge(db: DataReader, member: Member, { staffId }: Pick<Emergency, "staffId">): boolean {
  if (!may(member, "emergency.answer")) return false;
  const others = () => everyone(db).filter(({ id }) => id !== member.id);
  return staffId !== member.id || !others().some((one) => may(one, "emergency.answer"));
}

/** Whom (id) a supervisor phones afterwards: who has or had the chat, else who declared it. */
export function counsellorIn(
  db: DataReader,
  { staffId, conversationId }: Pick<Emergency, "staffId" | "conversationId">,
): number {
  const found = conversationId === null ? undefined : conversation(db, conversationId);
  return found?.counsellorId ?? staffId;
}

/** So long somebody is asked to phone the counsellor of an emergency, ms: until the next evening at the latest. */
const toPhoneMs = 20 * hourMs;

/** Of which emergencies somebody is asked to phone the counsellor at an instant (ms UTC): each until one supervisor has, for a day at most. */
export function isToPhone(db: DataReader, member: Member, one: Emergency, at: number): boolean {
  const isAsked = one.phoned === null && one.outcome !== "no_danger" && at - one.at < toPhoneMs;
  return isAsked && may(member, "emergency.answer") && counsellorIn(db, one) !== member.id;
}

/** How many counsellors a member is asked to phone at an instant, ms UTC. */
export function toPhone(db: DataReader, member: Member, at: number): number {
  return whomToPhone(db, member, at).length;
}

/** The emergencies whose counsellors a member is asked to phone at an instant (ms UTC). */
export function whomToPhone(db: DataReader, member: Member, at: number): Emergency[] {
  const all = db.all(unphoned({ since: at - toPhoneMs })).map((row) => asEmergency(db, row, "en"));
  return all.filter((one) => isToPhone(db, member, one, at));
}

const unphoned = prepared((v: { since: number }) =>
  q.selectFrom("emergency").selectAll().where("phoned_at", "is", null).where("at", ">", v.since),
);

/** More than any helpline has in years. */
const emergenciesShown = 500;

/** What is written beside an emergency; "" for nothing, null where it is gone or nobody can open it. */
export function emergencyNote(db: DataReader, id: number): string | null {
  const row = db.first(q.selectFrom("emergency").select(["note", "note_gone_at"]).where("id", "=", id));
  if (!row || row.note_gone_at !== null) return null;
  return row.note === null ? "" : db.keyring.emergencies.open(id, row.note);
}

/**
 * What somebody may do with the record of an emergency at an instant (ms UTC): supervisors change it; whoever said that it is one,
 * or has the chat, changes it for as long as a contact record of theirs, and sees it for as long.
 */
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

/** The emergencies whose records a member can still write, and that do not say yet what came of them: those of theirs, at an instant (ms UTC). */
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
  };
}
