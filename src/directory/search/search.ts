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
import {
  allOf,
  anyOf,
  beginsWith,
  isWord,
  nearlyBeginsWith,
  type Word,
  wordHolding,
  wordsTyped,
} from "./search-words.ts";
import { topicsMeant } from "./topic-match.ts";
import { isForEverybody, type Seeker, visibleTo } from "./visibility.ts";

/** Several of a kind are alternatives; all kinds must fit (HSDS API reference). */
export interface Wish {
  words: string;
  /** The language that the words are likely to be in (BCP 47); null = not known. */
  typedIn?: string | null;
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
  /** It is about what the words mean, or has some of them, others like them, or all by chance. */
  isLoose: boolean;
}

/** Returns what fits at `at` (ms UTC, to the minute), best first: all words as beginnings, then what is about what they mean, else inside words or with a slip. */
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
  /** Only what is about one of these. */
  about?: Topic[];
  wish: Wish;
  seeker: Seeker;
  at: number;
}

function searchAnew(db: DataReader, asked: Asked): readonly Found[] {
  const { words, wish } = asked;
  if (words.length === 0) return inOrder(fitting(db, asked, null, () => 0));
  const meaning = topicsMeant(wish.words, wish.typedIn ?? null);
  const { topics: about, isSure } = meaning;
  const strict = strictly(db, asked, meaning);
  const loose = about.length === 0 ? [] : fitting(db, { ...asked, about }, null, (entry) => tierAbout(entry, about));
  if (strict.length > 0) return inOrder([...strict, ...loose]);
  const guesses = meantBy(db, asked);
  const tier = isSure || guesses.length < words.length ? tiers.guessed : tiers.nearly;
  const all = guesses.length === 0 ? [] : fitting(db, asked, allOf(guesses), () => tier);
  if (all.length > 0 || loose.length > 0) return inOrder([...all, ...loose]);
  return guesses.length > 1 ? inOrder(fitting(db, asked, anyOf(guesses), () => tier)) : [];
}

/** What comes first. Places about the topics that are meant have numbers from `about` on, in the order of these. */
const tiers = { named: 0, strict: 1, nearly: 2, about: 3, elsewhere: 11, guessed: 12 };

type Meaning = ReturnType<typeof topicsMeant>;

function strictly(db: DataReader, asked: Asked, { topics, isSure }: Meaning): Placed[] {
  const { words, wish, seeker } = asked;
  let whole: Set<number> | null = null;
  const hasWhole = (versionId: number) => {
    whole ??= new Set(
      db.all(candidates(db, wish, seeker, allOf(words.map(isWord))).select("v.id")).map(({ id }) => id),
    );
    return whole.has(versionId);
  };
  return fitting(db, asked, allOf(words.map(beginsWith)), (entry, versionId) => {
    if (isNamed(entry, words, isSure)) return tiers.named;
    if (!isSure || entry.topics.some((one) => topics.includes(one))) return tiers.strict;
    // Whose topics are known to be others has the words by chance: “hungry” in a text about eating.
    return entry.topics.length === 0 && hasWhole(versionId) ? tiers.strict : tiers.elsewhere;
  });
}

function tierAbout(entry: Entry, about: Topic[]): number {
  return tiers.about + about.findIndex((topic) => entry.topics.includes(topic));
}

// What is found in several ways stands where the best of them puts it.
function inOrder(all: Placed[]): Found[] {
  const known = new Set<string>();
  return [...all]
    .sort(compare)
    .filter(({ found }) => !known.has(found.id) && known.add(found.id))
    .map(({ found }) => found);
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

type TierOf = (entry: Entry, versionId: number) => number;

function fitting(db: DataReader, asked: Asked, query: string | null, tierOf: TierOf): Placed[] {
  const { wish, seeker, at, about = [] } = asked;
  return db
    .all(
      candidates(db, wish, seeker, query, about)
        .select(["service.id", "service.version_id", "service.created_at"])
        .select(query === null ? sql<number>`0`.as("rank") : sql<number>`bm25(service_search, ${weights})`.as("rank")),
    )
    .map((row) => ({ ...row, entry: entryOf(db, row.version_id) }))
    .filter(({ entry, created_at: createdAt }) => seeker !== "youth" || isForEverybody({ entry, createdAt }, at))
    .map((row) => placed(row, asked, tierOf(row.entry, row.version_id)))
    .filter(({ found }) => !wish.open || found.openness.state !== "closed");
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
  { wish, seeker, at }: Asked,
  tier: number,
): Placed {
  const openness = opennessOf(entry, at);
  const isSilent = wish.languages.length > 0 && spokenLanguages(entry).length === 0;
  const isAlone = seeker === "youth";
  const facts = [
    isAlone && !entry.emergency ? 1 : 0,
    isSilent ? 1 : 0,
    isAlone || wish.open ? opennessOrder[openness.state] : 0,
    tier,
  ];
  const group: Group = entry.emergency ? "emergency" : isSilent ? "silent" : openness.state;
  return {
    found: { id, versionId: version_id, entry, openness, group, isLoose: tier > tiers.strict },
    first: facts.reduce((sum, fact) => sum * 16 + fact, 0),
    rank,
    name: sortName(entry),
  };
}

const names = new WeakMap<Entry, string>();

// Someone who types the name of a place means it before all others with those words. “trans” is no name of a transport.
function isNamed(entry: Entry, words: Word[], isSure: boolean): boolean {
  const texts = Object.values(entry.texts).map(({ name }) => name);
  const all = names.get(entry) ?? ` ${searchable([entry.name, entry.alternateName, ...texts, ""].join(" "))}`;
  names.set(entry, all);
  const wholeUntil = isSure ? Math.max(1, words.length - 1) : 0;
  return words.every((word, at) => all.includes(` ${word.join(" ")}${at < wholeUntil ? " " : ""}`));
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

function candidates(db: DataReader, wish: Wish, seeker: Seeker, words: string | null, about: readonly Topic[] = []) {
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
  if (about.length > 0) query = query.where(has("topic", about));
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
