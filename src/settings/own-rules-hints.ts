import type { Language } from "#src/i18n/i18n.ts";
import { easy, readingLevel } from "#src/i18n/reading.ts";
import { ownRulesMost } from "./own-rules.ts";

/** What could be made easier in words for young people, or is said by the rules themselves already. Nothing of it is refused. */
export interface WordsHint {
  hint: "long_sentences" | "long_words" | "much" | "computed";
  /** The number or the words that it is about. */
  part: string;
}

/** Characters that are read before somebody goes away. */
const readMost = 600;

/**
 * By which words a language tells what the rules compute from the settings: kept, deleted, days, cookie, address, e-mail, who
 * reads, artificial intelligence, age. A language without its words does not compile.
 */
const computed: Record<Language, RegExp> = {
  en: whole(
    "kept|stor(?:e|es|ed|ing)|keeps?(?!\\s+(?:on|\\p{L}+ing)(?!\\p{L}))|delet\\p{L}+|eras\\p{L}+|days?",
    "cookies?|ip|address(?:es)?|e-?mails?|reads?|readers?|ai|artificial intelligence|robots?|bots?|ages?|aged|years? old",
  ),
  fr: whole(
    "gard(?:e|es|ent|er|ons)|gardée?s?|conserv\\p{L}+|stock\\p{L}+|effac\\p{L}+|supprim\\p{L}+|jours?",
    "cookies?|ip|adresses?|e-?mails?|courriels?|mails?|lit|lisent|lire|lue?s?|ia|intelligence artificielle|robots?|âges?|âgée?s?|ans",
  ),
  nl: whole(
    "bewa(?:ar|ren|art|ard)\\p{L}*|opslaan|opgeslagen|(?:ge)?wist|wissen|verwijder\\p{L}*|dag(?:en)?",
    "cookies?|ip|\\p{L}*adres(?:sen)?|e-?mails?|mails?|(?:mee)?(?:lees|leest|lezen|gelezen)|ai|kunstmatige intelligentie|robots?|leeftijd(?:en)?|jaar",
  ),
};

function whole(...words: string[]): RegExp {
  return new RegExp(`(?<!\\p{L})(?:${words.join("|")})(?!\\p{L})`, "giu");
}

/** What to think over in a text of a language; [] for one that is too long to be kept. */
export function hintsFor(language: Language, text: string): WordsHint[] {
  if (text.length > ownRulesMost) return [];
  const hints: WordsHint[] = [];
  const { average, hard } = readingLevel(language, [text]);
  if (average > easy.words) hints.push({ hint: "long_sentences", part: String(average) });
  if (hard.length > 0) hints.push({ hint: "long_words", part: hard.slice(0, 3).join(", ") });
  if (text.length > readMost) hints.push({ hint: "much", part: String(text.length) });
  const said = [...new Set([...text.matchAll(computed[language])].map(([word]) => word.toLowerCase()))];
  if (said.length > 0) hints.push({ hint: "computed", part: said.slice(0, 3).join(", ") });
  return hints;
}
