import type { Language, Values } from "./i18n.ts";
import { format, shapeOf } from "./message.ts";

/** These numbers choose every plural form in most languages. */
const tried = [0, 1, 2, 5];

/** Returns a text as it is read, once for each number that changes it, at most four; [] if it cannot be read with `values`. */
export function readings(language: Language, text: string, values: Values): string[] {
  const shape = shapeOf(language, text);
  if (!shape) return [];
  const marks = [...shape.ever].filter((one) => one.startsWith("<")).flatMap((one) => one.match(/[^<>]+/g) ?? []);
  const plain = Object.fromEntries(marks.map((mark) => [mark, (chunks: unknown[]) => chunks.join("")]));
  const counted = [...shape.ever].flatMap((one) => /^\{(.+), plural\}$/.exec(one)?.[1] ?? []);
  const numbers = counted.length > 0 ? tried : [0];
  try {
    const read = numbers.map((n) => {
      const given = { ...values, ...Object.fromEntries(counted.map((name) => [name, n])), ...plain };
      return [format(language, text).format<unknown>(given)].flat().join("");
    });
    return [...new Set(read)];
  } catch {
    return [];
  }
}

/** What a twelve-year-old reads at once: words in a sentence, letters in a word, also in languages that join words. */
export const easy = { words: 12, letters: 16 };

interface ReadingLevel {
  words: number;
  average: number;
  hard: string[];
}

/** Measures how hard texts are to read, by what can be counted in any language with words. */
export function readingLevel(language: Language, texts: readonly string[]): ReadingLevel {
  const sentences = sentencesIn(language, texts);
  const counts = sentences.map(({ length }) => length);
  const all = counts.reduce((sum, count) => sum + count, 0);
  const long = new Set(sentences.flat().filter((word) => word.length > easy.letters));
  return {
    words: counts.reduce((most, count) => Math.max(most, count), 0),
    average: Math.round(all / Math.max(1, counts.length)),
    hard: [...long].sort((a, b) => b.length - a.length),
  };
}

/** Returns the words of each sentence. */
export function sentencesIn(language: Language, texts: readonly string[]): string[][] {
  const sentences = texts.flatMap((text) => text.split(sentenceEnd)).map((sentence) => wordsOf(language, sentence));
  return sentences.filter(({ length }) => length > 0);
}

/** A line ends a sentence too: a list has no full stops. */
const sentenceEnd = /(?<=[.!?…])\s|(?<=[.!?…]["'”’»)])\s|\n/u;

function wordsOf(language: Language, sentence: string): string[] {
  const segments = [...segmenter(language).segment(sentence)];
  return segments.filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
}

const made = new Map<Language, Intl.Segmenter>();

function segmenter(language: Language): Intl.Segmenter {
  const known = made.get(language) ?? new Intl.Segmenter(language, { granularity: "word" });
  made.set(language, known);
  return known;
}
