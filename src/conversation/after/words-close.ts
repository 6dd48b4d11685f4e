import { minuteMs } from "#src/clock.ts";
import { dangerMostMs, leftInDanger } from "#src/conversation/safety/left-in-danger.ts";
import { hasOpenEmergency } from "#src/conversation/safety/urgent.ts";
import type { DataReader } from "#src/db/db.ts";
import { settings } from "#src/settings/settings.ts";
import type { Conversation } from "../conversation.ts";
import { recordState } from "./record-state.ts";

/** So long after its end at most whoever had a part in a chat reads it to write its record, ms; where there was an emergency, its record. */
export const recordMostMs = 60 * minuteMs;
export const emergencyMostMs = 12 * 60 * minuteMs;
/** So long before it is said that the words are about to close, ms. */
export const closeWarnMs = 3 * minuteMs;

/** When the words of a chat that is over close for whoever had a part in it. */
export interface WordsClose {
  /** ms UTC */
  at: number;
  /** What closes them sooner once it is done, though never while the chat may still go on; null = nothing is to be written. */
  waitsFor: "record" | "emergency" | "danger" | null;
}

/**
 * When that is (PROMISES.md SG15): when the chat cannot go on any more and its record is finished, an hour after its end at most; after an
 * emergency when the record of that is closed (`isSaid`: as if it were), half a day after at most; and where they left in danger, when that
 * is over, as it is once the record says what came of it. null while it goes on. For everybody else an ended chat is shut at once (retention/opening.ts).
 */
export function wordsClose(db: DataReader, found: Conversation, { isSaid = false } = {}): WordsClose | null {
  if (found.endedAt === null) return null;
  const least = settings(db).resumeMinutes * minuteMs;
  const at = (ms: number) => found.endedAt! + Math.max(least, ms);
  const left = isSaid ? null : leftInDanger(db, found.id, found.endedAt);
  const isEmergency = !isSaid && hasOpenEmergency(db, found.id);
  if (left !== null) return { at: left + dangerMostMs, waitsFor: isEmergency ? "emergency" : "danger" };
  if (isEmergency) return { at: at(emergencyMostMs), waitsFor: "emergency" };
  const record = recordState(db, found.id);
  const isToWrite = record === "lacking" || record === "begun";
  return isToWrite ? { at: at(recordMostMs), waitsFor: "record" } : { at: at(0), waitsFor: null };
}
