import { dayMs, minuteMs } from "#src/clock.ts";
import { HelplineError } from "#src/errors.ts";
import type { OverrideKind } from "#src/events.ts";
import { clockChanges, firstInstant, localDate } from "../instants.ts";
import type { Line } from "../lines.ts";
import { hoursNow } from "../now.ts";
import { readTime } from "../times.ts";
import { stateAt } from "./schedule.ts";

/** "15" to "60" are minutes, "time" is typed. */
export type OverrideEnd = "15" | "30" | "60" | "closing" | "lift" | "time";

export const overrideEnds: OverrideEnd[] = ["15", "30", "60", "closing", "lift", "time"];

/** Returns the ends that make sense for a line at `at` (ms UTC), in the order offered. */
export function endsFor(line: Line, kind: OverrideKind, at: number): OverrideEnd[] {
  const closes = closingTime(line, at) !== null;
  return overrideEnds.filter((end) => {
    if (end === "closing") return kind !== "open" && closes;
    if (kind !== "open" || end === "time") return true;
    return end !== "lift" && opensMore(line, at + Number(end) * minuteMs, at);
  });
}

export type OverrideOpening = "outside" | "longer";

/** Returns what opening a line by hand would do at `at` (ms UTC); null while its hours have it open for long. */
export function openingFor(line: Line, at: number): OverrideOpening | null {
  if (line.calendar === null) return null;
  const { open, closing } = hoursNow(line.calendar, null, at);
  if (!open) return "outside";
  return closing ? "longer" : null;
}

/** Returns whether opening by hand until `until` (ms UTC) does anything: past closing, or with time for someone to come in. */
export function opensMore(line: Line, until: number, at: number): boolean {
  const opening = openingFor(line, at);
  if (opening === "longer") return until > (closingTime(line, at) ?? at);
  return opening === "outside" && hoursNow(line.calendar, { kind: "open", startsAt: at, endsAt: until }, at).acceptsNew;
}

/** Returns when the hours close a line that is open at `at`, ms UTC; null when it is not, or never closes. */
export function closingTime(line: Line, at: number): number | null {
  return line.calendar && stateAt(line.calendar, at).until;
}

/** Returns a chosen end, ms UTC; null = until lifted. A typed time is the next on the line's clock. Throws `bad_input`. */
export function overrideEndAt(line: Line, chosen: { end: OverrideEnd; time: string }, at: number): number | null {
  const { end, time } = chosen;
  // A text that was refused as a time does not count.
  if (end !== "time" && readTime(time) !== null) throw refusal("error.override_which");
  if (end === "lift") return null;
  if (end === "time") {
    const minute = readTime(time);
    if (minute === null) throw refusal("error.override_time");
    return nextTime(line.timeZone, minute, at);
  }
  if (end !== "closing") return at + Number(end) * minuteMs;
  const closes = closingTime(line, at);
  if (closes === null) throw refusal("error.bad_input");
  return closes;
}

function nextTime(timeZone: string, minute: number, at: number): number {
  const today = localDate(timeZone, at);
  const found = firstInstant(timeZone, today, minute);
  if (found > at) return found;
  const again = secondPass(timeZone, found);
  return again > at ? again : firstInstant(timeZone, today, minute + 1440);
}

// In a night in which the clock goes back, the same time comes once more.
function secondPass(timeZone: string, at: number): number {
  const back = clockChanges(timeZone, at, at + dayMs).find((one) => one.shiftMinutes < 0);
  const again = back ? at - back.shiftMinutes * minuteMs : at;
  return back && back.at <= again ? again : at;
}

function refusal(key: "error.override_which" | "error.override_time" | "error.bad_input") {
  return new HelplineError("bad_input", key, {}, "until");
}
