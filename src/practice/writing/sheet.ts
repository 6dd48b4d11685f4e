import type { Language } from "../../i18n/catalogs.ts";
import type { RoleCard, Say, Scenario, Texts } from "../scenario/scenario.ts";
import { conditionLine, effectLine, mustLines, tellingLine, topicLine, touchLines } from "./words.ts";

/** A scenario as it is typed: texts only, right or not, so that nothing typed can be lost. */
export interface ScenarioSheet {
  id: string;
  licence: string;
  by: string;
  origin: string;
  /** Those in which it is offered. */
  languages: Language[];
  plain: Record<PlainField, string>;
  words: Record<WordField, ByLanguage>;
  lists: Record<ListName, SheetRow[]>;
}

/** What stands in one field, by language. */
export type ByLanguage = Texts<string>;

export interface SheetRow {
  /** Never used twice in a sheet; a row keeps it when it is moved. */
  key: string;
  plain: Record<string, string>;
  words: Record<string, ByLanguage>;
}

export const plainFields = [
  ...(["theme", "ages", "level", "minutes", "reviewed"] as const),
  ...(["trust", "load", "feeling", "touch", "must"] as const),
] as const;
export type PlainField = (typeof plainFields)[number];

export const roleParts = [
  "who",
  "voice",
  "hides",
  "opens",
  "closes",
  "leaves",
  "stop",
] as const satisfies (keyof RoleCard)[];

export const wordFields = [
  ...(["names", "warns", "goals", "hidden", "starts", "low", "mid", "spent", "debrief"] as const),
  ...roleParts,
] as const;
export type WordField = (typeof wordFields)[number];

/** The lists of a sheet, and the fields of their rows: those for every language, and those for each. */
export const rowFields = {
  facts: { plain: ["name", "how"], words: ["says"] },
  rules: { plain: ["when", "does", "note"], words: ["says"] },
  ends: { plain: ["name", "kind", "when", "feeling", "helped"], words: ["says"] },
  hints: { plain: ["when"], words: ["says"] },
  // A sentence to choose; one without “when” belongs to the one above it.
  guided: { plain: ["when", "did"], words: ["says", "why"] },
  topics: { plain: ["name"], words: ["says"] },
  notes: { plain: ["name"], words: ["says"] },
} as const;
export type ListName = keyof typeof rowFields;
export const listNames = Object.keys(rowFields) as ListName[];

/** More rows than this no list can have. */
export const maxRows = 200;

/** Returns an empty row. */
export function emptyRow(list: ListName, key: string): SheetRow {
  const { plain, words } = rowFields[list];
  return {
    key,
    plain: Object.fromEntries(plain.map((name) => [name, ""])),
    words: Object.fromEntries(words.map((name) => [name, {}])),
  };
}

/** Returns a key that no row of a sheet has. */
export function nextKey(sheet: ScenarioSheet): string {
  const used = listNames.flatMap((list) => sheet.lists[list].map(({ key }) => Number(key.slice(1))));
  return `k${Math.max(0, ...used) + 1}`;
}

/** Returns whether nothing is typed in a row. */
export function isEmptyRow({ plain, words }: SheetRow): boolean {
  const texts = [...Object.values(plain), ...Object.values(words).flatMap((one) => Object.values(one))];
  return texts.every((text) => text.trim() === "");
}

/** Returns a scenario as a sheet; `scenarioIn` returns the same from it. */
export function sheetOf(scenario: Scenario): ScenarioSheet {
  const { id, licence, by, origin, start, otherwise, role } = scenario;
  const roleWords = roleParts.map((part) => [part, eachText(role, (one) => one[part])] as const);
  let row = 0;
  const keyed = (rows: Omit<SheetRow, "key">[]): SheetRow[] => rows.map((one) => ({ key: `k${++row}`, ...one }));
  return {
    ...{ id, licence, by, origin, languages: scenario.for.languages },
    plain: {
      theme: scenario.theme,
      ages: scenario.for.ages,
      level: String(scenario.level),
      minutes: String(scenario.minutes),
      reviewed: scenario.reviewed.join("\n"),
      trust: String(start.trust),
      load: String(start.load),
      feeling: feelingText(start.feeling),
      touch: touchLines(scenario.touch),
      must: mustLines(scenario.must),
    },
    words: {
      names: scenario.names,
      warns: eachText(scenario.warns, inLines),
      goals: eachText(scenario.goals, inLines),
      hidden: scenario.hidden,
      starts: eachText(start.says, inLines),
      low: said(otherwise.low),
      mid: said(otherwise.mid),
      spent: said(otherwise.spent),
      debrief: scenario.debrief,
      ...(Object.fromEntries(roleWords) as Record<keyof RoleCard, ByLanguage>),
    },
    lists: {
      facts: keyed(factRows(scenario)),
      rules: keyed(scenario.rules.map(ruleRow)),
      ends: keyed(scenario.ends.map(endRow)),
      hints: keyed(
        scenario.hints.map(({ if: when, ...texts }) => ({
          plain: { when: conditionLine(when) },
          words: { says: texts },
        })),
      ),
      guided: keyed(guidedRows(scenario)),
      topics: keyed(
        Object.entries(scenario.topics).map(([name, texts]) => ({
          plain: { name },
          words: { says: eachText(texts, topicLine) },
        })),
      ),
      notes: keyed(Object.entries(scenario.notes).map(([name, says]) => ({ plain: { name }, words: { says } }))),
    },
  };
}

function eachText<From, To>(texts: Texts<From>, made: (from: From) => To): Texts<To> {
  return Object.fromEntries(Object.entries(texts).map(([language, one]) => [language, made(one as From)]));
}

const inLines = (lines: readonly string[]) => lines.join("\n");
const feelingText = (feeling: number | null) => (feeling === null ? "" : String(feeling));

/** A line each, and an empty line between variants. */
function said(say: Texts<Say>): ByLanguage {
  return eachText(say, (lines) =>
    lines.map((one) => (Array.isArray(one) ? inLines(one) : one)).join(Array.isArray(lines[0]) ? "\n\n" : "\n"),
  );
}

function factRows({ facts }: Scenario): Omit<SheetRow, "key">[] {
  return Object.entries(facts).map(([name, { asked, trust, after, load, ...texts }]) => ({
    plain: { name, how: tellingLine(facts[name]!) },
    words: { says: eachText(texts as Texts<string[]>, inLines) },
  }));
}

function ruleRow({ if: when, say = {}, note = "", ...effect }: Scenario["rules"][number]): Omit<SheetRow, "key"> {
  return {
    plain: { when: conditionLine(when), does: effectLine(effect), note },
    words: { says: said(say) },
  };
}

function endRow({ id, kind, if: when, feeling, helped, say = {} }: Scenario["ends"][number]): Omit<SheetRow, "key"> {
  return {
    plain: { name: id, kind, when: conditionLine(when), feeling: feelingText(feeling), helped: helped ?? "" },
    words: { says: said(say) },
  };
}

function guidedRows({ guided = [] }: Scenario): Omit<SheetRow, "key">[] {
  return guided.flatMap(({ if: when, choices }) =>
    choices.map(({ did, why, ...says }, index) => ({
      plain: { when: index === 0 ? conditionLine(when) || "always" : "", did: did.join(" and ") },
      words: { says, why },
    })),
  );
}
