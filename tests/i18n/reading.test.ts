import { expect, test } from "vitest";
import { catalog, languages } from "#src/i18n/i18n.ts";
import { readingLevel, readings } from "#src/i18n/reading.ts";

test("a text is shown as it is read, once for each number that changes it", () => {
  const text = catalog("en")["youth.door.open"];
  expect(readings("en", text, { waiting: 2 })).toEqual([
    "Open · nobody waiting",
    "Open · 1 waiting",
    "Open · 2 waiting",
    "Open · 5 waiting",
  ]);
  expect(readings("en", "Read <link>how this works</link>.", {})).toEqual(["Read how this works."]);
  expect(readings("fr", "{minutes, plural, one {une minute} other {# minutes}}", {})).toEqual([
    "une minute",
    "2 minutes",
    "5 minutes",
  ]);
  for (const text of ["{", "Hello {nobody}", "{n, date}", "{n, time, ::hhmm}"]) {
    expect(readings("en", text, { n: "soon" }), text).toEqual([]);
  }
  expect(readings("en", "<b>really <i>so</i></b>", {})).toEqual(["really so"]);
});

test.each(languages)("%s: sentences and the longest words are what people count", (language) => {
  const { words, average, hard } = readingLevel(language, [
    "One two three. Four five six seven!",
    "Antidisestablishmentarianism",
  ]);
  expect(words).toBe(4);
  expect(average).toBe(3);
  expect(hard).toEqual(["Antidisestablishmentarianism"]);
  expect(readingLevel(language, [])).toEqual({ words: 0, average: 0, hard: [] });
});

test("a sentence ends with its mark, with what closes after it, or with the line", () => {
  expect(readingLevel("en", ["one two. three! “four?” five… six"])).toMatchObject({ words: 2, average: 1 });
  expect(readingLevel("en", ["• one two\n• three four\n\n3.5 at a.b"])).toMatchObject({ words: 3, average: 2 });
});

test("an apostrophe in French makes no sentence longer than it sounds", () => {
  expect(readingLevel("fr", ["C’est bientôt à toi."]).words).toBe(4);
});
