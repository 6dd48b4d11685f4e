import type { DataReader } from "#src/db/db.ts";
import { service } from "#src/directory/entry/services.ts";
import { knownRegions } from "#src/directory/regions.ts";
import { isTopic } from "#src/directory/topics.ts";
import { idOf } from "#src/http/frame/history.ts";
import { type C, lists } from "#src/http/server/context.ts";
import { isLanguage, type Language, languages } from "#src/i18n/i18n.ts";
import { withoutMisleading } from "#src/i18n/seen.ts";
import {
  type Assessment,
  type AssessmentRule,
  agesOfRules,
  blankRule,
  chatPlaces,
  lanes,
  maxNamed,
  maxSay,
  questionNames,
  type Saying,
  shippedSayings,
  urgencies,
  waysLiked,
} from "#src/settings/assessment.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import { sayingIn } from "#views/parts/fields/answers.ts";

type Given = Record<string, string[]>;

/** A form of the first questions as it was sent. */
interface AssessmentForm {
  /** The button that was pressed: "save", "rule", "up 2", "shipped". */
  action: string;
  /** The newest change when the form was drawn; -1 when it does not say. */
  basedOn: number;
  /** The place of the rule it is about, from 0; null for a new one. */
  at: number | null;
  given: Given;
  /** What the preview is asked to show. */
  wish: Record<string, string>;
}

/** Reads a form of the page. Never throws. */
export async function readAssessmentForm(c: C): Promise<AssessmentForm> {
  const given = await lists(c);
  const wish = Object.fromEntries(Object.entries(given).map(([name, all]) => [name, all.at(-1)!]));
  return { action: wish.do ?? "", basedOn: idOf(wish.based_on), at: rulePlaceOf(wish.rule), given, wish };
}

/** The place of a rule as an address or a form names it; null for a new one, or what is none. */
export function rulePlaceOf(text: string | undefined): number | null {
  return /^\d{1,2}$/.test(text ?? "") ? Number(text) : null;
}

/** The questions that a form sets, in the order that it gives them. */
export function questionsOf(given: Given): Assessment {
  const asked = questionNames.filter((name) => given.question?.includes(name));
  const place = (name: string) => rulePlaceOf(given[`place.${name}`]?.at(-1)) ?? questionNames.length;
  return { on: given.on?.at(-1) === "yes", questions: asked.sort((a, b) => place(a) - place(b)) };
}

/** The rule that a form sets; `before` is what stands in its place. What the directory does not know is left out. */
export function ruleOf(db: DataReader, given: Given, before: AssessmentRule = blankRule): AssessmentRule {
  const some = <Code extends string>(name: string, all: readonly Code[]) =>
    all.filter((code) => given[name]?.includes(code));
  const one = <Code extends string>(name: string, all: readonly Code[]) =>
    all.find((code) => code === given[name]?.at(-1)) ?? null;
  const isTicked = (name: string) => given[name]?.at(-1) === "yes";
  const named = (name: string) => [...new Set(given[name] ?? [])].slice(0, maxNamed);
  const codes = knownRegions(db).map(({ code }) => code);
  return {
    when: {
      urgent: some("when.urgent", urgencies),
      topics: named("when.topics").filter((topic) => topic === "any" || isTopic(topic)),
      age: some("when.age", agesOfRules),
      region: some("when.region", codes),
      channel: some("when.channel", waysLiked),
      otherwise: isTicked("when.otherwise"),
    },
    show: {
      emergency: isTicked("show.emergency"),
      chosen: isTicked("show.chosen"),
      fitting: isTicked("show.fitting"),
      topics: named("show.topics").filter(isTopic),
      services: named("show.services").filter((id) => id !== "" && service(db, id) !== undefined),
    },
    lane: one("lane", lanes),
    chat: one("chat", chatPlaces),
    say: sayingOf(db, given, before.say),
  };
}

/** What a rule says in every language, as the form shows it. */
export function textsOf(db: DataReader, say: Saying): Partial<Record<Language, string>> {
  const texts = languages.map((language) => [language, sayingIn(textsFor(db, language), say)] as const);
  return Object.fromEntries(texts.filter(([, words]) => words !== ""));
}

/** What was typed; where that is a shipped sentence in every language, that one, which follows what is shipped later. */
function sayingOf(db: DataReader, given: Given, before: Saying): Saying {
  const typed = textsOf(db, before);
  for (const [name, all] of Object.entries(given)) {
    const language = name.startsWith("say.") ? name.slice("say.".length) : "";
    if (!isLanguage(language)) continue;
    const words = tidy(all.at(-1)!);
    if (words === "") delete typed[language];
    else typed[language] = words;
  }
  const isSame = (one: Saying) => languages.every((language) => textsOf(db, one)[language] === typed[language]);
  return shippedSayings.find(isSame) ?? (Object.keys(typed).length > 0 ? typed : null);
}

function tidy(text: string): string {
  return withoutMisleading(text).replace(/\s+/g, " ").trim();
}

/** Languages in which a sentence is too long, and by how many characters. */
export function tooLongSentences({ say }: AssessmentRule): { language: Language; n: number }[] {
  if (say === null || typeof say === "string") return [];
  return Object.entries(say).flatMap(([language, words]) =>
    words.length > maxSay ? [{ language: language as Language, n: words.length }] : [],
  );
}

/** The list after a button beside a rule was pressed; null when it is none. Throws nothing for a place that is none. */
export function movedRule(rules: AssessmentRule[], action: string): AssessmentRule[] | null {
  const [verb, place] = action.split(" ");
  const at = rulePlaceOf(place);
  if (at === null || !(verb === "up" || verb === "down" || verb === "remove") || !rules[at]) return null;
  const others = rules.filter((_, index) => index !== at);
  if (verb === "remove") return others;
  const to = Math.max(0, Math.min(others.length, verb === "up" ? at - 1 : at + 1));
  return [...others.slice(0, to), rules[at], ...others.slice(to)];
}
