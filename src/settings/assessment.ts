import { isLanguage, type Language } from "#src/i18n/i18n.ts";
import { isSeen, misleads } from "#src/i18n/seen.ts";

// The first questions, and what follows from the answers: rules that an admin reads and edits. No program guesses anything.

/** What can be asked, in the order in which it is shipped. */
export const questionNames = ["urgent", "topics", "age", "region", "channel"] as const;
export type QuestionName = (typeof questionNames)[number];

export const urgencies = ["danger", "soon", "no"] as const;
export type RuleUrgency = (typeof urgencies)[number];

/** So fine that every cut in which others count is made of whole bands. */
export const ageBands = ["under_10", "10-11", "12", "13-14", "15", "16-17", "18-24", "25", "over_25"] as const;
export type AgeBand = (typeof ageBands)[number];

/** As they were before: what was said in them stays as it was said, and nobody chooses them any more. */
export const oldAgeBands = ["under_12", "12-14", "15-17", "18-25"] as const;
export type OldAgeBand = (typeof oldAgeBands)[number];
/** An age as it may be stored. */
export type SaidAge = AgeBand | OldAgeBand;

/** Youngest and oldest of a band, years. */
export const agesOf: Record<SaidAge, [number, number]> = {
  under_10: [0, 9],
  "10-11": [10, 11],
  "12": [12, 12],
  "13-14": [13, 14],
  "15": [15, 15],
  "16-17": [16, 17],
  "18-24": [18, 24],
  "25": [25, 25],
  over_25: [26, 999],
  under_12: [0, 11],
  "12-14": [12, 14],
  "15-17": [15, 17],
  "18-25": [18, 25],
};

/** The bands within others, as they were before and as forms fold them. */
export const agesWithin: Record<OldAgeBand, AgeBand[]> = {
  under_12: ["under_10", "10-11"],
  "12-14": ["12", "13-14"],
  "15-17": ["15", "16-17"],
  "18-25": ["18-24", "25"],
};

/** Whether an age is a band that nobody chooses any more. */
export function isOldAge(age: string): age is OldAgeBand {
  return oldAgeBands.some((one) => one === age);
}

/** How somebody would like to reach others; "writing" is by text or e-mail. */
export const waysLiked = ["chat", "phone", "writing", "visit"] as const;
export type WayLiked = (typeof waysLiked)[number];

/** What somebody chose, in codes; null and [] = they did not say. */
export interface Answers {
  urgent: RuleUrgency | null;
  /** Names of topics of the directory. */
  topics: string[];
  age: SaidAge | null;
  /** Code of a region of the directory. */
  region: string | null;
  channel: WayLiked | null;
}

export const noAnswers: Answers = { urgent: null, topics: [], age: null, region: null, channel: null };

/** Where someone is: at one of the questions, or at what the answers lead to (null). */
export interface AtQuestion {
  chosen: Answers;
  at: QuestionName | null;
}

/** Whether young people are asked, and what, in order. */
export interface Assessment {
  on: boolean;
  questions: QuestionName[];
}

/** An age as rules name it: also by those the helpline is for. */
export const agesOfRules = [...ageBands, "younger", "older"] as const;
export type AgeOfRule = (typeof agesOfRules)[number];

/** For whom a rule is: everything that it names has to be so, and of each one of the answers it names. [] = whatever they say. */
export interface When {
  urgent: RuleUrgency[];
  /** "any" = whichever was chosen. */
  topics: string[];
  /** Younger, or older, than those the helpline is for. */
  age: AgeOfRule[];
  region: string[];
  channel: WayLiked[];
  /** Only where nothing that the rules above show is open. */
  otherwise: boolean;
}

/** Which entries of the directory a rule shows. */
export interface Show {
  /** Those for whoever is in danger. */
  emergency: boolean;
  /** Those about what was chosen. */
  chosen: boolean;
  /** All that are for that age. */
  fitting: boolean;
  /** Those about these. */
  topics: string[];
  /** These, by id. */
  services: string[];
}

export const lanes = ["urgent", "offered"] as const;
/** "urgent" = they are taken first; "offered" = they may ask for it with a tick. */
type LaneOf = (typeof lanes)[number];

export const chatPlaces = ["first", "beside", "after"] as const;
/** Where the box to write to the helpline stands: before the places, beside them, or after them. Never nowhere. */
export type ChatPlace = (typeof chatPlaces)[number];

export const shippedSayings = ["danger", "crisis", "younger", "older", "none"] as const;
/** A sentence of the catalogs. */
type ShippedSaying = (typeof shippedSayings)[number];

/** A sentence that a rule says: one that is shipped, or the helpline's own by language; null = none. */
export type Saying = ShippedSaying | Partial<Record<Language, string>> | null;

export interface AssessmentRule {
  when: When;
  show: Show;
  lane: LaneOf | null;
  chat: ChatPlace | null;
  say: Saying;
}

/** More rules nobody reads. */
export const maxRules = 40;
/** The longest sentence, characters. */
export const maxSay = 200;
/** The most topics, regions or services one rule names. */
export const maxNamed = 600;

