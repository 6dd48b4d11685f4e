import { type Language, languages } from "#src/i18n/i18n.ts";
import { type PhraseIndex, phraseIndex, searchPhrases } from "#src/i18n/words/phrase-search.ts";
import { serviceTopics, type Topic, withWider, wordsOfTopic } from "../topics.ts";

interface Named {
  topic: Topic;
  name: string;
  words: readonly string[];
}

/** Made when first asked for, so that a start need not wait for them. */
const indexes = new Map<Language, PhraseIndex<Named>>();

function indexOf(language: Language): PhraseIndex<Named> {
  const known = indexes.get(language);
  if (known) return known;
  const named = serviceTopics.map((topic) => {
    const [name = "", ...words] = wordsOfTopic(topic, language);
    return { topic, name, words };
  });
  const index = phraseIndex(named, language);
  indexes.set(language, index);
  return index;
}

export interface MeantTopic {
  topic: Topic;
  /** 1 and more if all that was typed is one of its phrases. */
  score: number;
}

/** Returns the topics that fit what was typed in a language at all, best first. */
export function topicsIn(typed: string, language: Language): MeantTopic[] {
  return searchPhrases(indexOf(language), typed).map(({ of, score }) => ({ topic: of.topic, score }));
}

/** This fits well enough to come before words that only begin alike, and not to look for the words in other languages. */
const sure = 0.7;
/** A language that is not theirs has to fit so much better. */
const foreign = 0.3;
const leastScore = 0.25;
/** Of the best score: others that fit less are not what was meant. */
const nearBest = 0.75;
const maxMeant = 3;

/** Returns the few topics that what was typed is about, best first, and whether it surely is; `typedIn` is the likely language (BCP 47), null = any. */
export function topicsMeant(typed: string, typedIn: string | null): { topics: Topic[]; isSure: boolean } {
  const own = languages.find((one) => one === typedIn);
  let best = own ? topicsIn(typed, own) : [];
  if (scoreOf(best) < sure) {
    const least = own ? scoreOf(best) + foreign : 0;
    const others = languages.filter((one) => one !== own).map((language) => topicsIn(typed, language));
    const [first = []] = others.sort((a, b) => scoreOf(b) - scoreOf(a));
    if (scoreOf(first) > least) best = first;
  }
  const least = Math.max(leastScore, scoreOf(best) * nearBest);
  const meant = best.filter(({ score }) => score >= least).slice(0, maxMeant);
  return { topics: withWider(meant.map(({ topic }) => topic)), isSure: scoreOf(best) >= sure };
}

const scoreOf = ([first]: MeantTopic[]) => first?.score ?? 0;
