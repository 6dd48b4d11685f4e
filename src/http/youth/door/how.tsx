import type { Conversation } from "#src/conversation/conversation.ts";
import type { DataReader } from "#src/db/db.ts";
import { schemaHours } from "#src/hours/files/schema-org.ts";
import { localDate } from "#src/hours/instants.ts";
import { homeZone, type Line, lines } from "#src/hours/lines.ts";
import type { Calendar, Span, Week } from "#src/hours/rules/calendar.ts";
import { exceptions, usualWeek } from "#src/hours/rules/days.ts";
import { formatSpans } from "#src/hours/times.ts";
import { frame } from "#src/http/frame/youth-frame.ts";
import type { Handle, Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { zoneName } from "#src/i18n/when.ts";
import { breakNote } from "#src/live/youth/youth-doors.ts";
import { factsOf } from "#src/settings/rules/facts.ts";
import { publishedRules, rulesVersion } from "#src/settings/rules/published.ts";
import { rules } from "#src/settings/rules/rules.ts";
import { rulesIn } from "#src/settings/rules/said.ts";
import { settings } from "#src/settings/settings.ts";
import type { YouthFrame } from "#views/layout/youth.tsx";
import { longDates } from "#views/parts/times/days.ts";
import { How, type HowProps, type LineHours, type WeekRow } from "#views/youth/door/how.tsx";
import { conversationOf } from "../gate.ts";

/** Today and fourteen whole days. */
const daysTold = 15;

/** GET /how: opening hours and the rules, computed from the settings; in a chat those agreed to, with `today=1` today's. */
export const how: Handle = (c, helpline) => {
  const found = conversationOf(c, helpline);
  const props = howProps(helpline, frame(c, helpline, found));
  const agreed = found && c.req.query("today") !== "1" ? agreedBy(helpline, found, props) : null;
  return page(c, <How {...props} {...agreed} />);
};

/** Returns what the page tells, from what is set now. */
export function howProps(helpline: Helpline, around: YouthFrame): HowProps {
  const { db, clock } = helpline;
  const { language } = around.t;
  const { version, publishedAt } = publishedRules(db);
  const at = clock.now();
  const inUse = lines(db);
  const set = settings(db);
  const isOpen = set.opening === "open";
  // A language that was taken back counts while someone still reads in it.
  const languages = set.languages.includes(language) ? set.languages : [...set.languages, language];
  return {
    frame: around,
    hours: inUse.map((line) => hoursOf(line, at, language, inUse.length > 1, isOpen)),
    data: isOpen ? schemaData(around.name, inUse, at) : null,
    shut: shutAs(db, language),
    rules: rulesIn(language, rules(factsOf({ ...set, languages })), set.ownRules),
    today: null,
    version,
    date: dayOf(db, language, publishedAt),
  };
}

function agreedBy({ db }: Helpline, { rulesVersion: agreed }: Conversation, { frame, version }: HowProps) {
  const written = agreed === version ? undefined : rulesVersion(db, agreed);
  if (!written) return null;
  const { language } = frame.t;
  // Of those that were stored only the order is known.
  const line = (text: string, n: number) => ({ parts: [{ text, href: null }], fact: null, isFirst: n < 4 });
  return {
    rules: written.rules[language].map((part) => ({ ...part, lines: part.lines.map(line) })),
    today: `/how${frame.query === "" ? "?" : `${frame.query}&`}today=1`,
    version: agreed,
    date: dayOf(db, language, written.publishedAt),
  };
}

function shutAs(db: DataReader, language: Language): HowProps["shut"] {
  const { opening } = settings(db);
  if (opening === "open") return null;
  return opening === "break" ? { kind: "away", note: breakNote(db, language) } : { kind: "not_yet", note: null };
}

/** The server's own clock may be in another zone, and at night on another day. */
function dayOf(db: DataReader, language: Language, at: number): string {
  const day = localDate(homeZone(db), at);
  return longDates(language, day, day);
}

function hoursOf(line: Line, at: number, language: Language, oneOfMany: boolean, isOpen: boolean): LineHours {
  const { id, timeZone, calendar } = line;
  const told = calendar && hoursTold(calendar, at, language);
  return {
    name: oneOfMany ? line.name : null,
    zone: zoneName(language, timeZone, at),
    week: told?.week ?? null,
    exceptions: told && isOpen ? told.exceptions : [],
    calendar: !isOpen ? null : oneOfMany ? `/hours.ics?line=${id}` : "/hours.ics",
  };
}

/** Returns a calendar at an instant (ms UTC): its usual week, and what differs within fourteen days. */
export function hoursTold(calendar: Calendar, at: number, language: Language) {
  const { timeZone } = calendar;
  const today = localDate(timeZone, at);
  return {
    zone: zoneName(language, timeZone, at),
    week: rowsOf(usualWeek(calendar, today)),
    exceptions: exceptions(calendar, today, daysTold).map(({ spans, ...one }) => ({ ...one, hours: timesOf(spans) })),
  };
}

function rowsOf(week: Week): WeekRow[] {
  const rows: WeekRow[] = [];
  for (const [weekday, spans] of week.entries()) {
    const hours = timesOf(spans);
    const last = rows.at(-1);
    if (last && last.hours.join() === hours.join()) last.to = weekday;
    else rows.push({ from: weekday, to: weekday, hours });
  }
  return rows;
}

function timesOf(spans: Span[]): string[] {
  return spans.map((span) => formatSpans([span]));
}

/** The same hours for programs (schema.org). */
function schemaData(name: string, inUse: Line[], at: number): string | null {
  const withHours = inUse.flatMap((line) => (line.calendar ? [{ line, calendar: line.calendar }] : []));
  if (withHours.length === 0) return null;
  const graph = withHours.map(({ line, calendar }) => ({
    "@type": "LocalBusiness",
    name: inUse.length > 1 ? `${name}: ${line.name}` : name,
    ...schemaHours(calendar, localDate(line.timeZone, at), daysTold),
  }));
  // Nothing that a member of the staff typed may end the script it stands in.
  return JSON.stringify({ "@context": "https://schema.org", "@graph": graph }).replaceAll("<", "\\u003c");
}
