// What everyone may know of the lines: never who is there, nor why someone decided something.

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
import { firstPublishedAt } from "#src/settings/rules/published.ts";
import { settings } from "#src/settings/settings.ts";

type PublicState = Exclude<LineDoor, "locked">;

interface PublicDoor {
  state: PublicState;
  acceptsNew: boolean;
  until: number | null;
  next: number | null;
}

export interface PublicLine extends PublicDoor {
  line: Line;
  since: number | null;
}

interface PublicOpening {
  start: number | null;
  end: number | null;
}

/** Anything open for longer than this to either side has no known beginning or end (PROMISES.md H10). */
const endlessMs = 390 * dayMs;

/** Returns the lines in use and what their doors say at `at` (ms UTC), in order. */
export function publicLines(db: DataReader, at: number): PublicLine[] {
  return lineDoors(db, at).map(({ line, door }) => {
    const said = publicDoor(door);
    return { line, ...said, since: sinceOf(db, line.id, said.state) };
  });
}

/** Returns a door as everyone may see it. */
export function publicDoor({ state, until, next }: DoorNow): PublicDoor {
  // Without the master key it looks closed until further notice: nobody outside shall learn that the server is in trouble.
  if (state === "locked") return { state: "closed", acceptsNew: false, until: null, next: null };
  return { state, acceptsNew: state === "open", until, next };
}

function sinceOf(db: DataReader, lineId: number, state: PublicState): number | null {
  const same: LineDoor[] = state === "closed" ? ["closed", "locked"] : [state];
  const log = () => q.selectFrom("line_state_log").where("line_id", "=", lineId);
  const last = db.first(log().select("state").orderBy("id", "desc").limit(1));
  if (!last || !same.includes(last.state as LineDoor)) return null;
  const before = db.first(log().select("id").where("state", "not in", same).orderBy("id", "desc").limit(1))?.id ?? 0;
  return db.first(log().select("at").where("id", ">", before).orderBy("id").limit(1))!.at;
}

/** Returns whole days of a line, ms UTC, from the beginning of the one in which `at` falls. */
export function daysOfLine({ timeZone }: Line, at: number, days: number): { today: string; from: number; to: number } {
  const today = localDate(timeZone, at);
  return {
    today,
    from: firstInstant(timeZone, today, 0),
    to: firstInstant(timeZone, datePlus(today, days), 0),
  };
}

/** Returns the openings of a line that overlap [from, to), ms UTC, as decided for now; null without hours. */
export function openingsOfLine(db: DataReader, line: Line, at: number, from: number, to: number): Interval[] | null {
  if (line.calendar === null) return null;
  if (settings(db).opening !== "open") return [];
  const planned = decided(intervals(line.calendar, from, to), overrideOf(db, line.id, at), at);
  return planned.filter(({ start, end }) => start < to && end > from);
}

/** Returns the hours as a decision changes them; closing without an end takes away only the opening it falls into. */
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

/** Returns an interval without the ends that the hours cut off at their horizon: they would move from day to day. */
export function asPublicOpening({ start, end }: Interval, at: number): PublicOpening {
  return { start: start < at - endlessMs ? null : start, end: end > at + endlessMs ? null : end };
}

const ofHours = ["hours.changed", "line.overridden", "line.override_lifted"];
const shownSettings = ["settings:helpline", "settings:languages", "settings:opening"];

/** Returns when hours or decisions last changed, ms UTC; else when the helpline was made. */
export function hoursChangedAt(db: DataReader): number {
  const changes = ofLines().where("action", "in", ofHours);
  return Math.max(firstPublishedAt(db) ?? 0, db.first(changes)?.at ?? 0, settingsChangedAt(db));
}

/** Returns when what is said publicly last changed, ms UTC. */
export function saidAt(db: DataReader, said: PublicLine[]): number {
  const since = said.map((one) => one.since ?? 0);
  return Math.max(
    firstPublishedAt(db) ?? 0,
    settingsChangedAt(db),
    db.first(ofLines().where(isSeen))?.at ?? 0,
    ...since,
  );
}

// All that is set of a line is public, but for who serves it.
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
