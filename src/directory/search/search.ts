import { type RawBuilder, sql } from "kysely";
import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { baseOf, type ChannelKind, type Entry, spokenLanguages } from "#src/directory/entry/entry.ts";
import { entryOf } from "#src/directory/entry/services.ts";
import { keptEachMinute, searchState } from "#src/directory/entry/state.ts";
import { searchable } from "#src/i18n/fold.ts";
import { around } from "../regions.ts";
import type { Topic } from "../topics.ts";
import { type Openness, opennessOf, opennessOrder } from "./openness.ts";
import { allOf, anyOf, beginsWith, nearlyBeginsWith, type Word, wordHolding, wordsTyped } from "./search-words.ts";
import { isForEverybody, type Seeker, visibleTo } from "./visibility.ts";

/** Several of a kind are alternatives; all kinds must fit (HSDS API reference). */
export interface Wish {
  words: string;
  topics: Topic[];
  age: number | null;
  regions: string[];
  /** BCP 47; what does not state its languages comes last. */
  languages: string[];
  channels: ChannelKind[];
  free: boolean;
  anonymous: boolean;
  /** Leaves out what is closed; unknown hours come last. */
  open: boolean;
}

export const anything: Wish = {
  words: "",
  topics: [],
  age: null,
  regions: [],
  languages: [],
  channels: [],
  free: false,
  anonymous: false,
  open: false,
};

/** Groups of young people's results; `silent` does not state its languages though some were asked for. */
export type Group = "emergency" | Openness["state"] | "silent";

export interface Found {
  id: string;
  versionId: number;
  entry: Entry;
  openness: Openness;
  group: Group;
}

/** Returns what fits at `at` (ms UTC, to the minute), best first: all words as beginnings, else inside words or with a slip. */
export function search(db: DataReader, wish: Wish, seeker: Seeker, at: number): readonly Found[] {
  const words = wordsTyped(wish.words);
  const asked = JSON.stringify([seeker, { ...wish, words }]);
  const kept = asksIndex(words, wish) ? foundByIndex : foundWithout;
  return kept(db, asked, at, () => searchAnew(db, { words, wish, seeker, at }));
}

// Words and facets are indexed later than the entries change.
function asksIndex(words: Word[], wish: Wish): boolean {
  const { topics, channels, regions, languages, free, anonymous } = wish;
  return free || anonymous || [words, topics, channels, regions, languages].some(({ length }) => length > 0);
}

/** Searches without words find much of the directory, are the most frequent, and are turned page by page. */
const foundWithout = keptEachMinute<readonly Found[]>(8);
const foundByIndex = keptEachMinute<readonly Found[]>(24, searchState);

interface Asked {
  words: Word[];
  wish: Wish;
  seeker: Seeker;
  at: number;
}

function searchAnew(db: DataReader, asked: Asked): readonly Found[] {
  const { words } = asked;
  if (words.length === 0) return fitting(db, asked, null);
  const typed = allOf(words.map(beginsWith));
  const found = fitting(db, asked, typed);
  if (found.length > 0) return found;
  const meant = meantBy(db, asked);
  if (meant.length === 0) return [];
  for (const query of new Set([allOf(meant), anyOf(meant)])) {
    const others = query === typed ? [] : fitting(db, asked, query);
    if (others.length > 0) return others;
  }
  return [];
}

/** More words that nothing begins with are ignored: each may mean hundreds of others. */
const maxGuessed = 3;

function meantBy(db: DataReader, { words, wish, seeker }: Asked): string[] {
  const isFound = (query: string | null) =>
    query !== null && db.first(candidates(db, wish, seeker, query).select("v.id").limit(1)) !== undefined;
  let guessed = 0;
  return words.flatMap((word) => {
    const begun = beginsWith(word);
    if (isFound(begun)) return begun;
    guessed += 1;
    if (guessed > maxGuessed) return [];
    const holding = wordHolding(db, word);
    if (isFound(holding)) return holding!;
    const nearly = nearlyBeginsWith(db, word);
    return isFound(nearly) ? nearly! : [];
  });
}

function fitting(db: DataReader, asked: Asked, query: string | null): Found[] {
  const { wish, seeker, at } = asked;
  return db
    .all(
      candidates(db, wish, seeker, query)
        .select(["service.id", "service.version_id", "service.created_at"])
        .select(query === null ? sql<number>`0`.as("rank") : sql<number>`bm25(service_search, ${weights})`.as("rank")),
    )
    .map((row) => ({ ...row, entry: entryOf(db, row.version_id) }))
    .filter(({ entry, created_at: createdAt }) => seeker !== "youth" || isForEverybody({ entry, createdAt }, at))
    .map((row) => placed(row, asked))
    .filter(({ found }) => !wish.open || found.openness.state !== "closed")
    .sort(compare)
    .map(({ found }) => found);
}

