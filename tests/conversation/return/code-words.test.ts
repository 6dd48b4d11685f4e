import { describe, expect, test } from "vitest";
import { bareCode, codeWords, newCode, unknownWords } from "#src/conversation/return/code-words.ts";
import { fold } from "#src/i18n/fold.ts";
import { type Language, languages } from "#src/i18n/i18n.ts";

/** Some of what codes were made of before, and nobody should be given: a few of each kind. */
const earlier: Record<Language, string> = {
  en: "abdomen cadaver coffin crucifix deadly drown gunman hostage morphine naked overdose stab suicide wound",
  fr: "arsenic assaut bataille cerveau combat cyanure dopamine ennemi guerrier injure matraque poumon sang tabac torpille",
  es: "aborto cadaver cancer carcel cuchilla droga enemigo fumar herir ladron matar miedo orgia pistola sangre tumba veneno",
  nl: "adem bed been buik dood hart huid knal lever maag mond rug tandarts tank",
  fi: "hai hius kaula kieli leuka luku selka sormi sydan vatsa veri vyo",
  hu: "agy arc bor fej fust gyogyszer granat has kard kes nyak rak ver",
};

/** The words that another one may be one letter away from: of two such, one letter less makes the same of both. */
function perhapsNear(all: ReadonlySet<string>): string[] {
  const lessOne = (word: string) => [word, ...Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1))];
  const alike = Map.groupBy(
    [...all].flatMap((word) => [...new Set(lessOne(word))].map((left) => ({ word, left }))),
    ({ left }) => left,
  );
  return [...new Set([...alike.values()].flatMap((some) => (some.length > 1 ? some.map(({ word }) => word) : [])))];
}

/** The words one letter away: another one, one more, one less, or two that stand the other way round. */
function nearTo(word: string, all: ReadonlySet<string>): string[] {
  const letters = "abcdefghijklmnopqrstuvwxyz";
  const near = new Set<string>();
  for (let at = 0; at <= word.length; at += 1) {
    const [before, after] = [word.slice(0, at), word.slice(at)];
    near.add(before + after.slice(1));
    near.add(before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2));
    for (const letter of letters) near.add(before + letter + after).add(before + letter + after.slice(1));
  }
  near.delete(word);
  return [...near].filter((one) => all.has(one));
}

describe.each(languages)("the code in %s", (language) => {
  const words = codeWords(language);
  const bare = new Set(words.map(fold));

  test("is of six words of 2,048: 66 bits", () => {
    expect(words).toHaveLength(2_048);
    expect(bare.size).toBe(2_048);
    const length = newCode(language).split(" ").length;
    expect(length).toBe(6);
    expect(length * Math.log2(words.length)).toBeGreaterThanOrEqual(66);
  });

  test("has words of a few letters, and one wrong letter makes none of them another", () => {
    expect(words.filter((word) => !/^\p{Ll}{4,10}$/u.test(word))).toEqual([]);
    const near = (all: ReadonlySet<string>) =>
      perhapsNear(all).flatMap((word) => nearTo(word, all).map((other) => `${word} ${other}`));
    expect(near(bare)).toEqual([]);
    // Another letter, one more, one less, and two the other way round: each is seen from both sides.
    const [word] = bare;
    const letter = word!.startsWith("q") ? "x" : "q";
    for (const other of [letter + word!.slice(1), `${word}s`, word!.slice(1), word!.replace(/(.)(.)$/, "$2$1")]) {
      if (other !== word) expect(near(new Set([word!, other]))).toContain(`${word} ${other}`);
    }
  });

  test("is another each time, of its words, from the whole list", () => {
    const codes = Array.from({ length: 400 }, () => newCode(language));
    expect(new Set(codes).size).toBe(400);
    const used = new Set(codes.flatMap((code) => code.split(" ")));
    expect([...used].filter((word) => !words.includes(word))).toEqual([]);
    expect(used.size).toBeGreaterThan(1_200);
    expect([...used].some((word) => words.indexOf(word) < 50)).toBe(true);
    expect([...used].some((word) => words.indexOf(word) > words.length - 50)).toBe(true);
  });

  test("has none of the words that hurt, which are known still where an old code has them", () => {
    const hurting = earlier[language].split(" ");
    expect(hurting.filter((word) => bare.has(word))).toEqual([]);
  });
});

test("a word of an earlier list is no mistake, whatever the language; a word of none is", () => {
  const old = ["abdomen", "arsenic", "aborto", "tandarts", "selka", "granat"];
  expect(unknownWords(old.join(" "))).toEqual([]);
  for (const language of languages) expect(unknownWords(newCode(language).split(" ").map(fold).join(" "))).toEqual([]);
  expect(unknownWords("abdomen abdomn granat")).toEqual(["abdomn"]);
});

test("capitals, accents, hyphens, dots and spaces do not matter; a letter does", () => {
  const bare = bareCode("fűzfa éjszaka nádas");
  for (const typed of [
    "Fuzfa  EJSZAKA nadas",
    " fűzfa-éjszaka-nádas\n",
    "fűzfa, éjszaka. nádas!",
    "fu\u030Bzfa éjszaka nádas",
  ]) {
    expect(bareCode(typed)).toBe(bare);
  }
  expect(bareCode("fuzfa ejszaka nada")).not.toBe(bare);
  expect(bareCode("")).toBe("");
  expect(bareCode("12 34 🙂")).toBe("");
});
