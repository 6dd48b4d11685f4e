import { projectFile } from "../../files.ts";
import { type Language, languages } from "../../i18n/catalogs.ts";
import type { PracticeStep } from "../engine/engine.ts";
import { meets, seen } from "../engine/state.ts";
import { type Condition, maxTurns, type Scenario } from "../scenario/scenario.ts";
import { isObject, type ScenarioProblem } from "../scenario/shape.ts";
import { atOnce, good, silent, solver, wanderer } from "./trainees.ts";

interface Effort {
  /** How many trainees that do anything are sent through it at most. */
  walks: number;
  seed?: number;
  /** Hears how many have gone through so far. */
  tell?: (walked: number) => void;
}

/** Returns what is wrong with the sense of a scenario whose form is right; [] if nothing is. */
export function checkScenario(scenario: Scenario, effort?: Effort): ScenarioProblem[] {
  return atOnce(checking(scenario, effort));
}

/** The same in pieces of a few milliseconds: it takes seconds, and chats go on meanwhile. */
export function* checking(
  scenario: Scenario,
  { walks, seed = 1, tell }: Effort = { walks: 600 },
): Generator<undefined, ScenarioProblem[]> {
  const problems = [...checkNames(scenario), ...checkLanguages(scenario), ...checkWords(scenario)];
  // What is played would fall over names that lead nowhere.
  return problems.length > 0 ? problems : yield* checkPlayed(scenario, { walks, seed, tell });
}

/** Names that lead nowhere, and what nothing leads to. */
function checkNames(scenario: Scenario): ScenarioProblem[] {
  const { rules, ends, facts, topics, notes, touch, hints, guided = [] } = scenario;
  const conditions = conditionsOf(scenario);
  const read = (of: (one: Condition) => string[] | undefined) =>
    conditions.flatMap(({ at, if: one }) => (of(one) ?? []).map((name) => ({ at, name })));
  const actions = rules.map((rule, index) => ({ at: `rules[${index}]`, ...rule }));
  const set = new Set(rules.flatMap((rule) => rule.do?.set ?? []));
  const usedNotes = [
    ...actions.flatMap(({ at, note }) => (note === undefined ? [] : [{ at, name: note }])),
    ...Object.entries(touch).flatMap(([name, { note }]) =>
      note === undefined ? [] : [{ at: `touch.${name}`, name: note }],
    ),
  ];
  const usedTopics = read((one) => one.about);
  const toldFacts = [
    ...read((one) => [...(one.told ?? []), ...(one.untold ?? [])]),
    ...actions.flatMap(({ at, do: does }) => (does?.tell === undefined ? [] : [{ at, name: does.tell }])),
    ...Object.entries(facts).flatMap(([name, { after = [] }]) =>
      after.map((one) => ({ at: `facts.${name}`, name: one })),
    ),
  ];
  const usedFlags = [
    ...read((one) => [...(one.flags ?? []), ...(one.unset ?? [])]),
    ...actions.flatMap(({ at, do: does }) => (does?.clear ?? []).map((name) => ({ at, name }))),
  ];
  const usedEnds = actions.flatMap(({ at, end }) => (end === undefined ? [] : [{ at, name: end }]));
  const ids = ends.map(({ id }) => id);
  return [
    ...unknown(usedTopics, Object.keys(topics), "topic"),
    ...unknown(toldFacts, Object.keys(facts), "fact"),
    ...unknown(usedNotes, Object.keys(notes), "note"),
    ...unknown(usedEnds, ids, "end"),
    ...unknown(usedFlags, [...set], "flag", "is read here and never set"),
    ...unused(Object.keys(topics), usedTopics, "topics"),
    ...unused(Object.keys(notes), usedNotes, "notes"),
    ...unused([...set], usedFlags, "flags"),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => ({ at: "ends", text: `has two ends “${id}”` })),
    ...(ends.some(({ kind }) => kind === "good") ? [] : [{ at: "ends", text: "needs a good end" }]),
    ...(ends.some((end) => end.if.event === "ended")
      ? []
      : [{ at: "ends", text: "needs one for when the trainee ends it" }]),
    ...(hints.length === 0 && guided.length === 0 ? [{ at: "hints", text: "needs at least one hint" }] : []),
  ];
}

