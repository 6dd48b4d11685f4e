import { maxEntry, organizationNamed } from "#src/directory/entry/entry.ts";
import { type Incoming, type IncomingService, type Issue, lengths } from "#src/directory/importing/incoming.ts";
import { languageOf } from "#src/directory/language-of.ts";
import type { Topic } from "#src/directory/topics.ts";
import { readingTable } from "#src/hours/files/csv.ts";
import { tidyLine, tidyNote } from "#src/hours/files/imported.ts";
import { datePlus } from "#src/hours/rules/days.ts";
import { readDate, readTime } from "#src/hours/times.ts";
import { searchable } from "#src/i18n/fold.ts";
import { withoutMisleading } from "#src/i18n/seen.ts";
import { readHours } from "../hours-text.ts";
import { type Ages, readAgesText } from "../meaning/ages-text.ts";
import { meaningOf, noteSaid, noteText, type Study, startStudy } from "../meaning/mapping.ts";
import { topicsOfTermName } from "../meaning/taxonomy-words.ts";
import { readCsvChannels } from "./csv-channels.ts";
import { type Column, statusNamed, yesOrNo } from "./csv-columns.ts";
import { findHeader } from "./csv-header.ts";
import { readList, topicOf, topicsOf } from "./csv-lists.ts";
import { type CsvRow, issue, rowOf, standsRight } from "./csv-row.ts";

export interface CsvOptions {
  timeZone: string;
  today: string;
  regionOf(text: string): string | undefined;
  /** What a person has said it means, and what they may be asked. */
  study?: Study;
}

type Options = CsvOptions & { study: Study };

const maxCsvRows = 50_000;
/** More warnings say nothing new. Errors have no limit, since their rows can be exported again. */
const maxWarnings = 5_000;
const rowsAtOnce = 20;

