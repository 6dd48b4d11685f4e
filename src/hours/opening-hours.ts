import type { Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { historyOf } from "#src/desk/history.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { documentOf, line } from "./lines.ts";
import type { Calendar } from "./rules/calendar.ts";
import { calendarProblems, isZone } from "./rules/check.ts";

export interface HoursOfLine {
  timeZone: string;
  /** null = whenever someone is there. */
  calendar: Calendar | null;
}

/** The changes of the hours of each line (id). */
export const hoursHistory = historyOf<number, HoursOfLine>({
  action: "hours.changed",
  object: (lineId) => `line:${lineId}`,
  read: (text) => JSON.parse(text!),
});

/** Sets a line's hours; returns and throws as `changeLine`, and `bad_input` for refused hours or zones (PROMISES.md H15). */
export function setHours(tx: Tx, emit: Emit, input: { lineId: number; basedOn?: number } & HoursOfLine): number {
  const { lineId, timeZone, calendar, basedOn } = input;
  const found = line(tx, lineId);
  if (!found) throw new HelplineError("not_found");
  if (!isZone(timeZone) || (calendar && calendar.timeZone !== timeZone)) throw new HelplineError("bad_input");
  if (calendar && calendarProblems(calendar).length > 0) throw new HelplineError("bad_input");
  const before = JSON.stringify({ timeZone: found.timeZone, calendar: found.calendar } satisfies HoursOfLine);
  const after = JSON.stringify({ timeZone, calendar } satisfies HoursOfLine);
  if (before === after) return 0;
  hoursHistory.refuseTaken(tx, lineId, basedOn);
  tx.run(
    q
      .updateTable("line")
      .set({
        time_zone: timeZone,
        hours: calendar && documentOf(calendar),
        ...(calendar ? { last_entry_minutes: calendar.lastEntryMinutes } : {}),
      })
      .where("id", "=", lineId),
  );
  emit({ type: "hours.changed", lineId, before, after });
  return hoursHistory.newest(tx, lineId);
}

/** Sets the hours as before a change. Returns and throws as `setHours`, and `not_found` for a change of another line. */
export function undoHours(tx: Tx, emit: Emit, input: { lineId: number; changeId: number; basedOn?: number }): number {
  const { lineId, changeId, basedOn } = input;
  const change = hoursHistory.find(tx, lineId, changeId);
  if (!change) throw new HelplineError("not_found");
  return setHours(tx, emit, { lineId, ...change.before, ...(basedOn === undefined ? {} : { basedOn }) });
}