interface Use {
  at: string;
  name: string;
}

function unknown(
  uses: readonly Use[],
  known: readonly string[],
  what: string,
  text = "is not in this file",
): ScenarioProblem[] {
  return uses
    .filter(({ name }) => !known.includes(name))
    .map(({ at, name }) => ({ at, text: `the ${what} “${name}” ${text}` }));
}

function unused(names: readonly string[], uses: readonly Use[], at: string): ScenarioProblem[] {
  const used = new Set(uses.map(({ name }) => name));
  return names.filter((name) => !used.has(name)).map((name) => ({ at: `${at}.${name}`, text: "is used nowhere" }));
}

function conditionsOf({ rules, ends, hints, guided = [] }: Scenario): { at: string; if: Condition }[] {
  const lists = { rules, ends, hints, guided };
  return Object.entries(lists).flatMap(([name, list]) =>
    list.map((one, index) => ({ at: `${name}[${index}]`, if: one.if })),
  );
}

/** Every text is there in every language that the scenario is offered in. */
function checkLanguages(scenario: Scenario): ScenarioProblem[] {
  return scenario.for.languages.flatMap((language) => missingIn(scenario, language, "", true));
}

/** Members that hold no texts though they look like it: a scenario names its languages there. */
const noTexts = new Set(["for", "topics"]);

function missingIn(value: unknown, language: Language, at: string, isTop = false): ScenarioProblem[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => missingIn(one, language, `${at}[${index}]`));
  if (!isObject(value)) return [];
  const hasTexts = languages.some((one) => one in value);
  const isMissing = hasTexts && !(language in value);
  const inside = Object.entries(value).filter(([name]) => !(isTop && noTexts.has(name)));
  return [
    ...(isMissing ? [{ at, text: `has no text in “${language}”: write it, or do not offer that language` }] : []),
    ...inside.flatMap(([name, one]) => missingIn(one, language, at === "" ? name : `${at}.${name}`)),
  ];
}

/** What no scenario may say, and the warning that each needs. */
function checkWords(scenario: Scenario): ScenarioProblem[] {
  const warned = scenario.for.languages.filter((language) => (scenario.warns[language] ?? []).length === 0);
  return [
    ...warned.map((language) => ({ at: `warns.${language}`, text: "needs at least one content warning" })),
    ...unwantedIn(scenario),
  ];
}

/** Members that nobody reads in practice. */
const unread = new Set(["format", "version", "id", "licence", "by", "origin", "reviewed", "for", "did"]);

