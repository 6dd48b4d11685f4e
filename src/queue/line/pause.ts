import { minuteMs } from "#src/clock.ts";
import { askForHelp } from "#src/conversation/colleagues/help-wanted.ts";
import { type Conversation, conversation, stateOf } from "#src/conversation/conversation.ts";
import { writeAsYouth, writeNotice } from "#src/conversation/messages/writing.ts";
import { isMarkedInDanger } from "#src/conversation/safety/urgent.ts";
import { dueStep, nextStepAt, type SilenceTimers } from "#src/conversation/silence/silence.ts";
import { pastOf, type SilenceLive, silenceAhead, silenceNow, timersOf } from "#src/conversation/silence/state.ts";
import { mayPause, noteEvent, takeStep } from "#src/conversation/silence/steps.ts";
import { newClientId } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import type { Key } from "#src/i18n/i18n.ts";
import { end } from "#src/queue/end/ending.ts";
import { giveBack } from "#src/queue/handover/give-back.ts";
import { settings } from "#src/settings/settings.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import { availableFor } from "#src/staff/shift/availability.ts";
import { endWrapUp } from "#src/staff/shift/wrap-up.ts";
import { aliasOf } from "#src/staff/staff.ts";
import { hasRoom } from "../capacity.ts";
import { hasReturned, noteReturn } from "../resume-priority.ts";

/** Returns whether a step of a silence is due in a chat, and before when none is if nothing is heard of it, ms UTC. */
export function lookAtSilence(
  db: DataReader,
  one: Conversation,
  live: SilenceLive,
  timers: SilenceTimers,
): { isDue: boolean; next: number | null } {
  if (stateOf(one) !== "talking") return { isDue: false, next: null };
  const at = live.clock.now();
  const { now, ahead, until } = silenceAhead(db, one, live);
  const { clock, taken, quiet } = now;
  // Danger makes a pause a call, and neither sooner.
  const isDue = clock !== null && dueStep(clock, timers, { at, taken, danger: false, quiet }) !== null;
  const step = ahead.clock && nextStepAt(ahead.clock, timers, { at, taken: ahead.taken, quiet: ahead.quiet });
  return { isDue, next: earlier(step, until) };
}

function earlier(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}

/** Takes the step that is due in a chat, unless someone has just written. */
export function stepOn(tx: Tx, emit: Emit, input: { conversationId: number; live: SilenceLive }): void {
  const { conversationId, live } = input;
  const found = conversation(tx, conversationId);
  const step = found && stepOf(tx, found, live, timersOf(settings(tx)), tx.at);
  if (!step) return;
  takeStep(tx, emit, { conversationId, step });
  if (step === "call") askForHelp(tx, emit, { conversationId, staffId: null, urgent: true });
  if (step === "pause") pause(tx, emit, { conversationId, by: "silence" });
}

function stepOf(db: DataReader, one: Conversation, live: SilenceLive, timers: SilenceTimers, at: number) {
  if (stateOf(one) !== "talking") return null;
  const { clock, taken, quiet } = silenceNow(db, one, live);
  return clock && dueStep(clock, timers, { at, taken, danger: isMarkedInDanger(db, one), quiet });
}

/** Pauses a chat: its counsellor has a free hand, one tap leads back. Throws `ended`, and `not_allowed` if it may not be. */
export function pause(tx: Tx, emit: Emit, input: { conversationId: number; by: "silence" | "youth" }): void {
  const { conversationId, by } = input;
  const found = conversation(tx, conversationId);
  if (found && stateOf(found) === "paused") return;
  if (!found || stateOf(found) !== "talking" || found.counsellorId === null) throw new HelplineError("ended");
  const isAllowed = by === "silence" || mayPause(tx, conversationId);
  if (!isAllowed || isNeverPaused(tx, found)) throw new HelplineError("not_allowed");
  tx.run(q.updateTable("conversation").set({ paused_at: tx.at, held_at: null }).where("id", "=", conversationId));
  noteEvent(tx, conversationId, `paused_by_${by}`, null);
  emit({ type: "conversation.paused", conversationId, staffId: found.counsellorId });
  say(tx, emit, conversationId, by === "silence" ? "notice.paused" : "notice.paused_by_youth", "");
}

