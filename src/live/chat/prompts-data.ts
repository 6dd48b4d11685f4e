import { minuteMs } from "#src/clock.ts";
import { type Conversation, stateOf } from "#src/conversation/conversation.ts";
import { isMarkedInDanger } from "#src/conversation/safety/urgent.ts";
import type { SilenceStep, SilenceTimers } from "#src/conversation/silence/silence.ts";
import { type SilenceLive, type SilenceNow, silenceNow, timersOf } from "#src/conversation/silence/state.ts";
import { staysSince } from "#src/conversation/silence/steps.ts";
import type { DataReader } from "#src/db/db.ts";
import { closedAt } from "#src/live/console/staff-shift.ts";
import { fillingFor } from "#src/replies/filling.ts";
import { filled } from "#src/replies/placeholders.ts";
import { shippedReply } from "#src/replies/replies.ts";
import type { ShippedName } from "#src/replies/shipped.ts";
import type { Settings } from "#src/settings/definitions.ts";
import { settings } from "#src/settings/settings.ts";
import { aliasOf } from "#src/staff/staff.ts";
import type { PromptsShown } from "#views/counsellor/chat/prompts.tsx";

type PromptSources = SilenceLive & { db: DataReader };

/** Returns what those who sit at a chat are told about its time. */
export function promptsScene(sources: PromptSources, one: Conversation, readerId: number): PromptsShown {
  const { db, clock } = sources;
  const state = stateOf(one);
  const [danger, watched] = [isMarkedInDanger(db, one), one.watchedAfter !== null];
  const own = one.counsellorId === readerId;
  const none = {
    danger,
    watched,
    step: null,
    held: false,
    pausedUntil: null,
    line: null,
    own,
    talked: null,
    closed: null,
  };
  if (state === "paused") {
    return { ...none, pausedUntil: one.pausedAt! + settings(db).resumeMinutes * minuteMs };
  }
  if (state === "waiting" || state === "ended") return { ...none, danger: false, watched: false };
  const now = silenceNow(db, one, sources);
  const set = settings(db);
  const timers = timersOf(set);
  const name = lastStep(now);
  const step = name && { name, minutes: minutesOf(timers, name), pauseMinutes: timers.pause };
  return {
    ...none,
    step,
    held: now.held,
    line: step ? readyLine(sources, one, "silence") : null,
    talked: talkedNote(set, one, clock.now()),
    closed: closingOf(sources, one),
  };
}

const notedMs = 5 * minuteMs;

type NoteTimes = Pick<Settings, "firstNoteMinutes" | "secondNoteMinutes">;

/** Returns how long a chat has gone on, near the set times; null otherwise. `at` is ms UTC. */
export function talkedNote(set: NoteTimes, one: Conversation, at: number): PromptsShown["talked"] {
  if (stateOf(one) !== "talking" || one.claimedAt === null) return null;
  const { firstNoteMinutes, secondNoteMinutes } = set;
  const talkedMs = at - one.claimedAt;
  const isNow = (minutes: number) => talkedMs >= minutes * minuteMs && talkedMs < minutes * minuteMs + notedMs;
  if (isNow(secondNoteMinutes)) return { minutes: secondNoteMinutes, which: "second" };
  return isNow(firstNoteMinutes) ? { minutes: firstNoteMinutes, which: "first" } : null;
}

/** Returns when `talkedNote` of a chat changes after `at`, ms UTC; null for never. */
export function nextTalkedNote(set: NoteTimes, one: Conversation, at: number): number | null {
  if (stateOf(one) !== "talking" || one.claimedAt === null) return null;
  const begun = [set.firstNoteMinutes, set.secondNoteMinutes].map((minutes) => one.claimedAt! + minutes * minuteMs);
  const ahead = [...begun, ...begun.map((from) => from + notedMs)].filter((change) => change > at);
  return ahead.length > 0 ? Math.min(...ahead) : null;
}

function closingOf(sources: PromptSources, one: Conversation): PromptsShown["closed"] {
  const at = closedAt(sources.db, one.lineId, one.startedAt);
  if (at === null || staysSince(sources.db, one.id, at)) return null;
  return { at, goodbye: readyLine(sources, one, "end") };
}

/** Returns a shipped reply in the language of a chat, filled in; null when it was removed. */
export function readyLine({ db, clock }: PromptSources, one: Conversation, name: ShippedName): string | null {
  const { lineId, language, counsellorId } = one;
  const reply = shippedReply(db, name, language);
  if (!reply) return null;
  const alias = aliasOf(db, counsellorId ?? 0) ?? "";
  return filled(reply.text, fillingFor(db, { alias, lineId, language, now: clock.now() }));
}

function lastStep({ clock, taken }: SilenceNow) {
  const youths = ["call", "warn", "soft", "prompt"] as const;
  const counsellors = ["step_in", "line", "nudge"] as const;
  const steps = clock?.of === "youth" ? youths : counsellors;
  return clock ? (steps.find((step) => taken.has(step)) ?? null) : null;
}

function minutesOf(timers: SilenceTimers, step: SilenceStep): number {
  if (step === "step_in") return timers.stepIn;
  return timers[step === "call" ? "pause" : step];
}
