import { eventSpans, icsTime, writeIcs } from "#src/hours/files/ics.ts";
import { type Line, lines } from "#src/hours/lines.ts";
import { exceptions } from "#src/hours/rules/days.ts";
import { utcTime, zonedTime } from "#src/hours/zoned.ts";
import { publish } from "#src/http/frame/publish.ts";
import type { C, Handle, Helpline } from "#src/http/server/context.ts";
import { hostOf } from "#src/http/server/guards.ts";
import {
  asPublicOpening,
  daysOfLine,
  hoursChangedAt,
  openingsOfLine,
  type PublicLine,
  publicLines,
  saidAt,
} from "#src/queue/line/public-lines.ts";
import { settings } from "#src/settings/settings.ts";

/** Today and fourteen whole days, so that the answer changes at midnight and not every second. */
const daysTold = 15;
const daysInCalendar = 61;

/** GET /hours.json: what each line says now, and its hours in the next 14 days (docs/helpline-json.md). */
export const hoursJson: Handle = (c, helpline) => {
  const at = helpline.clock.now();
  const { name } = settings(helpline.db);
  const said = publicLines(helpline.db, at);
  const told = said.map((one) => hoursOf(helpline, one, at));
  const all = { format: "hours", version: 1, name, updated_at: utcTime(saidAt(helpline.db, said)), lines: told };
  return publish(c, "application/json", JSON.stringify(all));
};

function hoursOf({ db }: Helpline, said: PublicLine, at: number) {
  const { line } = said;
  const { today, to } = daysOfLine(line, at, daysTold);
  const time = timeOf(line);
  const planned = openingsOfLine(db, line, at, at, to);
  return {
    id: line.id,
    name: line.name,
    time_zone: line.timeZone,
    now: nowOf(said),
    openings:
      planned?.map((one) => {
        const { start, end } = asPublicOpening(one, at);
        return { opens: time(start), closes: time(end) };
      }) ?? null,
    exceptions: (line.calendar ? exceptions(line.calendar, today, daysTold) : []).map(({ spans, ...one }) => ({
      ...one,
      hours: spans.map(({ opens, closes }) => ({ opens: countedOn(opens), closes: countedOn(closes) })),
    })),
  };
}

/** Hours count on past midnight: 26:00 is two at night. */
function countedOn(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

/** Returns what a line says now, as both of our files have it. */
export function nowOf({ line, state, acceptsNew, since, until, next }: PublicLine) {
  const time = timeOf(line);
  return { state, accepts_new: acceptsNew, since: time(since), until: time(until), next_opening: time(next) };
}

function timeOf({ timeZone }: Line) {
  return (at: number | null) => (at === null ? null : zonedTime(timeZone, at));
}

/** GET /hours.ics, `?line=2` for one line: the next 60 days as a calendar, under the neutral title and never a line's name. */
export const hoursIcs: Handle = (c, helpline) => {
  const { db } = helpline;
  const at = helpline.clock.now();
  const inUse = lines(db);
  const wanted = c.req.query("line");
  const asked = inUse.filter(({ id }) => wanted === undefined || wanted === String(id));
  if (asked.length === 0) return c.notFound();
  const { title } = settings(db);
  const changedAt = hoursChangedAt(db);
  const place = uidPlace(c, helpline);
  const events = asked.flatMap((line) => {
    const { from, to } = daysOfLine(line, at, daysInCalendar);
    const summary = inUse.length > 1 ? `${title} ${line.id}` : title;
    return eventSpans(openingsOfLine(db, line, at, from, to) ?? [], line.timeZone, from, to).map((one) => ({
      ...one,
      summary,
      changedAt,
      uid: `${icsTime(one.start)}-${line.id}@${place}`,
    }));
  });
  return publish(c, "text/calendar; charset=utf-8", writeIcs(title, events));
};

/** Two helplines with the same hours must not have the same event ids (RFC 5545, 3.8.4.7). */
function uidPlace(c: C, { config }: Helpline): string {
  return hostOf(c, config) || "localhost";
}