/** Returns whether a chat is never paused: nobody in danger or with a watched screen is asked to say that they are safe. */
export function isNeverPaused(db: DataReader, found: Conversation): boolean {
  return found.watchedAfter !== null || isMarkedInDanger(db, found);
}

/** Brings a young person back from a pause: to their counsellor if heard and free, else to the front of the line. */
export function resume(
  tx: Tx,
  emit: Emit,
  input: { conversationId: number; isHeard: (staffId: number) => boolean },
): void {
  const { conversationId, isHeard } = input;
  const found = conversation(tx, conversationId);
  if (!found || stateOf(found) !== "paused" || found.counsellorId === null) return;
  const again = hasReturned(tx, conversationId) && !isMarkedInDanger(tx, found);
  if (!goOn(tx, emit, { found, staffId: found.counsellorId, isHeard, again })) noteReturn(tx, conversationId);
}

function goOn(
  tx: Tx,
  emit: Emit,
  input: { found: Conversation; staffId: number; isHeard: (staffId: number) => boolean; again: boolean },
): boolean {
  const { found, staffId, isHeard, again } = input;
  const conversationId = found.id;
  if (!isFree(tx, found, staffId) || !isHeard(staffId)) {
    giveBack(tx, emit, { conversationId, staffId, why: again ? "again" : "busy" });
    return false;
  }
  const going = { paused_at: null, silence_from: tx.at };
  tx.run(q.updateTable("conversation").set(going).where("id", "=", conversationId));
  noteEvent(tx, conversationId, "resumed", staffId);
  endWrapUp(tx, emit, { staffId });
  emit({ type: "conversation.resumed", conversationId, staffId });
  say(tx, emit, conversationId, "notice.resumed", aliasOf(tx, staffId) ?? "");
  return true;
}

/** Ends a chat after a silence, by a button: they are safe, or have to go. Throws `ended`. */
export function sayGoodbye(
  tx: Tx,
  emit: Emit,
  { conversationId, says }: { conversationId: number; says: "safe" | "go" },
): void {
  // In danger nothing says that anyone is safe, not even a page that is older than the danger.
  const found = conversation(tx, conversationId);
  if (!found || found.endedAt !== null) throw new HelplineError("ended");
  if (says === "go" || isNeverPaused(tx, found)) {
    const text = textsFor(tx, found.language)("youth.silence.go");
    writeAsYouth(tx, emit, { conversationId, clientId: newClientId(), text });
  } else {
    noteEvent(tx, conversationId, "said_safe", null);
    say(tx, emit, conversationId, "notice.said_safe", "");
  }
  end(tx, emit, { conversationId, reason: "ended_by_youth", staffId: null });
}

function isFree(db: DataReader, found: Conversation, staffId: number): boolean {
  return availableFor(db, found.lineId).includes(staffId) && hasRoom(db, staffId, "normal");
}

/** Returns when a paused chat fades out if nobody comes back, ms UTC, without time in which nobody could; null for others. */
export function fadesAt(one: Conversation, live: SilenceLive, resumeMinutes: number): number | null {
  if (one.pausedAt === null || stateOf(one) !== "paused") return null;
  return Math.max(pastOf(one.pausedAt, live), live.youth.heardSince) + resumeMinutes * minuteMs;
}

/** Ends a paused chat as faded out; in danger it goes on with its counsellor, who is sent help, or waits in front. */
export function fadeOut(
  tx: Tx,
  emit: Emit,
  input: { conversationId: number; live: SilenceLive; isHeard: (staffId: number) => boolean },
): void {
  const { conversationId, live, isHeard } = input;
  const found = conversation(tx, conversationId);
  if (!found) return;
  const fades = fadesAt(found, live, settings(tx).resumeMinutes);
  if (fades === null || fades > tx.at) return;
  if (!isMarkedInDanger(tx, found) || found.counsellorId === null) {
    end(tx, emit, { conversationId, reason: "faded_out", staffId: null });
    return;
  }
  const goesOn = goOn(tx, emit, { found, staffId: found.counsellorId, isHeard, again: false });
  if (goesOn) askForHelp(tx, emit, { conversationId, staffId: null, urgent: true });
}

function say(tx: Tx, emit: Emit, conversationId: number, key: Key, alias: string) {
  const text = JSON.stringify({ key, values: alias === "" ? {} : { alias } });
  writeNotice(tx, emit, { conversationId, clientId: newClientId(), text });
}
