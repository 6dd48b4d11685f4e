import { verifiedForDays } from "#src/directory/care/verified.ts";
import { type Entry, spokenLanguages } from "#src/directory/entry/entry.ts";
import type { Region } from "#src/directory/regions.ts";
import { opennessOf } from "#src/directory/search/openness.ts";
import type { Wish } from "#src/directory/search/search.ts";
import { topicsMeant } from "#src/directory/search/topic-match.ts";
import type { Seeker } from "#src/directory/search/visibility.ts";
import { topicKey } from "#src/directory/topics.ts";
import { searchable } from "#src/i18n/fold.ts";
import { languages, translate } from "#src/i18n/i18n.ts";

/** A service as the oracle knows it. */
export interface Plain {
  id: string;
  entry: Entry;
  organization: string;
  /** ms UTC */
  createdAt: number;
}

/** What fits a wish, by looking at every service in turn and at nothing else: the ids, in no order. */
export function naiveSearch(all: Plain[], regions: Region[], wish: Wish, seeker: Seeker, at: number): Set<string> {
  const fit = all.filter((one) => seen(one, seeker, at) && facets(one.entry, regions, wish) && !isShut(one, wish, at));
  const typed = typedIn(wish.words);
  if (typed.length === 0) return ids(fit);
  const { topics: meantTopics } = topicsMeant(wish.words, wish.typedIn ?? null);
  const about = fit.filter(({ entry }) => entry.topics.some((topic) => meantTopics.includes(topic)));
  const inAll = fit.filter((one) => typed.every((word) => begins(one, word)));
  if (inAll.length > 0) return ids([...inAll, ...about]);
  // Each word in the first way in which something has it that may be seen and fits, at whatever hour.
  const around = all.filter((one) => mayBeSeen(one, seeker) && facets(one.entry, regions, wish));
  // Of those that nothing begins with only the first three are guessed at.
  const unknown = [...new Set(typed)].filter((word) => !around.some((one) => begins(one, word))).slice(3);
  const meant = typed.flatMap((word) => {
    if (unknown.includes(word)) return [];
    const way = [begins, holds, nearly].find((way) => around.some((one) => way(one, word)));
    return way ? [(one: Plain) => way(one, word)] : [];
  });
  if (meant.length === 0) return ids(about);
  const haveAll = [...about, ...fit.filter((one) => meant.every((has) => has(one)))];
  return ids(haveAll.length > 0 ? haveAll : fit.filter((one) => meant.some((has) => has(one))));
}

/** The words that are typed; numbers that stand together are one. A letter alone is none, unless there is nothing else. */
function typedIn(words: string): string[] {
  const all = searchable(words).match(/[\p{L}\p{N}]+/gu) ?? [];
  const long = all.filter((word) => !/^[a-z]$/.test(word));
  return (long.length > 0 ? long : all).join(" ").match(/\d+(?: \d+)*(?![^ ])|[^ ]+/g) ?? [];
}

function begins(one: Plain, typed: string): boolean {
  const words = wordsOf(one);
  if (words.some((word) => word.startsWith(typed.replaceAll(" ", "")))) return true;
  return typed.split(" ").every((part) => words.some((word) => word.startsWith(part)));
}

function holds(one: Plain, typed: string): boolean {
  // A number that is typed as at home may be published as from abroad.
  const whole = typed.replaceAll(" ", "").replace(/^0+(?=\d{5})/, "");
  return [...whole].length >= 3 && wordsOf(one).some((word) => word.includes(whole));
}

/** Whether a word begins with what was meant, of letters alone, when one of them is wrong, missing, too much, or swapped. */
function nearly(one: Plain, typed: string): boolean {
  if (!/^\p{L}{5,}$/u.test(typed)) return false;
  return wordsOf(one).some((word) => isNear(word, typed));
}

const near = new Map<string, boolean>();

