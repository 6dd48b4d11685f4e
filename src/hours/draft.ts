import { tidyLine, tidyNote } from "./files/imported.ts";
import type { HoursOfLine } from "./opening-hours.ts";
import {
  type Cut,
  type DayRule,
  type DayRuleKind,
  maxCalendar,
  priorities,
  type Season,
  type Span,
  usualLastEntry,
  type Week,
} from "./rules/calendar.ts";
import { calendarProblems, type ProblemKind, type WarningKind, warningsOf } from "./rules/check.ts";
import { formatSpans, readDate, readLocalDateTime, readSpans, type SpansProblem } from "./times.ts";

/** Hours as typed, every field as text, so that a refusal can show it again. */
export interface Draft {
  /** Without hours a line is open whenever someone is there. */
  atHours: boolean;
  zone: string;
  lastEntry: string;
  /** Seven texts from Monday; "" = closed. */
  week: string[];
  seasons: SeasonDraft[];
  days: DayDraft[];
  cuts: CutDraft[];
}

export type SeasonDraft = Record<"label" | "from" | "to", string> & { week: string[] };
export type DayDraft = Record<"kind" | "from" | "to" | "label" | "note" | "hours", string>;
export type CutDraft = Record<"kind" | "from" | "to" | "label", string>;

export type DraftProblemKind =
  | SpansProblem
  | Exclude<ProblemKind, "bad_date">
  | "no_date"
  | "no_dates"
  | "not_a_date"
  | "not_a_moment"
  | "unknown_kind";

export interface DraftProblem {
  /** As in the form: "week.0", "season.1.from", "season.1.week.6", "day.3.note", "cut.0.to", "zone", "days". */
  field: string;
  problem: DraftProblemKind;
  part: string;
}

export interface DraftWarning {
  field: string;
  warning: WarningKind;
}

export interface DraftRead {
  hours: HoursOfLine;
  problems: DraftProblem[];
  warnings: DraftWarning[];
}

/** Returns hours as texts to edit, the reverse of `readDraft`. */
export function draftOfHours({ timeZone, calendar }: HoursOfLine): Draft {
  const texts = (week: Week) => week.map(formatSpans);
  return {
    atHours: calendar !== null,
    zone: timeZone,
    lastEntry: String(calendar?.lastEntryMinutes ?? usualLastEntry),
    week: calendar ? texts(calendar.week) : Array(7).fill(""),
    seasons: (calendar?.seasons ?? []).map(({ label, from, to, week }) => ({
      label,
      from: from ?? "",
      to: to ?? "",
      week: texts(week),
    })),
    days: (calendar?.dayRules ?? []).map(dayDraftOf),
    cuts: (calendar?.cuts ?? []).map(({ kind, from, to, label }) => ({ kind, from, to, label })),
  };
}

/** Returns a day rule as texts to edit. */
export function dayDraftOf({ kind, from, to, label, note, spans }: DayRule): DayDraft {
  return { kind, from, to, label, note, hours: formatSpans(spans) };
}

/** Returns what typed hours say and what is wrong (PROMISES.md H15); a day that could not be read is closed, for a preview. */
export function readDraft(draft: Draft): DraftRead {
  const problems: DraftProblem[] = [];
  const refuse: Refuse = (field, problem, part = "") => {
    problems.push({ field, problem, part });
    return null;
  };
  const timeZone = draft.zone.trim();
  const lastEntryMinutes = /^\d{1,3}$/.test(draft.lastEntry.trim()) ? Number(draft.lastEntry) : -1;
  const week = readWeek(draft.week, "week", refuse);
  const seasons = draft.seasons.map((one, i) => readSeason(one, `season.${i}`, refuse));
  const dayRules = draft.days.map((one, i) => readDay(one, `day.${i}`, refuse));
  const cuts = draft.cuts.map((one, i) => readCut(one, `cut.${i}`, refuse));

  const calendar = {
    timeZone,
    lastEntryMinutes,
    week,
    seasons: seasons.filter((one) => one !== null),
    dayRules: dayRules.filter((one) => one !== null),
    cuts: cuts.filter((one) => one !== null),
  };
  const places = { season: kept(seasons), day: kept(dayRules), cut: kept(cuts) };
  for (const { problem, where } of calendarProblems(calendar)) {
    const part = problem === "ends_before" ? "to" : "from";
    problems.push({ field: fieldOf(where, places, part), problem: problem as DraftProblemKind, part: "" });
  }
  if (!draft.atHours) {
    const zoneOnly = problems.filter(({ field }) => field === "zone");
    return { hours: { timeZone, calendar: null }, problems: zoneOnly, warnings: [] };
  }
  const warnings = warningsOf(calendar).map(({ warning, where }) => ({
    warning,
    field: fieldOf(where, places, "hours"),
  }));
  return { hours: { timeZone, calendar }, problems, warnings };
}

