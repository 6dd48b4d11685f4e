import { describe, expect, test } from "vitest";
import { bothInWords, valueInWords } from "#src/http/admin/texts/value-words.ts";
import { languages, translate } from "#src/i18n/i18n.ts";
import { themes } from "#src/settings/look/themes.ts";
import { defaults } from "#src/settings/settings.ts";
import { allFlips } from "#tests/support/keys/flips.ts";

/** What only a program would say. */
const code = /[a-z]_[a-z]|[a-z][A-Z]|\b(null|undefined|object|true|false)\b|[{}[\]]/;

describe.each(languages)("in %s", (language) => {
  const t = translate(language);

  test.each(allFlips)("$name = $value is told as a person says it", ({ name, value }) => {
    const both = bothInWords(t, name, defaults()[name], value);
    expect(both.before).not.toBe("");
    expect(both.after).not.toBe(both.before);
    // An address is itself.
    if (name !== "exitAddress") for (const words of Object.values(both)) expect(words).not.toMatch(code);
  });
});

const t = translate("en");

test("times have their unit, steps their names, notes their language and their words", () => {
  expect(valueInWords(t, "chatMinutes", 45)).toBe("45 minutes");
  expect(valueInWords(t, "placeKeptMinutes", 1)).toBe("1 minute");
  expect(valueInWords(t, "retentionDays", 14)).toBe("14 days");
  expect(valueInWords(translate("nl"), "retentionDays", 1)).toBe("1 dag");
  expect(valueInWords(t, "checked", ["look", "papers"])).toBe("Look, Data protection");
  expect(valueInWords(t, "closedNote", { en: "Soon", fr: "Bientôt" })).toBe("English: “Soon”, Français: “Bientôt”");
  expect(valueInWords(t, "opening", "not_yet")).toBe("Not open yet");
});

test("of own colours those are told that are others now, and how many more", () => {
  const mine = { ...themes.sea, dark: { ...themes.sea.dark, soft: "#abcdef" } };
  expect(bothInWords(t, "colours", themes.sea, mine)).toEqual({
    before: "Dark: Secondary text and borders #9db2c5",
    after: "Dark: Secondary text and borders #abcdef",
  });
  expect(bothInWords(t, "colours", themes.sea, themes.paper).after).toMatch(
    /^Light: Background #f9f6ef, .* \(\d+ more\)$/,
  );
});
