import { messageMost } from "#src/conversation/writing.ts";
import { type Language, translate } from "#src/i18n/i18n.ts";
import { when, zoneName } from "#src/i18n/when.ts";
import type { Settings } from "#src/settings/definitions.ts";

/** What the texts of young people are filled with, as an example: by the name of the value. `now` is ms UTC. */
export function exampleValues(set: Settings, language: Language, now: number): Record<string, string | number> {
  const t = translate(language);
  const zone = "UTC";
  const evening = Date.UTC(2026, 10, 24, 18, 0);
  const day = (form: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, form).format(evening);
  return {
    alias: t("admin.preview.alias"),
    date: day({ dateStyle: "long", timeZone: zone }),
    day: day({ weekday: "long", timeZone: zone }),
    from: set.ageFrom,
    length: messageMost + 200,
    minutes: set.placeKeptMinutes,
    most: messageMost,
    now: t("youth.shut.closed.pill"),
    number: set.emergency[0]!.call,
    place: 2,
    reference: "k7m2",
    relative: new Intl.RelativeTimeFormat(language).format(3, "hour"),
    time: t.time(evening, zone),
    title: set.title,
    to: set.ageTo,
    value: 7,
    version: 3,
    waiting: 2,
    when: when(t, evening, evening - 60 * 60_000, zone),
    zone: zoneName(language, "Europe/Brussels", now),
  };
}
