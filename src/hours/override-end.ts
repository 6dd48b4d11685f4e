import { HelplineError } from "#src/errors.ts";
import type { OverrideKind } from "#src/events.ts";
import { firstInstant, localDate } from "./instants.ts";
import type { Line } from "./lines.ts";
import { stateAt } from "./schedule.ts";
import { readTime } from "./times.ts";

/** Until when somebody decides: so many minutes, closing time, until it is lifted by hand, or a time that was typed. */
export type OverrideEnd = "15" | "30" | "60" | "closing" | "lift" | "time";

/** Every end there is, in the order they are offered. */
export const overrideEnds: OverrideEnd[] = ["15", "30", "60", "closing", "lift", "time"];

/** The ends that make sense for a line now (ms UTC), in the order they are offered. */
export function endsFor(line: Line, kind: OverrideKind, at: number): OverrideEnd[] {
  const closes = closingTime(line, at) !== null;
  return overrideEnds.filter((end) => {
    if (end === "closing") return kind !== "open" && closes;
    return end !== "lift" || kind !== "open";
  });
}

/** Whether opening a line by hand does anything: not while its hours have it open anyway. */
export function mayOpen(line: Line, at: number): boolean {
  return line.calendar !== null && !stateAt(line.calendar, at).open;
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
export function endOf(line: Line, chosen: { end: OverrideEnd; time: string }, at: number): number | null {
  const { end, time } = chosen;
  if (end !== "time" && time.trim() !== "") throw refusal("error.override_which");
  if (end === "lift") return null;
  if (end === "time") {
    const minute = readTime(time);
    if (minute === null) throw refusal("error.override_time");
    return nextTime(line.timeZone, minute, at);
  }
  if (end !== "closing") return at + Number(end) * 60_000;
  const closes = closingTime(line, at);
  if (closes === null) throw refusal("error.override_no_closing");
  return closes;
}

/** When the clock of a zone shows a time (minutes after midnight) next, after an instant; both ms UTC. */
function nextTime(timeZone: string, minute: number, at: number): number {
  const today = localDate(timeZone, at);
  const found = firstInstant(timeZone, today, minute);
  return found > at ? found : firstInstant(timeZone, today, minute + 1440);
}

function refusal(key: "error.override_which" | "error.override_time" | "error.override_no_closing") {
  return new HelplineError("bad_input", key, {}, "until");
}
