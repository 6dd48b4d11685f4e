import type { Key, Values } from "#src/i18n/i18n.ts";
import { type EmergencyCountry, hasSilentWay } from "../emergency.ts";
import { type AiState, type AiUse, aiUses } from "./ai-register.ts";
import type { Fact, FactKinds, RulesFacts } from "./facts.ts";
import { type RulePart, ruleParts } from "./own-rules.ts";

/** The sentence of each kind of each fact. A kind without one does not compile, and no page is made from one at run time. */
const sentences = {
  ages: { one: "rules.chat.age", range: "rules.chat.ages" },
  languages: { one: "rules.chat.language", several: "rules.chat.languages" },
  place: { minutes: "rules.chat.place" },
  resume: { minutes: "rules.chat.lost" },
  retention: { at_end: "rules.kept.words_to_end", days: "rules.kept.words" },
  held: { days: "rules.kept.held" },
  danger: { hours: "rules.kept.danger" },
  copies: { days: "rules.kept.copies" },
  note: { days: "rules.kept.note" },
  readers: { team: "rules.kept.readers" },
  who: {
    volunteers: "rules.people.who",
    trained: "rules.people.who_trained",
    professionals: "rules.people.who_professional",
  },
  questions: { none: "rules.kept.not_asked", kept: "rules.kept.chosen" },
  address: { never: "rules.kept.no_address", emergency: "rules.kept.address" },
  cookie: { hours: "rules.kept.cookie" },
  email: { never: "rules.kept.no_email", asked: "rules.kept.email" },
  callback: { off: "rules.help.follow_up", asked: "rules.help.write_back" },
  ai: { off: "rules.people.always" },
  exit: { site: "rules.traces.leave" },
  title: { name: "rules.traces.history" },
} satisfies { [Name in Fact]: Record<FactKinds[Name], Key> };

/** What can be passed on in danger, by whether an address is kept. */
const passedOn = {
  never: "rules.told.pass_on",
  emergency: "rules.told.pass_on_address",
} satisfies Record<FactKinds["address"], Key>;

/** How somebody who cannot talk aloud gets help, and whoever can. */
const routes = {
  call: "rules.told.call",
  sms: "rules.told.sms",
  app: "rules.told.app",
  press: "rules.told.press",
} satisfies Record<Exclude<keyof EmergencyCountry, "country" | "police">, Key>;

const uses = {
  write: "rules.people.ai_write",
  suggest: "rules.people.ai_suggest",
  read: "rules.people.ai_read",
  translate: "rules.people.ai_translate",
} satisfies Record<AiUse, Key>;

const states = { off: "rules.people.ai_off" } satisfies Record<AiState, Key>;

/** What each part says in order: facts by name, and what holds for every helpline by its key. */
const layout: Record<RulePart, (Fact | Key)[]> = {
  chat: [
    "ages",
    "languages",
    "rules.chat.line",
    "rules.chat.length",
    "rules.chat.stop",
    "place",
    "resume",
    "rules.chat.kind",
  ],
  help: ["rules.help.can", "rules.help.cannot", "callback"],
  people: ["ai", "who", "rules.people.next"],
  kept: [
    "retention",
    "readers",
    "held",
    "copies",
    "questions",
    "rules.kept.left",
    "danger",
    "rules.kept.numbers",
    "rules.kept.ticked",
    "note",
    "rules.kept.emergency",
    "rules.kept.code",
    "rules.kept.secret",
    "address",
    "cookie",
    "email",
    "rules.kept.no_ads",
    "rules.kept.rights",
  ],
  told: [
    "rules.told.normally",
    "rules.told.danger",
    "rules.told.asked",
    "rules.told.first",
    "rules.told.pass_on",
    "rules.told.would_life",
    "rules.told.would_child",
    "rules.told.not_thoughts",
    "rules.told.not_secret",
    "rules.told.back",
  ],
  traces: ["exit", "title", "rules.traces.network", "rules.traces.screen"],
};

/** What someone needs to know before they write; the rest is folded on the page of young people. */
const first = new Set<Fact | Key>([
  "ages",
  "rules.chat.line",
  "rules.chat.stop",
  "rules.help.can",
  "rules.help.cannot",
  "ai",
  "who",
  "retention",
  "readers",
  "address",
  "rules.kept.no_ads",
  "rules.kept.rights",
  "rules.told.normally",
  "rules.told.danger",
  "rules.told.asked",
  "rules.told.first",
  "exit",
  "title",
  "rules.traces.network",
]);

/** A sentence, not yet in any language. */
interface RulesSentence {
  key: Key;
  values: Values;
  /** Where the part of it that is a link leads. */
  href: string | null;
}

/** One line of the rules: mostly one sentence, and about a country all that there is to say of it. */
export interface RulesLine {
  sentences: RulesSentence[];
  /** What it is computed from; null for what holds for every helpline. */
  fact: keyof RulesFacts | null;
  /** The country it is about (ISO 3166-1 or EU), where it has to be told. */
  country: string | null;
  /** Someone needs to know it before they write. */
  isFirst: boolean;
}

export interface RulesSection {
  part: RulePart;
  title: Key;
  lines: RulesLine[];
  /** What artificial intelligence does, in the part that is about it; else empty. */
  register: { use: Key; state: Key }[];
}

