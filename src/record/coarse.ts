import { sql } from "kysely";
import { exactMs } from "#src/audit/anew.ts";
import { minuteMs, quarterMs } from "#src/clock.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import type { Query } from "#src/db/query.ts";
import { q, type Tables } from "#src/db/schema.ts";

// When a record was begun and finished, when somebody was sent to a place, came, was taken or deleted their chat, when its words
// were read again or held, and all that happened in an emergency: to the millisecond and for ever that would say for years which of the staff was with whom, and when. It is told to the quarter of the hour once nobody
// edits it any more; how a line moved, of which only the lengths of its steps are asked, to the minute.

interface Told {
  table: keyof Tables;
  column: string;
  /** ms */
  to: number;
  /** What it is reckoned from (a column), where it lies ahead and would tell that. */
  from?: string;
}

/** Times of a table, to the quarter of the hour. */
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
  // When somebody signed in last from a browser that is known.
  ...toQuarters("staff_device", "used_at"),
  { table: "line_gone", column: "came", to: minuteMs },
  { table: "line_gone", column: "gone", to: minuteMs },
];

/** What of it is told more exactly than that, though it has been for long enough. */
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

/** Whether any time has been told exactly for long enough at an instant (ms UTC). */
export function hasExactTimes(db: DataReader, at: number): boolean {
  return told.some((one) => db.first(due(one, at).any) !== undefined);
}

/** Tells them to the quarter of the hour that they lie in, or to the minute. Doing so twice changes nothing. */
export function coarsenTimes(tx: Tx): void {
  tx.forgets();
  for (const one of told) tx.run(due(one, tx.at).coarsen);
}
