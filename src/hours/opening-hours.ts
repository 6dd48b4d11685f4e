import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { type ToldTime, toldTime } from "#src/db/trail.ts";
import { HelplineError } from "#src/errors.ts";
import type { Actor, Emit } from "#src/events.ts";
import { documentOf } from "./files/document.ts";
import { line } from "./lines.ts";
import type { Calendar } from "./rules/calendar.ts";
import { calendarProblems, isZone } from "./rules/check.ts";

export interface HoursOfLine {
  timeZone: string;
  /** null = whenever someone is there. */
  calendar: Calendar | null;
}

export interface HoursChange extends ToldTime {
  /** Of the audit trail; it names what to undo. */
  id: number;
  actor: Actor;
  before: HoursOfLine;
  after: HoursOfLine;
}

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
  if (basedOn !== undefined && basedOn !== newestChange(tx, lineId)) throw new HelplineError("taken");
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
  return newestChange(tx, lineId);
}

/** Returns the changes of a line's hours, newest first, at most 50. */
export function hoursChanges(db: DataReader, lineId: number): HoursChange[] {
  return db.all(changesOf(lineId).orderBy("id", "desc").limit(50)).map(asChange);
}

/** Returns the id of the newest change of a line's hours; 0 for none. */
export function newestChange(db: DataReader, lineId: number): number {
  return db.first(changesOf(lineId).orderBy("id", "desc").limit(1))?.id ?? 0;
}

/** Sets the hours as before a change. Returns and throws as `setHours`, and `not_found` for a change of another line. */
export function undoHours(tx: Tx, emit: Emit, input: { lineId: number; changeId: number; basedOn?: number }): number {
  const { lineId, changeId, basedOn } = input;
  const found = tx.first(changesOf(lineId).where("id", "=", changeId));
  if (!found) throw new HelplineError("not_found");
  return setHours(tx, emit, { lineId, ...asChange(found).before, ...(basedOn === undefined ? {} : { basedOn }) });
}

function changesOf(lineId: number) {
  return q.selectFrom("audit").selectAll().where("object", "=", `line:${lineId}`).where("action", "=", "hours.changed");
}

function asChange(row: {
  id: number;
  at: number;
  exact_at: number | null;
  actor: string;
  before: string | null;
  after: string | null;
}) {
  return {
    id: row.id,
    ...toldTime(row),
    actor: row.actor as Actor,
    before: JSON.parse(row.before!) as HoursOfLine,
    after: JSON.parse(row.after!) as HoursOfLine,
  };
}
