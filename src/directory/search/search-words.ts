import type { DataReader } from "#src/db/db.ts";
import { searchable } from "#src/i18n/fold.ts";
import { indexedWords } from "./indexed-words.ts";

// What a search asks of the index, in FTS5 query syntax with every word in quotes.

/** Folded: one part, or the parts of a phone number. */
export type Word = string[];

/** Longer searches are cut, each part of a number counted: no one reads what fits twenty words. */
const maxWords = 12;
const maxWord = 40;
const maxParts = 8;

/** Returns the words of a search; nothing else that was typed reaches the database. */
export function wordsTyped(typed: string): Word[] {
  const all = searchable(typed.slice(0, 500))
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((one) => one.slice(0, maxWord).toWellFormed());
  // A letter, as left of “j’ai”, begins half of all words.
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

/** Returns a query for what begins with a word, numbers together or apart. */
export function beginsWith(word: Word): string {
  const apart = [...new Set(word)].map(beginning).join(" AND ");
  return word.length === 1 ? apart : `(${apart}) OR ${beginning(word.join(""))}`;
}

/** Returns a query for what has a word as it was typed. */
export function isWord(word: Word): string {
  return inQuotes(word).join(" AND ");
}

/** More words than these share no piece that anyone means. */
const maxHolding = 100;

/** Returns a query for what contains a word of at least three letters, or null. */
export function wordHolding(db: DataReader, word: Word): string | null {
  // Abroad a number goes without its leading zero.
  const typed = word.join("").replace(/^0+(?=[0-9]{5})/, "");
  if ([...typed].length < 3) return null;
  const found = indexedWords(db).filter((one) => one.includes(typed));
  return found.length === 0 ? null : inQuotes(found.slice(0, maxHolding)).join(" OR ");
}

/** Returns a query for what begins with a word of five letters or more but for one slip, or null. */
export function nearlyBeginsWith(db: DataReader, [typed = "", ...more]: Word): string | null {
  if (more.length > 0 || !/^\p{L}{5,}$/u.test(typed) || /[\ud800-\udfff]/.test(typed)) return null;
  const found = new Set(indexedWords(db).map((one) => meant(one, typed)));
  found.delete(null);
  return found.size === 0 ? null : [...found].map((one) => beginning(one!)).join(" OR ");
}

const inQuotes = (words: string[]) => words.map((one) => `"${one}"`);

// One letter wrong, missing, too many or swapped.
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
