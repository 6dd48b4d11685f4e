/** The first oracle: our schedule beside a walk through all minutes. */

import { type Random, seeded } from "#lab/load/report/random.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import type * as schedule from "#src/hours/rules/schedule.ts";
import { randomCalendar, whole } from "./random-calendar.ts";
import { painted, type Run, runsOf, type Walk, walk } from "./walk.ts";

/** What is judged: src/hours/rules/schedule.ts, or a mutant of it. */
export type Schedule = Pick<typeof schedule, "stateAt" | "intervals">;

/** What an oracle throws where it and our schedule say different things; any other error is an accident. */
export class Difference extends Error {}

/** How much was compared. */
export interface Counts {
  calendars: number;
  minutes: number;
  states: number;
}

/** A year is compared; the walk goes on for a while, so that what comes next is mostly known. */
const walkedDays = 400;
const comparedMinutes = 365 * 1440;
const minuteMs = 60_000;
const zoneDates: Record<string, string> = { "Pacific/Apia": "2011-06-01" };

export function walkOf(timeZone: string): Walk {
  return walk(timeZone, zoneDates[timeZone] ?? "2026-01-01", walkedDays);
}

/** Compares `count` calendars in a zone. Throws a Difference: the first one, and the seed to have it again. */
export function compareWalk(judged: Schedule, walk: Walk, count: number, firstSeed: number): Counts {
  const counts = { calendars: 0, minutes: 0, states: 0 };
  const around = { timeZone: walk.timeZone, from: new Date(walk.start).toISOString().slice(0, 10), days: 365 };
  for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
    const random = seeded(seed);
    const calendar = randomCalendar(random, { ...around, nights: walk.nights });
    try {
      const open = painted(calendar, walk);
      counts.minutes += compareMinutes(judged, calendar, walk, open);
      counts.states += compareStates(judged, calendar, walk, runsOf(open), random);
      counts.calendars += 1;
    } catch (error) {
      throw located(error, `${walk.timeZone}, seed ${seed}: ${JSON.stringify(calendar)}`);
    }
  }
  return counts;
}

/** The same error, saying where. A library may throw a mere string. */
export function located(thrown: unknown, where: string): Error {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  error.message += `\n${where}`;
  return error;
}

/** Paints what we say of a year over what the walk says. */
function compareMinutes(judged: Schedule, calendar: Calendar, { start }: Walk, open: Uint8Array): number {
  const ours = new Uint8Array(comparedMinutes);
  const end = start + comparedMinutes * minuteMs;
  let last = Number.NEGATIVE_INFINITY;
  for (const one of judged.intervals(calendar, start, end)) {
    if (one.start <= last || one.end <= one.start)
      throw new Difference(`not in order, or touching, at ${iso(one.start)}`);
    last = one.end;
    ours.fill(1, Math.max(0, (one.start - start) / minuteMs), Math.max(0, (one.end - start) / minuteMs));
  }
  const differs = ours.findIndex((value, minute) => value !== open[minute]);
  if (differs >= 0) throw new Difference(`${iso(start + differs * minuteMs)}: the walk says open = ${open[differs]}`);
  return comparedMinutes;
}

/** At the edges of all openings and of their last entry, a minute and a millisecond around them, and anywhere. */
function compareStates(judged: Schedule, calendar: Calendar, walk: Walk, runs: Run[], random: Random): number {
  const edges = runs.flatMap(({ from, to }) => [from, to, to - calendar.lastEntryMinutes]);
  const moments = edges.flatMap((edge) => [edge - 1, edge - 1 / minuteMs, edge, edge + 1]);
  for (let n = 0; n < 100; n += 1) moments.push(whole(random, 0, comparedMinutes - 1));
  // Asked anew, with nothing remembered: the first answer must be as good as the later ones.
  const fresh = { ...calendar };
  let compared = 0;
  for (const moment of moments) {
    if (moment < 0 || moment >= comparedMinutes) continue;
    compareState(judged, compared % 7 === 0 ? { ...fresh } : fresh, walk, runs, moment);
    compared += 1;
  }
  return compared;
}

function compareState(judged: Schedule, calendar: Calendar, walk: Walk, runs: Run[], moment: number) {
  const at = walk.start + Math.round(moment * minuteMs);
  const got = judged.stateAt(calendar, at);
  const here = runs.find(({ from, to }) => from <= moment && moment < to);
  const next = runs.find((run) => run.from > moment && (run.to - run.from > calendar.lastEntryMinutes || cutOff(run)));
  const acceptsNew = here !== undefined && (cutOff(here) || moment < here.to - calendar.lastEntryMinutes);
  const wrong = (what: string, expected: unknown) => {
    throw new Difference(`${iso(at)}: ${what} should be ${expected}, got ${JSON.stringify(got)}`);
  };
  if (got.open !== (here !== undefined)) wrong("open", here !== undefined);
  if (got.acceptsNew !== acceptsNew) wrong("acceptsNew", acceptsNew);
  compareEnds(walk, here, got.open ? got : null, wrong);
  if (next && cutOff(next)) return;
  if (!next && got.next && got.next.start < walk.start + walkedDays * 1440 * minuteMs) wrong("next", null);
  if (!next) return;
  if (got.next?.start !== walk.start + next.from * minuteMs) wrong("next", iso(walk.start + next.from * minuteMs));
  if (got.next?.end !== walk.start + next.to * minuteMs) wrong("next.end", iso(walk.start + next.to * minuteMs));
}

/** What goes on where the walk ends has an end nobody knows; what was there when it began has such a beginning. */
function compareEnds(
  { start }: Walk,
  here: Run | undefined,
  got: { since: number | null; until: number | null } | null,
  wrong: (what: string, expected: unknown) => void,
) {
  if (!here || !got) return;
  const from = start + here.from * minuteMs;
  const to = start + here.to * minuteMs;
  if (here.from === 0 ? got.since !== null && got.since > from : got.since !== from) wrong("since", iso(from));
  if (cutOff(here) ? got.until !== null && got.until < to : got.until !== to) wrong("until", iso(to));
}

function cutOff({ to }: Run): boolean {
  return to === walkedDays * 1440;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
