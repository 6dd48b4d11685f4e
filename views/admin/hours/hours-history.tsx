import type { HoursDifference } from "#src/hours/difference.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { longDates, moments, weekdayName } from "#views/parts/times/days.ts";

/** Returns a change of hours in words, one sentence each. */
export function hoursInWords(t: Translate, differences: HoursDifference[]): string[] {
  if (differences.length === 0) return [t("admin.hours.did.order")];
  return differences.map((one) => differenceInWords(t, one));
}

function differenceInWords(t: Translate, one: HoursDifference): string {
  const closed = t("admin.hours.closed");
  switch (one.what) {
    case "begun":
    case "ended":
      return t(`admin.hours.did.${one.what}`);
    case "zone":
      return t("admin.hours.did.zone", { before: one.before, after: one.after });
    case "last_entry":
      return t("admin.hours.did.last_entry", { before: one.before, after: one.after });
    case "weekday":
      return t("admin.hours.did.weekday", {
        day: weekdayName(t.language, one.weekday),
        before: one.before || closed,
        after: one.after || closed,
      });
    default: {
      const dates =
        one.what === "cut" ? moments(t.language, one.from, one.to) : longDates(t.language, one.from, one.to);
      const what = one.label ? `${one.label} (${dates})` : dates;
      return t(`admin.hours.did.${one.how}`, { what });
    }
  }
}
