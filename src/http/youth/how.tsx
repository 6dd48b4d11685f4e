import type { Span, Week } from "#src/hours/calendar.ts";
import { exceptions, usualWeek } from "#src/hours/days.ts";
import { localDate } from "#src/hours/instants.ts";
import { type Line, lines } from "#src/hours/lines.ts";
import { schemaHours } from "#src/hours/schema-org.ts";
import { formatSpans } from "#src/hours/times.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { zoneName } from "#src/i18n/when.ts";
import { factsOf } from "#src/settings/facts.ts";
import { publishedRules } from "#src/settings/published.ts";
import { rules } from "#src/settings/rules.ts";
import { rulesIn } from "#src/settings/said.ts";
import { settings } from "#src/settings/settings.ts";
import type { YouthFrame } from "#views/layout/youth.tsx";
import { How, type HowProps, type LineHours, type WeekRow } from "#views/youth/how.tsx";
import type { Handle, Helpline } from "../context.ts";
import { page } from "../page.ts";
import { frame } from "../youth-frame.ts";
import { conversationOf } from "./gate.ts";

/** Fourteen days from now, whole ones. */
const daysTold = 15;

/** GET /how: when somebody is there, and the rules of the service, computed from what is really set. */
export const how: Handle = (c, helpline) => {
  const around = frame(c, helpline, conversationOf(c, helpline));
  return page(c, <How {...howProps(helpline, around)} />);
};

/** What the page tells, from what is set now. */
export function howProps(helpline: Helpline, around: YouthFrame): HowProps {
  const { language } = around.t;
  const { version, publishedAt } = publishedRules(helpline.db);
  const date = new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(publishedAt);
  const at = helpline.clock.now();
  const inUse = lines(helpline.db);
  const set = settings(helpline.db);
  return {
    frame: around,
    hours: inUse.map((line) => hoursOf(line, at, language, inUse.length > 1)),
    data: schemaData(around.name, inUse, at),
    rules: rulesIn(language, rules(factsOf(set)), set.ownRules),
    version,
    date,
  };
}

function hoursOf(line: Line, at: number, language: Language, oneOfMany: boolean): LineHours {
  const { id, timeZone, calendar } = line;
  const today = localDate(timeZone, at);
  return {
    name: oneOfMany ? line.name : null,
    zone: zoneName(language, timeZone, at),
    week: calendar && rowsOf(usualWeek(calendar, today)),
    exceptions: calendar
      ? exceptions(calendar, today, daysTold).map(({ spans, ...one }) => ({ ...one, hours: timesOf(spans) }))
      : [],
    calendar: oneOfMany ? `/hours.ics?line=${id}` : "/hours.ics",
  };
}

/** Days in a row with the same hours are one row. */
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

/** The same hours for programs (schema.org); null where there are none. */
function schemaData(name: string, inUse: Line[], at: number): string | null {
  const withHours = inUse.flatMap((line) => (line.calendar ? [{ line, calendar: line.calendar }] : []));
  if (withHours.length === 0) return null;
  const graph = withHours.map(({ line, calendar }) => ({
    "@type": "LocalBusiness",
    name: inUse.length > 1 ? `${name}: ${line.name}` : name,
    ...schemaHours(calendar, localDate(line.timeZone, at), daysTold),
  }));
  // Nothing that a staff member typed may end the script it stands in.
  return JSON.stringify({ "@context": "https://schema.org", "@graph": graph }).replaceAll("<", "\\u003c");
}
