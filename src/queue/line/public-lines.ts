/** What is said of the lines to everybody. Never who is there, nor why somebody decided something. */

import { sql } from "kysely";
import { dayMs } from "#src/clock.ts";
import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { firstInstant, localDate } from "#src/hours/instants.ts";
import type { Line } from "#src/hours/lines.ts";
import { datePlus } from "#src/hours/rules/days.ts";
import { type Override, overrideOf } from "#src/hours/rules/override.ts";
import type { Interval } from "#src/hours/rules/plan.ts";
import { intervals } from "#src/hours/rules/schedule.ts";
import type { DoorNow, LineDoor } from "#src/queue/door/door.ts";
import { lineDoors } from "#src/queue/door/doors.ts";
import { settings } from "#src/settings/settings.ts";

export type PublicState = Exclude<LineDoor, "locked">;

/** What a door says to everybody. */
export interface PublicDoor {
  state: PublicState;
  acceptsNew: boolean;
  /** When the opening we are in ends, ms UTC; null when closed, and when no end is known. */
  until: number | null;
  /** When somebody may come in again, ms UTC; null while somebody may, and when that is not known. */
  next: number | null;
}

export interface PublicLine extends PublicDoor {
  line: Line;
  /** Since when the state is as it is, ms UTC; null in the second in which it has changed. */
  since: number | null;
}

/** Some stretch in which a line is open, ms UTC; null = it has no beginning, or no end, that anybody knows. */
interface PublicOpening {
  start: number | null;
  end: number | null;
}

/** What is open for longer than this to either side has no beginning or end in the eyes of the hours (PROMISES.md H10). */
const endlessMs = 390 * dayMs;

/** The lines in use with what their doors say at an instant (ms UTC), in the order they are shown. */
export function publicLines(db: DataReader, at: number): PublicLine[] {
  return lineDoors(db, at).map(({ line, door }) => {
    const said = publicDoor(door);
    return { line, ...said, since: sinceOf(db, line.id, said.state) };
  });
}

/**
 * A door in public. Without the master key it is closed and nobody knows until when, as for a line that somebody closed
 * until further notice: whoever looks from outside shall not learn that the server is in trouble.
 */
export function publicDoor({ state, until, next }: DoorNow): PublicDoor {
  if (state === "locked") return { state: "closed", acceptsNew: false, until: null, next: null };
  return { state, acceptsNew: state === "open", until, next };
}

/** When the state that was noted last began, if it is this one. What is the same in public is one state. */
function sinceOf(db: DataReader, lineId: number, state: PublicState): number | null {
  const same: LineDoor[] = state === "closed" ? ["closed", "locked"] : [state];
  const log = () => q.selectFrom("line_state_log").where("line_id", "=", lineId);
  const last = db.first(log().select("state").orderBy("id", "desc").limit(1));
  if (!last || !same.includes(last.state as LineDoor)) return null;
  const before = db.first(log().select("id").where("state", "not in", same).orderBy("id", "desc").limit(1))?.id ?? 0;
  return db.first(log().select("at").where("id", ">", before).orderBy("id").limit(1))!.at;
}

/** Whole days of a line, ms UTC, from the beginning of the one that an instant falls into. */
export function daysOfLine({ timeZone }: Line, at: number, days: number): { today: string; from: number; to: number } {
  const today = localDate(timeZone, at);
  return {
    today,
    from: firstInstant(timeZone, today, 0),
    to: firstInstant(timeZone, datePlus(today, days), 0),
  };
}

/** The openings of a line that overlap [from, to), ms UTC, with what somebody has decided for now; null without hours. */
export function openingsOfLine(db: DataReader, line: Line, at: number, from: number, to: number): Interval[] | null {
  if (line.calendar === null) return null;
  // Nobody knows when an admin opens it, or opens it again.
  if (settings(db).opening !== "open") return [];
  const planned = decided(intervals(line.calendar, from, to), overrideOf(db, line.id, at), at);
  return planned.filter(({ start, end }) => start < to && end > from);
}

/** The hours as a decision changes them. A closing without an end takes away the opening it fell into: somebody will lift it. */
export function decided(planned: Interval[], decision: Omit<Override, "reason"> | null, at: number): Interval[] {
  if (decision?.kind === "open") return opened(planned, { start: decision.startsAt, end: decision.endsAt! });
  if (decision?.kind !== "closed") return planned;
  const { startsAt, endsAt } = decision;
  const until = endsAt ?? planned.find(({ start, end }) => start <= at && at < end)?.end ?? at;
  return planned.flatMap(({ start, end }) =>
    [
      { start, end: Math.min(end, startsAt) },
      { start: Math.max(start, until), end },
    ].filter((one) => one.start < one.end),
  );
}

function opened(planned: Interval[], more: Interval): Interval[] {
  const touches = (one: Interval) => one.start <= more.end && more.start <= one.end;
  const all = [more, ...planned.filter(touches)];
  const one = { start: Math.min(...all.map(({ start }) => start)), end: Math.max(...all.map(({ end }) => end)) };
  return [...planned.filter((other) => !touches(other)), one].sort((a, b) => a.start - b.start);
}

/** An interval of the hours as it can be told on a day: what they cut off at their horizon would move from day to day. */
export function asPublicOpening({ start, end }: Interval, at: number): PublicOpening {
  return { start: start < at - endlessMs ? null : start, end: end > at + endlessMs ? null : end };
}

const ofHours = ["hours.changed", "line.overridden", "line.override_lifted"];
const shownSettings = ["settings:helpline", "settings:languages", "settings:opening"];

/** When hours or decisions were last changed, ms UTC; else when the helpline was made. */
export function hoursChangedAt(db: DataReader): number {
  const changes = ofLines().where("action", "in", ofHours);
  return Math.max(madeAt(db), db.first(changes)?.at ?? 0, settingsChangedAt(db));
}

/**
 * When what is said publicly was last changed: a state, hours, lines, names, languages and ages. ms UTC. What looks the same from
 * outside is no change: another reason, other staff.
 */
export function saidAt(db: DataReader, said: PublicLine[]): number {
  const since = said.map((one) => one.since ?? 0);
  return Math.max(madeAt(db), settingsChangedAt(db), db.first(ofLines().where(isSeen))?.at ?? 0, ...since);
}

/** Beside who serves a line, all that is set of it is told. What a line was before it was made is nothing. */
const isSeen = sql<boolean>`case when action = 'line.changed' and json_valid(before) and json_valid(after)
  then json_remove(before, '$.staffIds') <> json_remove(after, '$.staffIds') else 1 end`;

function ofLines() {
  // Everything named "line:…": the character after the colon is the semicolon.
  const about = q.selectFrom("audit").where("object", ">=", "line:").where("object", "<", "line;");
  return about.select((eb) => eb.fn.max("at").as("at"));
}

function settingsChangedAt(db: DataReader): number {
  const changes = q.selectFrom("audit").where("object", "in", shownSettings);
  return db.first(changes.select((eb) => eb.fn.max("at").as("at")))?.at ?? 0;
}

/** The rules of the service were published when the helpline was started for the first time. */
function madeAt(db: DataReader): number {
  return db.first(q.selectFrom("rules").select((eb) => eb.fn.min("published_at").as("at")))?.at ?? 0;
}
