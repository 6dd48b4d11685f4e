import { sql } from "kysely";
import { exactMs } from "#src/audit/anew.ts";
import { minuteMs, quarterMs } from "#src/clock.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import type { Query } from "#src/db/query.ts";
import { q, type Tables } from "#src/db/schema.ts";

// Exact times would tell for years which of the staff was with whom, and when. Once nobody edits them any more they are cut to
// the quarter of an hour; those of a moving line, where only the lengths of its steps are asked, to the minute.

interface Told {
  table: keyof Tables;
  column: string;
  to: number;
  /** The column from which its age counts, if `column` lies ahead. */
  from?: string;
}

const toQuarters = (table: keyof Tables, ...columns: string[]): Told[] =>
  columns.map((column) => ({ table, column, to: quarterMs }));

const told: Told[] = [
  ...toQuarters("contact_record", "began_at", "finished_at"),
  ...toQuarters("referral", "at"),
  ...toQuarters("wait_promise", "at"),
  ...toQuarters("erasure", "at"),
  ...toQuarters("chat_opening", "asked_at", "agreed_at", "opened_at", "reviewed_at"),
  ...toQuarters("emergency", "at", "decided_at", "acknowledged_at", "phoned_at", "note_gone_at"),
  ...toQuarters("address_request", "asked_at", "confirmed_at", "shown_at"),
  ...toQuarters("chat_hold", "at", "ended_at"),
  ...toQuarters("left_in_danger", "left_at", "over_at"),
  { table: "chat_hold", column: "until_at", to: quarterMs, from: "at" },
  ...toQuarters("staff_device", "used_at"),
  { table: "line_gone", column: "came", to: minuteMs },
  { table: "line_gone", column: "gone", to: minuteMs },
];

function due({ table, column, to, from = column }: Told, at: number) {
  const [rows, time, step] = [sql.table(table), sql.ref(column), sql.lit(to)];
  const isDue = sql`${sql.ref(from)} <= ${at - exactMs} AND ${time} % ${step} <> 0`;
  return {
    any: asQuery(sql`SELECT 1 AS found FROM ${rows} WHERE ${isDue} LIMIT 1`),
    coarsen: asQuery(sql`UPDATE ${rows} SET ${time} = ${time} - ${time} % ${step} WHERE ${isDue}`),
  };
}

function asQuery(statement: ReturnType<typeof sql>): Query<unknown> {
  return { compile: () => statement.compile(q) };
}

/** Returns whether any time has been told exactly for long enough at `at` (ms UTC). */
export function hasExactTimes(db: DataReader, at: number): boolean {
  return told.some((one) => db.first(due(one, at).any) !== undefined);
}

/** Cuts such times to their quarter of an hour, or their minute. Doing so twice changes nothing. */
export function coarsenTimes(tx: Tx): void {
  tx.forgets();
  for (const one of told) tx.run(due(one, tx.at).coarsen);
}
