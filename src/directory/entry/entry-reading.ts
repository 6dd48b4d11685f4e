import type { DataReader } from "#src/db/db.ts";
import { tidyLine, tidyNote } from "#src/hours/files/imported.ts";
import { readDate } from "#src/hours/times.ts";
import { searchable } from "#src/i18n/fold.ts";
import { languages } from "#src/i18n/i18n.ts";
import { languageOf } from "../language-of.ts";
import { countryName, knownRegions, regionOf } from "../regions.ts";
import { isTopic } from "../topics.ts";
import {
  type ChannelsRead,
  type HoursProblem,
  type HoursWarning,
  readDraftChannels,
  readDraftHours,
  readFact,
  readNames,
} from "./channel-reading.ts";
import type { EntryProblem, EntryProblemKind } from "./check.ts";
import { entryProblems } from "./check.ts";
import { type Entry, type EntryTexts, maxEntry } from "./entry.ts";
import type { EntryDraft, EntryText } from "./entry-draft.ts";
import { organization, organizations } from "./organizations.ts";

export interface EntryRead {
  /** `organizationId` is "" if the organization is new. */
  entry: Entry;
  newOrganization: string | null;
  /** Named as in the form: "name", "channel.2.value", "week.0", "channel.1.week.6", "text.0.name". */
  problems: (EntryProblem<EntryProblemKind | "check_first"> | HoursProblem)[];
  warnings: HoursWarning[];
}

/** Returns what a typed entry says and what is wrong. What the form does not show is kept from `before`. */
export function readEntry(db: DataReader, draft: EntryDraft, before: Entry): EntryRead {
  const { texts, facts } = draft;
  const hours = readDraftHours(draft.hours, before.calendar, "");
  const channels = readDraftChannels(db, draft, before);
  const spoken = readNames(texts.otherLanguages, languageOf);
  const regions = readNames(texts.otherRegions, (text) => regionOf(db, text, languages));
  const by = readOrganization(db, texts, before);
  const line = (field: EntryText & keyof Entry) => kept(tidyLine, texts[field], before[field] as string);
  const text = (field: EntryText & keyof Entry) => kept(tidyNote, texts[field], before[field] as string);
  const entry: Entry = {
    ...before,
    organizationId: by.id,
    name: line("name"),
    alternateName: line("alternateName"),
    summary: line("summary"),
    description: text("description"),
    status: texts.status as Entry["status"],
    visibility: texts.visibility as Entry["visibility"],
    ageFrom: readNumber(texts.ageFrom),
    ageTo: readNumber(texts.ageTo),
    eligibility: text("eligibility"),
    application: text("application"),
    fees: text("fees"),
    free: readFact(facts.free),
    anonymous: readFact(facts.anonymous),
    needsReferral: readFact(facts.needsReferral),
    interpretation: text("interpretation"),
    alert: line("alert"),
    alertUntil: texts.alertUntil.trim() === "" ? null : (readDate(texts.alertUntil) ?? texts.alertUntil.slice(0, 40)),
    emergency: draft.emergency,
    weight: texts.weight.trim() === "" ? 0 : readNumber(texts.weight)!,
    channels: channels.channels,
    languages: inOrder([...draft.languages, ...spoken.found], before.languages),
    regions: inOrder([...draft.regions, ...regions.found], before.regions),
    topics: inOrder(draft.topics.filter(isTopic), before.topics),
    texts: readTranslations(draft, before),
    calendar: hours.calendar,
    hoursNote: line("hoursNote"),
    verifyEveryDays: readNumber(texts.verifyEveryDays),
  };
  return {
    entry,
    newOrganization: by.name,
    problems: [
      ...entryProblems(entry).flatMap((one) => placed(one, draft, channels)),
      ...(spoken.unknown ? [{ field: "otherLanguages", problem: "not_known" } as const] : []),
      ...(regions.unknown || hasUnknownRegion(db, draft, before)
        ? [{ field: "otherRegions", problem: "not_known" } as const]
        : []),
      ...channels.problems,
      ...hours.problems,
      ...draft.translations.flatMap((one, i) =>
        isBlank(one) || languageOf(one.language)
          ? []
          : [{ field: `text.${i}.language`, problem: "not_known" } as const],
      ),
      ...tooLong("organization", by.name ?? "", maxEntry.name),
    ],
    warnings: [...hours.warnings, ...channels.warnings],
  };
}

