import { hourMs } from "#src/clock.ts";
import { maxMessage } from "#src/conversation/messages/writing.ts";
import { secretLeast } from "#src/conversation/return/secret-word.ts";
import { type Language, translate } from "#src/i18n/i18n.ts";
import { when, zoneName } from "#src/i18n/when.ts";
import type { Settings } from "#src/settings/definitions.ts";
import { longDates, weekdayOf } from "#views/parts/times/days.ts";

/** Returns example values for the texts of young people, by the name of the value. `now` is ms UTC. */
export function exampleValues(set: Settings, language: Language, now: number): Record<string, string | number> {
  const t = translate(language);
  const zone = "UTC";
  const today = "2026-11-24";
  const evening = Date.parse(`${today}T18:00Z`);
  return {
    age: set.ageFrom,
    alias: t("admin.preview.alias"),
    answers: t("topic.school"),
    changed: 4,
    colleague: t("admin.preview.colleague"),
    date: longDates(language, today, today),
    day: weekdayOf(language, today),
    days: 7,
    due: 5,
    from: set.ageFrom,
    go: t("youth.continue.yes"),
    helpline: set.name,
    high: 20,
    here: t.time(evening, zone),
    hours: 24,
    kind: t("card.kind.phone"),
    languages: t("youth.lines.in.nl"),
    least: secretLeast,
    length: maxMessage + 200,
    line: t("admin.preview.line"),
    low: 10,
    minutes: set.placeKeptMinutes,
    most: maxMessage,
    n: 2,
    names: t("admin.preview.line"),
    now: t("youth.shut.closed.pill"),
    number: set.emergency[0]!.call,
    place: 2,
    police: set.emergency[0]!.police || "101",
    range: t("youth.waiting.range", { low: 10, high: 20 }),
    reference: "k7m2",
    reported: 1,
    seconds: 60,
    step: 1,
    steps: 3,
    relative: new Intl.RelativeTimeFormat(language).format(3, "hour"),
    there: t.time(evening + hourMs, zone),
    time: t.time(evening, zone),
    times: t("admin.preview.times"),
    title: set.title,
    to: set.ageTo,
    id: "1240",
    code: "8f0c4e5ab1d2937c6e5f40a1b2c3d4e5",
    count: 3,
    unchecked: 3,
    value: 7,
    verified: 12,
    version: 3,
    waiting: 2,
    when: when(t, evening, evening - hourMs, zone),
    words: t("topic.school"),
    zone: zoneName(language, "Europe/Brussels", now),
  };
}
