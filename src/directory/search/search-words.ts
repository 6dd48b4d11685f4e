import type { DataReader } from "#src/db/db.ts";
import { searchable } from "#src/i18n/fold.ts";
import { indexedWords } from "./indexed-words.ts";

// The words that somebody looks for, and how the index is asked for them (FTS5 query syntax, every word in quotes).

/** A word as it is typed, folded: one part, or the numbers of a telephone number that stand apart. */
export type Word = string[];

/** Longer searches are cut, each part of a number counted: nobody reads what fits twenty words. */
const maxWords = 12;
const maxWord = 40;
/** No telephone number is written in more pieces. */
const maxParts = 8;

/** The words of a search; nothing else of what was typed reaches the database. */
export function wordsTyped(typed: string): Word[] {
  const all = searchable(typed.slice(0, 500))
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((one) => one.slice(0, maxWord).toWellFormed());
  // An article, or what is left of “j’ai”, begins half of all words.
  const telling = all.some((one) => !isLetter(one)) ? all.filter((one) => !isLetter(one)) : all;
  const words: Word[] = [];
  for (const one of telling) {
    const last = words.at(-1);
    if (last && last.length < maxParts && isNumber(last[0]!) && isNumber(one)) last.push(one);
    else words.push([one]);
  }
  let parts = 0;
  return [...new Map(words.map((word) => [word.join(), word])).values()].filter((word) => {
    parts += word.length;
    return parts <= maxWords;
  });
}

const isLetter = (text: string) => /^[a-z]$/.test(text);
const isNumber = (text: string) => /^[0-9]+$/.test(text);

export const allOf = (queries: string[]) => queries.map((one) => `(${one})`).join(" AND ");
export const anyOf = (queries: string[]) => queries.map((one) => `(${one})`).join(" OR ");

const beginning = (text: string) => `"${text}"*`;

/** What begins with a word; numbers together or apart. */
export function beginsWith(word: Word): string {
  const apart = [...new Set(word)].map(beginning).join(" AND ");
  return word.length === 1 ? apart : `(${apart}) OR ${beginning(word.join(""))}`;
}

/** More words than these hold no piece that anybody means. */
const maxHolding = 100;

/** What holds a word within others; null when nothing does. From three letters (of any length in bytes) on. */
export function wordHolding(db: DataReader, word: Word): string | null {
  // Abroad a number goes without the zero that it begins with at home.
  const typed = word.join("").replace(/^0+(?=[0-9]{5})/, "");
  if ([...typed].length < 3) return null;
  const found = indexedWords(db).filter((one) => one.includes(typed));
  return found.length === 0 ? null : inQuotes(found.slice(0, maxHolding)).join(" OR ");
}

/** What begins with a word of five letters or more but for one slip; null when nothing does. */
export function nearlyBeginsWith(db: DataReader, [typed = "", ...more]: Word): string | null {
  if (more.length > 0 || !/^\p{L}{5,}$/u.test(typed) || /[\ud800-\udfff]/.test(typed)) return null;
  const found = new Set(indexedWords(db).map((one) => meant(one, typed)));
  found.delete(null);
  return found.size === 0 ? null : [...found].map((one) => beginning(one!)).join(" OR ");
}

const inQuotes = (words: string[]) => words.map((one) => `"${one}"`);

/** The beginning of a word that somebody means who typed this with one letter wrong, missing, too much or swapped; else null. */
function meant(word: string, typed: string): string | null {
  let same = 0;
  while (same < typed.length && word[same] === typed[same]) same += 1;
  const goesOn = (ofWord: number, ofTyped: number) => word.startsWith(typed.slice(ofTyped), ofWord);
  if (goesOn(same, same + 1)) return word.slice(0, typed.length - 1);
  if (same >= word.length) return null;
  if (goesOn(same + 1, same + 1)) return word.slice(0, typed.length);
  if (goesOn(same + 1, same)) return word.slice(0, typed.length + 1);
  const isSwapped = word[same] === typed[same + 1] && word[same + 1] === typed[same];
  return isSwapped && goesOn(same + 2, same + 2) ? word.slice(0, typed.length) : null;
}
