import { dayMs } from "#src/clock.ts";
import type { DataReader } from "#src/db/db.ts";
import { cardNow, type ShownCard } from "#src/directory/entry/card.ts";
import {
  baseOf,
  type ChannelKind,
  channelKinds,
  type Entry,
  speaking,
  spokenLanguages,
} from "#src/directory/entry/entry.ts";
import { type Service, service } from "#src/directory/entry/services.ts";
import { keptEachMinute } from "#src/directory/entry/state.ts";
import { partnersOpenNow } from "#src/directory/sharing/partners.ts";
import { languages } from "#src/i18n/i18n.ts";
import { regionTree } from "../regions.ts";
import { serviceTopics, type Topic } from "../topics.ts";
import { opennessOfChannel, opennessOrder } from "./openness.ts";
import { anything, type Found, search, type Wish } from "./search.ts";
import { isForEverybody } from "./visibility.ts";

// What young people see of the directory without anybody's help.

/** A service that everybody may read at an instant (ms UTC); else undefined. */
export function publicService(db: DataReader, id: string, at: number): Service | undefined {
  const found = service(db, id);
  return found && isForEverybody(found, at) ? found : undefined;
}

/** What can be chosen from, because some service that young people may see has it: anything else would find nothing more. */
export interface SearchChoices {
  /** BCP 47, without the country. */
  languages: string[];
  channels: ChannelKind[];
  topics: Topic[];
  /** The countries and regions that one is of, with what they lie in, a country before its parts. */
  regions: { code: string; depth: number }[];
}

/** What can be chosen from among what young people may see at an instant (ms UTC, true to the day: within one little grows too old). */
export function choices(db: DataReader, at: number): SearchChoices {
  return toldChoices(db, "", at - (at % dayMs), () => choicesAmong(db, search(db, anything, "youth", at)));
}

const toldChoices = keptEachMinute<SearchChoices>(1);

function choicesAmong(db: DataReader, found: readonly Found[]): SearchChoices {
  const some = <Value>(of: (entry: Entry) => Value[]) => new Set(found.flatMap(({ entry }) => of(entry)));
  const kinds = some(({ channels }) => channels.map(({ kind }) => kind));
  const about = some((entry) => entry.topics);
  return {
    languages: [...some((entry) => spokenLanguages(entry).map(baseOf))].sort(),
    channels: channelKinds.filter((kind) => kinds.has(kind)),
    topics: serviceTopics.filter((topic) => about.has(topic)),
    regions: regionTree(
      db,
      some((entry) => entry.regions),
    ),
  };
}

/**
 * What fits a wish at an instant (ms UTC) for whoever reads in a language (BCP 47): what is for danger first, then where somebody is
 * there now, and of those alike where they speak that language, then where nobody says what they speak. Nothing is left out for it;
 * whoever asks for languages finds those alone, as search orders them.
 */
export function searchForYouth(db: DataReader, wish: Wish, language: string, at: number): readonly Found[] {
  const found = search(db, wish, "youth", at);
  if (wish.languages.length > 0) return found;
  return found
    .map((one) => ({ one, first: firstOf(one), speaks: speaking(spokenLanguages(one.entry), language) }))
    .sort((a, b) => a.first - b.first || a.speaks - b.speaks)
    .map(({ one }) => one);
}

/** The order of search itself, before words and weights. */
function firstOf({ entry, openness }: Found): number {
  return (entry.emergency ? 0 : 3) + opennessOrder[openness.state];
}

/** More would be a list to search in, and that has its own page. */
const maxPlaces = 5;

/**
 * Up to five public places where somebody is there at an instant (ms UTC, true to the minute), for whom the helpline itself cannot
 * help now: those for emergencies first, then other helplines and those that speak the language (BCP 47), and where one can write before where one
 * must speak.
 */
export function openPlaces(db: DataReader, language: string, at: number): ShownCard[] {
  return toldOpen(db, language, at, () => findOpen(db, language, at));
}

const toldOpen = keptEachMinute<ShownCard[]>(languages.length);

function findOpen(db: DataReader, language: string, at: number): ShownCard[] {
  const open = search(db, anything, "youth", at).filter(({ openness }) => openness.state === "open");
  const own = open.map((found) => ({
    card: () => cardNow(db, found, language, at),
    rank: rankOf(found, language, at),
  }));
  // Other helplines say of this very moment whether somebody is there, and one can write to all of them.
  const partners = partnersOpenNow(db, language, at).map((card) => ({
    card: () => card,
    rank: 999 + speaking(card.languages, language) * 100,
  }));
  return [...own, ...partners]
    .map((one, order) => ({ ...one, order }))
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .slice(0, maxPlaces)
    .map(({ card }) => card());
}

/** The smaller, the better. */
function rankOf({ entry }: Found, language: string, at: number): number {
  const speaks = speaking(spokenLanguages(entry), language);
  const open = entry.channels.flatMap(({ kind }, i) =>
    opennessOfChannel(entry, i, at).state === "open" ? [channelKinds.indexOf(kind)] : [],
  );
  return (entry.emergency ? 0 : 1_000) + speaks * 100 + Math.min(...open, channelKinds.length);
}
