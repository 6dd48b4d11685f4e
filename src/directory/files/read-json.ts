/** Characters between two rests, a few milliseconds; a value taken apart counts as `effortOfValue`. */
const stride = 250_000;
const effortOfValue = 100;

/** Limits for JSON from anywhere. No directory has as much, so more is an attack or a mistake. */
export const maxJson = {
  depth: 24,
  /** Lists and objects, and the parts of those taken apart. */
  parts: 1_000_000,
  names: 10_000,
  text: 1_000_000,
  number: 1_000,
  blanks: 100_000,
  /** Characters parsed at once; longer values are taken apart. */
  piece: 64_000,
} as const;

type JsonProblem = "not_json" | "json_beyond";

/** Reads one or more JSON values (ndjson), long ones in parts, so that none blocks for long. Yields the part read, 0 to 1. */
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

class Beyond extends Error {}

interface Cursor {
  text: string;
  at: number;
  /** Where it rested last, and the work since besides moving on, in characters. */
  rested: number;
  apart: number;
  parts: number;
}

function count(cursor: Cursor, parts: number) {
  cursor.parts += parts;
  cursor.apart += parts * effortOfValue;
  if (cursor.parts > maxJson.parts) throw new Beyond();
}

/** Lists this deep are always taken apart: of a page, an object, its organizations. */
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

function enter(cursor: Cursor, end: string): boolean {
  cursor.at += 1;
  skipSpace(cursor);
  if (cursor.text[cursor.at] !== end) return true;
  cursor.at += 1;
  return false;
}

function next(cursor: Cursor, end: string): boolean {
  skipSpace(cursor);
  const sign = cursor.text[cursor.at];
  cursor.at += 1;
  skipSpace(cursor);
  if (sign === ",") return true;
  if (sign === end) return false;
  throw new SyntaxError("a list does not end");
}

function whole(cursor: Cursor, end: number): unknown {
  const value: unknown = JSON.parse(cursor.text.slice(cursor.at, end));
  cursor.at = end;
  return value;
}

const plain = new RegExp(`[^"{}[\\],\\s:]{0,${maxJson.number + 1}}`, "y");
const space = new RegExp(`[\\s\\ufeff]{0,${maxJson.blanks + 1}}`, "y");
const within = /[^"{}[\]]*/y;

function endOfPlain(text: string, from: number): number {
  if (text[from] === '"') return endOfString(text, from);
  plain.lastIndex = from;
  plain.test(text);
  if (plain.lastIndex - from > maxJson.number) throw new Beyond();
  return Math.max(plain.lastIndex, from + 1);
}

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
