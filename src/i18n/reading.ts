import type { Language, Values } from "./i18n.ts";
import { format, shapeOf } from "./message.ts";

/** Numbers that choose every form of a plural in most languages. */
const tried = [0, 1, 2, 5];

/**
 * A text as it is read, without its marks: once, or once for each number that changes it, at most four times; [] where it
 * cannot be read, or asks for more than `values`.
 */
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

export interface ReadingLevel {
  /** Words of the longest sentence. */
  words: number;
  /** The longest word. */
  longest: string;
}

/** How hard sentences are to read, by what can be counted in any language that has words. */
export function readingLevel(language: Language, sentences: readonly string[]): ReadingLevel {
  const { bySentence, byWord } = segmenters(language);
  let words = 0;
  let longest = "";
  for (const text of sentences) {
    for (const { segment } of bySentence.segment(text)) {
      const found = [...byWord.segment(segment)].filter(({ isWordLike }) => isWordLike);
      words = Math.max(words, found.length);
      for (const one of found) if (one.segment.length > longest.length) longest = one.segment;
    }
  }
  return { words, longest };
}

const made = new Map<Language, { bySentence: Intl.Segmenter; byWord: Intl.Segmenter }>();

function segmenters(language: Language) {
  const known = made.get(language);
  if (known) return known;
  const [bySentence, byWord] = (["sentence", "word"] as const).map(
    (granularity) => new Intl.Segmenter(language, { granularity }),
  ) as [Intl.Segmenter, Intl.Segmenter];
  made.set(language, { bySentence, byWord });
  return { bySentence, byWord };
}