type Refuse = (field: string, problem: DraftProblemKind, part?: string) => null;

function readWeek(texts: string[], where: string, refuse: Refuse): Week {
  return texts.map((text, day) => readHours(text, `${where}.${day}`, refuse));
}

function readHours(text: string, field: string, refuse: Refuse): Span[] {
  const read = readSpans(text);
  if ("spans" in read) return read.spans;
  refuse(field, read.problem, read.part);
  return [];
}

function readSeason(typed: SeasonDraft, where: string, refuse: Refuse): Season | null {
  if (isBlank([typed.label, typed.from, typed.to, ...typed.week])) return null;
  const week = readWeek(typed.week, `${where}.week`, refuse);
  const label = readLabel(typed.label, `${where}.label`, refuse);
  if (isBlank([typed.from, typed.to])) return refuse(`${where}.from`, "no_dates");
  const from = isBlank([typed.from]) ? null : readOneDate(typed.from, `${where}.from`, refuse);
  const to = isBlank([typed.to]) ? null : readOneDate(typed.to, `${where}.to`, refuse);
  return from === undefined || to === undefined ? null : { from, to, label, week };
}

function readDay(typed: DayDraft, where: string, refuse: Refuse): DayRule | null {
  const { kind, ...texts } = typed;
  if (isBlank(Object.values(texts))) return null;
  const spans = readHours(typed.hours, `${where}.hours`, refuse);
  const label = readLabel(typed.label, `${where}.label`, refuse);
  const note = tidyNote(typed.note);
  if (note.length > maxCalendar.text) refuse(`${where}.note`, "too_long");
  if (!isKind(kind)) refuse(`${where}.kind`, "unknown_kind", kind.slice(0, 40));
  if (isBlank([typed.from])) return refuse(`${where}.from`, "no_date");
  const from = readOneDate(typed.from, `${where}.from`, refuse);
  const to = isBlank([typed.to]) ? from : readOneDate(typed.to, `${where}.to`, refuse);
  if (from === undefined || to === undefined || !isKind(kind)) return null;
  return { kind, from, to, label, note: note.slice(0, maxCalendar.text), spans };
}

function readCut(typed: CutDraft, where: string, refuse: Refuse): Cut | null {
  const { kind, ...texts } = typed;
  if (isBlank(Object.values(texts))) return null;
  const label = readLabel(typed.label, `${where}.label`, refuse);
  const known =
    kind === "open" || kind === "closed" ? kind : refuse(`${where}.kind`, "unknown_kind", kind.slice(0, 40));
  const from = readLocalDateTime(typed.from) ?? refuse(`${where}.from`, "not_a_moment", typed.from.slice(0, 40));
  const to = readLocalDateTime(typed.to) ?? refuse(`${where}.to`, "not_a_moment", typed.to.slice(0, 40));
  return known && from && to ? { kind: known, from, to, label } : null;
}

function readOneDate(text: string, field: string, refuse: Refuse): string | undefined {
  return readDate(text) ?? refuse(field, "not_a_date", text.slice(0, 40)) ?? undefined;
}

function readLabel(text: string, field: string, refuse: Refuse): string {
  const label = tidyLine(text);
  if (label.length > maxCalendar.text) refuse(field, "too_long");
  return label.slice(0, maxCalendar.text);
}

function isKind(kind: string): kind is DayRuleKind {
  return Object.hasOwn(priorities, kind);
}

function isBlank(texts: string[]): boolean {
  return texts.every((text) => text.trim() === "");
}

function kept(list: (object | null)[]): number[] {
  return list.flatMap((one, i) => (one ? i : []));
}

// `part` is the field of a whole season, rule or cut.
function fieldOf(where: string, places: Record<"season" | "day" | "cut", number[]>, part: string): string {
  const [group = "", index = "", ...rest] = where.split(".");
  const place = places[group as keyof typeof places]?.[Number(index)];
  if (place === undefined) return where;
  return [group, place, ...(rest.length > 0 ? rest : [part])].join(".");
}
