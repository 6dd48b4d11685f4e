import { expect, test } from "vitest";
import { exampleValues } from "#src/http/admin/texts/texts-values.ts";
import { languages } from "#src/i18n/i18n.ts";
import { format } from "#src/i18n/message.ts";
import { defaults } from "#src/settings/settings.ts";
import { standardOf } from "#src/settings/texts/texts.ts";
import { youthTexts } from "#src/settings/texts/youth-texts.ts";

const now = Date.UTC(2026, 10, 24, 18);
const marks = Object.fromEntries(["link", "strong"].map((name) => [name, (inside: string[]) => inside.join("")]));

test.each(languages)("every text young people read can be filled in for its example (%s)", (language) => {
  const values = { ...exampleValues(defaults(), language, now), ...marks };
  for (const key of youthTexts()) {
    expect(() => format(language, standardOf(`${language} ${key}`)).format(values as never), key).not.toThrow();
  }
});

test("what is set is told as it is set, and days and times in the language of the text", () => {
  const set = { ...defaults(), title: "Notes", ageFrom: 11, placeKeptMinutes: 9 };
  expect(exampleValues(set, "fr", now)).toMatchObject({
    title: "Notes",
    from: 11,
    minutes: 9,
    day: "mardi",
    time: "18:00",
  });
  expect(exampleValues(set, "nl", now)).toMatchObject({ day: "dinsdag" });
});