function tooLong(field: string, { length: is }: string, most: number): EntryProblem[] {
  return is > most ? [{ field, problem: "too_long", length: { is, most } }] : [];
}

/** Returns an entry without what may not be in it, for a preview. */
export function whatStands(entry: Entry): Entry {
  const wrong = new Set(entryProblems(entry).map(({ field }) => field.split(".").slice(0, 2).join(".")));
  const number = (field: "ageFrom" | "ageTo") => (wrong.has(field) ? null : entry[field]);
  return {
    ...entry,
    ageFrom: number("ageFrom"),
    ageTo: number("ageTo"),
    languages: wrong.has("languages") ? [] : entry.languages,
    alertUntil: wrong.has("alertUntil") ? null : entry.alertUntil,
    calendar: wrong.has("calendar") ? null : entry.calendar,
    channels: entry.channels.filter((_, i) => !wrong.has(`channel.${i}`)),
  };
}

// A difference only in spacing is no change.
function kept(tidy: (text: string) => string, typed: string, before: string): string {
  const text = tidy(typed.replace(/\r\n?/g, "\n"));
  return text === tidy(before) ? before : text;
}

function readNumber(text: string): number | null {
  const typed = text.trim();
  if (typed === "") return null;
  return /^-?\d{1,6}$/.test(typed) ? Number(typed) : Number.NaN;
}

function inOrder<One extends string>(list: One[], before: One[]): One[] {
  const chosen = [...new Set(list)];
  return [...before.filter((one) => chosen.includes(one)), ...chosen.filter((one) => !before.includes(one))];
}

function hasUnknownRegion(db: DataReader, { regions }: EntryDraft, before: Entry): boolean {
  const strange = regions.filter((code) => !before.regions.includes(code) && countryName(code, "en") === null);
  if (strange.length === 0) return false;
  const known = new Set(knownRegions(db).map(({ code }) => code));
  return !strange.every((code) => known.has(code));
}

function readOrganization(db: DataReader, texts: EntryDraft["texts"], before: Entry) {
  const name = tidyLine(texts.organization) || tidyLine(texts.name);
  const wanted = searchable(name);
  const own = organization(db, before.organizationId);
  const isOwn = own !== undefined && searchable(tidyLine(own.name)) === wanted;
  const known = isOwn ? own : organizations(db).find((one) => searchable(tidyLine(one.name)) === wanted);
  return known ? { id: known.id, name: null } : { id: "", name };
}

const isBlank = ({ language, ...texts }: EntryDraft["translations"][number]) =>
  [language, ...Object.values(texts)].every((text) => tidyLine(text) === "");

function readTranslations({ translations }: EntryDraft, { texts: before }: Entry): Record<string, EntryTexts> {
  const read = translations.flatMap((one): [string, EntryTexts][] => {
    const language = languageOf(one.language);
    const { language: _, ...typed } = one;
    if (!language || Object.values(typed).every((text) => tidyLine(text) === "")) return [];
    const was = before[language];
    const texts = {
      name: kept(tidyLine, one.name, was?.name ?? ""),
      summary: kept(tidyLine, one.summary, was?.summary ?? ""),
      description: kept(tidyNote, one.description, was?.description ?? ""),
      eligibility: kept(tidyNote, one.eligibility, was?.eligibility ?? ""),
    };
    return [[language, texts]];
  });
  return Object.fromEntries(read);
}

// Empty rows were skipped, so a row in the form is not the channel's index.
function placed(one: EntryProblem, draft: EntryDraft, { places }: ChannelsRead): EntryProblem[] {
  const { field, problem } = one;
  const [group, which = "", part = ""] = field.split(".");
  // Hours report their own problems.
  if (problem === "bad_hours") return [];
  if (group === "channel") return [{ ...one, field: `channel.${places[Number(which)]}.${part}` }];
  if (group !== "texts") return [one];
  const at = draft.translations.findIndex((one) => languageOf(one.language) === which);
  return [{ ...one, field: `text.${at}.${part || "language"}` }];
}
