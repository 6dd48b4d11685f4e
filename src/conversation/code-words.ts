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

const lists: Record<Language, { words: string }> = { en, es, fi, fr, hu, nl };
const read = new Map<Language, string[]>();

/** The words of a language, each of another spelling also without its accents. Taken apart when they are first wanted. */
export function codeWords(language: Language): string[] {
  const known = read.get(language) ?? lists[language].words.split(" ");
  read.set(language, known);
  return known;
}

/** Fewer words of a long list than of a short one. */
const longList = 7_000;

/**
 * A new code: six words of a list of 7,707 (77.5 bits), or seven of a shorter one: 76.9 bits of 2,028 French words, 76.8 of 2,006
 * Spanish ones, 70 of 1,024 Dutch, Finnish or Hungarian ones. Guessing takes an argon2id for each try (security.md, 4.2).
 */
export function newCode(language: Language): string {
  const words = codeWords(language);
  return Array.from({ length: words.length > longList ? 6 : 7 }, () => oneOf(words)).join(" ");
}

let everyWord: Set<string> | undefined;

/** Which of the words of a code, as it is compared, stand in no list: typed wrong, in whatever language it is. */
export function unknownWords(bareCode: string): string[] {
  everyWord ??= new Set((Object.keys(lists) as Language[]).flatMap((language) => codeWords(language).map(fold)));
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
