import type { Clock } from "#src/clock.ts";
import { tapId } from "#src/conversation/messages/intake.ts";
import type { Typing } from "#src/conversation/messages/typing.ts";
import { createHash } from "#src/crypto/hash.ts";
import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import type { Settings } from "#src/settings/definitions.ts";
import type { StaffPresence } from "#src/staff/shift/presence.ts";
import type { Conversation } from "../conversation.ts";
import type { YouthPresence } from "../presence.ts";
import { waitingSince } from "../reading.ts";
import {
  isHeld,
  isQuiet,
  type SilenceClock,
  type SilenceSeen,
  type SilenceStep,
  type SilenceTimers,
  silenceClock,
  silenceSteps,
} from "./silence.ts";

/** What only this process knows of a silence. */
export interface SilenceLive {
  clock: Clock;
  youth: YouthPresence;
  typing: Typing;
  staff: Pick<StaffPresence, "isGone">;
}

/** Where a chat stands in its silences. */
export interface SilenceNow {
  clock: SilenceClock | null;
  /** When each step was taken since that clock began, ms UTC. */
  taken: Map<SilenceStep, number>;
  /** The counsellor has stopped the young person's clock. */
  held: boolean;
  /** No automatic line may go to the young person. */
  quiet: boolean;
}

/** The silence of a chat with a counsellor: whose it is, since when, and what has been done about it. */
export function silenceNow(db: DataReader, one: Conversation, live: SilenceLive): SilenceNow {
  const seen = silenceSeen(db, one, live);
  const clock = silenceClock(seen);
  const taken = clock ? takenSince(db, one.id, clock.since) : new Map();
  return { clock, taken, held: isHeld(seen), quiet: isQuiet(seen) };
}

function silenceSeen(db: DataReader, one: Conversation, live: SilenceLive): SilenceSeen {
  const { clock, youth, typing, staff } = live;
  const past = (at: number | null) => at && pastOf(at, live);
  const typedAt = (by: "youth" | "counsellor") => {
    const ago = typing.typedAgo(one.id, by);
    return ago === null ? null : clock.now() - ago;
  };
  const typer = (["youth", "counsellor"] as const).find((by) => typing.is(one.id, by));
  return {
    claimedAt: pastOf(one.claimedAt ?? one.startedAt, live),
    counsellorAt: past(lastAt(db, one.id, "counsellor")),
    youthAt: past(lastAt(db, one.id, "youth")),
    unansweredSince: past(waitingSince(db, one.id)),
    silenceFrom: past(one.silenceFrom),
    heldAt: past(one.heldAt),
    watched: one.watchedAfter !== null,
    pausedAt: one.pausedAt,
    youthTypedAt: typedAt("youth"),
    counsellorTypedAt: typedAt("counsellor"),
    typing: typer ?? null,
    counsellorGone: one.counsellorId !== null && staff.isGone(one.counsellorId),
    heardSince: youth.heardSince,
  };
}

/** When something was, ms UTC. What is stored as still to come was before the clock was set back. */
export function pastOf(at: number, { clock, youth }: Pick<SilenceLive, "clock" | "youth">): number {
  return at > clock.now() ? youth.heardSince : at;
}

function takenSince(db: DataReader, conversationId: number, since: number): Map<SilenceStep, number> {
  const rows = db.all(taken({ conversationId, since }));
  return new Map(
    silenceSteps.flatMap((step) => {
      const row = rows.findLast(({ kind }) => kind === kindOf(step));
      return row ? [[step, row.at]] : [];
    }),
  );
}

/** How a step is called among the events of a conversation. */
export const kindOf = (step: SilenceStep) => `silence_${step}`;

/**
 * Whether a young person has been asked if they are still there and nothing was heard since; read from what is stored, so
 * that every page says the same. Typing answers too (`stillHere`). On a screen that is watched nothing is asked.
 */
export function isAsked(db: DataReader, one: Conversation): boolean {
  return one.watchedAfter === null && stepsOf(db, one).has("warn");
}

/** Whether a silence has been noted in a chat that whoever writes now ends. */
export function isSilent(db: DataReader, one: Conversation): boolean {
  return one.heldAt !== null || stepsOf(db, one).size > 0;
}

