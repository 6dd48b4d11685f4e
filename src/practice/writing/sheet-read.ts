import type { Language } from "../../i18n/catalogs.ts";
import { detectors } from "../detectors/detect.ts";
import { parseScenario } from "../scenario/parse.ts";
import type { Say, Scenario, Texts } from "../scenario/scenario.ts";
import { problemsByField, type SheetProblem, typedRows } from "./fields.ts";
import { type LineRead, namesWith } from "./line.ts";
import { type ByLanguage, type ListName, roleParts, type ScenarioSheet, type SheetRow } from "./sheet.ts";
import { linesOf, parseCondition, parseEffect, parseMusts, parseTelling, parseTopic, parseTouch } from "./words.ts";

/** Returns the scenario that a sheet holds, or what is wrong with its form, by field. */
export function scenarioIn(sheet: ScenarioSheet): { scenario: Scenario } | { problems: SheetProblem[] } {
  const problems: SheetProblem[] = [];
  const file = fileOf(sheet, (field, read) => {
    if ("value" in read) return read.value;
    problems.push({ field, text: read.wrong });
    return undefined;
  });
  const parsed = parseScenario(JSON.stringify(file));
  const isSaid = ({ field }: SheetProblem) => problems.some((one) => one.field === field);
  const found = "problems" in parsed ? problemsByField(sheet, parsed.problems) : [];
  problems.push(...found.filter((one) => !isSaid(one)));
  return problems.length > 0 || "problems" in parsed ? { problems } : parsed;
}

/** Takes what was read in a field, and notes what was wrong. */
type Take = <Value>(field: string, read: LineRead<Value>) => Value | undefined;

/** Returns what would stand in the file: the form of it is checked afterwards. */
function fileOf(sheet: ScenarioSheet, take: Take): unknown {
  const { id, licence, by, origin, plain, words } = sheet;
  const rows = (list: ListName) => typedRows(sheet, list);
  const guided = guidedOf(sheet, take);
  const condition = (list: ListName, { key, plain: { when = "" } }: SheetRow) =>
    take(`${list}.${key}.when`, parseCondition(when)) ?? {};
  return {
    ...{ format: "porchlight-practice", version: 1, id, licence, by, origin },
    reviewed: linesOf(plain.reviewed),
    names: textsOf(words.names),
    theme: plain.theme,
    for: { ages: plain.ages.trim(), languages: sheet.languages },
    level: numberOf(plain.level),
    minutes: numberOf(plain.minutes),
    warns: eachOf(words.warns, linesOf),
    goals: eachOf(words.goals, linesOf),
    hidden: textsOf(words.hidden),
    start: {
      ...{ trust: numberOf(plain.trust), load: numberOf(plain.load), feeling: feelingOf(plain.feeling) },
      says: eachOf(words.starts, linesOf),
    },
    touch: take("touch", parseTouch(plain.touch)) ?? {},
    topics: namedOf(sheet, "topics", take, ({ words: { says = {} } }) => eachOf(says, parseTopic)),
    facts: namedOf(sheet, "facts", take, ({ key, plain: { how = "" }, words: { says = {} } }) => ({
      ...take(`facts.${key}.how`, parseTelling(how)),
      ...eachOf(says, linesOf),
    })),
    rules: rows("rules").map((row) => ruleOf(row, condition("rules", row), take)),
    otherwise: { low: sayOf(words.low), mid: sayOf(words.mid), high: "next_fact", spent: sayOf(words.spent) },
    ends: rows("ends").map((row) => ({
      ...{ id: row.plain.name?.trim(), kind: row.plain.kind, if: condition("ends", row) },
      ...{ feeling: feelingOf(row.plain.feeling), helped: row.plain.helped || null },
      ...sayIn(row),
    })),
    must: take("must", parseMusts(plain.must)) ?? [],
    hints: rows("hints").map((row) => ({ if: condition("hints", row), ...textsOf(row.words.says) })),
    ...(guided.length > 0 && { guided }),
    notes: namedOf(sheet, "notes", take, ({ words: { says } }) => textsOf(says)),
    debrief: textsOf(words.debrief),
    role: roleOf(words),
  };
}

