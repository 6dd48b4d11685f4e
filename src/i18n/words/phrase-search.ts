import type { Language } from "../catalogs.ts";
import { type Speech, type Stemmed, speechOf, stemOf, wordFit, wordsIn } from "./word-match.ts";

/** What can be found by its name and by everyday words and phrases. */
export interface Findable {
  name: string;
  words: readonly string[];
}

interface Phrase {
  text: string | null;
  /** As typed, and what it says. */
  whole: string;
  words: string[];
}

/** What can be found, made ready once for many searches. */
export interface PhraseIndex<Of extends Findable> {
  entries: { of: Of; phrases: Phrase[] }[];
  /** Every word in it, and how much it tells: the fewer entries have it, the more. */
  words: ReadonlyMap<string, Stemmed & { tells: number }>;
  speech: Speech;
}

/** Returns the index of what can be found in a language. */
export function phraseIndex<Of extends Findable>(all: readonly Of[], language: Language): PhraseIndex<Of> {
  const speech = speechOf(language);
  const phrase = (text: string, isName: boolean): Phrase => ({
    text: isName ? null : text,
    whole: plain(text),
    words: wordsIn(text, speech),
  });
  const entries = all.map((of) => ({
    of,
    phrases: [phrase(of.name, true), ...of.words.map((text) => phrase(text, false))],
  }));
  const holders = new Map<string, number>();
  for (const { phrases } of entries) {
    for (const word of new Set(phrases.flatMap(({ words }) => words))) holders.set(word, (holders.get(word) ?? 0) + 1);
  }
  const words = [...holders].map(([word, n]) => {
    const stem = stemOf(word, speech);
    return { word, stem, tells: (1 + Math.log(entries.length / n)) * (speech.asides.has(stem) ? 0.4 : 1) };
  });
  return { entries, words: new Map(words.map((one) => [one.word, one])), speech };
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll("’", "'").trim();
}

/** Of longer sentences the first words are looked for. */
const maxTyped = 12;
/** A word that nothing has says little against what has the others. */
const unknownTells = 0.8;

export interface Fitting<Of> {
  of: Of;
  /** How well it fits: 1 and more if all that was typed is one of its phrases. */
  score: number;
  /** The everyday words that fit best; null = its name does. */
  by: string | null;
}

/** Returns everything that fits what was typed at all, best first. */
export function searchPhrases<Of extends Findable>(index: PhraseIndex<Of>, typed: string): Fitting<Of>[] {
  const asked = [...new Set(wordsIn(typed.slice(0, 200), index.speech))].slice(0, maxTyped);
  if (asked.length === 0) return [];
  const fits = asked.map((word) => fitsOf(index, word));
  const weights = fits.map((fit, at) => weightOf(index, asked[at]!, fit));
  const fitting = new Set(fits.flatMap((fit) => [...fit.keys()]));
  const search = { words: index.words, whole: plain(typed), fits, fitting, weights, all: sum(weights) };
  return index.entries
    .map(({ of, phrases }) => ({ of, ...bestOf(search, phrases) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score);
}

type Words = PhraseIndex<Findable>["words"];

/** How well a typed word fits each word of the index that it fits at all. */
function fitsOf({ words, speech }: { words: Words; speech: Speech }, typed: string): Map<string, number> {
  const stemmed = { word: typed, stem: stemOf(typed, speech) };
  const fits = new Map<string, number>();
  for (const one of words.values()) {
    const fit = wordFit(stemmed, one);
    if (fit > 0) fits.set(one.word, fit);
  }
  return fits;
}

function weightOf({ words, speech }: { words: Words; speech: Speech }, typed: string, fits: Map<string, number>) {
  const top = Math.max(0, ...fits.values());
  const tells = [...fits].filter(([, fit]) => fit === top).map(([word]) => top * words.get(word)!.tells);
  const least = speech.asides.has(stemOf(typed, speech)) ? 0.4 : unknownTells;
  return Math.max(least, ...tells);
}

interface Search {
  words: Words;
  whole: string;
  fits: Map<string, number>[];
  /** Words of the index that any typed one fits. */
  fitting: Set<string>;
  weights: number[];
  all: number;
}

function bestOf({ words: known, whole, fits, fitting, weights, all }: Search, phrases: Phrase[]) {
  const anywhere = fits.map(() => 0);
  let score = 0;
  let by: string | null = null;
  for (const [place, phrase] of phrases.entries()) {
    const { words } = phrase;
    if (!words.some((word) => fitting.has(word))) continue;
    const asked = fits.map((fit) => Math.max(0, ...words.map((word) => fit.get(word) ?? 0)));
    const ofAsked = sum(asked.map((fit, at) => fit * weights[at]!)) / all;
    if (ofAsked === 0) continue;
    asked.forEach((fit, at) => {
      anywhere[at] = Math.max(anywhere[at]!, fit);
    });
    const told = words.map((word) => known.get(word)!.tells);
    const met = words.map((word, at) => told[at]! * Math.max(...fits.map((fit) => fit.get(word) ?? 0)));
    // The very words come first, with their accents; then what stands further up in a list.
    const isSame = phrase.whole === whole ? 0.1 : -place / 600;
    const one = ofAsked * (0.55 + 0.45 * (sum(met) / sum(told))) + isSame;
    if (one > score) [score, by] = [one, phrase.text];
  }
  // Words that stand in several of its phrases count too, for less.
  return { score: score + 0.2 * (sum(anywhere.map((fit, at) => fit * weights[at]!)) / all), by };
}

function sum(all: number[]): number {
  return all.reduce((one, other) => one + other, 0);
}
