import type { Language } from "#src/i18n/i18n.ts";
import { isNamed, misleads } from "#src/i18n/seen.ts";
import { definitions, maxSetting, type SettingName, type Settings, settingsProblems } from "./definitions.ts";
import { type EmergencyCountry, emergencyProblems, maxEmergency } from "./emergency.ts";
import { readExitAddress } from "./exit-address.ts";
import { namesOf } from "./settings.ts";
import type { Subject } from "./subjects.ts";

/** The subjects that are set in one plain form each. */
export const plainSubjects = [
  "helpline",
  "emergency",
  "languages",
  "chats",
  "silence",
  "keeping",
  "directory",
  "callback",
  "accounts",
  "address",
] as const satisfies Subject[];
export type PlainSubject = (typeof plainSubjects)[number];

/** The form of a subject as it is typed: texts, numbers and ticked boxes ("on") by name of the setting, and the two lists. */
export interface SettingsDraft {
  texts: Record<string, string>;
  languages: string[];
  countries: EmergencyCountry[];
}

export interface SettingsProblem {
  /** A name of a setting, or "emergency.0.call". */
  field: string;
  problem:
    | "empty"
    | "long"
    | "control"
    | "address"
    | "own_address"
    | "whole"
    | "choice"
    | "ages_turned"
    | "silence_order"
    | "language_not_offered"
    | "no_language"
    | "no_country"
    | "too_many"
    | "country"
    | "country_twice"
    | "call"
    | "sms"
    | "app"
    | "police"
    | "press";
  /** Bounds of a whole number, or the most that fits. */
  least: number;
  most: number;
}

/** What is set, as it stands in the form. */
export function settingsDraftOf(set: Settings): SettingsDraft {
  const texts = Object.entries(set).filter(([, value]) => typeof value === "string" || typeof value === "number");
  const ticked = Object.entries(set).filter(([, value]) => value === true);
  return {
    texts: Object.fromEntries([
      ...texts.map(([name, value]) => [name, String(value)]),
      ...ticked.map(([name]) => [name, "on"]),
    ]),
    languages: set.languages,
    countries: set.emergency,
  };
}

/** What a form sets, and what has to be put right first. `values` is complete only where there are no problems. */
export function readSettingsDraft(subject: PlainSubject, draft: SettingsDraft, now: Settings) {
  const values: Partial<Settings> = {};
  const problems: SettingsProblem[] = [];
  for (const name of namesOf(subject)) {
    const { value, problem } = readOne(name, draft);
    if (problem.length > 0) problems.push(...problem);
    else Object.assign(values, { [name]: value });
  }
  if (problems.length > 0) return { values, problems };
  for (const { name, problem } of settingsProblems({ ...now, ...values })) {
    problems.push({ field: name, problem, least: 0, most: 0 });
  }
  return { values, problems };
}

function readOne(name: SettingName, draft: SettingsDraft): { value?: unknown; problem: SettingsProblem[] } {
  if (name === "languages") return readLanguages(draft.languages);
  if (name === "emergency") return readCountries(draft.countries);
  const typed = draft.texts[name] ?? "";
  const definition = definitions[name];
  if (typeof definition.value === "boolean") return { value: typed === "on", problem: [] };
  if ("least" in definition) return readWhole(name, typed, definition.least, definition.most);
  return readText(name, typed.trim());
}

const wrong = (field: string, problem: SettingsProblem["problem"], least = 0, most = 0) => ({
  problem: [{ field, problem, least, most }],
});

function readWhole(name: SettingName, typed: string, least: number, most: number) {
  const text = typed.trim();
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? { value: number, problem: [] } : wrong(name, "whole", least, most);
}

function readText(name: SettingName, text: string) {
  if (text === "") return wrong(name, "empty");
  const definition = definitions[name];
  const most = "longest" in definition ? definition.longest : maxSetting;
  if (text.length > most) return wrong(name, "long", 0, most);
  if (misleads(text)) return wrong(name, "control");
  if (!isNamed(text)) return wrong(name, "empty");
  if (name === "exitAddress") return readAddress(text);
  const allows = definition.allows as (value: unknown) => boolean;
  if (allows(text)) return { value: text, problem: [] };
  return wrong(name, name === "language" ? "language_not_offered" : "choice");
}

function readAddress(text: string) {
  const value = readExitAddress(text);
  if (value === null) return wrong("exitAddress", "address");
  // As a browser writes it, it may be longer than it was typed.
  return value.length <= maxSetting ? { value, problem: [] } : wrong("exitAddress", "long", 0, maxSetting);
}

function readLanguages(chosen: string[]) {
  // In the order of the catalogs, so that the same choice is the same value.
  const value = (definitions.languages.value as Language[]).filter((one) => chosen.includes(one));
  return value.length > 0 ? { value, problem: [] } : wrong("languages", "no_language");
}

function readCountries(countries: EmergencyCountry[]) {
  if (countries.length === 0) return wrong("emergency", "no_country");
  if (countries.length > maxEmergency) return wrong("emergency", "too_many", 0, maxEmergency);
  const tidy = countries.map(tidyCountry);
  const problem = tidy.flatMap((one, i) => {
    const twice = tidy.findIndex(({ country }) => country === one.country) < i;
    const fields = emergencyProblems(one).map((field) => ({ field: `emergency.${i}.${field}`, problem: field }));
    const all = twice ? [...fields, { field: `emergency.${i}.country`, problem: "country_twice" as const }] : fields;
    return all.map((each) => ({ ...each, least: 0, most: 0 }));
  });
  return problem.length > 0 ? { problem } : { value: tidy, problem };
}

function tidyCountry({ country, call, police = "", sms, app, press }: EmergencyCountry): EmergencyCountry {
  return { country, call: call.trim(), police: police.trim(), sms: sms.trim(), app: app.trim(), press: press.trim() };
}
