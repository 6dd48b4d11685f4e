import type { DataReader } from "#src/db/db.ts";
import type { Entry } from "#src/directory/entry/entry.ts";
import { keptEachMinute, searchState } from "#src/directory/entry/state.ts";
import { choices } from "#src/directory/search/for-youth.ts";
import { anything, type Found, foundInOrder, search } from "#src/directory/search/search.ts";
import { isTopic, serviceTopics, type Topic, withWider } from "#src/directory/topics.ts";
import {
  type Answers,
  type AssessmentRule,
  ageBands,
  agesOf,
  type ChatPlace,
  noAnswers,
  type SaidAge,
  urgencies,
  type When,
  waysLiked,
} from "#src/settings/assessment.ts";
import { type AskedBy, type Candidate, fitOf, isForOneOf, isReachedBy, rankOf, shownNow } from "./assessment-order.ts";

interface Proposal {
  services: Suggestion[];
  urgent: boolean;
  /** They may ask to go first. */
  offered: boolean;
  chat: ChatPlace;
  /** Places of the rules that hold, in their list. */
  fired: number[];
}

export interface Suggestion {
  found: Found;
  rule: number;
  why: Answers;
}

/** Without "emergency", which is a question of its own. */
export const topicsAsked: Topic[] = serviceTopics.filter((topic) => topic !== "emergency");

/** Returns the regions to choose from at `at` (ms UTC): those with places young people may see, none if it is only one. */
export function regionChoices(db: DataReader, at: number): { code: string; depth: number }[] {
  const { regions } = choices(db, at);
  return regions.length > 1 ? regions : [];
}

/** Returns the answers in a form; an unknown value counts as not answered. `regions` are the known codes. */
export function readAnswers(given: Record<string, string[]>, regions: readonly string[]): Answers {
  const one = <Code extends string>(name: string, all: readonly Code[]) =>
    all.find((code) => code === given[name]?.at(-1)) ?? null;
  return {
    urgent: one("urgent", urgencies),
    topics: topicsAsked.filter((topic) => given.topics?.includes(topic)),
    age: one("age", ageBands),
    region: one("region", regions),
    channel: one("channel", waysLiked),
  };
}

/** Returns what young people may see in a region (null = any) at `at` (ms UTC), cached for the minute. */
export function offeredIn(db: DataReader, region: string | null, at: number): Found[] {
  const regions = region === null ? [] : [region];
  return offeredNow(db, regions.join(), at, () => foundInOrder(search(db, { ...anything, regions }, "youth", at)));
}

const offeredNow = keptEachMinute<Found[]>(16, searchState);

/** Returns what the answers lead to among `offered` (from `offeredIn`): always the same for the same input. */
export function propose(answers: Answers, rules: AssessmentRule[], by: AskedBy, offered: Found[]): Proposal {
  const all = candidates(answers, rules, by, offered);
  const { shown, helps } = shownNow(all, ({ openness }) => openness.state);
  const fired = firing(rules, answers, by).filter((index) => !helps || !rules[index]!.when.otherwise);
  const says = fired.map((index) => rules[index]!);
  return {
    services: shown.map(({ found, rule }) => ({ found, rule, why: whyOf(answers, rules[rule]!, found.entry) })),
    ...laneOf(says),
    chat: says.find(({ chat }) => chat !== null)?.chat ?? "beside",
    fired,
  };
}

/** Returns `propose` for what is offered at `at` (ms UTC), cached for the minute, since many give the same answers. */
export function proposeNow(
  db: DataReader,
  answers: Answers,
  rules: AssessmentRule[],
  by: AskedBy,
  at: number,
): Proposal {
  const asked = JSON.stringify([answers, by, rules]);
  return proposedNow(db, asked, at, () => propose(answers, rules, by, offeredIn(db, answers.region, at)));
}

const proposedNow = keptEachMinute<Proposal>(64, searchState);

/** Returns whether these answers go first or may ask to, whatever is open now. */
export function laneFor(answers: Answers, rules: AssessmentRule[], by: AskedBy): Pick<Proposal, "urgent" | "offered"> {
  return laneOf(firing(rules, answers, by).map((index) => rules[index]!));
}

