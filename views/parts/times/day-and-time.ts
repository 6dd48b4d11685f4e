import type { Translate } from "#src/i18n/i18n.ts";
import { dayOf } from "#src/i18n/when.ts";

const quarterMs = 15 * 60_000;

/**
 * Returns a day and time (`at`: ms UTC, zone: IANA name): "24 November 2026 at 18:22"; with `around` its quarter of an hour:
 * "24 November 2026, between 18:15 and 18:30".
 */
export function dayAndTime(
  t: Translate,
  { at, around = false }: { at: number; around?: boolean },
  zone: string,
): string {
  if (!around) return t.dateTime(at, zone);
  return t("staff.when.between", {
    date: dayOf(t, at, zone),
    from: t.time(at, zone),
    to: t.time(at + quarterMs, zone),
  });
}
