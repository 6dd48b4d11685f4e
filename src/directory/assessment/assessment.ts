import type { DataReader } from "#src/db/db.ts";
import type { Entry } from "#src/directory/entry/entry.ts";
import { keptEachMinute, searchState } from "#src/directory/entry/state.ts";
import { choices } from "#src/directory/search/for-youth.ts";
import { anything, type Found, foundInOrder, search } from "#src/directory/search/search.ts";
import { serviceTopics, type Topic } from "#src/directory/topics.ts";
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

/** What is suggested to somebody, and why. */
export interface Proposal {
  /** Who is there now first; closed ones last. */
  services: Suggestion[];
  /** They are taken first when they write. */
  urgent: boolean;
  /** They may ask to be. */
  offered: boolean;
  chat: ChatPlace;
  /** Which rules it follows from, by their place in the list. */
  fired: number[];
}

export interface Suggestion {
  found: Found;
  /** The rule that shows it, by its place in the list. */
  rule: number;
  /** The answers it fits; none where it is for everybody. */
  why: Answers;
}

/** What it can be about: whether it is an emergency is asked by itself. */
export const topicsAsked: Topic[] = serviceTopics.filter((topic) => topic !== "emergency");

/**
 * The regions that can be chosen from at an instant (ms UTC): those that some place is of which young people may see, since any other
 * would find nothing more. Where there is one alone nobody need be asked.
 */
export function regionChoices(db: DataReader, at: number): { code: string; depth: number }[] {
  const { regions } = choices(db, at);
  return regions.length > 1 ? regions : [];
}

/** What somebody chose, from a form; what is none of the choices was not said. `regions` are the codes there are. */
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

/** All that young people may see in a region (null = wherever), as `propose` takes it. `at` is ms UTC, true to the minute. */
export function offeredIn(db: DataReader, region: string | null, at: number): Found[] {
  const regions = region === null ? [] : [region];
  return offeredNow(db, regions.join(), at, () => foundInOrder(search(db, { ...anything, regions }, "youth", at)));
}

const offeredNow = keptEachMinute<Found[]>(16, searchState);

/** What these answers lead to, of what is offered (`offeredIn`). The same answers at the same hour lead to the same. */
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

/** The same of what is offered at an instant (ms UTC, true to the minute): of many who ask, some give the same answers. */
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

/** Whether whoever gives these answers is taken first, or may ask for it. It does not depend on what is open. */
export function laneFor(answers: Answers, rules: AssessmentRule[], by: AskedBy): Pick<Proposal, "urgent" | "offered"> {
  return laneOf(firing(rules, answers, by).map((index) => rules[index]!));
}

function laneOf(fired: AssessmentRule[]): Pick<Proposal, "urgent" | "offered"> {
  const urgent = fired.some(({ lane }) => lane === "urgent");
  return { urgent, offered: !urgent && fired.some(({ lane }) => lane === "offered") };
}

/** The rules that are for these answers, by their place. Those that hold only where nothing else is open are among them. */
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
  return chosen.some((topic) => topics.includes(topic) || topics.includes("any"));
}

function outsideOf(band: SaidAge | null, { ageFrom, ageTo }: AskedBy): "younger" | "older" | null {
  if (band === null) return null;
  const [from, to] = agesOf[band];
  if (to < ageFrom) return "younger";
  return from > ageTo ? "older" : null;
}

/** What the rules show for these answers, the best first, whoever is there now. */
export function candidates(answers: Answers, rules: AssessmentRule[], by: AskedBy, offered: Found[]): Candidate[] {
  const firm = firing(rules, answers, by).sort((a, b) => spareness(rules[a]!) - spareness(rules[b]!) || a - b);
  const shown: Candidate[] = [];
  for (const found of offered) {
    const rule = firm.find((index) => shows(rules[index]!, answers, by, found));
    if (rule !== undefined) shown.push({ found, rule, spare: rules[rule]!.when.otherwise });
  }
  // Numbers alone are sorted ten times as fast, and thousands are: of the same place the first stays the first.
  const order = Float64Array.from(shown, (one, index) => rankOf(one, answers, by) * shown.length + index).sort();
  return Array.from(order, (place) => shown[place % shown.length]!);
}

const spareness = ({ when }: AssessmentRule) => (when.otherwise ? 1 : 0);

function shows({ show }: AssessmentRule, { topics, age }: Answers, by: AskedBy, { id, entry }: Found): boolean {
  // Nobody in danger is asked how old they are, and what an admin named they meant.
  if ((show.emergency && entry.emergency) || show.services.includes(id)) return true;
  if (age !== null && fitOf(entry, age) === "none") return false;
  // Whom to call in danger stands on every page.
  if (show.fitting && !entry.emergency && (age !== null || isForOneOf(entry, by))) return true;
  const about = (wanted: string[]) => entry.topics.some((topic) => wanted.includes(topic));
  return about(show.topics) || (show.chosen && about(topics));
}

/** Of the answers, those for which a rule shows an entry. */
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
