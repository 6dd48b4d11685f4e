import { describe, expect, test } from "vitest";
import { bareCode, codeWords, newCode } from "#src/conversation/code-words.ts";
import { fold } from "#src/i18n/fold.ts";
import { languages } from "#src/i18n/i18n.ts";

const bits: Record<string, number> = { en: 77.4, fr: 76.8, es: 76.7, nl: 70, fi: 70, hu: 70 };

describe.each(languages)("the code in %s", (language) => {
  const words = codeWords(language);

  test("has words that are told apart however they are typed, and as many bits as is said", () => {
    expect(new Set(words.map(fold)).size).toBe(words.length);
    for (const word of words) expect(word).toMatch(/^\p{Ll}{3,9}$/u);
    const length = newCode(language).split(" ").length;
    expect(length).toBe(language === "en" ? 6 : 7);
    expect(length * Math.log2(words.length)).toBeGreaterThanOrEqual(bits[language]!);
    // security.md, 4.2, and where a list is shorter.
    expect(length * Math.log2(words.length)).toBeGreaterThanOrEqual(66);
  });

  test("is another each time, of its words, from the whole list", () => {
    const codes = Array.from({ length: 400 }, () => newCode(language));
    expect(new Set(codes).size).toBe(400);
    const used = new Set(codes.flatMap((code) => code.split(" ")));
    for (const word of used) expect(words).toContain(word);
    expect(used.size).toBeGreaterThan(700);
    expect([...used].some((word) => words.indexOf(word) < 50)).toBe(true);
    expect([...used].some((word) => words.indexOf(word) > words.length - 50)).toBe(true);
  });
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
