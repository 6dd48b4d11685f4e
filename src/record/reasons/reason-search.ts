import type { Language } from "#src/i18n/i18n.ts";
import { type Speech, type Stemmed, speechOf, stemOf, wordFit, wordsIn } from "./reason-match.ts";

/** A reason or a group as it can be found. */
export interface Findable {
  code: string;
  /** The code of its group; null = it is one. */
  group: string | null;
  name: string;
  /** Everyday words and phrases that lead to it. */
  words: readonly string[];
}

export interface FoundReason {
  code: string;
  group: string | null;
  /** The everyday words that fit best; null = its name does. */
  by: string | null;
}

interface Phrase {
  text: string | null;
  /** As typed, and what it says. */
  whole: string;
  words: string[];
}

/** What can be found, made ready once for many searches. */
export interface ReasonIndex {
  entries: (Findable & { phrases: Phrase[] })[];
  /** Every word in it, and how much it tells: the fewer entries have it, the more. */
  words: ReadonlyMap<string, Stemmed & { tells: number }>;
  speech: Speech;
}

/** Returns the index of what can be found in a language. */
export function reasonIndex(all: readonly Findable[], language: Language): ReasonIndex {
  const speech = speechOf(language);
  const phrase = (text: string, isName: boolean): Phrase => ({
    text: isName ? null : text,
    whole: plain(text),
    words: wordsIn(text, speech),
  });
  const entries = all.map((one) => ({
    ...one,
    phrases: [phrase(one.name, true), ...one.words.map((text) => phrase(text, false))],
  }));
  const holders = new Map<string, number>();
  for (const { phrases } of entries) {
    for (const word of new Set(phrases.flatMap(({ words }) => words))) holders.set(word, (holders.get(word) ?? 0) + 1);
  }
  const words = [...holders].map(([word, n]) => {
    const stem = stemOf(word, speech);
    return { word, stem, tells: (1 + Math.log(entries.length / n)) * (speech.people.has(stem) ? 0.4 : 1) };
  });
  return { entries, words: new Map(words.map((one) => [one.word, one])), speech };
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll("’", "'").trim();
}

/** More are not shown: whoever looks further opens a group. */
const maxFound = 7;
/** Of longer sentences the first words are looked for. */
const maxTyped = 12;
/** A word that no reason has says little against a reason that has the others. */
const unknownTells = 0.8;
const leastFit = 0.28;

/** Returns the reasons and groups that fit what was typed, best first. */
export function searchReasons(index: ReasonIndex, typed: string): FoundReason[] {
  const asked = [...new Set(wordsIn(typed.slice(0, 200), index.speech))].slice(0, maxTyped);
  if (asked.length === 0) return [];
  const fits = asked.map((word) => fitsOf(index, word));
  const weights = fits.map((fit, at) => weightOf(index, asked[at]!, fit));
  const search = { index, whole: plain(typed), fits, weights, all: sum(weights) };
  const found = index.entries.flatMap((entry) => {
    const { score, by } = bestOf(search, entry.phrases);
    return score < leastFit ? [] : [{ code: entry.code, group: entry.group, by, score }];
  });
  found.sort((one, other) => other.score - one.score);
  const least = (found[0]?.score ?? 0) * 0.35;
  return found
    .filter(({ score }) => score >= least)
    .slice(0, maxFound)
    .map(({ code, group, by }) => ({ code, group, by }));
}

/** How well a typed word fits each word of the index that it fits at all. */
function fitsOf({ words, speech }: ReasonIndex, typed: string): Map<string, number> {
  const stemmed = { word: typed, stem: stemOf(typed, speech) };
  const fits = new Map<string, number>();
  for (const one of words.values()) {
    const fit = wordFit(stemmed, one);
    if (fit > 0) fits.set(one.word, fit);
  }
  return fits;
}

function weightOf({ words, speech }: ReasonIndex, typed: string, fits: Map<string, number>): number {
  const top = Math.max(0, ...fits.values());
  const tells = [...fits].filter(([, fit]) => fit === top).map(([word]) => top * words.get(word)!.tells);
  const least = speech.people.has(stemOf(typed, speech)) ? 0.4 : unknownTells;
  return Math.max(least, ...tells);
}

interface Search {
  index: ReasonIndex;
  whole: string;
  fits: Map<string, number>[];
  weights: number[];
  all: number;
}

function bestOf({ index, whole, fits, weights, all }: Search, phrases: Phrase[]) {
  const anywhere = fits.map(() => 0);
  let score = 0;
  let by: string | null = null;
  for (const [place, phrase] of phrases.entries()) {
    const { words } = phrase;
    const asked = fits.map((fit) => Math.max(0, ...words.map((word) => fit.get(word) ?? 0)));
    const ofAsked = sum(asked.map((fit, at) => fit * weights[at]!)) / all;
    if (ofAsked === 0) continue;
    asked.forEach((fit, at) => {
      anywhere[at] = Math.max(anywhere[at]!, fit);
    });
    const told = words.map((word) => index.words.get(word)!.tells);
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
