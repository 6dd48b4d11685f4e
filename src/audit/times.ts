import { quarterOf } from "#src/clock.ts";

/** The field of an action that holds another time: its exact value would tell when the act was. */
const timeOf: Record<string, string> = { "hold.set": "until", "line.overridden": "until", "callback.let_go": "since" };

/** Returns an action's details as JSON, with the time in them coarsened to the quarter-hour. */
export function saidOf(action: string, said: Record<string, unknown>): string {
  return withoutExactTimes(action, JSON.stringify(said))!;
}

/** Returns an action's details (`after`) with the time in them coarsened to the quarter-hour. */
export function withoutExactTimes(action: string, after: string | null): string | null {
  const name = timeOf[action];
  if (name === undefined || after === null) return after;
  const said = JSON.parse(after) as Record<string, unknown>;
  const at = said[name];
  return typeof at === "number" ? JSON.stringify({ ...said, [name]: quarterOf(at) }) : after;
}