/**
 * The rules of the service in the order they are read. Pure: the same facts give the same text, other facts another. Throws
 * RangeError for a fact that is missing, or of a kind that has no sentence: no page may be silent about a promise.
 */
export function rules(facts: RulesFacts): RulesSection[] {
  const known = new Set<string>([...Object.keys(sentences), "emergency", "register"]);
  const unknown = Object.keys(facts).find((name) => !known.has(name));
  if (unknown) throw new RangeError(`the rules have no sentence for ${unknown}`);
  return ruleParts.map((part) => ({
    part,
    title: `rules.${part}.title` as const,
    lines: [
      ...layout[part].map((one) => lineOf(one, facts)),
      ...(part === "told" ? emergencyLines(facts.emergency) : []),
    ],
    register: part === "people" ? aiUses.map((use) => registered(use, facts.register)) : [],
  }));
}

function lineOf(one: Fact | Key, facts: RulesFacts): RulesLine {
  const isFirst = first.has(one);
  if (one === "rules.told.pass_on") {
    return lineWith(wordsFor(passedOn, facts.address?.kind, "address"), {}, null, isFirst);
  }
  if (!Object.hasOwn(sentences, one)) return lineWith(one as Key, {}, null, isFirst);
  const fact = one as Fact;
  const { kind, values } = facts[fact] ?? { kind: "missing", values: {} };
  return lineWith(wordsFor(sentences[fact], kind, fact), values, fact, isFirst);
}

function lineWith(key: Key, values: Values, fact: Fact | null, isFirst: boolean): RulesLine {
  return { sentences: [{ key, values, href: null }], fact, country: null, isFirst };
}

function registered(use: AiUse, register: RulesFacts["register"]) {
  return { use: uses[use], state: wordsFor(states, register?.[use], `AI (${use})`) };
}

function wordsFor(known: Record<string, Key>, kind: string, what: string): Key {
  const key = Object.hasOwn(known, kind) ? known[kind] : undefined;
  if (!key) throw new RangeError(`the rules have no sentence for ${what}: ${kind}`);
  return key;
}

/**
 * Whom to call in danger, the police where somebody is hurting them, and each way there for whoever cannot talk aloud. The first line
 * calls the first country's number;
 * where there are several countries, a line names each with its own. Throws RangeError for no country, or a way without a
 * sentence.
 */
export function emergencyLines(countries: EmergencyCountry[]): RulesLine[] {
  const first = countries?.[0];
  if (!first) throw new RangeError("the rules have no sentence for no emergency number");
  const { call: number } = first;
  const call = { key: "rules.told.now", values: { number }, href: dial("tel", number) } as const;
  const come = { key: "rules.told.come", values: {}, href: null } as const;
  // Where there are several countries, each has the number of its own police in its line.
  const now = ofEmergency(countries.length > 1 ? [call, come] : [call, ...policeOf(first), come]);
  if (countries.length > 1)
    return [now, ...question("rules.told.silent_by_country", countries), ...countries.map(named)];
  const ways = question("rules.told.silent", countries).flatMap(({ sentences }) => [...sentences, ...waysOf(first)]);
  return ways.length > 0 ? [now, ofEmergency(ways)] : [now];
}

/** The ways for whoever cannot talk aloud, a line for each country that has one: with its name where there are several countries. */
export function silentLines(countries: EmergencyCountry[]): RulesLine[] {
  const silent = countries.filter((one) => hasSilentWay([one]));
  return silent.map((one) => ofEmergency(waysOf(one), countries.length > 1 ? one.country : null));
}

function ofEmergency(sentences: RulesSentence[], country: string | null = null): RulesLine {
  return { sentences, fact: "emergency", country, isFirst: true };
}

/** Asked once, and only where there is an answer. */
function question(key: Key, countries: EmergencyCountry[]): RulesLine[] {
  return hasSilentWay(countries) ? [ofEmergency([{ key, values: {}, href: null }])] : [];
}

function named(one: EmergencyCountry): RulesLine {
  const { country, call: number, press } = one;
  const call = { key: wordsFor(routes, "call", "emergency"), values: { number }, href: dial("tel", number) };
  // What to press is said with the number.
  const called = press === "" ? [call, ...policeOf(one), ...waysOf(one)] : [...waysOf(one), ...policeOf(one)];
  return ofEmergency(called, country);
}

/** The number of the police, where they have one of their own. */
function policeOf({ police = "" }: EmergencyCountry): RulesSentence[] {
  return police === "" ? [] : [{ key: "rules.told.police", values: { number: police }, href: dial("tel", police) }];
}

/** The ways for whoever cannot talk aloud. */
function waysOf({ country: _, call, police: _police, ...ways }: EmergencyCountry): RulesSentence[] {
  const used: [string, string][] = Object.entries(ways).filter(([, how]) => how !== "");
  return used.map(([way, how]) => ({
    key: wordsFor(routes, way, "emergency"),
    values: way === "press" ? { number: call, press: how } : { number: how },
    href: way === "sms" ? dial("sms", how) : way === "press" ? dial("tel", call) : null,
  }));
}

function dial(by: "tel" | "sms", number: string): string {
  return `${by}:${number.replaceAll(" ", "")}`;
}
