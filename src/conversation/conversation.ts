import { sql } from "kysely";
import type { EndReason } from "#src/conversation/state.ts";
import { createHash } from "#src/crypto/hash.ts";
import type { DataReader } from "#src/db/db.ts";
import { prepared, remembered } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import type { RiskEnd } from "#src/events.ts";
import { type Language, translate } from "#src/i18n/i18n.ts";
import type { Kind } from "./kind.ts";

/** A conversation without its words. Its state is derived (`stateOf`); times are ms UTC. */
export interface Conversation {
  id: number;
  lineId: number;
  lane: "normal" | "urgent";
  language: Language;
  nameIndex: number;
  startedAt: number;
  claimedAt: number | null;
  counsellorId: number | null;
  endedAt: number | null;
  endReason: EndReason | null;
  closedAt: number | null;
  feelingBefore: number | null;
  feelingSkipped: boolean;
  feelingShown: boolean | null;
  youthSeenSeq: number;
  counsellorSeenSeq: number;
  /** At most 15 s behind. */
  youthHereAt: number;
  returnedAt: number | null;
  returnedAfterMs: number | null;
  rulesVersion: number;
  kind: Kind;
  /** When it last went back to the queue. */
  givenBackAt: number | null;
  risk: boolean;
  /** When a mark of risk was last ended, by whom (id), and why. */
  riskOver: { at: number; by: number; why: RiskEnd } | null;
  pausedAt: number | null;
  heldAt: number | null;
  silenceFrom: number | null;
  calledBack: boolean;
  /** They came with the code of an earlier chat; null: from before this was kept. Counted, and shown to nobody. */
  cameAgain: boolean | null;
  /** When they said that they are in danger after coming as anyone else; null if they said so on coming, or never. */
  urgentAt: number | null;
  urgentOverAt: number | null;
  /** The last seq when their screen was said to be watched: nothing automatic goes to it since. null: it is not watched. */
  watchedAfter: number | null;
  erasedAt: number | null;
}

export type ConversationState = "waiting" | "talking" | "paused" | "ended";

/** Returns where a conversation stands. */
export function stateOf(conversation: Conversation): ConversationState {
  if (conversation.endedAt !== null) return "ended";
  if (conversation.claimedAt === null) return "waiting";
  return conversation.pausedAt === null ? "talking" : "paused";
}

export const nameCount = 400;

