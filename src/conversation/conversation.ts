import type { EndReason } from "#src/conversation/state.ts";
import { createHash } from "#src/crypto/hash.ts";
import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import type { Language } from "#src/i18n/i18n.ts";
import type { Kind } from "./kind.ts";

/** A conversation as it stands, without its words. Its state is derived: waiting, talking, paused or ended. */
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
  /** The question stood on a page of theirs; null = nobody knows, it began before that was kept. */
  feelingShown: boolean | null;
  youthSeenSeq: number;
  counsellorSeenSeq: number;
  /** When something was last heard from the young person's side, ms UTC; at most 15 s old. */
  youthHereAt: number;
  returnedAt: number | null;
  returnedAfterMs: number | null;
  /** Version of the rules that it began with. */
  rulesVersion: number;
  kind: Kind;
  /** When its last counsellor had to leave it, ms UTC; null when none did. */
  givenBackAt: number | null;
  /** Its counsellor has marked that somebody is in danger (risk.ts). */
  risk: boolean;
  /** Since when it waits for the young person after a long silence, ms UTC; null while it does not. */
  pausedAt: number | null;
  /** When the counsellor stopped the young person's clock, ms UTC. */
  heldAt: number | null;
  /** From when the young person's clock runs anew, ms UTC. */
  silenceFrom: number | null;
  /** They had asked to be written to, came by the link that was sent (queue/by-link.ts). */
  calledBack: boolean;
  /** They came with the code of a chat before; null = nobody knows, it began before that was kept. Counted, and shown to nobody. */
  cameAgain: boolean | null;
  /** When they said that they are in danger, who had come as anybody else, ms UTC (danger.ts); null for whoever said so as they came, or never. */
  urgentAt: number | null;
  /** When somebody who writes in it said that it is urgent no more, ms UTC; null while nobody did. */
  urgentOverAt: number | null;
  /** The last message (seq) when their screen was said to be watched: nothing automatic goes to it since (watched.ts). null = it is not. */
  watchedAfter: number | null;
  /** When the young person deleted it (retention/erase.ts), ms UTC: it has ended, and nobody who answered reads a word of it. */
  erasedAt: number | null;
}

export type ConversationState = "waiting" | "talking" | "paused" | "ended";

/** Where a conversation stands. */
export function stateOf(conversation: Conversation): ConversationState {
  if (conversation.endedAt !== null) return "ended";
  if (conversation.claimedAt === null) return "waiting";
  return conversation.pausedAt === null ? "talking" : "paused";
}

/** Whether a counsellor ever had it: one that waits again may have been read from beginning to end. */
export function wasCounselled({ claimedAt, givenBackAt }: Conversation): boolean {
  return claimedAt !== null || givenBackAt !== null;
}

/** Since when whoever waits has waited, ms UTC: since they came, or since they came to wait again. */
export function waitsSince({ startedAt, givenBackAt }: Pick<Conversation, "startedAt" | "givenBackAt">): number {
  return givenBackAt ?? startedAt;
}

/** Since when whoever waits and is urgent has waited as such, ms UTC: not before they said that they are in danger, unless their counsellor had marked it. */
export function urgentSince(one: Pick<Conversation, "startedAt" | "givenBackAt" | "urgentAt" | "risk">): number {
  return one.risk ? waitsSince(one) : Math.max(waitsSince(one), one.urgentAt ?? 0);
}

/** The conversation with this id; undefined when there is none, or none any more (`conversations`). */
export function conversation(db: DataReader, id: number): Conversation | undefined {
  const row = db.first(byId({ id }));
  return row && asConversation(row);
}

/**
 * The same, and one that is there for nobody but those who look into what was wrong with it. Whoever else asks learns by it that
 * somebody said so: only what reads for them, keeps its words and forgets them in the end may use this.
 */
export function keptConversation(db: DataReader, id: number): Conversation | undefined {
  const row = db.first(keptById({ id }));
  return row && asConversation(row);
}

/** The conversation a young person's cookie opens; undefined for an unknown token. */
export function conversationOfToken(db: DataReader, token: string): Conversation | undefined {
  const row = db.first(byToken({ hash: createHash(token) }));
  return row && asConversation(row);
}

/** Every conversation that has not ended. */
export function openConversations(db: DataReader): Conversation[] {
  return db.all(unended({})).map(asConversation);
}

/** Every conversation that a counsellor (id) has, and that has not ended. */
export function chatsWith(db: DataReader, staffId: number): Conversation[] {
  return db.all(unendedWith({ staffId })).map(asConversation);
}

/**
 * The rows, for the reads of this and later modules. Those of which the trail says that they are forgotten are not among them, though the
 * words of some are kept a while for something that was wrong (retention/forget.ts).
 */
export function conversations() {
  return kept().where("gone_told_at", "is", null);
}

const kept = () => q.selectFrom("conversation").selectAll();

/** What watching over the lines of all open conversations takes, read every second. */
export function openLines(db: DataReader): { id: number; counsellorId: number | null; youthHereAt: number }[] {
  return db.all(lines({}));
}

const lines = prepared(() =>
  q
    .selectFrom("conversation")
    .select(["id", "counsellor_id as counsellorId", "youth_here_at as youthHereAt"])
    .where("ended_at", "is", null),
);
const byId = prepared((v: { id: number }) => conversations().where("id", "=", v.id));
const keptById = prepared((v: { id: number }) => kept().where("id", "=", v.id));
const byToken = prepared((v: { hash: string }) => conversations().where("youth_token_hash", "=", v.hash));
const unended = prepared(() => conversations().where("ended_at", "is", null));
// Whatever goes on is not closed either; by that it is found.
const unendedWith = prepared((v: { staffId: number }) =>
  conversations().where("counsellor_id", "=", v.staffId).where("closed_at", "is", null).where("ended_at", "is", null),
);

/** A row of `conversations` as everything else reads it. */
export function asConversation(
  row: Awaited<ReturnType<ReturnType<typeof conversations>["execute"]>>[number],
): Conversation {
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

function yesOrNo(value: 0 | 1 | null): boolean | null {
  return value === null ? null : value === 1;
}
