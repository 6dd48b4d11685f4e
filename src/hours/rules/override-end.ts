import { dayMs, minuteMs } from "#src/clock.ts";
import { HelplineError } from "#src/errors.ts";
import type { OverrideKind } from "#src/events.ts";
import { clockChanges, firstInstant, localDate } from "../instants.ts";
import type { Line } from "../lines.ts";
import { hoursNow } from "../now.ts";
import { readTime } from "../times.ts";
import { stateAt } from "./schedule.ts";

/** Until when somebody decides: so many minutes, closing time, until it is lifted by hand, or a time that was typed. */
export type OverrideEnd = "15" | "30" | "60" | "closing" | "lift" | "time";

/** Every end there is, in the order they are offered. */
export const overrideEnds: OverrideEnd[] = ["15", "30", "60", "closing", "lift", "time"];

/** The ends that make sense for a line now (ms UTC), in the order they are offered. */
export function endsFor(line: Line, kind: OverrideKind, at: number): OverrideEnd[] {
  const closes = closingTime(line, at) !== null;
  return overrideEnds.filter((end) => {
    if (end === "closing") return kind !== "open" && closes;
    if (kind !== "open" || end === "time") return true;
    return end !== "lift" && opensMore(line, at + Number(end) * minuteMs, at);
  });
}

/** What opening a line by hand would do now: open it outside its hours, or keep it open past their end, which is near. */
export type OverrideOpening = "outside" | "longer";

/** What opening a line by hand would do at an instant (ms UTC); null while its hours have it open for long. */
export function openingFor(line: Line, at: number): OverrideOpening | null {
  if (line.calendar === null) return null;
  const { open, closing } = hoursNow(line.calendar, null, at);
  if (!open) return "outside";
  return closing ? "longer" : null;
}

/**
 * Whether opening a line by hand until an instant does anything; both ms UTC. Inside the hours it must be open longer than
 * they have it; outside them somebody must be able to come in before its last minutes begin.
 */
export function opensMore(line: Line, until: number, at: number): boolean {
  const opening = openingFor(line, at);
  if (opening === "longer") return until > (closingTime(line, at) ?? at);
  return opening === "outside" && hoursNow(line.calendar, { kind: "open", startsAt: at, endsAt: until }, at).acceptsNew;
}

/** When the hours close a line that is open by them at an instant, ms UTC; null when it is not, or never closes. */
export function closingTime(line: Line, at: number): number | null {
  return line.calendar && stateAt(line.calendar, at).until;
}

/**
 * The instant of a chosen end, ms UTC; null = until it is lifted. A typed time is the next one of the line's clock, today
 * or tomorrow. Throws `bad_input` with the sentence for the field "until": for a time that is none, for one typed beside
 * another choice, and for a closing time where there is none.
 */
export function overrideEndAt(line: Line, chosen: { end: OverrideEnd; time: string }, at: number): number | null {
  const { end, time } = chosen;
  // What was refused as no time before says nothing any more.
  if (end !== "time" && readTime(time) !== null) throw refusal("error.override_which");
  if (end === "lift") return null;
  if (end === "time") {
    const minute = readTime(time);
    if (minute === null) throw refusal("error.override_time");
    return nextTime(line.timeZone, minute, at);
  }
  if (end !== "closing") return at + Number(end) * minuteMs;
  const closes = closingTime(line, at);
  if (closes === null) throw refusal("error.override_no_closing");
  return closes;
}

/** When the clock of a zone shows a time (minutes after midnight) next, after an instant; both ms UTC. */
function nextTime(timeZone: string, minute: number, at: number): number {
  const today = localDate(timeZone, at);
  const found = firstInstant(timeZone, today, minute);
  if (found > at) return found;
  const again = secondPass(timeZone, found);
  return again > at ? again : firstInstant(timeZone, today, minute + 1440);
}

/** In a night in which the clock goes back the same time comes once more, ms UTC; else the instant itself. */
function secondPass(timeZone: string, at: number): number {
  const back = clockChanges(timeZone, at, at + dayMs).find((one) => one.shiftMinutes < 0);
  const again = back ? at - back.shiftMinutes * minuteMs : at;
  return back && back.at <= again ? again : at;
}

function refusal(key: "error.override_which" | "error.override_time" | "error.override_no_closing") {
  return new HelplineError("bad_input", key, {}, "until");
}
