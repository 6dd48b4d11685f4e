/** After so many characters the reading rests: a few milliseconds. A value taken apart counts as this many. */
const stride = 250_000;
const effortOfValue = 100;

/** What a JSON text may be, wherever it comes from. No directory has as much: one is written to harm, or by mistake. */
export const maxJson = {
  /** Lists and objects within each other: ours are half as deep. */
  depth: 24,
  /** Lists and objects altogether, and parts of those that are taken apart. */
  parts: 1_000_000,
  /** Names of one object. */
  names: 10_000,
  /** Characters of one text: a picture in it too. */
  text: 1_000_000,
  /** Characters of a number, and of blanks in a row. */
  number: 1_000,
  blanks: 100_000,
  /** Characters that are read in one breath; what is longer is taken apart. */
  piece: 64_000,
} as const;

/** Why there are no values: it is no JSON, or empty; it is more than `maxJson`. */
export type JsonProblem = "not_json" | "json_beyond";

/**
 * The values of a JSON text, one or several after each other (one on a line, as `ndjson` has them). Takes what is long apart, so
 * that no text needs a long breath; yields how much is read, 0 to 1.
 */
export function* readJson(text: string): Generator<number, unknown[] | JsonProblem> {
  const cursor: Cursor = { text, at: 0, rested: 0, apart: 0, parts: 0 };
  const found: unknown[] = [];
  try {
    for (skipSpace(cursor); cursor.at < text.length; skipSpace(cursor)) {
      count(cursor, 1);
      found.push(yield* valueAt(cursor, 0));
    }
  } catch (e) {
    if (e instanceof Beyond) return "json_beyond";
    if (e instanceof SyntaxError) return "not_json";
    throw e;
  }
  return found.length > 0 ? found : "not_json";
}

/** It is more than `maxJson`. */
class Beyond extends Error {}

interface Cursor {
  text: string;
  at: number;
  /** Where it rested last, and what it has done since beside going on, characters. */
  rested: number;
  apart: number;
  parts: number;
}

function count(cursor: Cursor, parts: number) {
  cursor.parts += parts;
  cursor.apart += parts * effortOfValue;
  if (cursor.parts > maxJson.parts) throw new Beyond();
}

/** Lists this deep are always taken apart: that of a page, of an object, of its organizations. */
const maxApart = 3;

function* valueAt(cursor: Cursor, depth: number): Generator<number, unknown> {
  if (cursor.at - cursor.rested + cursor.apart >= stride) {
    cursor.rested = cursor.at;
    cursor.apart = 0;
    yield cursor.at / cursor.text.length;
  }
  const sign = cursor.text[cursor.at];
  if (sign !== "[" && sign !== "{") return whole(cursor, endOfPlain(cursor.text, cursor.at));
  const end = depth < maxApart ? null : endOf(cursor, depth);
  if (end !== null) return whole(cursor, end);
  return sign === "[" ? yield* listAt(cursor, depth) : yield* objectAt(cursor, depth);
}

function* listAt(cursor: Cursor, depth: number): Generator<number, unknown[]> {
  const list: unknown[] = [];
  for (let more = enter(cursor, "]"); more; more = next(cursor, "]")) {
    count(cursor, 1);
    list.push(yield* valueAt(cursor, depth + 1));
  }
  return list;
}

function* objectAt(cursor: Cursor, depth: number): Generator<number, unknown> {
  const object: [string, unknown][] = [];
  for (let more = enter(cursor, "}"); more; more = next(cursor, "}")) {
    count(cursor, 1);
    if (object.length >= maxJson.names) throw new Beyond();
    if (cursor.text[cursor.at] !== '"') throw new SyntaxError("a name was expected");
    const name = whole(cursor, endOfPlain(cursor.text, cursor.at));
    skipSpace(cursor);
    if (cursor.text[cursor.at] !== ":") throw new SyntaxError("a colon was expected");
    cursor.at += 1;
    skipSpace(cursor);
    object.push([name as string, yield* valueAt(cursor, depth + 1)]);
  }
  return Object.fromEntries(object);
}

/** Steps into a list; whether anything is in it. */
function enter(cursor: Cursor, end: string): boolean {
  cursor.at += 1;
  skipSpace(cursor);
  if (cursor.text[cursor.at] !== end) return true;
  cursor.at += 1;
  return false;
}

/** Steps over what parts two values; whether another one comes. */
function next(cursor: Cursor, end: string): boolean {
  skipSpace(cursor);
  const sign = cursor.text[cursor.at];
  cursor.at += 1;
  skipSpace(cursor);
  if (sign === ",") return true;
  if (sign === end) return false;
  throw new SyntaxError("a list does not end");
}

/** A value in one piece. */
function whole(cursor: Cursor, end: number): unknown {
  const value: unknown = JSON.parse(cursor.text.slice(cursor.at, end));
  cursor.at = end;
  return value;
}

// Each stops where too much is seen.
const plain = new RegExp(`[^"{}[\\],\\s:]{0,${maxJson.number + 1}}`, "y");
const space = new RegExp(`[\\s\\ufeff]{0,${maxJson.blanks + 1}}`, "y");
const within = /[^"{}[\]]*/y;

/** Where the text, number or word that begins here ends. */
function endOfPlain(text: string, from: number): number {
  if (text[from] === '"') return endOfString(text, from);
  plain.lastIndex = from;
  plain.test(text);
  if (plain.lastIndex - from > maxJson.number) throw new Beyond();
  return Math.max(plain.lastIndex, from + 1);
}

/** Where the list or object that begins here ends; null where that is farther than one breath goes. */
function endOf(cursor: Cursor, from: number): number | null {
  const { text } = cursor;
  let depth = 0;
  let parts = 0;
  let at = cursor.at;
  do {
    within.lastIndex = at;
    within.test(text);
    at = within.lastIndex;
    const found = text[at];
    if (found === undefined) throw new SyntaxError("an object does not end");
    if (found === '"') at = endOfString(text, at);
    else {
      const isInner = found === "{" || found === "[";
      depth += isInner ? 1 : -1;
      parts += isInner ? 1 : 0;
      at += 1;
    }
    if (from + depth > maxJson.depth) throw new Beyond();
    if (at - cursor.at > maxJson.piece) {
      cursor.apart += maxJson.piece;
      return null;
    }
  } while (depth > 0);
  count(cursor, parts);
  return at;
}

function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    if (at - from > maxJson.text) throw new Beyond();
    let backslashes = 0;
    while (text[at - 1 - backslashes] === "\\") backslashes += 1;
    if (backslashes % 2 === 0) return at + 1;
  }
  throw new SyntaxError("a text does not end");
}

function skipSpace(cursor: Cursor) {
  space.lastIndex = cursor.at;
  space.test(cursor.text);
  if (space.lastIndex - cursor.at > maxJson.blanks) throw new Beyond();
  cursor.at = space.lastIndex;
}
