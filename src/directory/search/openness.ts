import { hourMs } from "#src/clock.ts";
import type { Entry } from "#src/directory/entry/entry.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { stateAt } from "#src/hours/rules/schedule.ts";

export interface Openness {
  state: "open" | "closed" | "unknown";
  /** ms UTC; null when closed, not known, or never closing. */
  until: number | null;
  /** ms UTC; null when open or not known. */
  next: number | null;
  zone: string;
}

export const opennessOrder = { open: 0, unknown: 1, closed: 2 };

const unknown: Openness = { state: "unknown", until: null, next: null, zone: "" };

interface Told {
  from: number;
  to: number;
  openness: Openness;
}

/** Cached: asking a calendar takes a tenth of a millisecond, and collecting those of an entry takes time, too. */
const toldOfEntry = new WeakMap<Entry, Told>();
const toldOfCalendar = new WeakMap<Calendar, Told>();

/** Returns whether any channel is open at `at` (ms UTC); closed only if every channel is known to be closed. */
export function opennessOf(entry: Entry, at: number): Openness {
  return kept(toldOfEntry, entry, at, askCalendars);
}

function kept<Of extends object>(
  told: WeakMap<Of, Told>,
  of: Of,
  at: number,
  ask: (of: Of, at: number) => Omit<Told, "from">,
): Openness {
  const known = told.get(of);
  if (known && known.from <= at && at < known.to) return known.openness;
  const answer = ask(of, at);
  told.set(of, { from: at, ...answer });
  return answer.openness;
}

/** Returns the same for one channel, by its own hours or those of the service. */
export function opennessOfChannel(entry: Entry, channel: number, at: number): Openness {
  const calendar = entry.channels[channel]?.calendar ?? entry.calendar;
  if (entry.status === "temporarily closed") return shut(calendar);
  return calendar ? stateOf(calendar, at) : unknown;
}

function askCalendars(entry: Entry, at: number): Omit<Told, "from"> {
  const calendars = calendarsOf(entry);
  const known = calendars.filter((one) => one !== null);
  // Without hours to ask, only a change of the entry can change the answer.
  if (entry.status === "temporarily closed") return { openness: shut(known[0] ?? null), to: Number.POSITIVE_INFINITY };
  if (known.length === 0) return { openness: unknown, to: Number.POSITIVE_INFINITY };
  const states = known.map((calendar) => stateOf(calendar, at));
  const changes = states.map((state) => changeOf(state, at));
  return { openness: together(states, known.length < calendars.length), to: Math.min(...changes) };
}

// null stands for channels without hours.
function calendarsOf(entry: Entry): (Calendar | null)[] {
  const own = entry.channels.map(({ calendar }) => calendar ?? entry.calendar);
  const all = own.length > 0 ? own : [entry.calendar];
  const seen = new Set<string>();
  return all.filter((calendar) => {
    const name = JSON.stringify(calendar);
    return !seen.has(name) && seen.add(name);
  });
}

/** Nothing is known of last entries elsewhere, so any opening counts, however short. */
const toTheEnd = new WeakMap<Calendar, Calendar>();

function stateOf(calendar: Calendar, at: number): Openness {
  return kept(toldOfCalendar, calendar, at, askCalendar);
}

// With no change in sight it is asked again in an hour.
function changeOf({ until, next }: Openness, at: number): number {
  return until ?? next ?? at + hourMs;
}

function askCalendar(calendar: Calendar, at: number): Omit<Told, "from"> {
  const whole = toTheEnd.get(calendar) ?? { ...calendar, lastEntryMinutes: 0 };
  toTheEnd.set(calendar, whole);
  const { open, until, next } = stateAt(whole, at);
  const openness: Openness = {
    state: open ? "open" : "closed",
    until: open ? until : null,
    next: open ? null : (next?.start ?? null),
    zone: calendar.timeZone,
  };
  return { openness, to: changeOf(openness, at) };
}

function together(states: Openness[], someUnknown: boolean): Openness {
  const open = states.filter(({ state }) => state === "open");
  if (open.length > 0) return open.reduce((last, one) => (later(one, last) ? one : last));
  if (someUnknown) return unknown;
  return states.reduce((first, one) => (sooner(one, first) ? one : first));
}

const later = (a: Openness, b: Openness) =>
  (a.until ?? Number.POSITIVE_INFINITY) > (b.until ?? Number.POSITIVE_INFINITY);
const sooner = (a: Openness, b: Openness) =>
  (a.next ?? Number.POSITIVE_INFINITY) < (b.next ?? Number.POSITIVE_INFINITY);

function shut(calendar: Calendar | null): Openness {
  return { state: "closed", until: null, next: null, zone: calendar?.timeZone ?? "" };
}
