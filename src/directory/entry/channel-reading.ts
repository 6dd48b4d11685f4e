import type { DataReader } from "#src/db/db.ts";
import { type DraftProblemKind, type DraftWarning, draftOfHours, readDraft } from "#src/hours/draft.ts";
import { tidyLine } from "#src/hours/files/imported.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { languages as spoken } from "#src/i18n/i18n.ts";
import { languageOf } from "../language-of.ts";
import { regionOf } from "../regions.ts";
import { withScheme } from "../web-address.ts";
import type { EntryProblem } from "./check.ts";
import type { Channel, Entry, Place } from "./entry.ts";
import {
  type ChannelDraft,
  channelTexts,
  type EntryDraft,
  type HoursDraft,
  hasExceptions,
  placeTexts,
} from "./entry-draft.ts";

/** `hours` has its text at `admin.hours.problem.<kind>`; `part` is the piece that was typed. */
export interface HoursProblem {
  field: string;
  hours: DraftProblemKind;
  part: string;
}

export type HoursWarning = DraftWarning;

interface DraftHoursRead {
  calendar: Calendar | null;
  problems: HoursProblem[];
  warnings: HoursWarning[];
}

/** Returns what a typed week says, with the exceptions of `before`. Fields are named "week.0", after `place`. */
export function readDraftHours(draft: HoursDraft, before: Calendar | null, place: string): DraftHoursRead {
  const isKept = hasExceptions(before) && !draft.plain;
  if (draft.week.every((text) => text.trim() === "") && !isKept) return { calendar: null, problems: [], warnings: [] };
  const usual = draftOfHours({ timeZone: draft.zone, calendar: null });
  const read = readDraft({ ...usual, atHours: true, lastEntry: "0", week: draft.week });
  const { week, timeZone } = read.hours.calendar!;
  const { seasons = [], dayRules = [], cuts = [], lastEntryMinutes = 0 } = before ?? {};
  const more = isKept ? { seasons, dayRules, cuts } : { seasons: [], dayRules: [], cuts: [] };
  // A week without hours is fine beside a season that has some.
  const warnings = read.warnings.filter(({ warning }) => !(isKept && warning === "never_open"));
  return {
    calendar: { timeZone, lastEntryMinutes, week, ...more },
    problems: read.problems.map(({ field, problem, part }) => ({ field: place + field, hours: problem, part })),
    warnings: warnings.map(({ field, warning }) => ({ field: place + field, warning })),
  };
}

export interface ChannelsRead {
  channels: Channel[];
  /** For each channel, its row in the form. */
  places: number[];
  problems: (EntryProblem | HoursProblem)[];
  warnings: HoursWarning[];
}

/** Returns the ways to reach a service that are filled in. */
export function readDraftChannels(db: DataReader, { channels }: EntryDraft, before: Entry): ChannelsRead {
  const read: ChannelsRead = { channels: [], places: [], problems: [], warnings: [] };
  channels.forEach((draft, i) => {
    if (isBlank(draft)) return;
    const was = draft.was === null ? undefined : before.channels[draft.was];
    const hours = readDraftHours(draft.hours, was?.calendar ?? null, `channel.${i}.`);
    const languages = readNames(draft.texts.languages, languageOf);
    const place = draft.texts.kind === "visit" ? placeOf(db, draft, was?.place ?? null) : null;
    if (place && place.country !== "" && !/^[A-Z]{2}$/.test(place.country))
      read.problems.push({ field: `channel.${i}.country`, problem: "not_known" });
    if (languages.unknown) read.problems.push({ field: `channel.${i}.languages`, problem: "not_known" });
    read.problems.push(...hours.problems);
    read.warnings.push(...hours.warnings);
    read.channels.push({ ...channelOf(draft, was), languages: languages.found, calendar: hours.calendar, place });
    read.places.push(i);
  });
  return read;
}

function isBlank({ texts, hours }: ChannelDraft): boolean {
  const typed = [...channelTexts, ...placeTexts].filter((name) => name !== "kind" && name !== "free");
  return [...typed.map((name) => texts[name]), ...hours.week].every((text) => tidyLine(text) === "");
}

function channelOf({ texts }: ChannelDraft, was: Channel | undefined) {
  const line = (name: "value" | "extension" | "description") => {
    const text = tidyLine(texts[name]);
    return was && text === tidyLine(was[name]) ? was[name] : text;
  };
  const isPage = texts.kind === "web" || texts.kind === "chat";
  const value = line("value");
  return {
    kind: texts.kind as Channel["kind"],
    value: isPage && value !== was?.value ? withScheme(value) : value,
    extension: line("extension"),
    description: line("description"),
    free: readFact(texts.free),
  };
}

function placeOf(db: DataReader, { texts, hideExactAddress }: ChannelDraft, was: Place | null): Place | null {
  const typed = Object.fromEntries(
    placeTexts.map((name) => {
      const text = tidyLine(texts[name]);
      return [name, was && text === tidyLine(was[name]) ? was[name] : text];
    }),
  ) as Record<(typeof placeTexts)[number], string>;
  const { stateProvince = "", latitude = null, longitude = null } = was ?? {};
  const country =
    was?.country === typed.country ? typed.country : (regionOf(db, typed.country, spoken) ?? typed.country);
  const place = { ...typed, country, stateProvince, latitude, longitude, hideExactAddress };
  const isEmpty = Object.values(typed).every((text) => text === "") && !was && !hideExactAddress;
  return isEmpty ? null : place;
}

/** Returns true for "yes", false for "no", and null for anything else. */
export function readFact(text: string): boolean | null {
  return text === "yes" ? true : text === "no" ? false : null;
}

/** Returns the names in a line, between commas or semicolons, and whether one of them is unknown. */
export function readNames(line: string, read: (name: string) => string | undefined) {
  const names = line.split(/[,;\n]/).flatMap((name) => name.trim() || []);
  const found = names.map(read);
  return { found: found.filter((one) => one !== undefined), unknown: found.includes(undefined) };
}
