import { maxEntry } from "#src/directory/entry/entry.ts";
import type { IssueCode } from "#src/directory/importing/incoming.ts";
import { serviceTopics, type Topic, wordsOfTopic } from "#src/directory/topics.ts";
import { searchable } from "#src/i18n/fold.ts";
import { languages } from "#src/i18n/i18n.ts";
import type { Column } from "./csv-columns.ts";
import type { CsvRow } from "./csv-row.ts";

/** Returns the pieces of a list, each once: between "|" if there is one, else between ";", or one on each line. */
export function cellList(text: string): string[] {
  const pieces = text.split(text.includes("|") ? /[|\n]/ : /[;\n]/);
  return [...new Set(pieces.map((piece) => piece.trim()).filter(Boolean))];
}

/** Returns a list as `cellList` reads it; a comma would not end a piece. */
export function listText(pieces: string[]): string {
  if (!pieces.some((piece) => piece.includes(";"))) return pieces.join("; ");
  return pieces.length === 1 ? `${pieces[0]} |` : pieces.join(" | ");
}

/** Returns what the pieces mean, each once, and reports unknown ones; "" = means nothing. Undefined if all are unknown, or there is no such column. */
export function readList<Meant extends string>(
  row: CsvRow,
  column: Column,
  code: IssueCode,
  meaning: (piece: string) => Meant | "" | undefined,
  proposal: (piece: string) => string = () => "",
): Meant[] | undefined {
  const text = row.cell(column);
  if (text === undefined) return undefined;
  const meant = new Set<Meant>();
  let isUnknown = false;
  const pieces = cellList(text).flatMap((piece) =>
    piece.includes(",") && meaning(piece) === undefined ? cellList(piece.replaceAll(",", ";")) : piece,
  );
  for (const piece of pieces) {
    const found = meaning(piece);
    if (found) meant.add(found);
    else if (found === undefined) {
      isUnknown = true;
      row.tell(column, code, { part: piece, proposal: proposal(piece), severity: "warning" });
    }
  }
  if (meant.size > maxEntry.list) row.tell(column, "too_many", { part: String(meant.size) });
  return isUnknown && meant.size === 0 ? undefined : [...meant];
}

/** Returns the one topic that a slug, name or word in our languages means, or undefined. */
export function topicOf(text: string): Topic | undefined {
  const meant = topicsOf(text);
  return meant.length === 1 ? meant[0] : undefined;
}

/** Returns all that a word may mean, as "abuse" is at home and elsewhere. A topic's name goes before its words. */
export function topicsOf(text: string): Topic[] {
  const { names, words } = known();
  const word = plain(text.slice(0, 100));
  return [...(names.get(word) ?? words.get(word) ?? [])];
}

type Words = Map<string, Set<Topic>>;
let all: { names: Words; words: Words } | undefined;

function known() {
  if (all) return all;
  const names: Words = new Map();
  const words: Words = new Map();
  const put = (map: Words, word: string, topic: Topic) =>
    map.set(plain(word), (map.get(plain(word)) ?? new Set()).add(topic));
  for (const topic of serviceTopics) {
    put(names, topic, topic);
    for (const language of languages) {
      const [name, ...others] = wordsOfTopic(topic, language);
      put(names, name!, topic);
      for (const word of others) put(words, word, topic);
    }
  }
  all = { names, words };
  return all;
}

function plain(text: string): string {
  return searchable(text)
    .replace(/[\s_’'-]+/g, " ")
    .trim();
}
