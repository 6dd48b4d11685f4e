import { basename } from "node:path";
import { processEnvironment, readConfig } from "#src/config.ts";
import { readHoursFile } from "#src/hours/files/import.ts";
import {
  type FileProblemKind,
  fileWarnings,
  type HoursFile,
  type HoursFileProblem,
  maxHoursFile,
} from "#src/hours/files/imported.ts";
import type { TakenHours } from "#src/hours/files/take-file.ts";
import type { Problem, ProblemKind, Warning, WarningKind } from "#src/hours/rules/check.ts";
import { askHelpline } from "../ask.ts";
import { bytesOf } from "../file.ts";
import { CommandError, say } from "../terminal.ts";
import { misunderstood, takeLine } from "./hours.ts";

/** Runs `porchlight hours import FILE`. Throws CommandError, ConfigError, FolderError. */
export async function importHours(args: string[]): Promise<number> {
  const { lineId, options } = takeLine(args);
  if (lineId === undefined) return misunderstood("--line needs the number of a line after it.");
  const { file, rest } = takeFileName(options);
  if (file === undefined) return misunderstood("Name the file with the hours: porchlight hours import hours.csv");
  const config = readConfig(processEnvironment(), rest);
  const read = readHoursFile(bytesOf(file, maxHoursFile), basename(file));
  const problems = read.problems.filter((one) => !isWarning(one));
  for (const one of read.problems) process.stderr.write(`${fileSentence(one)}\n`);
  if (problems.length > 0) {
    process.stderr.write("\nNothing was changed. Mend the file and try again.\n");
    return 1;
  }
  if (isEmpty(read)) throw new CommandError(`There are no hours in ${file}. Nothing was changed.`);
  const { week, rules } = read;
  const { answer } = await askHelpline(config, { ask: "hours import", lineId, week, rules });
  return tell(answer);
}

function takeFileName(options: string[]): { file: string | undefined; rest: string[] } {
  const at = options.findIndex((one, i) => {
    const before = options[i - 1];
    return !one.startsWith("-") && !(before?.startsWith("--") && !before.includes("="));
  });
  return at === -1 ? { file: undefined, rest: options } : { file: options[at], rest: options.toSpliced(at, 1) };
}

function isWarning({ problem }: HoursFileProblem): boolean {
  return (fileWarnings as readonly FileProblemKind[]).includes(problem);
}

function isEmpty({ week, rules }: HoursFile): boolean {
  return week === null && rules.length === 0;
}

function tell(taken: TakenHours): number {
  if (taken.taken) {
    for (const one of taken.warnings) process.stderr.write(`${placed(one.where)}: ${warnings[one.warning]}.\n`);
    const week = taken.week ? "The week of the file is its week now. " : "";
    const known = taken.known === 0 ? "" : ` ${taken.known} ${taken.known === 1 ? "was" : "were"} there already.`;
    const added = `${taken.added} ${taken.added === 1 ? "exception was" : "exceptions were"} added.`;
    return say(`Line ${taken.line.id}: ${taken.line.name}\n${week}${added}${known}\n`);
  }
  if (taken.why === "problems") {
    for (const one of taken.problems) process.stderr.write(`${placed(one.where)}: ${problems[one.problem]}.\n`);
    process.stderr.write("\nNothing was changed.\n");
    return 1;
  }
  const known = taken.lines.map(({ id, name }) => `  --line ${id}  ${name}`).join("\n");
  if (taken.why === "which_line") return misunderstood(`There are several lines. Say which one it is for:\n${known}`);
  if (taken.why === "no_such_line") throw new CommandError(`There is no such line. The lines are:\n${known}`);
  throw new CommandError(
    "This line has no hours yet, and the file has no week: with exceptions alone it would always be closed.\nAdd a row for each weekday. Nothing was changed.",
  );
}

function fileSentence({ line, column, problem, part }: HoursFileProblem): string {
  const place = [line > 0 ? `Row ${line}` : "The file", ...(column ? [`column ${column}`] : [])].join(", ");
  return `${place}: ${fileSentences[problem]}${part === "" ? "" : ` (${part})`}.`;
}

const fileSentences: Record<FileProblemKind, string> = {
  not_a_span: "these are no hours like 16:00-22:00",
  not_a_time: "this is no time of day",
  am_or_pm: "say am or pm at both ends, or at none",
  too_many: "these are too many hours for one day",
  repeats: "this event repeats, and only its first date was taken",
  utc_time: "this time is in UTC, and its date there was taken",
  unknown_column: "this column is not known and was passed over",
  too_big: "it is bigger than 1 MB",
  not_text: "it is no text",
  empty: "it is empty",
  no_calendar: "it does not begin as a calendar does",
  no_columns: "the first row must name the columns: weekday and hours, or from",
  open_quote: "a quotation mark is opened here and never closed",
  open_event: "an event begins here and never ends",
  too_many_rules: "these are more than 1,000 exceptions",
  no_date: "it has no date",
  not_a_date: "this is no date like 2026-12-24",
  not_a_duration: "this is no duration",
  ends_before: "it ends before it begins",
  too_long: "this text is longer than 200 characters",
  unknown_kind: "the kinds are public_holiday, school_holiday and one_off",
  unknown_weekday: "this is no weekday",
  weekday_and_date: "a row has a weekday or a date, not both",
  weekdays_missing: "a week needs all seven days; write closed for those without hours. These are missing",
};

const problems: Record<ProblemKind, string> = {
  unknown_zone: "this time zone is not known",
  bad_last_entry: "the last entry must be 0 to 240 minutes before closing",
  bad_span: "these hours cannot be",
  too_many: "there are too many of them",
  bad_date: "this date cannot be",
  ends_before: "it ends before it begins",
  overlaps: "it overlaps another one",
  too_long: "a text is longer than 200 characters",
};

const warnings: Record<WarningKind, string> = {
  shorter_than_last_entry: "it is over before anybody may come in, since the last entry is earlier",
  very_long: "it is open for more than 16 hours",
  never_open: "the line is never open",
};

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** "week.0" is Monday; what has no name keeps its number, counted from 1. */
function placed(where: Problem["where"] | Warning["where"]): string {
  const [what = "", ...numbers] = where.split(".");
  const weekday =
    numbers.length > 0 && (what === "week" || numbers.length === 3) ? weekdays[Number(numbers.at(-1))] : "";
  if (what === "week" && weekday) return weekday;
  const names: Record<string, string> = { season: "Season", day: "Exception", days: "Exceptions", cut: "Cut" };
  const name = [names[what] ?? "The hours", ...(numbers.length > 0 ? [Number(numbers[0]) + 1] : [])].join(" ");
  return weekday ? `${name}, ${weekday}` : name;
}
