import type { DataReader } from "#src/db/db.ts";
import { line } from "#src/hours/lines.ts";
import { hoursNow } from "#src/hours/now.ts";
import { overrideOf } from "#src/hours/rules/override.ts";
import { type Language, translate } from "#src/i18n/i18n.ts";
import { endTime, when } from "#src/i18n/when.ts";
import { settings } from "#src/settings/settings.ts";
import type { Filling } from "./placeholders.ts";

/** Returns the values of a reply's placeholders; `now` is ms UTC. A line without hours has no end and no next opening. */
export function fillingFor(
  db: DataReader,
  { alias, lineId, language, now }: { alias: string; lineId: number; language: Language; now: number },
): Filling {
  const { calendar, timeZone } = line(db, lineId)!;
  const { until, next } = hoursNow(calendar, overrideOf(db, lineId, now), now);
  const t = translate(language);
  return {
    alias,
    helpline: settings(db).name,
    closes: until === null ? null : endTime(t, until, timeZone),
    next: next === null ? null : when(t, next, now, timeZone),
  };
}
