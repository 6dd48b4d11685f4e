import { projectFile } from "../files.ts";
import type { Language } from "./catalogs.ts";

type ReasonWords = Readonly<Record<string, readonly string[]>>;

const read = new Map<Language, ReasonWords>();

/** Returns the everyday words that lead to each reason for contact and each group, by its code. */
export function reasonWords(language: Language): ReasonWords {
  const known = read.get(language);
  if (known) return known;
  const texts: Record<string, string> = JSON.parse(projectFile(`src/i18n/reason-words/${language}.json`));
  const words = Object.fromEntries(Object.entries(texts).map(([code, text]) => [code, text.split(", ")]));
  read.set(language, words);
  return words;
}
