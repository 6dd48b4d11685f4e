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

/** Returns a service that everyone may read at `at` (ms UTC), or undefined. */
export function publicService(db: DataReader, id: string, at: number): Service | undefined {
  const found = service(db, id);
  return found && isForEverybody(found, at) ? found : undefined;
}

/** Only choices that some visible service has, as others would find nothing. */
export interface SearchChoices {
  languages: string[];
  channels: ChannelKind[];
  topics: Topic[];
  regions: { code: string; depth: number }[];
}

/** Returns those choices at `at` (ms UTC), true to the day, in which hardly anything goes stale. */
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

/** Returns what fits at `at` (ms UTC): emergency first, then open, then in `language` (BCP 47), unless languages are chosen. */
export function searchForYouth(db: DataReader, wish: Wish, language: string, at: number): readonly Found[] {
  const found = search(db, { ...wish, typedIn: language }, "youth", at);
  if (wish.languages.length > 0) return found;
  return found
    .map((one) => ({ one, first: firstOf(one), speaks: speaking(spokenLanguages(one.entry), language) }))
    .sort((a, b) => a.first - b.first || Number(a.one.isLoose) - Number(b.one.isLoose) || a.speaks - b.speaks)
    .map(({ one }) => one);
}

function firstOf({ entry, openness }: Found): number {
  return (entry.emergency ? 0 : 3) + opennessOrder[openness.state];
}

const maxPlaces = 5;

/** Returns up to five places open at `at` (ms UTC): emergency first, then by `language` (BCP 47), chat before other ways. */
export function openPlaces(db: DataReader, language: string, at: number): ShownCard[] {
  return toldOpen(db, language, at, () => findOpen(db, language, at));
}

/** Returns whether someone at another place answers in a chat at `at` (ms UTC); `language` (BCP 47) is spoken by the one who asks. */
export function canChatElsewhere(db: DataReader, language: string, at: number): boolean {
  const chats = search(db, { ...anything, channels: ["chat"], open: true }, "youth", at);
  return chats.some(({ openness }) => openness.state === "open") || partnersOpenNow(db, language, at).length > 0;
}

const toldOpen = keptEachMinute<ShownCard[]>(languages.length);

function findOpen(db: DataReader, language: string, at: number): ShownCard[] {
  const open = search(db, anything, "youth", at).filter(({ openness }) => openness.state === "open");
  const own = open.map((found) => ({
    card: () => cardNow(db, found, language, at),
    rank: rankOf(found, language, at),
    isSure: found.entry.verifiedOn !== null,
  }));
  // Other helplines say whether they are open right now, and young people can write to all of them.
  const partners = partnersOpenNow(db, language, at).map((card) => ({
    card: () => card,
    rank: 999 + speaking(card.languages, language) * 100,
    isSure: true,
  }));
  const sure = sureFirst([...own, ...partners].sort((a, b) => a.rank - b.rank));
  return sure.slice(0, maxPlaces).map(({ card }) => card());
}

/** A number that no person has checked is never the first one to someone before a shut door. */
function sureFirst<One extends { isSure: boolean }>(all: One[]): One[] {
  const sure = all.filter(({ isSure }) => isSure);
  return sure.length === 0 ? [] : [...sure, ...all.filter(({ isSure }) => !isSure)];
}

function rankOf({ entry }: Found, language: string, at: number): number {
  const speaks = speaking(spokenLanguages(entry), language);
  const open = entry.channels.flatMap(({ kind }, i) =>
    opennessOfChannel(entry, i, at).state === "open" ? [channelKinds.indexOf(kind)] : [],
  );
  return (entry.emergency ? 0 : 1_000) + speaks * 100 + Math.min(...open, channelKinds.length);
}
