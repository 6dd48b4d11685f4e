import { hourMs } from "#src/clock.ts";
import type { Entry } from "#src/directory/entry/entry.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { stateAt } from "#src/hours/rules/schedule.ts";

/** Whether somebody is there now, as far as is known. */
export interface Openness {
  state: "open" | "closed" | "unknown";
  /** When it closes, ms UTC; null when closed, when nobody knows, and for one that never closes. */
  until: number | null;
  /** When it opens again, ms UTC; null when open, and when nobody knows. */
  next: number | null;
  /** IANA name of the zone its hours are of; "" when it has none. */
  zone: string;
}

/** Who is there first, the smaller the sooner. */
export const opennessOrder = { open: 0, unknown: 1, closed: 2 };

const unknown: Openness = { state: "unknown", until: null, next: null, zone: "" };

/** What was told, and how long it holds: from when it was asked until the next opening or closing. */
interface Told {
  from: number;
  to: number;
  openness: Openness;
}

/** To ask a calendar costs a tenth of a millisecond; to put those of an entry together costs too. */
const toldOfEntry = new WeakMap<Entry, Told>();
const toldOfCalendar = new WeakMap<Calendar, Told>();

/**
 * Whether somebody is there at an instant (ms UTC), on any channel. Open as soon as one is open; closed only when every
 * channel is known to be closed.
 */
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

/** Of one channel alone: by its own hours, or by those of the service. */
export function opennessOfChannel(entry: Entry, channel: number, at: number): Openness {
  const calendar = entry.channels[channel]?.calendar ?? entry.calendar;
  if (entry.status === "temporarily closed") return shut(calendar);
  return calendar ? stateOf(calendar, at) : unknown;
}

function askCalendars(entry: Entry, at: number): Omit<Told, "from"> {
  const calendars = calendarsOf(entry);
  const known = calendars.filter((one) => one !== null);
  // What is not asked for can change only with the entry itself.
  if (entry.status === "temporarily closed") return { openness: shut(known[0] ?? null), to: Number.POSITIVE_INFINITY };
  if (known.length === 0) return { openness: unknown, to: Number.POSITIVE_INFINITY };
  const states = known.map((calendar) => stateOf(calendar, at));
  const changes = states.map((state) => changeOf(state, at));
  return { openness: together(states, known.length < calendars.length), to: Math.min(...changes) };
}

/** The hours that count on its channels, each once; null stands for channels without any. */
function calendarsOf(entry: Entry): (Calendar | null)[] {
  const own = entry.channels.map(({ calendar }) => calendar ?? entry.calendar);
  const all = own.length > 0 ? own : [entry.calendar];
  const seen = new Set<string>();
  return all.filter((calendar) => {
    const name = JSON.stringify(calendar);
    return !seen.has(name) && seen.add(name);
  });
}

/** Elsewhere nobody is turned away in the last minutes, as far as we know: an opening however short is one. */
const toTheEnd = new WeakMap<Calendar, Calendar>();

function stateOf(calendar: Calendar, at: number): Openness {
  return kept(toldOfCalendar, calendar, at, askCalendar);
}

/** Hours are planned so far ahead at most, and no answer is kept longer than that. */
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
