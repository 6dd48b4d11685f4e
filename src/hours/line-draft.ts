import { isLanguage } from "#src/i18n/i18n.ts";
import { isNamed } from "#src/i18n/seen.ts";
import { tidyLine } from "./files/imported.ts";
import type { LineValues } from "./lines.ts";
import { isCountry } from "./rules/holidays.ts";

export interface LineDraft {
  name: string;
  country: string;
  languages: string[];
  ageFrom: string;
  ageTo: string;
  intakeCap: string;
  pauseAfter: string;
  staffIds: string[];
  /** The new name of the line that was the only one, if asked. */
  firstName?: string;
}

type LineProblemKind =
  | "no_name"
  | "name_too_long"
  | "name_taken"
  | "unknown_country"
  | "unknown_language"
  | "bad_age"
  | "ages_reversed"
  | "bad_cap"
  | "bad_pause"
  | "unknown_staff"
  | "no_first_name"
  | "same_names"
  | "first_named";

export interface LineProblem {
  field: keyof LineDraft;
  problem: LineProblemKind;
}

/** In characters: it must fit a tab and a button. */
const maxLineName = 60;
const maxAgeMs = 99;
const maxCap = 999;
const maxPause = 120;

/** Returns what is set of a line as texts to edit. */
export function lineDraftOf(values: LineValues): LineDraft {
  const text = (n: number | null) => (n === null ? "" : String(n));
  return {
    name: values.name,
    country: values.country,
    languages: values.languages,
    ageFrom: text(values.ageFrom),
    ageTo: text(values.ageTo),
    intakeCap: text(values.intakeCap),
    pauseAfter: text(values.pauseAfterMinutes),
    staffIds: values.staffIds.map(String),
  };
}

/** Returns what a typed line says and what is wrong, given the other lines' names and all staff ids. `firstName` may be "". */
export function readLineDraft(
  draft: LineDraft,
  { others, staff }: { others: string[]; staff: number[] },
): { values: LineValues; firstName: string; problems: LineProblem[] } {
  const problems: LineProblem[] = [];
  const refuse = (field: keyof LineDraft, problem: LineProblemKind) => problems.push({ field, problem });

  const name = tidyLine(draft.name);
  if (!isNamed(name)) refuse("name", "no_name");
  else if (name.length > maxLineName) refuse("name", "name_too_long");
  else if (others.some((other) => isSameName(other, name))) refuse("name", "name_taken");
  const firstName = tidyLine(draft.firstName ?? "");
  const isAsked = draft.firstName !== undefined;
  if (isAsked && !isNamed(firstName)) refuse("firstName", "no_first_name");
  else if (isAsked && firstName.length > maxLineName) refuse("firstName", "name_too_long");
  else if (isAsked && name.length <= maxLineName && isSameName(firstName, name)) refuse("firstName", "same_names");
  if (draft.country !== "" && !isCountry(draft.country)) refuse("country", "unknown_country");
  const languages = draft.languages.filter(isLanguage);
  if (languages.length < draft.languages.length) refuse("languages", "unknown_language");

  const age = (field: "ageFrom" | "ageTo") => {
    const read = numberOf(draft[field], maxAgeMs);
    if (read === undefined) refuse(field, "bad_age");
    return read ?? null;
  };
  const [ageFrom, ageTo] = [age("ageFrom"), age("ageTo")];
  if (ageFrom !== null && ageTo !== null && ageTo < ageFrom) refuse("ageTo", "ages_reversed");
  const intakeCap = numberOf(draft.intakeCap, maxCap);
  if (intakeCap === undefined) refuse("intakeCap", "bad_cap");
  const pauseAfterMinutes = numberOf(draft.pauseAfter, maxPause) ?? undefined;
  if (pauseAfterMinutes === undefined) refuse("pauseAfter", "bad_pause");
  const staffIds = staff.filter((id) => draft.staffIds.includes(String(id)));
  if (draft.staffIds.some((id) => !staff.map(String).includes(id))) refuse("staffIds", "unknown_staff");

  const values = {
    name,
    country: draft.country,
    languages: [...new Set(languages)],
    ageFrom,
    ageTo,
    intakeCap: intakeCap ?? null,
    pauseAfterMinutes: pauseAfterMinutes ?? 0,
    staffIds,
  };
  return { values, firstName, problems };
}

function numberOf(text: string, most: number): number | null | undefined {
  if (text.trim() === "") return null;
  const read = /^\d{1,4}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return read <= most ? read : undefined;
}

/** Returns whether people would take two names for the same. */
export function isSameName(one: string, other: string): boolean {
  const folded = (name: string) => name.normalize("NFKC").toLowerCase();
  return folded(one) === folded(other);
}
