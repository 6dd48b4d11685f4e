import { dayMs, minuteMs } from "#src/clock.ts";
import { leftInDanger } from "#src/conversation/safety/left-in-danger.ts";
import type { DataReader } from "#src/db/db.ts";
import { promisedDays } from "#src/settings/rules/promised.ts";
import { settings } from "#src/settings/settings.ts";
import type { Conversation } from "../conversation.ts";

/** How long a deleted chat stays on its counsellor's screen if they do not put it away, ms. */
export const shownMostMs = dayMs / 2;

/** Returns whether nothing of an ended chat is left at `at` (ms UTC) for those who had a part in it. */
export function isGone(db: DataReader, found: Conversation, at: number): boolean {
  // A complaint may keep the words longer, but that must not show here (PROMISES.md S19), so it is not checked.
  if (found.endedAt === null || leftInDanger(db, found.id, at) !== null) return false;
  const over = at - found.endedAt;
  if (found.erasedAt !== null && (found.closedAt !== null || over >= shownMostMs)) return true;
  if (found.endReason === "line_closed" && over >= settings(db).resumeMinutes * minuteMs) return true;
  return over >= promisedDays(db, found.rulesVersion) * dayMs;
}
