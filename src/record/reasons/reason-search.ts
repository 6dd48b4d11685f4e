import type { Language } from "#src/i18n/i18n.ts";
import { type Findable, type PhraseIndex, phraseIndex, searchPhrases } from "#src/i18n/words/phrase-search.ts";

/** A reason or a group as it can be found. */
interface FindableReason extends Findable {
  code: string;
  /** The code of its group; null = it is one. */
  group: string | null;
}

export interface FoundReason {
  code: string;
  group: string | null;
  /** The everyday words that fit best; null = its name does. */
  by: string | null;
}

export type ReasonIndex = PhraseIndex<FindableReason>;

/** Returns the index of what can be found in a language. */
export function reasonIndex(all: readonly FindableReason[], language: Language): ReasonIndex {
  return phraseIndex(all, language);
}

/** More are not shown: whoever looks further opens a group. */
const maxFound = 7;
const leastFit = 0.28;

/** Returns the reasons and groups that fit what was typed, best first. */
export function searchReasons(index: ReasonIndex, typed: string): FoundReason[] {
  const found = searchPhrases(index, typed);
  const least = Math.max(leastFit, (found[0]?.score ?? 0) * 0.35);
  return found
    .filter(({ score }) => score >= least)
    .slice(0, maxFound)
    .map(({ of, by }) => ({ code: of.code, group: of.group, by }));
}
