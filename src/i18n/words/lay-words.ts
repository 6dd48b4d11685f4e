import { projectFile } from "../../files.ts";
import type { Language } from "../catalogs.ts";

/** Everyday words and phrases by what they lead to. */
type LayWords = Readonly<Record<string, readonly string[]>>;

const read = new Map<string, LayWords>();

/** Returns the everyday words that lead to each reason for contact and each group, by its code. */
export function reasonWords(language: Language): LayWords {
  return tableOf("reason-words", language);
}

/** Returns the everyday words that lead to each topic of the directory, by its name. */
export function topicWords(language: Language): LayWords {
  return tableOf("topic-words", language);
}

function tableOf(name: string, language: Language): LayWords {
  const path = `src/i18n/words/${name}/${language}.json`;
  const known = read.get(path);
  if (known) return known;
  const texts: Record<string, string> = JSON.parse(projectFile(path));
  const words = Object.fromEntries(Object.entries(texts).map(([code, text]) => [code, text.split(", ")]));
  read.set(path, words);
  return words;
}
