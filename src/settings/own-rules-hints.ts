/** What could be made easier in words for young people, or is said by the rules themselves already. Nothing of it is refused. */
export interface WordsHint {
  hint: "long_sentences" | "long_words" | "much" | "computed";
  /** The number or the words that it is about. */
  part: string;
}

/** Words in a sentence on average; more are hard to read on a phone. */
export const sentenceMost = 12;

/** Letters of a word that somebody of twelve still reads at once, in languages that join words too. */
const wordMost = 16;

/** Characters that are read before somebody goes away. */
const readMost = 600;

/**
 * What the rules compute from the settings, in the languages of the catalogs: kept, deleted, days, cookie, address, e-mail,
 * who reads, artificial intelligence, age.
 */
const computed =
  /(?<!\p{L})(ip|cookies?|days?|jours?|dag(?:en)?|e-?mails?|courriels?|adresses?|adres(?:sen)?|address(?:es)?|ai|ia|robots?|delet\p{L}+|effac\p{L}+|(?:ge)?wist|wissen|stor(?:e|es|ed)|stock\p{L}+|conserv\p{L}+|bewaar\p{L}*|bewaren|keeps?(?!\s+(?:on|\p{L}+ing)(?!\p{L}))|kept|gardées?|gardés?)(?!\p{L})/giu;

/** What to think over in a text. */
export function hintsFor(text: string): WordsHint[] {
  const words = text.match(/[\p{L}\p{N}][\p{L}\p{N}’'-]*/gu) ?? [];
  const hints: WordsHint[] = [];
  const average = Math.round(words.length / sentencesIn(text));
  if (average > sentenceMost) hints.push({ hint: "long_sentences", part: String(average) });
  const long = [...new Set(words.filter((word) => word.length > wordMost))];
  if (long.length > 0) hints.push({ hint: "long_words", part: long.slice(0, 3).join(", ") });
  if (text.length > readMost) hints.push({ hint: "much", part: String(text.length) });
  const said = [...new Set([...text.matchAll(computed)].map(([word]) => word.toLowerCase()))];
  if (said.length > 0) hints.push({ hint: "computed", part: said.slice(0, 3).join(", ") });
  return hints;
}

/** Sentences end with a mark, or with the line: a list has no full stops. */
function sentencesIn(text: string): number {
  const parts = text.split(/[.!?…]+(?=\s|$)|\n/u).filter((part) => /\p{L}/u.test(part));
  return Math.max(1, parts.length);
}
