import { projectFile } from "../../files.ts";
import type { Language } from "../../i18n/catalogs.ts";
import type { Sentence } from "./sentences.ts";

/** Phrases that make a detector hold. They are written as described in `compile`. */
interface Phrases {
  /** In a question. */
  asked?: string[];
  /** In a sentence that is no question. */
  said?: string[];
  /** In either. */
  any?: string[];
  /** A sentence with one of these does not count. */
  except?: string[];
  /** A message with one of these does not count, whichever sentence it stands in. */
  never?: string[];
  /** Each must stand somewhere in the message. */
  all?: string[];
}

/** What a file of words holds: sets of words for use in phrases as {name}, and the phrases of each detector. */
interface WordFile {
  /** How some words are often written, and the word that is meant. */
  spelled: Record<string, string>;
  sets: Record<string, string>;
  phrases: Record<string, Phrases>;
}

type Compiled = { [part in keyof Required<Phrases>]: RegExp[] };

/** The phrases of one language, ready to match, and its spellings. */
export interface DetectorWords {
  spelled: ReadonlyMap<string, string>;
  of: ReadonlyMap<string, Compiled>;
}

const parts = ["asked", "said", "any", "except", "never", "all"] as const;
const read = new Map<Language, DetectorWords>();

/** Returns the phrases of the detectors in a language. */
export function wordsOf(language: Language): DetectorWords {
  const known = read.get(language);
  if (known) return known;
  const { spelled, sets, phrases }: WordFile = JSON.parse(projectFile(`src/practice/detectors/words/${language}.json`));
  const of = new Map<string, Compiled>();
  for (const [name, written] of Object.entries(phrases)) {
    const compiled = Object.fromEntries(
      parts.map((part) => [part, (written[part] ?? []).map((phrase) => compile(phrase, sets))]),
    );
    of.set(name, compiled as Compiled);
  }
  const words = { spelled: new Map(Object.entries(spelled)), of };
  read.set(language, words);
  return words;
}

/**
 * Returns the expression for a phrase: whole words without accents and capitals. A regular expression with four signs
 * of its own: `word*` is any ending, `~` up to five words without a comma, `~~` anything, `{set}` a word of that set.
 * `{name}` is a word with a capital.
 */
export function compile(phrase: string, sets: Readonly<Record<string, string>>): RegExp {
  let written = phrase;
  // A set may name another.
  for (let depth = 0; depth < 3; depth++) {
    written = written.replace(/\{([a-z]+)\}/g, (whole, set: string) => {
      if (set === "name") return "(?<name>\\p{L}{2,})";
      return sets[set] === undefined ? whole : `(?:${sets[set]})`;
    });
  }
  const source = written
    .replace(/\^ /g, "^")
    .replace(/([\p{L}])\*/gu, "$1[\\p{L}']§")
    .replace(/ /g, ",? ")
    .replace(/(?<= )~~(,\? )?(?!\(,)(?=[({\p{L}])/gu, "(?:.* )?")
    .replace(/~~/g, ".*")
    .replace(/~(?=[|)])/g, "[^\\s,]+(?: [^\\s,]+){0,4}")
    .replace(/~(,\? )?/g, "(?:[^\\s,]+ ){0,5}")
    .replaceAll("§", "*");
  // A phrase that begins with a comma stands right after a word.
  return new RegExp(`(?:(?<![\\p{L}\\d])|(?=,))(?:${source})(?:(?<= )|(?![\\p{L}\\d]))`, "du");
}

/** Returns whether a sentence has a phrase of a detector, and none of its exceptions. */
export function matches(words: DetectorWords, name: string, sentence: Sentence): boolean {
  const phrases = words.of.get(name);
  if (!phrases) return false;
  const kind = sentence.isQuestion ? phrases.asked : phrases.said;
  const found = [...kind, ...phrases.any].some((phrase) => stands(phrase, sentence));
  return found && !phrases.except.some((phrase) => stands(phrase, sentence));
}

/** Returns whether one expression stands in a sentence. */
export function stands(phrase: RegExp, { text, cased }: Sentence): boolean {
  const found = phrase.exec(text);
  const name = found?.indices?.groups?.name;
  if (!found || !name) return found !== null;
  const [at] = name;
  return /\p{Lu}/u.test(cased[at] ?? "");
}
