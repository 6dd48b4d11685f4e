import { sql } from "kysely";
import type { Keyring } from "#src/crypto/keys/keyring.ts";
import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { searchState } from "#src/directory/entry/state.ts";

// Every indexed word, to find what someone mistyped or typed the middle of.

/** Cached per open database, as reading them takes as long as ten searches. */
const kept = new WeakMap<Keyring, { state: string; words: string[] }>();

/** Returns every indexed word, folded, as they were last read ahead. */
export function indexedWords(db: DataReader): readonly string[] {
  const known = kept.get(db.keyring);
  // No search waits for the newest words: typed in full, they are found anyway.
  if (known) return known.words;
  for (const _ of readWords(db));
  return kept.get(db.keyring)!.words;
}

const wordsAtOnce = 500;

/** Reads the words ahead if the search has changed; yields often. */
export function* readWords(db: DataReader): Generator<void, void> {
  const state = searchState(db);
  if (kept.get(db.keyring)?.state === state) return;
  const words: string[] = [];
  for (;;) {
    const next = db.all(wordsAfter(words.at(-1) ?? ""));
    for (const { term } of next) words.push(term);
    if (next.length < wordsAtOnce) break;
    yield;
  }
  kept.set(db.keyring, { state, words });
}

function wordsAfter(last: string) {
  const some = sql<{
    term: string;
  }>`SELECT term FROM service_word WHERE term > ${last} ORDER BY term LIMIT ${wordsAtOnce}`;
  return { compile: () => some.compile(q) };
}
