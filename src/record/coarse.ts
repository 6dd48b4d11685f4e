import { sql } from "kysely";
import { quarterMs } from "#src/clock.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";

// When a record was begun and finished, and when somebody was sent to a place, to the millisecond and for ever, would say for years
// which of the staff was with whom: it is told to the quarter of the hour once nobody edits it any more.

/** So long they are told exactly, days. */
export const exactDays = 28;
const exactMs = exactDays * 24 * 3_600_000;

const quarter = sql.lit(quarterMs);
const began = {
  exact: sql<boolean>`began_at % ${quarter} <> 0`,
  coarse: sql<number>`began_at - began_at % ${quarter}`,
};
const finished = {
  exact: sql<boolean>`finished_at % ${quarter} <> 0`,
  coarse: sql<number>`finished_at - finished_at % ${quarter}`,
};
const sent = { exact: sql<boolean>`at % ${quarter} <> 0`, coarse: sql<number>`at - at % ${quarter}` };

/** Whether any time has been told exactly for long enough at an instant (ms UTC). */
export function hasExactTimes(db: DataReader, at: number): boolean {
  const until = at - exactMs;
  const records = q.selectFrom("contact_record").select("id").limit(1);
  return [
    records.where("began_at", "<=", until).where(began.exact),
    records.where("finished_at", "<=", until).where(finished.exact),
    q.selectFrom("referral").select("id").limit(1).where("at", "<=", until).where(sent.exact),
  ].some((query) => db.first(query as typeof records) !== undefined);
}

/** Tells them to the quarter of the hour that they lie in. Doing so twice changes nothing. */
export function coarsenTimes(tx: Tx): void {
  const until = tx.at - exactMs;
  const records = q.updateTable("contact_record");
  tx.run(records.set({ began_at: began.coarse }).where("began_at", "<=", until).where(began.exact));
  tx.run(records.set({ finished_at: finished.coarse }).where("finished_at", "<=", until).where(finished.exact));
  tx.run(q.updateTable("referral").set({ at: sent.coarse }).where("at", "<=", until).where(sent.exact));
}