/** Returns a neutral name for a conversation ("Blue door"), so that colleagues can speak of it without a number or real name. */
export function shortName(language: Language, nameIndex: number): string {
  const t = translate(language);
  const first = t("names.first").split(",");
  const second = t("names.second").split(",");
  const name = `${first[nameIndex % first.length]} ${second[Math.floor(nameIndex / first.length) % second.length]}`;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

/** Returns whether a counsellor ever had it, and so may have read all of it. */
export function wasCounselled({ claimedAt, givenBackAt }: Conversation): boolean {
  return claimedAt !== null || givenBackAt !== null;
}

/** Returns since when someone who waits has waited, ms UTC: since they came, or came to wait again. */
export function waitsSince({ startedAt, givenBackAt }: Pick<Conversation, "startedAt" | "givenBackAt">): number {
  return givenBackAt ?? startedAt;
}

/** Returns since when someone waits as urgent, ms UTC: not before they said so, unless a counsellor had marked it. */
export function urgentSince(one: Pick<Conversation, "startedAt" | "givenBackAt" | "urgentAt" | "risk">): number {
  return one.risk ? waitsSince(one) : Math.max(waitsSince(one), one.urgentAt ?? 0);
}

/** Returns the conversation with this id; undefined if there is none, or none any more (`conversations`). */
export function conversation(db: DataReader, id: number): Conversation | undefined {
  const row = db.first(byId({ id }));
  return row && asConversation(row);
}

/** Returns it even if only a complaint still keeps it; only for reading, keeping and forgetting its words for that. */
export function keptConversation(db: DataReader, id: number): Conversation | undefined {
  // Anything else that used this would tell that someone complained.
  const row = db.first(keptById({ id }));
  return row && asConversation(row);
}

/** Returns the time zone of a chat's line (IANA name), that of the first line for none (0). */
export function zoneOf(db: DataReader, conversationId: number): string {
  const lineId = conversation(db, conversationId)?.lineId ?? 1;
  return db.first(zone({ lineId }))!.time_zone;
}

/** Returns the conversation that a young person's cookie opens, if any. */
export function conversationOfToken(db: DataReader, token: string): Conversation | undefined {
  const row = db.first(byToken({ hash: createHash(token) }));
  return row && asConversation(row);
}

/** Returns every conversation that has not ended. */
export function openConversations(db: DataReader): Conversation[] {
  return db.all(unended({})).map(asConversation);
}

/** Returns the conversations of a counsellor that have not ended. */
export function chatsWith(db: DataReader, staffId: number): Conversation[] {
  return db.all(unendedWith({ staffId })).map(asConversation);
}

/** Returns the same of several counsellors, by id. */
export function chatsWithAny(db: DataReader, staffIds: readonly number[]): Conversation[] {
  if (staffIds.length === 0) return [];
  return db.all(unendedWithAny({ staffIds: JSON.stringify(staffIds) })).map(asConversation);
}

/** Returns the query for conversations that are not forgotten. */
export function conversations() {
  return kept().where("gone_told_at", "is", null);
}

const kept = () => q.selectFrom("conversation").selectAll();

/** What says whether a young person can be reached. */
export type OpenLine = Pick<Conversation, "id" | "counsellorId" | "youthHereAt">;

/** Returns that of all open conversations, by id. */
export function openLines(db: DataReader): OpenLine[] {
  return db.all(lines({}));
}

/** Returns that of one; undefined if it is not open. */
export function openLine(db: DataReader, id: number): OpenLine | undefined {
  return db.first(lineOf({ id }));
}

const unendedLines = () =>
  q
    .selectFrom("conversation")
    .select(["id", "counsellor_id as counsellorId", "youth_here_at as youthHereAt"])
    .where("ended_at", "is", null);
const lines = prepared(unendedLines);
const lineOf = prepared((v: { id: number }) => unendedLines().where("id", "=", v.id));
const byId = remembered((v: { id: number }) => conversations().where("id", "=", v.id));
const keptById = prepared((v: { id: number }) => kept().where("id", "=", v.id));
const zone = remembered((v: { lineId: number }) => q.selectFrom("line").select("time_zone").where("id", "=", v.lineId));
const byToken = remembered((v: { hash: string }) => conversations().where("youth_token_hash", "=", v.hash));
const unended = prepared(() => conversations().where("ended_at", "is", null));
// What goes on is never closed; saying so lets the index find it.
const unendedWith = prepared((v: { staffId: number }) =>
  conversations().where("counsellor_id", "=", v.staffId).where("closed_at", "is", null).where("ended_at", "is", null),
);
const unendedWithAny = prepared((v: { staffIds: string }) =>
  conversations()
    .where("counsellor_id", "in", sql<number>`(select value from json_each(${v.staffIds}))`)
    .where("closed_at", "is", null)
    .where("ended_at", "is", null)
    .orderBy("id"),
);

type Row = Awaited<ReturnType<ReturnType<typeof conversations>["execute"]>>[number];

/** Returns a row of `conversations` as everything else reads it. */
export function asConversation(row: Row): Conversation {
  return {
    id: row.id,
    lineId: row.line_id,
    lane: row.lane,
    language: row.language as Language,
    nameIndex: row.name_index,
    startedAt: row.started_at,
    claimedAt: row.claimed_at,
    counsellorId: row.counsellor_id,
    endedAt: row.ended_at,
    endReason: row.end_reason,
    closedAt: row.closed_at,
    feelingBefore: row.feeling_before,
    feelingSkipped: row.feeling_skipped === 1,
    feelingShown: yesOrNo(row.feeling_shown),
    youthSeenSeq: row.youth_seen_seq,
    counsellorSeenSeq: row.counsellor_seen_seq,
    youthHereAt: row.youth_here_at,
    returnedAt: row.returned_at,
    returnedAfterMs: row.returned_after_ms,
    rulesVersion: row.rules_version,
    kind: row.kind,
    givenBackAt: row.given_back_at,
    risk: row.risk_at !== null,
    riskOver: riskOverOf(row),
    pausedAt: row.paused_at,
    heldAt: row.held_at,
    silenceFrom: row.silence_from,
    calledBack: row.called_back === 1,
    cameAgain: yesOrNo(row.came_again),
    urgentAt: row.urgent_at,
    urgentOverAt: row.urgent_over_at,
    watchedAfter: row.watched_after,
    erasedAt: row.erased_at,
  };
}

function riskOverOf({ risk_over_at: at, risk_over_by: by, risk_over_why: why }: Row): Conversation["riskOver"] {
  return at === null || by === null || why === null ? null : { at, by, why };
}

function yesOrNo(value: 0 | 1 | null): boolean | null {
  return value === null ? null : value === 1;
}
