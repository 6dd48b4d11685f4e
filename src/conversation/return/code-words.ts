import { oneOf } from "#src/crypto/hash.ts";
import { fold } from "#src/i18n/fold.ts";
import type { Language } from "#src/i18n/i18n.ts";
import en from "./code-words/en.json" with { type: "json" };
import es from "./code-words/es.json" with { type: "json" };
import fi from "./code-words/fi.json" with { type: "json" };
import fr from "./code-words/fr.json" with { type: "json" };
import hu from "./code-words/hu.json" with { type: "json" };
import nl from "./code-words/nl.json" with { type: "json" };

// The words of the codes with which young people come back, in their language: where they are from stands in docs/coming-back.md.

/** `earlier`: words that codes were made of before, and are no more. */
const lists: Record<Language, { words: string; earlier: string }> = { en, es, fi, fr, hu, nl };
const read = new Map<Language, string[]>();

/** The 2,048 words of a language, none of which one wrong letter makes another of them. Taken apart when they are first wanted. */
export function codeWords(language: Language): string[] {
  const known = read.get(language) ?? lists[language].words.split(" ");
  read.set(language, known);
  return known;
}

/** How many words make a code: of 2,048 each, 66 bits. Guessing takes an argon2id for each try (PROMISES.md S20). */
const wordsOfCode = 6;

/** A new code in a language. */
export function newCode(language: Language): string {
  const words = codeWords(language);
  return Array.from({ length: wordsOfCode }, () => oneOf(words)).join(" ");
}

let everyWord: Set<string> | undefined;

/**
 * Which of the words of a code, as it is compared, stand in no list: typed wrong, in whatever language it is. Words of earlier lists
 * are known for as long as a code of them may be kept.
 */
export function unknownWords(bareCode: string): string[] {
  everyWord ??= new Set(
    Object.values(lists).flatMap(({ words, earlier }) => `${words} ${earlier}`.split(" ").map(fold)),
  );
  return bareCode.split(" ").filter((word) => !everyWord!.has(word));
}

/** A code as it is compared, however it was typed: capitals, accents, hyphens and other signs between the words do not matter. */
export function bareCode(typed: string): string {
  return (
    fold(typed)
      .match(/\p{L}+/gu)
      ?.join(" ") ?? ""
  );
}