/** Reads CSV, a service in each row. A missing column or a doubtful cell changes nothing; a row with an error is left out. */
export function* readServices(text: string, given: CsvOptions): Generator<number, Incoming> {
  const options: Options = { ...given, study: given.study ?? startStudy() };
  const incoming: Incoming = { organizations: [], services: [], issues: [] };
  const refused = (one: Issue): Incoming => ({ ...incoming, services: [], organizations: [], issues: [one] });
  if (/^\s*[<{[]/.test(text.slice(0, 200))) return refused(issue(0, "", "error", "not_a_table"));
  const { rows, open } = yield* readingRows(text);
  if (rows.length > maxCsvRows + 1) return refused(issue(0, "", "error", "too_many_rows", String(maxCsvRows)));

  let hasError = false;
  let warnings = 0;
  const told = (one: Issue) => {
    if (one.severity === "error") hasError = true;
    else warnings += 1;
    if (one.severity === "error" || warnings <= maxWarnings) incoming.issues.push(one);
  };
  if (open > 0) told(issue(open, "", "error", "open_quote"));
  if (rows.length === 0) return incoming;
  const { header, row: first } = findHeader(rows, options.study, told);
  if (header.at.name === undefined) {
    told(issue(first + 1, "", "error", "no_name_column", header.names.slice(0, 10).join(", ")));
    return incoming;
  }
  const seen = new Map<string, number>();
  const organizations = new Set<string>();
  for (const [i, cells] of rows.entries()) {
    if (i % rowsAtOnce === 0) yield i / rows.length;
    if (i <= first || cells.every((cell) => cell === "" || /^\s{1,100}$/.test(cell))) continue;
    hasError = false;
    const row = rowOf(header, cells, i + 1, told);
    const read = standsRight(header, cells, row, i + 1, told) ? readRow(row, options) : null;
    if (!read || isThereTwice(read.service, row, i + 1, seen) || hasError) continue;
    const { service, organization } = read;
    incoming.services.push({ ...service, row: i + 1 });
    if (organization === "" || organizations.has(service.organization)) continue;
    organizations.add(service.organization);
    incoming.organizations.push({
      externalId: service.organization,
      organization: organizationNamed(organization),
    });
  }
  incoming.issues.sort((a, b) => a.row - b.row);
  return incoming;
}

function* readingRows(text: string) {
  const reading = readingTable(text, maxCsvRows + 2);
  for (;;) {
    const step = reading.next();
    if (step.done) return step.value;
    yield 0;
  }
}

type Read = { service: Omit<IncomingService, "row">; organization: string };

function readRow(row: CsvRow, options: Options): Read | null {
  const name = textOf(row, "name", maxEntry.name, tidyLine) ?? "";
  if (name === "") {
    row.tell("name", "no_name");
    return null;
  }
  const organization = textOf(row, "organization", maxEntry.name, tidyLine) ?? "";
  const channels = readCsvChannels(row);
  const entry = {
    name,
    ...stated("summary", textOf(row, "summary", maxEntry.summary, tidyLine)),
    ...stated("description", textOf(row, "description", maxEntry.text, tidyNote)),
    ...stated(
      "topics",
      readList(
        row,
        "topics",
        "unknown_topic",
        (word) => topicMeant(options.study, word),
        (word) => topicsOf(word).join("; "),
      ),
    ),
    ...stated("languages", readList(row, "languages", "unknown_language", languageOf)),
    ...stated("regions", readList(row, "regions", "unknown_region", options.regionOf)),
    ...readAges(row, options.study),
    ...stated("free", readYesOrNo(row, "free")),
    ...stated("anonymous", readYesOrNo(row, "anonymous")),
    ...stated("status", readStatus(row)),
    ...stated("verifiedOn", readDay(row, "verified_on", options.today)),
    ...readOpening(row, options),
    ...stated("channels", channels?.channels),
  };
  const service = {
    externalId: textOf(row, "external_id", maxEntry.name, tidyLine) ?? "",
    organization: searchable(organization),
    entry,
    ...stated("kinds", channels?.kinds),
  };
  return { service, organization };
}

function stated<Name extends string, Value>(name: Name, value: Value | undefined) {
  return (value === undefined ? {} : { [name]: value }) as { [key in Name]?: Value };
}

const maxMarks = /(\p{M}{8})\p{M}+/gu;

function textOf(row: CsvRow, column: Column, most: number, tidy: (text: string) => string): string | undefined {
  const typed = row.cell(column);
  if (typed === undefined) return undefined;
  const safe = withoutMisleading(typed).replace(maxMarks, "$1");
  if (safe !== typed) row.tell(column, "unsafe_text", { severity: "warning" });
  const text = tidy(safe);
  if (text.length > most) row.tell(column, "too_long", { part: text, proposal: lengths(text.length, most) });
  return text;
}

// A person’s word counts; else ours, and of a list that is not ours what such words usually mean.
function topicMeant(study: Study, word: string): Topic | "" | undefined {
  const said = meaningOf(study, "topics", word);
  if (said !== undefined) {
    noteSaid(study, "topics", word, said);
    return said as Topic | "";
  }
  const topic = topicOf(word) ?? topicOfOthers(word);
  if (topic || !word.includes(",")) noteText(study, "topics", { text: word, means: topic ?? "" });
  return topic;
}

function topicOfOthers(word: string): Topic | undefined {
  const found = topicsOf(word).length > 1 || word.includes(",") ? [] : topicsOfTermName(word);
  return found.length === 1 ? found[0] : undefined;
}

function readAges(row: CsvRow, study: Study): Partial<Record<"ageFrom" | "ageTo", number | null>> {
  const from = readAge(row, "minimum_age", study);
  const to = readAge(row, "maximum_age", study);
  // One column may say both: "6-18".
  const ageFrom = isRange(from) ? from.from : from;
  const ageTo = isRange(from) && to == null ? from.to : isRange(to) ? to.to : to;
  if (ageFrom != null && ageTo != null && ageFrom > ageTo)
    row.tell("maximum_age", "ages_turned", { part: `${ageFrom}–${ageTo}`, proposal: `${ageTo}–${ageFrom}` });
  return { ...stated("ageFrom", ageFrom), ...stated("ageTo", ageTo) };
}

const isRange = (age: Ages | number | null | undefined): age is Ages => typeof age === "object" && age !== null;

function readAge(row: CsvRow, column: "minimum_age" | "maximum_age", study: Study): Ages | number | null | undefined {
  const text = row.cell(column);
  if (text === undefined) return undefined;
  if (text === "") return null;
  if (/^\d{1,3}$/.test(text) && Number(text) <= 150) return Number(text);
  const said = meaningOf(study, "ages", text);
  if (said !== undefined) noteSaid(study, "ages", text, said);
  if (said === "") return null;
  const ages = readAgesText(said ?? text);
  if (ages) return ages;
  noteText(study, "ages", { text, means: "" });
  row.tell(column, "not_a_number");
  return undefined;
}

function readYesOrNo(row: CsvRow, column: "free" | "anonymous"): boolean | null | undefined {
  const text = row.cell(column);
  if (text === undefined) return undefined;
  const said = yesOrNo(text.slice(0, 100));
  if (said === undefined) row.tell(column, "not_yes_or_no");
  return said;
}

function readStatus(row: CsvRow) {
  const text = row.cell("status");
  if (text === undefined || text === "") return undefined;
  const status = statusNamed(text.slice(0, 100));
  if (!status) row.tell("status", "unknown_status");
  return status;
}

/** Returns a date that is past (`today` is "2026-11-03"): null = empty, undefined = no column, or no date (an issue). */
function readDay(row: CsvRow, column: Column, today: string): string | null | undefined {
  const text = row.cell(column);
  if (text === undefined) return undefined;
  if (text === "") return null;
  const typed = text.slice(0, 60);
  const date = readDate(typed) ?? readDate(/^(.{8,10})[t ]/i.exec(typed)?.[1] ?? "");
  if (date === null) {
    row.tell(column, whyNone(typed), { proposal: proposalFor(typed), severity: "warning" });
    return undefined;
  }
  // Elsewhere it may be tomorrow already.
  if (date <= datePlus(today, 1)) return date;
  row.tell(column, "date_ahead", { severity: "warning" });
  return undefined;
}

const shortYear = /^(\d{1,2})([./-])(\d{1,2})\2(\d{2})$/;
const monthFirst = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;

function whyNone(text: string): "two_digit_year" | "time_in_date" | "year_unlikely" | "not_a_date" {
  if (shortYear.test(text)) return "two_digit_year";
  if (/^\d{1,2}[:h]/.test(text) && readTime(text.replace(/(:\d\d):\d\d$/, "$1")) !== null) return "time_in_date";
  const year = /^(\d{4})-\d\d-\d\d/.exec(text)?.[1] ?? /^\d{1,2}([./-])\d{1,2}\1(\d{4})/.exec(text)?.[2];
  return year !== undefined && (Number(year) < 2000 || Number(year) > 2100) ? "year_unlikely" : "not_a_date";
}

// A short year is most likely of this century, and with a month above 12 the month comes first.
function proposalFor(text: string): string {
  const [, day, , month, year] = shortYear.exec(text) ?? [];
  if (day) return readDate(`${day}.${month}.20${year}`) ?? "";
  const [, first, second, full] = monthFirst.exec(text) ?? [];
  return first ? (readDate(`${second}.${first}.${full}`) ?? "") : "";
}

/** Stands for hours that a cell cannot say: they stay as they are. */
export const unchanged = "unchanged";

function readOpening(
  row: CsvRow,
  { timeZone, study }: Options,
): Pick<IncomingService["entry"], "calendar" | "hoursNote"> {
  const text = row.cell("hours");
  if (text === undefined || text === unchanged) return {};
  const said = meaningOf(study, "hours", text);
  const { calendar, note, issue: wrong } = readHours(said || text, timeZone);
  if (said !== undefined) noteSaid(study, "hours", text, said);
  else if (calendar === null && note !== "") noteText(study, "hours", { text, means: "" });
  if (wrong && said === undefined)
    row.tell("hours", wrong.code, { part: wrong.part, proposal: wrong.proposal, severity: "warning" });
  const hoursNote = tidyNote(withoutMisleading(note));
  if (hoursNote.length > maxEntry.line)
    row.tell("hours", "too_long", { proposal: lengths(hoursNote.length, maxEntry.line) });
  return { calendar, hoursNote };
}

// Of two rows for one service, nothing says which counts.
function isThereTwice(
  service: Omit<IncomingService, "row">,
  row: CsvRow,
  number: number,
  seen: Map<string, number>,
): boolean {
  const { externalId, organization, entry } = service;
  const key = JSON.stringify(externalId === "" ? [organization, searchable(entry.name)] : externalId);
  const first = seen.get(key);
  if (first === undefined) seen.set(key, number);
  else row.tell(externalId === "" ? "name" : "external_id", "same_row_twice", { proposal: String(first) });
  return first !== undefined;
}
