import type { DataReader } from "#src/db/db.ts";
import { type Entry, speaking, spokenLanguages } from "#src/directory/entry/entry.ts";
import { organization } from "#src/directory/entry/organizations.ts";
import { searchable } from "#src/i18n/fold.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { opennessOrder } from "./openness.ts";
import { type Found, search, type Wish } from "./search.ts";
import { wordsTyped } from "./search-words.ts";

export interface ChatWish extends Omit<Wish, "languages"> {
  /** Its speakers come first, and nothing is left out for it; null = no matter. */
  prefer: Language | null;
  ages: [number, number] | null;
}

/** Returns what fits a chat at `at` (ms UTC), speakers of `prefer` first. A place looked up by its name is found for any age. */
export function searchForChat(db: DataReader, wish: ChatWish, at: number): Found[] {
  const found = search(db, { ...wish, languages: [] }, "counsellor", at).filter(({ entry }) => isFor(entry, wish.ages));
  const hasWords = wordsTyped(wish.words).length > 0;
  const { named, isNearer } = namedOf(db, wish, found, at);
  return [...found, ...named]
    .map((one, place) => {
      const later = named.includes(one) === isNearer ? 0 : 1;
      return { one, place, shut: isShut(one), later, speaks: speaksTo(one, wish.prefer) };
    })
    .sort((a, b) => {
      const byOpenness = hasWords ? 0 : opennessOrder[a.one.openness.state] - opennessOrder[b.one.openness.state];
      const byWords = Number(a.one.isLoose) - Number(b.one.isLoose);
      return a.shut - b.shut || a.later - b.later || byWords || a.speaks - b.speaks || byOpenness || a.place - b.place;
    })
    .map(({ one }) => one);
}

function isFor({ ageFrom, ageTo }: Entry, ages: ChatWish["ages"]): boolean {
  return ages === null || ((ageFrom ?? 0) <= ages[1] && (ageTo ?? 999) >= ages[0]);
}

// `isNearer`: what was found for their age has not all of the words.
function namedOf(db: DataReader, wish: ChatWish, found: Found[], at: number): { named: Found[]; isNearer: boolean } {
  const typed = wordsTyped(wish.words).flat();
  if (typed.length === 0 || (wish.age === null && wish.ages === null)) return { named: [], isNearer: false };
  const all = search(db, { ...wish, age: null, languages: [] }, "counsellor", at);
  const known = new Set(found.map(({ id }) => id));
  const isFound = (one: Found) => known.has(one.id);
  const named = all.filter((one) => !isFound(one) && isNamed(db, one.entry, typed));
  return { named, isNearer: named.length > 0 && found.every(({ isLoose }) => isLoose) };
}

function isNamed(db: DataReader, entry: Entry, typed: string[]): boolean {
  const names = [entry.name, entry.alternateName, ...Object.values(entry.texts).map((text) => text?.name ?? "")];
  names.push(organization(db, entry.organizationId)?.name ?? "");
  const words = searchable(names.join(" ")).split(/[^\p{L}\p{N}]+/u);
  return typed.every((one) => words.some((word) => word.startsWith(one)));
}

function isShut({ entry }: Found): 0 | 1 {
  return entry.status === "temporarily closed" ? 1 : 0;
}

function speaksTo({ entry }: Found, language: Language | null): number {
  return language === null ? 0 : speaking(spokenLanguages(entry), language);
}
