import { HelplineError } from "#src/errors.ts";
import { isLanguage, type Language, languages } from "#src/i18n/i18n.ts";
import { endKinds, helpedWords, scenarioThemes } from "#src/practice/scenario/scenario.ts";
import {
  type ByLanguage,
  emptyRow,
  isEmptyRow,
  type ListName,
  listNames,
  maxRows,
  nextKey,
  plainFields,
  rowFields,
  type ScenarioSheet,
  type SheetRow,
  wordFields,
} from "#src/practice/writing/sheet.ts";
import { parseTried, type Tried } from "#src/practice/writing/tried.ts";

/** The form of a draft as it was sent. */
export interface WriteForm {
  /** With everything typed; what the form does not show is as the draft has it. */
  sheet: ScenarioSheet;
  /** The version that its author had seen; -1 if it does not say. */
  version: number;
  /** The language of the texts in it. */
  language: Language;
  tried: Tried[];
  /** The sentence to try. */
  say: string;
}

/** Reads the form of a draft. Rows of the draft that it does not show stay: a colleague has added them meanwhile. Throws `bad_input`. */
export function readWriteForm(given: Record<string, string>, draft: ScenarioSheet): WriteForm {
  const { language: wanted = "", version = "", tried = "", say = "" } = given;
  if (!isLanguage(wanted)) throw new HelplineError("bad_input");
  const language = wanted;
  const text = (name: string) => given[name]?.replace(/\r\n?/g, "\n");
  const plain = plainFields.map((field) => [field, chosen(field, text(field)) ?? draft.plain[field]]);
  const words = wordFields.map((field) => [field, wordsWith(draft.words[field], language, text(field))]);
  // The first is the one in which it was written.
  const inOrder = [...new Set([...draft.languages, ...languages])];
  const offered = inOrder.filter((one) => given[`offered.${one}`] !== undefined);
  return {
    sheet: {
      ...draft,
      languages: offered.length > 0 ? offered : draft.languages,
      plain: Object.fromEntries(plain) as ScenarioSheet["plain"],
      words: Object.fromEntries(words) as ScenarioSheet["words"],
      lists: readRows(draft, language, given),
    },
    version: /^\d{1,9}$/.test(version) ? Number(version) : -1,
    language,
    tried: parseTried(tried),
    say: say.replace(/\r\n?/g, "\n").slice(0, 2_000),
  };
}

const degrees = ["", ...Array.from({ length: 11 }, (_, degree) => String(degree))];

/** What can be chosen in a field, where nothing is typed. */
const choices: Record<string, readonly (string | null)[]> = {
  ...{ theme: scenarioThemes, level: ["1", "2", "3"], trust: degrees.slice(1), load: degrees.slice(1) },
  ...{ feeling: degrees, kind: ["", ...endKinds], helped: ["", ...helpedWords] },
};

/** Undefined for what nobody can choose: then it stays as it was. */
function chosen(field: string, text: string | undefined): string | undefined {
  const known = choices[field];
  return text === undefined || !known || known.includes(text) ? text : undefined;
}

function wordsWith(before: ByLanguage, language: Language, text: string | undefined): ByLanguage {
  if (text === undefined || text === (before[language] ?? "")) return before;
  const { [language]: _, ...others } = before;
  if (text.trim() === "") return others;
  return language in before ? { ...before, [language]: text } : { ...others, [language]: text };
}

/** Rows stand in the order of the form. */
function readRows(draft: ScenarioSheet, language: Language, given: Record<string, string>): ScenarioSheet["lists"] {
  const lists = Object.fromEntries(listNames.map((list) => [list, new Map<string, SheetRow>()]));
  for (const [name, text] of Object.entries(given)) {
    const [, list = "", key = "", field = ""] = /^(\w+)\.(k\d{1,6})\.(\w+)$/.exec(name) ?? [];
    const rows = lists[list];
    if (!rows || rows.size > maxRows) continue;
    const known = draft.lists[list as ListName].find((one) => one.key === key);
    const row = rows.get(key) ?? known ?? emptyRow(list as ListName, key);
    rows.set(key, rowWith(list as ListName, row, field, { language, text: text.replace(/\r\n?/g, "\n") }));
  }
  const read = listNames.map((list) => {
    const rows = lists[list]!;
    const others = draft.lists[list].filter(({ key }) => !rows.has(key));
    return [list, [...rows.values(), ...others]];
  });
  return Object.fromEntries(read);
}

function rowWith(
  list: ListName,
  row: SheetRow,
  field: string,
  { language, text }: { language: Language; text: string },
): SheetRow {
  const { plain, words } = rowFields[list];
  if (plain.some((one) => one === field)) {
    return { ...row, plain: { ...row.plain, [field]: chosen(field, text) ?? row.plain[field] ?? "" } };
  }
  if (!words.some((one) => one === field)) return row;
  return { ...row, words: { ...row.words, [field]: wordsWith(row.words[field] ?? {}, language, text) } };
}

/** Returns a sheet after a row was added, moved or removed: “add rules”, “up rules k3”. Null if that is no such thing. */
export function withRows(sheet: ScenarioSheet, act: string): ScenarioSheet | null {
  const [verb = "", list = "", key = ""] = act.split(" ");
  const rows = listNames.some((one) => one === list) ? sheet.lists[list as ListName] : null;
  if (!rows) return null;
  const changed = (next: SheetRow[]) => ({ ...sheet, lists: { ...sheet.lists, [list]: next } });
  if (verb === "add") {
    if (rows.length >= maxRows) return sheet;
    const [last] = rows.slice(-1);
    const hasRoom = last !== undefined && isEmptyRow(last);
    return hasRoom ? sheet : changed([...rows, emptyRow(list as ListName, nextKey(sheet))]);
  }
  const at = rows.findIndex((one) => one.key === key);
  if (at < 0) return null;
  if (verb === "remove") return changed(rows.toSpliced(at, 1));
  const to = { up: at - 1, down: at + 1 }[verb];
  if (to === undefined) return null;
  return to < 0 || to >= rows.length ? sheet : changed(rows.toSpliced(at, 1).toSpliced(to, 0, rows[at]!));
}

/** Returns what stands in each field in a language, by the name of the field. */
export function draftFields(sheet: ScenarioSheet, language: Language): Map<string, string> {
  const rows = listNames.flatMap((list) =>
    sheet.lists[list].flatMap(({ key, plain, words }) => [
      ...Object.entries(plain).map(([field, text]) => [`${list}.${key}.${field}`, text] as const),
      ...Object.entries(words).map(([field, one]) => [`${list}.${key}.${field}`, one[language] ?? ""] as const),
    ]),
  );
  const words = Object.entries(sheet.words).map(([field, one]) => [field, one[language] ?? ""] as const);
  return new Map([...Object.entries(sheet.plain), ...words, ...rows]);
}
