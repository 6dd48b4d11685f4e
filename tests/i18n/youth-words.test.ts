import { expect, test } from "vitest";
import { catalog, type Key, type Language, languages } from "#src/i18n/i18n.ts";
import { easy, readingLevel, readings } from "#src/i18n/reading.ts";

/** Words that only the staff say, and the forms in which one speaks to strangers. */
const strange: Record<Language, RegExp> = {
  en: /referr|channel|assess|\bentr(?:y|ies)\b|director|triage|hsds|provider|counsellor/i,
  fr: /orientation|annuaire|évaluation|\bfiche|\bcana(?:l|ux)\b|triage|écoutant|(?<!rendez-)\b(?:vous|votre|vos)\b/i,
  nl: /doorverw|\bgids\b|\bkana(?:al|len)|beoordel|hulpverlener|\buw?\b/i,
  es: /deriva|directorio|recurso|\bcanal|evaluaci|triaje|orientador|\busted/i,
  fi: /hakemisto|kanava|arvioin|ohjau|päivystäj/i,
  hu: /jegyzék|címtár|csatorna|felmérés|továbbirány|segítők|(?<!\p{L})Ön(?!\p{L})/u,
};
/** The longest sentence about places, in words. */
const longest = 14;

const keys = Object.keys(catalog("en")) as Key[];
const theirs = keys.filter(
  (key) =>
    /^(?:youth|card|rules|meanwhile)\.|^reply\.\w+\.text$/.test(key) || (/^topic\./.test(key) && !/\.words$/.test(key)),
);
const ofPlaces = keys.filter((key) => /^(?:youth\.(?:other|which|out)|card)\./.test(key));

test.each(languages)("%s: young people read no word of the staff's", (language) => {
  const wrong = theirs.filter((key) => strange[language].test(catalog(language)[key]));
  expect(wrong.map((key) => `${key}: ${catalog(language)[key]}`)).toEqual([]);
});

test.each(languages)("%s: somebody of twelve reads about places at once", (language) => {
  expect(ofPlaces.length).toBeGreaterThan(80);
  for (const key of ofPlaces) {
    const values = {
      from: 12,
      to: 18,
      time: "18:00",
      when: "18:00",
      date: "3.11.",
      value: "116 111",
      kind: "SMS",
      answers: "1",
      words: "1",
      age: 15,
      zone: "1",
      there: "12:00",
      here: "18:00",
    };
    const read = readings(language, catalog(language)[key], values);
    expect(read.length, key).toBeGreaterThan(0);
    const { words, hard } = readingLevel(language, read);
    expect(words, key).toBeLessThanOrEqual(longest);
    expect(hard, `${key}: longer than ${easy.letters} letters`).toEqual([]);
  }
});

test.each(languages)(
  "%s: how someone feels is asked in the same words before and after, or the two cannot be compared",
  (language) => {
    const { "youth.feeling.before": before, "youth.feeling.after": after } = catalog(language);
    expect(after).toBe(before);
  },
);
