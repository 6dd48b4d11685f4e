import { sql } from "kysely";
import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { issueText } from "#src/directory/files/csv/export-csv.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import type { Issue, IssueCode } from "./incoming.ts";
import { asIssue } from "./runs.ts";

/** One thing that is wrong in a file, in however many rows. */
export interface Cause {
  /** "" = there was only one. */
  file: string;
  n: number;
  first: Issue;
}

/** What is wrong in a file: its causes, the worst first, and how many things more are not told. */
export interface FileCauses {
  file: string;
  causes: Cause[];
  more: number;
}

/** Nobody reads more of a file. */
const maxSentences = 10;

/** These name a column each: whichever it is, the cause is the same. */
const sameInAnyColumn: IssueCode[] = ["unknown_column", "column_twice"];

/** These are of the first row, wherever it is. */
const ofHeader: IssueCode[] = [...sameInAnyColumn, "header_below", "wrong_header", "no_name_column"];

/** Returns what is wrong in the files of a run by its cause, at most ten sentences a file: of the last, how many more there are. */
export function causesOf(db: DataReader, runId: number): FileCauses[] {
  const column = sql<string>`CASE WHEN code IN (${sql.join(sameInAnyColumn)}) THEN '' ELSE column_name END`;
  const grouped = q
    .selectFrom("import_issue")
    .select(["file_name", "code", "severity", column.as("of_column")])
    .select((of) => [of.fn.countAll<number>().as("n"), of.fn.min("number").as("first")])
    .where("run_id", "=", runId)
    .groupBy(["file_name", "code", "severity", "of_column"])
    .orderBy("severity")
    .orderBy("n", "desc")
    .orderBy("first");
  const all = db.all(grouped);
  const byFile = Map.groupBy(all, ({ file_name }) => file_name);
  return [...byFile].map(([file, rows]) => {
    const shown = rows.length > maxSentences ? rows.slice(0, maxSentences - 1) : rows;
    const causes = shown.map(({ n, severity, first }) => ({ file, n, first: issueAt(db, runId, severity, first) }));
    return { file, causes, more: rows.slice(shown.length).reduce((sum, { n }) => sum + n, 0) };
  });
}

function issueAt(db: DataReader, runId: number, severity: Issue["severity"], number: number): Issue {
  const one = q.selectFrom("import_issue").selectAll().where("run_id", "=", runId);
  return asIssue(db.first(one.where("severity", "=", severity).where("number", "=", number))!);
}

/** Returns a cause as one sentence: in how many rows, one of them, and what is wrong there. */
export function causeText({ n, first }: Cause, t: Translate): string {
  const sentence = firstSentence(first, t);
  if (first.row <= 1 || ofHeader.includes(first.code))
    return n === 1 ? sentence : `${t("admin.import.kind", { n })} ${sentence}`;
  return t("admin.import.cause", { n, row: first.row, sentence });
}

const marks = { part: "⟦1", proposal: "⟦2", column: "⟦3" };

// A number with a point within a sentence ends none: "a 3. sorban".
const sentences = /(?<=[.!?][”»]?) (?=[\p{Lu}¿¡“„«”⟦])/u;

// What an issue says after its first sentence is what to do about a row.
function firstSentence(issue: Issue, t: Translate): string {
  const { part, proposal, column } = issue;
  const template = issueText(
    { ...issue, ...marks, column: column && marks.column, proposal: proposal && marks.proposal },
    t,
  );
  const [first = ""] = template.split(sentences);
  return first.replaceAll(marks.part, part).replaceAll(marks.proposal, proposal).replaceAll(marks.column, column);
}

/** Returns what is left to tell of a file, in one sentence; "" = nothing. */
export function moreText({ more }: FileCauses, t: Translate): string {
  return more === 0 ? "" : t("admin.import.more_causes", { n: more });
}