function isNear(word: string, typed: string): boolean {
  const name = `${word} ${typed}`;
  const is = near.get(name) ?? [-1, 0, 1].some((more) => slips(word.slice(0, typed.length + more), typed) <= 1);
  near.set(name, is);
  return is;
}

/** How many slips lie between two words: optimal string alignment, by its table. */
function slips(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? table[i - 2]![j - 2]! + 1 : 99;
      table[i]![j] = Math.min(table[i - 1]![j]! + 1, table[i]![j - 1]! + 1, table[i - 1]![j - 1]! + same, swapped);
    }
  }
  return table[a.length]![b.length]!;
}

const ids = (some: Plain[]) => new Set(some.map(({ id }) => id));

function mayBeSeen({ entry }: Plain, seeker: Seeker): boolean {
  if (seeker === "youth") return entry.visibility === "public" && entry.status === "active";
  return (
    ["public", "counsellors"].includes(entry.visibility) && ["active", "temporarily closed"].includes(entry.status)
  );
}

function seen(one: Plain, seeker: Seeker, at: number): boolean {
  const { entry, createdAt } = one;
  if (seeker === "counsellor") return mayBeSeen(one, seeker);
  const from = entry.verifiedOn === null ? createdAt : Date.parse(entry.verifiedOn);
  const old = Math.floor((at - from) / 86_400_000) > 2 * verifiedForDays(entry);
  return mayBeSeen(one, seeker) && !old;
}

function isShut({ entry }: Plain, wish: Wish, at: number): boolean {
  return wish.open && opennessOf(entry, at).state === "closed";
}

function facets(entry: Entry, regions: Region[], wish: Wish): boolean {
  const base = (language: string) => language.split("-")[0]!.toLowerCase();
  const spoken = spokenLanguages(entry).map(base);
  const some = <T>(wanted: T[], has: T[]) => wanted.length === 0 || wanted.some((one) => has.includes(one));
  const isNearby = (a: string, b: string) => within(regions, a, b) || within(regions, b, a);
  return (
    some(wish.topics, entry.topics) &&
    some(
      wish.channels,
      entry.channels.map(({ kind }) => kind),
    ) &&
    (wish.age === null || (wish.age >= (entry.ageFrom ?? 0) && wish.age <= (entry.ageTo ?? 999))) &&
    (entry.regions.length === 0 ||
      wish.regions.length === 0 ||
      wish.regions.some((a) => entry.regions.some((b) => isNearby(a, b)))) &&
    (spoken.length === 0 || some(wish.languages.map(base), spoken)) &&
    (!wish.free || entry.free === true) &&
    (!wish.anonymous || entry.anonymous === true)
  );
}

/** Whether a region is another one or lies in it. */
function within(regions: Region[], inner: string, outer: string): boolean {
  if (inner === outer) return true;
  const found = regions.find(({ code }) => code === inner);
  return found !== undefined && within(regions, found.parent, outer);
}

const words = new WeakMap<Entry, string[]>();

function wordsOf({ entry, organization }: Plain): string[] {
  const known = words.get(entry);
  if (known) return known;
  const others = Object.values(entry.texts).flatMap(({ name, summary, description }) => [name, summary, description]);
  const own = [entry.name, entry.alternateName, organization, entry.summary, entry.description];
  const ways = entry.channels.flatMap(({ kind, value }) => [
    ...languages.map((language) => translate(language)(`card.kind.${kind}.words`)),
    ["phone", "sms", "whatsapp"].includes(kind) ? `${value} ${value.replace(/\D/g, "")}` : "",
  ]);
  const text = searchable(
    [
      ...own,
      ...others,
      ...entry.topics.flatMap((topic) => languages.map((language) => translate(language)(topicKey(topic)))),
      ...entry.terms,
      ...ways,
    ].join("\n"),
  );
  const made = [...new Set(text.match(/[\p{L}\p{N}]+/gu))];
  words.set(entry, made);
  return made;
}
