import { quarterOf } from "#src/clock.ts";

/** What an act is kept with that says when something else is: it would tell when the act itself was. */
const timeOf: Record<string, string> = { "hold.set": "until", "line.overridden": "until", "callback.let_go": "since" };

/** What a new entry says of its act, as JSON, with a time in it told to the quarter of the hour. */
export function saidOf(action: string, said: Record<string, unknown>): string {
  return withoutExactTimes(action, JSON.stringify(said))!;
}

/** What an entry says of its act (`after`), with a time in it told to the quarter of the hour. */
export function withoutExactTimes(action: string, after: string | null): string | null {
  const name = timeOf[action];
  if (name === undefined || after === null) return after;
  const said = JSON.parse(after) as Record<string, unknown>;
  const at = said[name];
  return typeof at === "number" ? JSON.stringify({ ...said, [name]: quarterOf(at) }) : after;
}
