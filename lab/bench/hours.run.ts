// npm run bench -- hours: whether 500 services are open now, as a page of the directory asks, beside the package opening_hours
// on the same rules.
import OpeningHours from "opening_hours";
import { seeded } from "#lab/load/report/random.ts";
import { type Figure, finish, percentile, progress } from "#lab/load/report/report.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { stateAt } from "#src/hours/rules/schedule.ts";
import { osmCalendar, osmText } from "#tests/hours/files/osm.ts";
import { walkOf } from "#tests/hours/rules/naive.ts";
import { randomCalendar, tenZones as zones } from "#tests/hours/rules/random-calendar.ts";

const count = 500;
const rounds = 21;
const most = 50;
const now = Date.parse("2026-11-25T16:20Z");
const figures: Figure[] = [];
const raw: Record<string, unknown> = {};

function note(name: string, value: number, got: string, aim = "", pass = true) {
  figures.push({ name, got, aim, pass });
  raw[name] = value;
  progress(`${name}: ${got}`);
}

const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 1)} ms`;

function timed(work: () => void): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

/** The median round; making its input does not count. */
function middle<T>(make: () => T, work: (made: T) => void): number {
  const times = Array.from({ length: rounds }, () => {
    const made = make();
    return timed(() => work(made));
  });
  return percentile(times, 0.5);
}

/** The same calendars without what was cached. */
const anew = (calendars: Calendar[]) => calendars.map((one) => ({ ...one }));

function ask(calendars: Calendar[]) {
  for (const one of calendars) stateAt(one, now);
}

function ours(calendars: Calendar[]) {
  const show = (name: string, value: number, judged = false) =>
    note(name, value, ms(value), judged ? `at most ${most} ms` : "", !judged || value <= most);
  const first = anew(calendars);
  show(
    "500 calendars, the first thing that a process does",
    timed(() => ask(first)),
  );
  const fresh = middle(() => anew(calendars), ask);
  show("500 calendars never asked before", fresh, true);
  const again = middle(() => first, ask);
  show("500 calendars asked before", again, true);
  const day = [{ opens: 0, closes: 1440 }];
  const always = { week: Array.from({ length: 7 }, () => day), seasons: [], dayRules: [], cuts: [] };
  const open = middle(() => calendars.map((one) => ({ ...one, ...always })), ask);
  show("500 calendars never asked before, all open around the clock", open);
}

/** Rules that both can read, in the only zone the package knows: the process's own. */
function beside(calendars: Calendar[]) {
  const texts = calendars.map(osmText);
  const parse = () => texts.map((text) => new OpeningHours(text));
  const date = new Date(now);
  const read = (rules: OpeningHours[]) => {
    for (const one of rules) {
      one.getState(date);
      one.getNextChange(date);
    }
  };
  const cold = middle(() => anew(calendars), ask);
  const warm = middle(() => calendars, ask);
  const parsed = middle(
    () => 0,
    () => read(parse()),
  );
  const asked = middle(parse, read);
  const ratio = (name: string, theirs: number, own: number) =>
    note(
      name,
      theirs / own,
      `${(theirs / own).toFixed(1)} times as fast: ${ms(own)}; opening_hours ${ms(theirs)}`,
      "at least as fast",
      theirs >= own,
    );
  ratio("500 rules never read before", parsed, cold);
  ratio("500 rules read before, never asked", asked, cold);
  ratio("500 rules asked before", asked, warm);
}

process.env.TZ = "Europe/Helsinki";
const random = seeded(1);
const around = zones.map((timeZone) => ({ timeZone, from: "2026-01-01", days: 365, nights: walkOf(timeZone).nights }));
ours(Array.from({ length: count }, (_, index) => randomCalendar(random, around[index % zones.length]!)));
beside(Array.from({ length: count }, () => osmCalendar(random, around[0]!)));
finish({ name: "hours", figures, raw });
