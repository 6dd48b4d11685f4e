import { dayMs, minuteMs } from "#src/clock.ts";
import { leftInDanger } from "#src/conversation/safety/left-in-danger.ts";
import type { DataReader } from "#src/db/db.ts";
import { promisedDays } from "#src/settings/rules/promised.ts";
import { settings } from "#src/settings/settings.ts";
import type { Conversation } from "../conversation.ts";

/** A deleted chat that its counsellor does not put away stays on their screen for so long, ms: to be ticked. */
export const shownMostMs = dayMs / 2;

/**
 * Whether nothing of a chat that is over is there any more for whoever had a part in it, at an instant (ms UTC): it was deleted and put
 * away, and not in danger, nobody took it in time, or it was kept as long as was promised. What keeps its words longer is nothing they may learn of
 * (PROMISES.md S19), so this does not ask for it.
 */
export function isGone(db: DataReader, found: Conversation, at: number): boolean {
  if (found.endedAt === null || leftInDanger(db, found.id, at) !== null) return false;
  const over = at - found.endedAt;
  if (found.erasedAt !== null && (found.closedAt !== null || over >= shownMostMs)) return true;
  if (found.endReason === "line_closed" && over >= settings(db).resumeMinutes * minuteMs) return true;
  return over >= promisedDays(db, found.rulesVersion) * dayMs;
}
