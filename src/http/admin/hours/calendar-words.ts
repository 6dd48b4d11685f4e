import { formatWeek } from "#src/directory/files/hours-text.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { weekdayName } from "#views/parts/times/days.ts";

/** Returns a calendar in one line: its usual week, and how many exceptions there are. */
export function calendarInWords(t: Translate, { week, seasons, dayRules, cuts }: Calendar): string {
  const days = Array.from({ length: 7 }, (_, weekday) => weekdayName(t.language, weekday));
  const usual = formatWeek(week, { days, dash: "–", between: ", ", closed: t("admin.hours.closed") });
  const n = seasons.length + dayRules.length + cuts.length;
  return n === 0 ? usual : `${usual} (${t("admin.source.exceptions", { n })})`;
}
