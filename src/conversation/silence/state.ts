import type { Clock } from "#src/clock.ts";
import type { Typing } from "#src/conversation/messages/typing.ts";
import type { DangerAnswer, DangerKind } from "#src/conversation/safety/danger-answers.ts";
import { createHash } from "#src/crypto/hash.ts";
import type { DataReader } from "#src/db/db.ts";
import { prepared, remembered } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import type { Settings } from "#src/settings/definitions.ts";
import type { StaffPresence } from "#src/staff/shift/presence.ts";
import type { Conversation } from "../conversation.ts";
import { setByMs, type YouthPresence } from "../presence.ts";
import { type LastTimes, lastTimes, waitingSince } from "../reading.ts";
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

export interface SilenceLive {
  clock: Clock;
  youth: YouthPresence;
  typing: Typing;
  staff: Pick<StaffPresence, "isGone">;
}

export interface SilenceNow {
  clock: SilenceClock | null;
  taken: Map<SilenceStep, number>;
  held: boolean;
  quiet: boolean;
}

/** Returns the silence of a chat with a counsellor: whose it is, since when, and what has been done about it. */
export function silenceNow(db: DataReader, one: Conversation, live: SilenceLive): SilenceNow {
  return silenceOf(db, one, silenceSeen(db, one, live));
}

function silenceOf(db: DataReader, one: Conversation, seen: SilenceSeen): SilenceNow {
  const clock = silenceClock(seen);
  const taken = clock ? takenSince(db, one.id, clock.since) : new Map();
  return { clock, taken, held: isHeld(seen), quiet: isQuiet(seen) };
}

/**
 * Returns the silence now, and as it is at the latest once nobody types and the counsellor is heard: that is said nowhere, so
 * it may be so at any moment. `until` (ms UTC): the first time stored that is still to come, as the clock was set back.
 */
export function silenceAhead(
  db: DataReader,
  one: Conversation,
  live: SilenceLive,
): { now: SilenceNow; ahead: SilenceNow; until: number | null } {
  const toCome: number[] = [];
  const seen = silenceSeen(db, one, live, toCome);
  const now = silenceOf(db, one, seen);
  const isAsNow = seen.typing === null && !seen.counsellorGone;
  const ahead = isAsNow ? now : silenceOf(db, one, { ...seen, typing: null, counsellorGone: false });
  return { now, ahead, until: toCome.length > 0 ? Math.min(...toCome) : null };
}

function silenceSeen(db: DataReader, one: Conversation, live: SilenceLive, toCome: number[] = []): SilenceSeen {
  const { clock, youth, typing, staff } = live;
  const past = (at: number | null) => {
    if (at !== null && at > clock.now()) toCome.push(at);
    return at && pastOf(at, live);
  };
  const { youthAt, counsellorAt } = lastTimes(db, one.id);
  const typedAt = (by: "youth" | "counsellor") => {
    const ago = typing.typedAgo(one.id, by);
    return ago === null ? null : clock.now() - ago;
  };
  const typer = (["youth", "counsellor"] as const).find((by) => typing.is(one.id, by));
  return {
    claimedAt: past(one.claimedAt ?? one.startedAt)!,
    counsellorAt: past(counsellorAt),
    youthAt: past(youthAt),
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

/** Returns when something was, ms UTC: what is stored as still to come was before the clock was set back. */
export function pastOf(at: number, { clock, youth }: Pick<SilenceLive, "clock" | "youth">): number {
  const now = clock.now();
  if (at <= now) return at;
  // Set back by so little, `heardSince` stays what it was, and what was just written is no older than that.
  return at - now <= setByMs ? now : youth.heardSince;
}

function takenSince(db: DataReader, conversationId: number, since: number): Map<SilenceStep, number> {
  const rows = db.all(taken({ conversationId })).filter(({ at }) => at > since);
  return new Map(
    silenceSteps.flatMap((step) => {
      const row = rows.findLast(({ kind }) => kind === kindOf(step));
      return row ? [[step, row.at]] : [];
    }),
  );
}

/** Returns the name of a step among the events of a conversation. */
export const kindOf = (step: SilenceStep) => `silence_${step}`;

/** Returns whether a young person was asked if they are still there and not heard since, as stored, so that all pages agree. */
export function isAsked(db: DataReader, one: Conversation): boolean {
  return one.watchedAfter === null && stepsOf(db, one, lastTimes(db, one.id)).has("warn");
}

/** Returns whether a silence has been noted in a chat, which the next message ends. */
export function isSilent(db: DataReader, one: Conversation, last = lastTimes(db, one.id)): boolean {
  return one.heldAt !== null || stepsOf(db, one, last).size > 0;
}

/** Returns whether colleagues were told that they may step in, and the counsellor has not written since. */
export function mayBeSteppedIn(db: DataReader, one: Conversation): boolean {
  if (one.claimedAt === null || one.pausedAt !== null || one.endedAt !== null) return false;
  const since = Math.max(one.claimedAt, one.silenceFrom ?? 0, lastTimes(db, one.id).counsellorAt ?? 0);
  return takenSince(db, one.id, since).has("step_in");
}

/** Returns the ids of open chats in which that was ever so: they are few, and only they need a closer look. */
export function everSteppedIn(db: DataReader): Set<number> {
  return new Set(db.all(everTold({})).map(({ id }) => id));
}

/** Returns whether that was ever so in a chat, so that what happens in it may end it. */
export function wasEverSteppedIn(db: DataReader, conversationId: number): boolean {
  return takenSince(db, conversationId, 0).has("step_in");
}

function stepsOf(db: DataReader, one: Conversation, { youthAt, counsellorAt }: LastTimes): Map<SilenceStep, number> {
  if (one.claimedAt === null || one.pausedAt !== null || one.endedAt !== null) return new Map();
  const last = Math.max(counsellorAt ?? 0, youthAt ?? 0);
  const since = Math.max(one.claimedAt, one.silenceFrom ?? 0, one.heldAt ?? 0, last);
  return takenSince(db, one.id, since);
}

/** Returns the timers as they are set. */
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
const taken = remembered((v: In) =>
  q
    .selectFrom("conversation_event")
    .select(["kind", "at"])
    .where("conversation_id", "=", v.conversationId)
    .orderBy("id"),
);

/** Returns whether the last thing a young person wrote is the button "I can't write now". */
export function saidSilent(db: DataReader, conversationId: number): boolean {
  const [last, before] = db.all(youthLast({ conversationId }));
  return last !== undefined && saysSilent(conversationId, last.clientId, before?.seq ?? 0);
}

/** Returns whether a client id is that of the button, after what they wrote before (a seq; 0 for nothing). */
export function saysSilent(conversationId: number, clientId: string, before: number): boolean {
  return [quietAfter(conversationId, before), tapId(conversationId, "silent")].includes(clientId);
}

/** Returns the client id of a tap in a conversation, so that the same tap twice is one message. */
export function tapId(conversationId: number, tapped: DangerKind | DangerAnswer): string {
  return createHash(`in danger ${conversationId} ${tapped}`).slice(0, 32);
}

/** Returns the client id of "I can't write now" after what they wrote last (a seq). */
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
