import type { Calendar, Span } from "#src/hours/rules/calendar.ts";
import { exceptions, usualWeek } from "#src/hours/rules/days.ts";
import { formatTime } from "../times.ts";

/** https://schema.org/OpeningHoursSpecification */
interface Specification {
  "@type": "OpeningHoursSpecification";
  dayOfWeek?: string[];
  opens: string;
  closes: string;
  validFrom?: string;
  validThrough?: string;
}

interface SchemaHours {
  openingHoursSpecification: Specification[];
  specialOpeningHoursSpecification: Specification[];
}

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const day = 1440;

/** Returns hours for schema.org, which cannot name their zone. Closed is 00:00 twice, days end at 23:59 (as Google reads it). */
export function schemaHours(calendar: Calendar, from: string, days: number): SchemaHours {
  const week = usualWeek(calendar, from);
  const byTimes = new Map<string, string[]>();
  for (const [weekday, spans] of week.entries()) {
    for (const { opens, closes, next } of spans.flatMap(pieces)) {
      const name = `${opens} ${closes}`;
      byTimes.set(name, [...(byTimes.get(name) ?? []), weekdays[(weekday + next) % 7]!]);
    }
  }
  return {
    openingHoursSpecification: [...byTimes].map(([times, dayOfWeek]) => {
      const [opens = "", closes = ""] = times.split(" ");
      return { "@type": "OpeningHoursSpecification", dayOfWeek: [...new Set(dayOfWeek)], opens, closes };
    }),
    specialOpeningHoursSpecification: exceptions(calendar, from, days).flatMap(({ from: first, to, spans }) => {
      // The rest of an opening that fills its whole next day would replace that day's own hours.
      const open = spans.flatMap(pieces).filter(({ next }) => next === 0);
      const shown = open.length > 0 ? open : [{ opens: "00:00", closes: "00:00" }];
      return shown.map(({ opens, closes }) => ({
        "@type": "OpeningHoursSpecification" as const,
        opens,
        closes,
        validFrom: first,
        validThrough: to,
      }));
    }),
  };
}

interface Piece {
  opens: string;
  closes: string;
  next: 0 | 1;
}

// A span of 24 hours or more is split: its times would be equal, or pass each other.
function pieces({ opens, closes }: Span): Piece[] {
  if (opens >= day) return [piece(opens - day, closes - day, 1)];
  if (closes - opens < day) return [piece(opens, closes, 0)];
  const rest = closes > day ? [piece(0, closes - day, 1)] : [];
  return [piece(opens, day, 0), ...rest];
}

function piece(opens: number, closes: number, next: 0 | 1): Piece {
  const wholeDay = opens === 0 && closes === day;
  const end = wholeDay ? "23:59" : formatTime(closes).replace("24:00", "00:00");
  return { opens: formatTime(opens), closes: end, next };
}