/**
 * Whether a counsellor owes an answer for so long that colleagues were told they may step in, and has not written since: what
 * the prompts said then, the list of such chats and the right to take them over are the same.
 */
export function mayBeSteppedIn(db: DataReader, one: Conversation): boolean {
  if (one.claimedAt === null || one.pausedAt !== null || one.endedAt !== null) return false;
  const since = Math.max(one.claimedAt, one.silenceFrom ?? 0, lastAt(db, one.id, "counsellor") ?? 0);
  return takenSince(db, one.id, since).has("step_in");
}

/** The open chats (ids) in which that was ever so: few of many, and only those need a closer look. */
export function everSteppedIn(db: DataReader): Set<number> {
  return new Set(db.all(everTold({})).map(({ id }) => id));
}

/** Whether that was ever so in a chat: then what happens in it may end it. */
export function wasEverSteppedIn(db: DataReader, conversationId: number): boolean {
  return takenSince(db, conversationId, 0).has("step_in");
}

/** What was done since the last words of anybody, as it is stored. */
function stepsOf(db: DataReader, one: Conversation): Map<SilenceStep, number> {
  if (one.claimedAt === null || one.pausedAt !== null || one.endedAt !== null) return new Map();
  const last = Math.max(lastAt(db, one.id, "counsellor") ?? 0, lastAt(db, one.id, "youth") ?? 0);
  const since = Math.max(one.claimedAt, one.silenceFrom ?? 0, one.heldAt ?? 0, last);
  return takenSince(db, one.id, since);
}

/** The timers as they are set. */
export function timersOf(set: Settings): SilenceTimers {
  return {
    prompt: set.silencePromptMinutes,
    soft: set.silenceSoftMinutes,
    warn: set.silenceWarnMinutes,
    pause: set.silencePauseMinutes,
    nudge: set.counsellorNudgeMinutes,
    line: set.counsellorLineMinutes,
    stepIn: set.stepInMinutes,
  };
}

interface In extends Record<string, unknown> {
  conversationId: number;
}

/** When somebody wrote last, ms UTC; null when they never did. Asked for every open chat each second: the index answers it. */
function lastAt(db: DataReader, conversationId: number, author: "counsellor" | "youth"): number | null {
  return db.first(lastOf({ conversationId, author }))?.at ?? null;
}

const lastOf = prepared((v: In & { author: "counsellor" | "youth" }) =>
  q
    .selectFrom("message")
    .select("at")
    .where("conversation_id", "=", v.conversationId)
    .where("author", "=", v.author)
    .orderBy("seq", "desc")
    .limit(1),
);
const everTold = prepared(() =>
  q
    .selectFrom("conversation")
    .select("id")
    .where("ended_at", "is", null)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("conversation_event")
          .select(eb.lit(1).as("one"))
          .whereRef("conversation_event.conversation_id", "=", "conversation.id")
          .where("conversation_event.kind", "=", kindOf("step_in")),
      ),
    ),
);
const taken = prepared((v: In & { since: number }) =>
  q
    .selectFrom("conversation_event")
    .select(["kind", "at"])
    .where("conversation_id", "=", v.conversationId)
    .where("at", ">", v.since)
    .orderBy("id"),
);

/** Whether a young person has said with a button that they cannot write now, and has written nothing since. */
export function saidSilent(db: DataReader, conversationId: number): boolean {
  const [last, before] = db.all(youthLast({ conversationId }));
  const ids = [quietAfter(conversationId, before?.seq ?? 0), tapId(conversationId, "silent")];
  return last !== undefined && ids.includes(last.clientId);
}

/** Under which id they say that they cannot write, after what they wrote last (a seq). */
export function quietAfter(conversationId: number, last: number): string {
  return createHash(JSON.stringify({ cannotWrite: conversationId, last })).slice(0, 32);
}

const youthLast = prepared((v: { conversationId: number }) =>
  q
    .selectFrom("message")
    .select(["client_id as clientId", "seq"])
    .where("conversation_id", "=", v.conversationId)
    .where("author", "=", "youth")
    .orderBy("seq", "desc")
    .limit(2),
);
