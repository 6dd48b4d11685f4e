import { type Key, type Language, translate } from "#src/i18n/i18n.ts";
import { topicWords } from "#src/i18n/words/lay-words.ts";

/** Our own flat list in the words of young people, as the taxonomy of the 211 lines may not be shipped. */
export const serviceTopics = [
  "emergency",
  "suicide",
  "self_harm",
  "violence_home",
  "relationship_violence",
  "sexual_violence",
  "exploitation",
  "forced_marriage_honour",
  "own_aggression",
  "bullying",
  "online",
  "anxiety_mood",
  "eating",
  "grief",
  "loneliness",
  "family",
  "care",
  "friends_love",
  "sexuality_gender",
  "body_sexual_health",
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

/** The topics as young people are asked about them: what is easiest to say comes first. */
export const lightestFirst: readonly Topic[] = [
  "school",
  "friends_love",
  "family",
  "care",
  "online",
  "gaming_gambling",
  "work_money",
  "loneliness",
  "anxiety_mood",
  "bullying",
  "body_sexual_health",
  "sexuality_gender",
  "discrimination",
  "migration",
  "rights",
  "housing",
  "disability_health",
  "young_carers",
  "grief",
  "eating",
  "alcohol_drugs",
  "pregnancy",
  "own_aggression",
  "relationship_violence",
  "forced_marriage_honour",
  "violence_home",
  "exploitation",
  "sexual_violence",
  "self_harm",
  "suicide",
  "other",
];

/** The topic under which entries and rules from before a narrower one still stand. */
const widerTopics: Partial<Record<Topic, Topic>> = {
  self_harm: "suicide",
  relationship_violence: "violence_home",
  exploitation: "sexual_violence",
  forced_marriage_honour: "violence_home",
  body_sexual_health: "pregnancy",
  care: "family",
};

/** Returns the topics that were taken from a wider one. */
export function narrowerTopics(topic: Topic): Topic[] {
  return serviceTopics.filter((one) => widerTopics[one] === topic);
}

/** Returns topics with the wider ones that some of them were taken from, each once, the given ones first. */
export function withWider(topics: readonly Topic[]): Topic[] {
  return [...new Set([...topics, ...topics.flatMap((topic) => widerTopics[topic] ?? [])])];
}

/** A life may depend on these, so entries about them are verified twice as often. */
export const crisisTopics: readonly Topic[] = [
  "emergency",
  "suicide",
  "self_harm",
  "violence_home",
  "relationship_violence",
  "sexual_violence",
  "exploitation",
  "forced_marriage_honour",
];

/** Returns whether a name is one of the topics. */
export function isTopic(name: string): name is Topic {
  return (serviceTopics as readonly string[]).includes(name);
}

/** Returns the catalog key of a topic's name. */
export function topicKey(topic: Topic): Key {
  return `topic.${topic}`;
}

/** Returns the name of a topic in one language and the everyday words that lead to it, the name first. */
export function wordsOfTopic(topic: Topic, language: Language): string[] {
  return [translate(language)(topicKey(topic)), ...(topicWords(language)[topic] ?? [])];
}
