import { oneOf } from "#src/crypto/hash.ts";
import { fold } from "#src/i18n/fold.ts";
import type { Language } from "#src/i18n/i18n.ts";
import en from "./code-words/en.json" with { type: "json" };
import es from "./code-words/es.json" with { type: "json" };
import fi from "./code-words/fi.json" with { type: "json" };
import fr from "./code-words/fr.json" with { type: "json" };
import hu from "./code-words/hu.json" with { type: "json" };
import nl from "./code-words/nl.json" with { type: "json" };

const lists: Record<Language, { words: string; earlier: string }> = { en, es, fi, fr, hu, nl };
const read = new Map<Language, string[]>();

/** Returns the 2,048 words of a language; no two of them are one letter apart. */
export function codeWords(language: Language): string[] {
  const known = read.get(language) ?? lists[language].words.split(" ");
  read.set(language, known);
  return known;
}

/** Six words of 2,048 are 66 bits, and each guess takes an argon2id (PROMISES.md S20). */
const wordsOfCode = 6;

/** Returns a new code in a language. */
export function newCode(language: Language): string {
  const words = codeWords(language);
  return Array.from({ length: wordsOfCode }, () => oneOf(words)).join(" ");
}

let everyWord: Set<string> | undefined;

/** Returns the words of a bare code that are in no list of any language, earlier ones included: they were typed wrong. */
export function unknownWords(bareCode: string): string[] {
  everyWord ??= new Set(
    Object.values(lists).flatMap(({ words, earlier }) => `${words} ${earlier}`.split(" ").map(fold)),
  );
  return bareCode.split(" ").filter((word) => !everyWord!.has(word));
}

/** Returns a code as it is compared, without capitals, accents, hyphens and other signs. */
export function bareCode(typed: string): string {
  return (
    fold(typed)
      .match(/\p{L}+/gu)
      ?.join(" ") ?? ""
  );
}