function laneOf(fired: AssessmentRule[]): Pick<Proposal, "urgent" | "offered"> {
  const urgent = fired.some(({ lane }) => lane === "urgent");
  return { urgent, offered: !urgent && fired.some(({ lane }) => lane === "offered") };
}

function firing(rules: AssessmentRule[], answers: Answers, by: AskedBy): number[] {
  return rules.flatMap(({ when }, index) => (isFor(when, answers, by) ? [index] : []));
}

function isFor(when: When, answers: Answers, by: AskedBy): boolean {
  const { urgent, topics, age, region, channel } = when;
  const isNamed = (list: readonly string[], said: string | null) => said !== null && list.includes(said);
  if (urgent.length > 0 && !isNamed(urgent, answers.urgent)) return false;
  if (topics.length > 0 && !isAbout(topics, answers.topics)) return false;
  if (age.length > 0 && !isNamed(age, answers.age) && !isNamed(age, outsideOf(answers.age, by))) return false;
  if (region.length > 0 && !isNamed(region, answers.region)) return false;
  return channel.length === 0 || isNamed(channel, answers.channel);
}

function isAbout(topics: string[], chosen: string[]): boolean {
  return wider(chosen).some((topic) => topics.includes(topic) || topics.includes("any"));
}

// A rule about suicide was written for someone who hurts themselves, too, before that had a topic.
const wider = (chosen: string[]) => withWider(chosen.filter(isTopic));

function outsideOf(band: SaidAge | null, { ageFrom, ageTo }: AskedBy): "younger" | "older" | null {
  if (band === null) return null;
  const [from, to] = agesOf[band];
  if (to < ageFrom) return "younger";
  return from > ageTo ? "older" : null;
}

/** Returns what the rules show for these answers, best first, whatever the hour. */
export function candidates(answers: Answers, rules: AssessmentRule[], by: AskedBy, offered: Found[]): Candidate[] {
  const firm = firing(rules, answers, by).sort((a, b) => spareness(rules[a]!) - spareness(rules[b]!) || a - b);
  const shown: Candidate[] = [];
  for (const found of offered) {
    const rule = firm.find((index) => shows(rules[index]!, answers, by, found));
    if (rule !== undefined) shown.push({ found, rule, spare: rules[rule]!.when.otherwise });
  }
  // Plain numbers sort ten times as fast, and there are thousands; the index keeps equal ranks in order.
  const order = Float64Array.from(shown, (one, index) => rankOf(one, answers, by) * shown.length + index).sort();
  return Array.from(order, (place) => shown[place % shown.length]!);
}

const spareness = ({ when }: AssessmentRule) => (when.otherwise ? 1 : 0);

function shows({ show }: AssessmentRule, { topics, age }: Answers, by: AskedBy, { id, entry }: Found): boolean {
  // No one in danger is asked their age, and an admin who names a place means it.
  if ((show.emergency && entry.emergency) || show.services.includes(id)) return true;
  if (age !== null && fitOf(entry, age) === "none") return false;
  // Emergency entries are on every page anyway.
  if (show.fitting && !entry.emergency && (age !== null || isForOneOf(entry, by))) return true;
  const about = (wanted: string[]) => entry.topics.some((topic) => wanted.includes(topic));
  return about(show.topics) || (show.chosen && about(wider(topics)));
}

function whyOf(answers: Answers, { when }: AssessmentRule, entry: Entry): Answers {
  const { urgent, topics, age, region, channel } = answers;
  const saysAge = entry.ageFrom !== null || entry.ageTo !== null;
  return {
    ...noAnswers,
    urgent: when.urgent.length > 0 ? urgent : null,
    topics: topics.filter((topic) => (entry.topics as string[]).includes(topic)),
    age: when.age.length > 0 || saysAge ? age : null,
    region: entry.regions.length > 0 ? region : null,
    channel: channel !== null && isReachedBy(entry, channel) ? channel : null,
  };
}
