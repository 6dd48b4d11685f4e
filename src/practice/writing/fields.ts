import { languages } from "../../i18n/catalogs.ts";
import type { ScenarioProblem } from "../scenario/shape.ts";
import { isEmptyRow, type ListName, roleParts, type ScenarioSheet, type SheetRow } from "./sheet.ts";
import { parseEffect } from "./words.ts";

/** What is wrong in a field of a sheet; "" is the sheet as a whole. */
export interface SheetProblem {
  field: string;
  text: string;
}

/** The rows in which something is typed. */
export function typedRows(sheet: ScenarioSheet, list: ListName): SheetRow[] {
  return sheet.lists[list].filter((row) => !isEmptyRow(row));
}

/** Returns problems of a scenario beside the fields of the sheet that they belong to. */
export function problemsByField(sheet: ScenarioSheet, problems: readonly ScenarioProblem[]): SheetProblem[] {
  return problems.map((one) => ({ field: fieldOf(sheet, one), text: `${languageAt(one.at)}${one.text}` }));
}

function fieldOf(sheet: ScenarioSheet, { at, text }: ScenarioProblem): string {
  const field = fieldAt(sheet, at);
  if (!field.startsWith("rules.") || !field.endsWith(".when")) return field;
  if (text.startsWith("the note ")) return field.replace(/when$/, "note");
  return text.startsWith("the end ") ? field.replace(/when$/, "does") : field;
}

/** “fr: ” where a problem is in one language. */
function languageAt(at: string): string {
  const found = languages.find((language) => partsOf(at).includes(language));
  return found === undefined ? "" : `${found}: `;
}

/** A fact or a topic can be called like a language, so the first two parts are names. */
const partsOf = (at: string) => at.split(/[.[\]]+/).filter(Boolean);

const plainAt: Record<string, string> = {
  ...{ theme: "theme", level: "level", minutes: "minutes", reviewed: "reviewed", touch: "touch", must: "must" },
  ...{ "for.ages": "ages", "for.languages": "languages" },
  ...{ "start.trust": "trust", "start.load": "load", "start.feeling": "feeling", "start.says": "starts" },
  ...{ names: "names", warns: "warns", goals: "goals", hidden: "hidden", debrief: "debrief" },
  ...{ "otherwise.low": "low", "otherwise.mid": "mid", "otherwise.spent": "spent" },
};

function fieldAt(sheet: ScenarioSheet, at: string): string {
  const [first = "", second = "", third = ""] = partsOf(at);
  const simple = plainAt[`${first}.${second}`] ?? plainAt[first];
  if (simple !== undefined) return simple;
  if (first === "role") return (roleParts as readonly string[]).includes(third) ? third : "who";
  if (first === "flags") return whereSet(sheet, second);
  if (first === "guided") return guidedField(sheet, at);
  if (first === "facts" || first === "topics" || first === "notes") {
    const row = typedRows(sheet, first).find(({ plain }) => plain.name?.trim() === second);
    const isTelling = first === "facts" && ["asked", "trust", "after", "load"].includes(third);
    const isName = third === "" && first !== "facts";
    return row ? `${first}.${row.key}.${isTelling ? "how" : isName ? "name" : "says"}` : first;
  }
  if (first !== "rules" && first !== "ends" && first !== "hints") return "";
  const row = second === "" ? undefined : typedRows(sheet, first)[Number(second)];
  return row ? `${first}.${row.key}.${rowField(first, third)}` : first;
}

function rowField(list: "rules" | "ends" | "hints", member: string): string {
  if (member === "say" || languages.some((one) => one === member)) return "says";
  if (list === "ends" && member === "id") return "name";
  if (list === "ends" && ["kind", "feeling", "helped"].includes(member)) return member;
  if (list === "rules" && member === "note") return "note";
  return list === "rules" && member !== "" && member !== "if" ? "does" : "when";
}

/** A flag has no row: what is wrong with it stands beside the first rule that sets it. */
function whereSet(sheet: ScenarioSheet, flag: string): string {
  const row = typedRows(sheet, "rules").find(({ plain: { does = "" } }) => {
    const read = parseEffect(does);
    return "value" in read && read.value.do?.set?.includes(flag);
  });
  return row ? `rules.${row.key}.does` : "rules";
}

function guidedField(sheet: ScenarioSheet, at: string): string {
  const [, group = "0", choice = "0", member = ""] = /^guided\[(\d+)\](?:\.choices\[(\d+)\])?\.?(\w*)/.exec(at) ?? [];
  let index = -1;
  const rows = typedRows(sheet, "guided").filter(({ plain: { when = "" } }, place) => {
    if (when.trim() !== "" || place === 0) index += 1;
    return index === Number(group);
  });
  const row = rows[Number(choice)] ?? rows[0];
  if (!row) return "guided";
  const field = at.includes("choices") ? (member === "why" || member === "did" ? member : "says") : "when";
  return `guided.${row.key}.${field}`;
}
