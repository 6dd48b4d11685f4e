import { minuteMs } from "#src/clock.ts";
import { dangerMostMs, leftInDanger } from "#src/conversation/safety/left-in-danger.ts";
import { hasOpenEmergency } from "#src/conversation/safety/urgent.ts";
import type { DataReader } from "#src/db/db.ts";
import { settings } from "#src/settings/settings.ts";
import type { Conversation } from "../conversation.ts";
import { recordState } from "./record-state.ts";

const recordMostMs = 60 * minuteMs;
const emergencyMostMs = 12 * 60 * minuteMs;
export const closeWarnMs = 3 * minuteMs;

export interface WordsClose {
  at: number;
  waitsFor: "record" | "emergency" | "danger" | null;
}

/** Returns when the words close, ms UTC (PROMISES.md SG15); null while the chat goes on. `isSaid`: as if no danger were open. */
export function wordsClose(db: DataReader, found: Conversation, { isSaid = false } = {}): WordsClose | null {
  // The chat may still go on for `resumeMinutes` after its end, so its words never close before that.
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