const fullName = /(?<![.!?:"“]\s|^)(?<!\p{L})\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}{2,}/u;

/** Returns what a scenario says and may not: numbers, full names, methods of self-harm. */
function unwantedIn(scenario: Scenario): ScenarioProblem[] {
  const methods = readMethods();
  return textsOf(scenario, "").flatMap(({ at, language, text }) => {
    const problems: ScenarioProblem[] = [];
    if (/\d{3}/.test(text)) problems.push({ at, text: "has a number of three digits or more; it could be someone’s" });
    if (fullName.test(text))
      problems.push({ at, text: `has what looks like a full name: “${fullName.exec(text)?.[0]}”` });
    const lower = ` ${text.toLowerCase().replace(/[^\p{L}\p{M}\p{N}']+/gu, " ")} `;
    const method = [...(methods[language] ?? [])].find((word) => lower.includes(` ${word}`));
    if (method) problems.push({ at, text: `names a method of self-harm: “${method.trim()}”` });
    return problems;
  });
}

interface Found {
  at: string;
  language: string;
  text: string;
}

/** Every text of a scenario with its language; what the young person would never see is read too. */
function textsOf(value: unknown, at: string, language = ""): Found[] {
  if (typeof value === "string") return language === "" ? [] : [{ at, language, text: value }];
  if (Array.isArray(value)) return value.flatMap((one, index) => textsOf(one, `${at}[${index}]`, language));
  if (!isObject(value)) return [];
  return Object.entries(value)
    .filter(([name]) => !unread.has(name))
    .flatMap(([name, one]) => {
      const isLanguage = languages.some((language) => language === name);
      return textsOf(one, at === "" ? name : `${at}.${name}`, isLanguage ? name : language);
    });
}

let known: Record<string, string[]> | undefined;

/** Beginnings of words, in small letters, by language; a space at the end is the end of the word. */
function readMethods(): Record<string, string[]> {
  known ??= JSON.parse(projectFile("src/practice/check/methods.json")) as Record<string, string[]>;
  return known;
}

/** What shows only when a scenario is played: ends that are never reached, rules that never fire, chats without end. */
function* checkPlayed(
  scenario: Scenario,
  { walks, seed, tell }: { walks: number; seed: number; tell: Effort["tell"] },
): Generator<undefined, ScenarioProblem[]> {
  const trainees = {
    good: yield* good(scenario),
    solving: yield* solver(scenario),
    silent: yield* silent(scenario),
  };
  const unended = Object.entries(trainees).filter(([, steps]) => !steps.at(-1)?.state.end);
  const problems = unended.map(([who]) => ({
    at: "ends",
    text: `a ${who} trainee comes to no end within ${maxTurns} messages`,
  }));
  if (trainees.good.at(-1)?.state.end?.kind !== "good") {
    problems.push({ at: "ends", text: "a good trainee does not come to a good end" });
  }

  const reach = reachOf(scenario);
  for (const steps of Object.values(trainees)) note(scenario, reach, steps);
  for (let walk = 0; walk < walks && !isAll(scenario, reach); walk++) {
    tell?.(walk);
    const steps = yield* wanderer(scenario, seed * 1_000_003 + walk, reach.unreached);
    note(scenario, reach, steps);
    const last = steps.at(-1)?.state;
    if (!last?.end && last && last.turn > maxTurns) {
      return [...problems, { at: "ends", text: `one trainee came to no end within ${maxTurns} messages` }];
    }
  }
  const left = conditionsOf(scenario).filter((one) => reach.unreached.has(one.if));
  const untold = Object.keys(scenario.facts).filter((fact) => !reach.told.has(fact));
  return [
    ...problems,
    ...left.filter(({ at }) => !at.startsWith("guided")).map(({ at }) => ({ at, text: "is never reached" })),
    ...untold.map((fact) => ({ at: `facts.${fact}`, text: "is never told" })),
  ];
}

interface Reach {
  unreached: Set<Condition>;
  told: Set<string>;
}

function reachOf({ rules, ends, hints }: Scenario): Reach {
  return { unreached: new Set([...rules, ...ends, ...hints].map((one) => one.if)), told: new Set() };
}

function isAll({ facts }: Scenario, { unreached, told }: Reach): boolean {
  return unreached.size === 0 && told.size === Object.keys(facts).length;
}

/** Strikes off what some steps reached. */
function note(scenario: Scenario, { unreached, told }: Reach, steps: readonly PracticeStep[]) {
  for (const { state } of steps) {
    for (const index of Object.keys(state.fired)) unreached.delete(scenario.rules[Number(index)]!.if);
    for (const fact of state.told) told.add(fact);
    const end = scenario.ends.find(({ id }) => id === state.end?.id);
    if (end) unreached.delete(end.if);
    const nothing = seen(scenario, state, { kind: "typed" });
    for (const hint of scenario.hints) if (meets(hint.if, state, nothing)) unreached.delete(hint.if);
  }
}
