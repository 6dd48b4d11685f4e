import type { ChannelKind, Entry } from "#src/directory/entry/entry.ts";
import type { Issue, IssueCode } from "#src/directory/importing/incoming.ts";
import { byteOrderMark, readingTable, separatorIn, tableLine } from "#src/hours/files/csv.ts";
import type { Language, Translate } from "#src/i18n/i18n.ts";
import { formatHours } from "../hours-text.ts";
import { channelColumns } from "./csv-channels.ts";
import { type Column, columns, headerIn, isWhyColumn } from "./csv-columns.ts";
import { listText } from "./csv-lists.ts";
import { unchanged } from "./import-csv.ts";

interface CsvService {
  externalId: string;
  organization: string;
  entry: Entry;
}

const rowsAtOnce = 50;

/** Returns CSV that `readServices` reads back, headed and separated for `language`; hours a cell cannot say are "unchanged". */
export function* writeServices(
  services: Iterable<CsvService>,
  { timeZone, language }: { timeZone: string; language: Language },
): Generator<number, string> {
  const separator = separatorIn(language);
  let text = byteOrderMark + tableLine(headerIn(language), separator);
  let done = 0;
  for (const service of services) {
    const cells = cellsOf(service, timeZone);
    text += tableLine(
      columns.map((column) => cells[column]),
      separator,
    );
    done += 1;
    if (done % rowsAtOnce === 0) yield done;
  }
  return text;
}

function cellsOf({ externalId, organization, entry }: CsvService, timeZone: string): Record<Column, string> {
  const channels = channelColumns.map(([column, kind]) => [column, listText(valuesOf(entry, kind))]);
  return {
    ...(Object.fromEntries(channels) as Record<(typeof channelColumns)[number][0], string>),
    name: entry.name,
    organization,
    topics: listText(entry.topics),
    summary: entry.summary,
    description: entry.description,
    languages: listText(entry.languages),
    regions: listText(entry.regions),
    minimum_age: entry.ageFrom === null ? "" : String(entry.ageFrom),
    maximum_age: entry.ageTo === null ? "" : String(entry.ageTo),
    hours: hoursOf(entry, timeZone),
    free: yesOrNo(entry.free),
    anonymous: yesOrNo(entry.anonymous),
    status: entry.status,
    verified_on: entry.verifiedOn ?? "",
    external_id: externalId,
  };
}

function valuesOf({ channels }: Entry, kind: ChannelKind): string[] {
  return channels
    .filter((one) => one.kind === kind)
    .map(({ value, extension }) => (extension === "" ? value : `${value} ext ${extension}`));
}

// The note is in quotes behind the hours, so that it is never read as hours.
function hoursOf({ calendar, hoursNote }: Entry, timeZone: string): string {
  const hours = calendar === null ? "" : calendar.timeZone === timeZone ? formatHours(calendar) : null;
  if (hours === null) return unchanged;
  return [hours, hoursNote && `"${hoursNote}"`].filter(Boolean).join(" ");
}

function yesOrNo(fact: boolean | null): string {
  if (fact === null) return "";
  return fact ? "yes" : "no";
}

/** Returns the failed rows of a CSV file with their reasons in one more column, which can be corrected and imported again. */
export function* failedRows(text: string, issues: readonly Issue[], t: Translate): Generator<number, string> {
  const reasons = new Map<number, string[]>();
  for (const one of issues) {
    if (one.severity !== "error" || one.row < 2) continue;
    reasons.set(one.row, [...(reasons.get(one.row) ?? []), issueText(one, t)]);
  }
  const rows = yield* readingRows(text);
  const header = rows[0] ?? [];
  const why = header.findIndex(isWhyColumn);
  const at = why < 0 ? header.length : why;
  const line = (row: string[], reason: string) => {
    const cells = Array.from({ length: Math.max(row.length, at) }, (_, i) => row[i] ?? "");
    const all = why < 0 ? [...cells.slice(0, at), reason, ...cells.slice(at)] : cells.with(at, reason);
    return tableLine(all, separatorIn(t.language));
  };
  let failed = byteOrderMark + line(header, t("admin.import.why"));
  for (const [i, row] of rows.entries()) {
    if (i % rowsAtOnce === 0) yield i;
    const reason = reasons.get(i + 1);
    if (reason) failed += line(row, reason.join(" "));
  }
  return failed;
}

function* readingRows(text: string): Generator<number, string[][]> {
  const reading = readingTable(text);
  for (;;) {
    const step = reading.next();
    if (step.done) return step.value.rows;
    yield 0;
  }
}

/** Their proposal stands in their sentence. */
const inSentence = new Set<IssueCode>([
  "same_row_twice",
  "looks_like",
  "too_long",
  "ids_apart",
  "number_changed",
  "wrong_header",
]);

/** Returns an issue as a sentence that says what to do. */
export function issueText({ column, code, part, proposal }: Issue, t: Translate): string {
  const sentence = t(`admin.import.issue.${code}`, { part, proposal });
  const meant = proposal === "" || inSentence.has(code) ? "" : ` ${t("admin.import.meant", { proposal })}`;
  return `${column === "" ? "" : `${column}: `}${sentence}${meant}`;
}
