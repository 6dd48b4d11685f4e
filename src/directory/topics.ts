import { type Key, type Language, languages, translate } from "#src/i18n/i18n.ts";

/**
 * What services are about: our own flat list, in words of young people (no shared list fits: that of the 211 lines may not be
 * shipped). Names and synonyms are texts of the catalogs, so they are there in every language.
 */
export const serviceTopics = [
  "emergency",
  "suicide",
  "violence_home",
  "sexual_violence",
  "bullying",
  "online",
  "anxiety_mood",
  "eating",
  "grief",
  "loneliness",
  "family",
  "friends_love",
  "sexuality_gender",
  "pregnancy",
  "alcohol_drugs",
  "gaming_gambling",
  "school",
  "work_money",
  "housing",
  "migration",
  "discrimination",
  "rights",
  "disability_health",
  "young_carers",
  "other",
] as const;

export type Topic = (typeof serviceTopics)[number];

/** Where a life may hang on it: an entry about it is made sure of twice as often. */
export const crisisTopics: readonly Topic[] = ["emergency", "suicide", "violence_home", "sexual_violence"];

/** Whether a name is one of the topics. */
export function isTopic(name: string): name is Topic {
  return (serviceTopics as readonly string[]).includes(name);
}

/** The catalog key of a topic's name. */
export function topicKey(topic: Topic): Key {
  return `topic.${topic}`;
}

/** What somebody may type who means a topic: its names and synonyms in one language, names first. */
export function wordsOfTopic(topic: Topic, language: Language): string[] {
  const t = translate(language);
  return [t(topicKey(topic)), ...t(`topic.${topic}.words`).split(",")].map((word) => word.trim()).filter(Boolean);
}

/** The same in every language of the catalogs. */
export function allWordsOfTopic(topic: Topic): string[] {
  return languages.flatMap((language) => wordsOfTopic(topic, language));
}