interface Placed {
  found: Found;
  /** One number for several facts, since thousands are compared. */
  first: number;
  rank: number;
  name: string;
}

function placed(
  { id, version_id, rank, entry }: Candidate & { entry: Entry },
  { words, wish, seeker, at }: Asked,
): Placed {
  const openness = opennessOf(entry, at);
  const isSilent = wish.languages.length > 0 && spokenLanguages(entry).length === 0;
  const isAlone = seeker === "youth";
  const facts = [
    isAlone && !entry.emergency ? 1 : 0,
    isSilent ? 1 : 0,
    isAlone || wish.open ? opennessOrder[openness.state] : 0,
    words.length > 0 && isNamed(entry, words) ? 0 : 1,
  ];
  const group: Group = entry.emergency ? "emergency" : isSilent ? "silent" : openness.state;
  return {
    found: { id, versionId: version_id, entry, openness, group },
    first: facts.reduce((sum, fact) => sum * 3 + fact, 0),
    rank,
    name: sortName(entry),
  };
}

const names = new WeakMap<Entry, string>();

// Someone who types the name of a place means it before all others with those words.
function isNamed(entry: Entry, words: Word[]): boolean {
  const texts = Object.values(entry.texts).map(({ name }) => name);
  const all = names.get(entry) ?? ` ${searchable([entry.name, entry.alternateName, ...texts].join(" "))}`;
  names.set(entry, all);
  return words.every((word) => all.includes(` ${word.join(" ")}`));
}

function compare(a: Placed, b: Placed): number {
  return a.first - b.first || a.rank - b.rank || byWeight(a, b);
}

function byWeight(a: Placed, b: Placed): number {
  return b.found.entry.weight - a.found.entry.weight || byText(a.name, b.name) || byText(a.found.id, b.found.id);
}

function byText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Returns what was found by weight, then by name, whatever the hour and the wish. */
export function foundInOrder(found: readonly Found[]): Found[] {
  return found
    .map((one) => ({ found: one, first: 0, rank: 0, name: sortName(one.entry) }))
    .sort(byWeight)
    .map((one) => one.found);
}

const sortNames = new WeakMap<Entry, string>();

function sortName(entry: Entry): string {
  const known = sortNames.get(entry) ?? searchable(entry.name);
  sortNames.set(entry, known);
  return known;
}

type Candidate = { id: string; version_id: number; created_at: number; rank: number };

/** For the columns of service_search. bm25 hardly tells larger weights apart: a name ten times is little more than once. */
const weights = sql.raw("1.0, 0.8, 0.4, 0.6, 0.3, 0.1");

function candidates(db: DataReader, wish: Wish, seeker: Seeker, words: string | null) {
  const { topics, channels, regions, languages, age } = wish;
  let query = q
    .selectFrom("service")
    .innerJoin("service_version as v", "v.id", "service.version_id")
    .where("v.status", "in", visibleTo[seeker].statuses)
    .where("v.visibility", "in", visibleTo[seeker].visibilities);
  if (words !== null) {
    query = query
      .innerJoin("service_search", "service_search.rowid", "service.version_id")
      .where(sql<boolean>`service_search MATCH ${words}`);
  }
  if (topics.length > 0) query = query.where(has("topic", topics));
  if (channels.length > 0) query = query.where(has("channel", channels));
  // What states no region is for everyone.
  if (regions.length > 0)
    query = query.where(
      sql<boolean>`(${has(
        "region",
        regions.flatMap((one) => around(db, one)),
      )} OR NOT ${any("region")})`,
    );
  if (languages.length > 0) {
    query = query.where(sql<boolean>`(${has("language", languages.map(baseOf))} OR NOT ${any("language")})`);
  }
  if (wish.free) query = query.where(has("said", ["free"]));
  if (wish.anonymous) query = query.where(has("said", ["anonymous"]));
  if (age !== null)
    query = query.where(sql<boolean>`ifnull(v.age_from, 0) <= ${age} AND ifnull(v.age_to, 999) >= ${age}`);
  return query;
}

function has(facet: string, values: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`EXISTS (SELECT 1 FROM service_facet f WHERE f.version_id = v.id AND f.facet = ${facet} AND f.value IN (${sql.join([...values])}))`;
}

function any(facet: string): RawBuilder<boolean> {
  return sql<boolean>`EXISTS (SELECT 1 FROM service_facet f WHERE f.version_id = v.id AND f.facet = ${facet})`;
}
