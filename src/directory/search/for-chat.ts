import type { DataReader } from "#src/db/db.ts";
import { type Entry, speaking, spokenLanguages } from "#src/directory/entry/entry.ts";
import { organization } from "#src/directory/entry/organizations.ts";
import { searchable } from "#src/i18n/fold.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { opennessOrder } from "./openness.ts";
import { type Found, search, type Wish } from "./search.ts";
import { wordsTyped } from "./search-words.ts";

/** What a counsellor looks for in a chat. */
export interface ChatWish extends Omit<Wish, "languages"> {
  /** Where somebody speaks it stands first, and nothing is left out for it; null = no matter. */
  prefer: Language | null;
  /** Youngest and oldest, years: only what is for somebody of those between them. */
  ages: [number, number] | null;
}

/**
 * What fits a chat at an instant (ms UTC). Where the preferred language is spoken stands first, then where no language is stated;
 * what is closed for now, whatever its hours say, last of all.
 * Without words nothing fits better than another: then it counts who is there now. What is looked up by its name is found for
 * whatever age it is: before what has but some of the words, else after what is for theirs.
 */
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
      return a.shut - b.shut || a.later - b.later || a.speaks - b.speaks || byOpenness || a.place - b.place;
    })
    .map(({ one }) => one);
}

function isFor({ ageFrom, ageTo }: Entry, ages: ChatWish["ages"]): boolean {
  return ages === null || ((ageFrom ?? 0) <= ages[1] && (ageTo ?? 999) >= ages[0]);
}

/** What has these words in its name and is for another age. `isNearer`: what was found for theirs has but some of the words. */
function namedOf(db: DataReader, wish: ChatWish, found: Found[], at: number): { named: Found[]; isNearer: boolean } {
  const typed = wordsTyped(wish.words).flat();
  if (typed.length === 0 || (wish.age === null && wish.ages === null)) return { named: [], isNearer: false };
  const all = search(db, { ...wish, age: null, languages: [] }, "counsellor", at);
  const known = new Set(found.map(({ id }) => id));
  const isFound = (one: Found) => known.has(one.id);
  const named = all.filter((one) => !isFound(one) && isNamed(db, one.entry, typed));
  return { named, isNearer: !all.some(isFound) };
}

/** Whether its name, or that of whoever runs it, has words that begin so, every one of them. */
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