export const forAnyone: When = { urgent: [], topics: [], age: [], region: [], channel: [], otherwise: false };
export const nothing: Show = { emergency: false, chosen: false, fitting: false, topics: [], services: [] };
export const blankRule: AssessmentRule = { when: forAnyone, show: nothing, lane: null, chat: null, say: null };

/**
 * What holds until an admin writes other rules. Danger comes first, whatever else was said; age opens doors and closes none;
 * and where nothing else is open there is still the chat and everybody who is there.
 */
export const shippedRules: AssessmentRule[] = [
  {
    when: { ...forAnyone, urgent: ["danger"] },
    show: { ...nothing, emergency: true },
    lane: "urgent",
    chat: "beside",
    say: "danger",
  },
  {
    when: { ...forAnyone, topics: ["suicide", "violence_home", "sexual_violence"] },
    show: { ...nothing, chosen: true },
    lane: "offered",
    chat: "beside",
    say: "crisis",
  },
  {
    when: { ...forAnyone, age: ["younger"] },
    show: { ...nothing, fitting: true },
    lane: null,
    chat: "beside",
    say: "younger",
  },
  {
    when: { ...forAnyone, age: ["older"] },
    show: { ...nothing, fitting: true },
    lane: null,
    chat: "after",
    say: "older",
  },
  { when: { ...forAnyone, topics: ["any"] }, show: { ...nothing, chosen: true }, lane: null, chat: null, say: null },
  {
    when: { ...forAnyone, otherwise: true },
    show: { ...nothing, fitting: true },
    lane: null,
    chat: "first",
    say: "none",
  },
];

/** Whether the questions may stand so: each once. */
export function isAssessment(given: unknown): given is Assessment {
  if (!isRecord(given) || typeof given.on !== "boolean" || !isListOf(given.questions, questionNames)) return false;
  return !given.on || given.questions.length > 0;
}

/** Whether a list of rules may stand. What topics, regions and services there are only the directory knows. */
export function areRules(given: unknown): given is AssessmentRule[] {
  return Array.isArray(given) && given.length <= maxRules && given.every(isRule);
}

function isRule(given: unknown): boolean {
  if (!isRecord(given) || !isRecord(given.when) || !isRecord(given.show)) return false;
  return (
    isWhen(given.when) &&
    isShow(given.show) &&
    (given.lane === null || lanes.includes(given.lane as LaneOf)) &&
    (given.chat === null || chatPlaces.includes(given.chat as ChatPlace)) &&
    isSaying(given.say)
  );
}

function isWhen({ urgent, topics, age, region, channel, otherwise }: Record<string, unknown>): boolean {
  return (
    isListOf(urgent, urgencies) &&
    areNames(topics) &&
    isListOf(age, [...agesOfRules, ...oldAgeBands]) &&
    areNames(region) &&
    isListOf(channel, waysLiked) &&
    typeof otherwise === "boolean"
  );
}

function isShow({ emergency, chosen, fitting, topics, services }: Record<string, unknown>): boolean {
  const areSaid = [emergency, chosen, fitting].every((one) => typeof one === "boolean");
  return areSaid && areNames(topics) && areNames(services);
}

function isSaying(given: unknown): boolean {
  if (given === null || shippedSayings.includes(given as ShippedSaying)) return true;
  return isRecord(given) && Object.entries(given).every(([language, words]) => isLanguage(language) && isSaid(words));
}

function isSaid(words: unknown): boolean {
  return typeof words === "string" && words.length <= maxSay && isSeen(words) && !misleads(words);
}

function isListOf(given: unknown, all: readonly string[]): given is string[] {
  return Array.isArray(given) && new Set(given).size === given.length && given.every((one) => all.includes(one));
}

/** Codes of the directory: names of topics, codes of regions, ids of services. */
function areNames(given: unknown): boolean {
  if (!Array.isArray(given) || given.length > maxNamed || new Set(given).size !== given.length) return false;
  return given.every((one) => typeof one === "string" && /^[\w-]{1,40}$/.test(one));
}

function isRecord(given: unknown): given is Record<string, unknown> {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}

/** Rules as they are read: an age that one names as it was before is the bands within it. */
export function readRules(stored: AssessmentRule[]): AssessmentRule[] {
  const now = (age: AgeOfRule | OldAgeBand) => (isOldAge(age) ? agesWithin[age] : [age]);
  return stored.map((rule) => {
    const ages = new Set<AgeOfRule>(rule.when.age.flatMap(now));
    return { ...rule, when: { ...rule.when, age: agesOfRules.filter((one) => ages.has(one)) } };
  });
}

/** What is wrong with a rule that may be stored: it does nothing at all. */
export function doesNothing({ show, lane, chat, say }: AssessmentRule): boolean {
  const shows = show.emergency || show.chosen || show.fitting || show.topics.length + show.services.length > 0;
  const says = say !== null && (typeof say === "string" || Object.keys(say).length > 0);
  return !shows && lane === null && chat === null && !says;
}
