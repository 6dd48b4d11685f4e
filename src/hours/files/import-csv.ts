import {
  type Calendar,
  type DayRule,
  type DayRuleKind,
  maxCalendar,
  type Span,
  type Week,
} from "#src/hours/rules/calendar.ts";
import { formatSpans, readDate, readSpans } from "../times.ts";
import { englishWeekdays, weekdayNamed } from "../weekdays.ts";
import { readTable, writeTable } from "./csv.ts";
import { type ColumnNames, columnsOf, namedIn } from "./csv-head.ts";
import {
  fileProblem,
  type HoursColumn,
  type HoursFile,
  type HoursFileProblem,
  hoursColumns,
  maxProblems,
  tidyLine,
  tidyNote,
} from "./imported.ts";

const columnNames: ColumnNames<HoursColumn> = {
  weekday: "weekday day jour dag weekdag dia dia_de_la_semana viikonpaiva paiva nap",
  from: "from date start start_date begin du le debut date_de_debut van vanaf datum begindatum desde fecha inicio alkaa pvm paivamaara kezdete",
  to: "to until end end_date au fin date_de_fin tot t/m einde einddatum hasta paattyy vege",
  label: "label name title holiday description nom titre libelle naam titel nombre titulo nimi nev cim",
  hours: "hours open heures horaires uren openingsuren horario horas aukioloajat aukiolo nyitvatartas",
  note: "note notes remarque opmerking nota huomautus megjegyzes",
  kind: "kind type soort genre tipo tyyppi tipus",
};

const kindNames: ColumnNames<DayRuleKind> = {
  public_holiday: "public_holiday public ferie feestdag festivo pyhapaiva unnepnap",
  school_holiday: "school_holiday school scolaire schoolvakantie vacaciones koululoma iskolai_szunet",
  one_off: "one_off exception uitzondering excepcion poikkeus kivetel",
};

type Cell = (column: HoursColumn) => string;
type Refuse = (column: HoursColumn, problem: HoursFileProblem["problem"], part?: string) => null;
/** From Monday; null = could not be read, undefined = not there. */
type Days = (Span[] | null | undefined)[];

/** Reads hours from CSV. A week counts only if all seven days can be read: no Sunday may close because a row was forgotten. */
export function readHoursCsv(text: string): HoursFile {
  const { rows, open } = readTable(text);
  const names = columnsOf(rows[0], columnNames);
  const header = (rows[0] ?? []).slice(0, names.length);
  const rules: DayRule[] = [];
  const problems = open > 0 ? [fileProblem(open, null, "open_quote")] : [];
  if (!areEnough(names)) {
    return { week: null, rules, problems: [...problems, fileProblem(1, null, "no_columns", header.join(" "))] };
  }
  problems.push(...unknownColumns(header));

  const days: Days = Array(7).fill(undefined);
  for (const [i, row] of rows.entries()) {
    if (i === 0 || row.every((cell) => cell.trim() === "")) continue;
    const cell: Cell = (column) => row[names.indexOf(column)]?.trim() ?? "";
    const refuse: Refuse = (column, problem, part = cell(column)) => {
      if (problems.length < maxProblems) problems.push(fileProblem(i + 1, column, problem, part));
      return null;
    };
    if (cell("weekday") !== "") {
      readWeekday(cell, refuse, days);
      continue;
    }
    const rule = readRule(cell, refuse);
    if (rule) rules.push(rule);
  }
  return { week: weekOf(days, problems), rules, problems };
}

// Weekdays without hours would be a week that is closed.
function areEnough(names: (HoursColumn | undefined)[]): boolean {
  return names.includes("weekday") ? names.includes("hours") : names.includes("from");
}

function unknownColumns(header: string[]): HoursFileProblem[] {
  return header
    .filter((name) => name.trim() !== "" && namedIn(columnNames, name) === undefined)
    .map((name) => fileProblem(1, null, "unknown_column", name));
}

function readWeekday(cell: Cell, refuse: Refuse, days: Days) {
  const weekday = weekdayNamed(cell("weekday"));
  if (weekday === null) return refuse("weekday", "unknown_weekday");
  if (cell("from") !== "") return refuse("from", "weekday_and_date");
  const spans = readHours(cell, refuse);
  const before = days[weekday];
  if (before === null) return;
  const all = spans && [...(before ?? []), ...spans];
  const tooMany = all !== null && all.length > maxCalendar.spans;
  if (tooMany) refuse("hours", "too_many");
  days[weekday] = tooMany ? null : all;
}

function readRule(cell: Cell, refuse: Refuse): DayRule | null {
  if (cell("from") === "") return refuse("from", "no_date");
  const from = readDate(cell("from"));
  if (from === null) return refuse("from", "not_a_date");
  const to = cell("to") === "" ? from : readDate(cell("to"));
  if (to === null) return refuse("to", "not_a_date");
  if (to < from) return refuse("to", "ends_before");
  const label = tidyLine(cell("label"));
  if (label.length > maxCalendar.text) return refuse("label", "too_long");
  const note = tidyNote(cell("note"));
  if (note.length > maxCalendar.text) return refuse("note", "too_long");
  const kind = kindOf(cell("kind"));
  if (!kind) return refuse("kind", "unknown_kind");
  const spans = readHours(cell, refuse);
  return spans && { kind, from, to, label, note, spans };
}

function kindOf(text: string): DayRuleKind | undefined {
  if (text === "") return "school_holiday";
  return namedIn(kindNames, text);
}

function readHours(cell: Cell, refuse: Refuse): Span[] | null {
  const read = readSpans(cell("hours"));
  return "spans" in read ? read.spans : refuse("hours", read.problem, read.part);
}

// A day that could not be read has its problem already.
function weekOf(days: Days, problems: HoursFileProblem[]): Week | null {
  if (days.every((spans) => spans === undefined)) return null;
  const missing = englishWeekdays.filter((_, weekday) => days[weekday] === undefined);
  if (missing.length > 0) problems.push(fileProblem(0, "weekday", "weekdays_missing", missing.join(", ")));
  const week = days.filter((spans) => spans !== undefined && spans !== null);
  return week.length === 7 ? week : null;
}

/** Returns the week and rules as CSV for `readHoursFile`, without seasons, cuts, zone and last entry. */
export function writeHoursCsv({ week, dayRules }: Pick<Calendar, "week" | "dayRules">): string {
  const row = (cells: Partial<Record<HoursColumn, string>>) => hoursColumns.map((column) => cells[column] ?? "");
  const hours = (spans: Span[]) => formatSpans(spans) || "closed";
  const days = week.map((spans, weekday) => row({ weekday: englishWeekdays[weekday]!, hours: hours(spans) }));
  const rules = dayRules.map(({ spans, ...rule }) => row({ ...rule, hours: hours(spans) }));
  return writeTable([[...hoursColumns], ...days, ...rules]);
}