function textsOf(words: ByLanguage = {}): Texts<string> {
  return eachOf(words, (text) => text.trim());
}

/** Languages in which nothing is typed are left out. */
function eachOf<To>(words: ByLanguage, made: (text: string) => To): Texts<To> {
  const typed = Object.entries(words).filter(([, text]) => text.trim() !== "");
  return Object.fromEntries(typed.map(([language, text]) => [language, made(text)]));
}

/** What is no number stays as it was typed, so that the check of the form says what is wrong. */
function numberOf(text: string): number | string {
  return /^\d{1,3}$/.test(text.trim()) ? Number(text) : text;
}

const feelingOf = (text = "") => (text.trim() === "" ? null : numberOf(text));

function sayOf(words: ByLanguage = {}): Texts<Say> {
  return eachOf(words, (text) => {
    const variants = text
      .replace(/\r\n?/g, "\n")
      .split(/\n[^\S\n]*\n/)
      .map(linesOf)
      .filter((lines) => lines.length > 0);
    return variants.length === 1 ? variants[0]! : variants;
  });
}

function sayIn({ words: { says = {} } }: SheetRow): { say?: Texts<Say> } {
  const say = sayOf(says);
  return Object.keys(say).length > 0 ? { say } : {};
}

function namedOf(
  sheet: ScenarioSheet,
  list: ListName,
  take: Take,
  made: (row: SheetRow) => unknown,
): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const row of typedRows(sheet, list)) {
    const name = row.plain.name?.trim() ?? "";
    const at = `${list}.${row.key}.name`;
    if (Object.hasOwn(found, name)) take(at, { wrong: `“${name}” is there twice. Give each a name of its own.` });
    else if (/^[a-z][a-z0-9_]*$/.test(name)) found[name] = made(row);
    else take(at, { wrong: "needs a name of small letters, digits and _, like best_friend." });
  }
  return found;
}

function ruleOf(row: SheetRow, when: unknown, take: Take) {
  const { does = "", note = "" } = row.plain;
  const { do: changes, hold, wait, end, times } = take(`rules.${row.key}.does`, parseEffect(does)) ?? {};
  return {
    if: when,
    ...(changes && { do: changes }),
    ...(hold && { hold }),
    ...(wait !== undefined && { wait }),
    ...sayIn(row),
    ...(end !== undefined && { end }),
    ...(times !== undefined && { times }),
    ...(note.trim() !== "" && { note: note.trim() }),
  };
}

const didNames = namesWith("and", detectors);

function guidedOf(sheet: ScenarioSheet, take: Take) {
  const found: { if: unknown; choices: unknown[] }[] = [];
  for (const { key, plain, words } of typedRows(sheet, "guided")) {
    const { when = "", did = "" } = plain;
    if (when.trim() !== "" || found.length === 0) {
      const line = when.trim() === "always" ? "" : when;
      found.push({ if: take(`guided.${key}.when`, parseCondition(line)) ?? {}, choices: [] });
    }
    const read = did.trim() === "" ? { value: [] } : didNames.read(did.trim());
    found.at(-1)!.choices.push({
      did: take(`guided.${key}.did`, read) ?? [],
      why: textsOf(words.why),
      ...textsOf(words.says),
    });
  }
  return found;
}

function roleOf(words: ScenarioSheet["words"]) {
  const card = (language: Language) =>
    Object.fromEntries(
      roleParts.flatMap((part) => (words[part][language]?.trim() ? [[part, words[part][language]?.trim()]] : [])),
    );
  const written = Object.keys(Object.assign({}, ...roleParts.map((part) => words[part]))) as Language[];
  const cards = written.map((language) => [language, card(language)] as const);
  return Object.fromEntries(cards.filter(([, one]) => Object.keys(one).length > 0));
}
