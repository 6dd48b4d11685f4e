import { dayMs } from "#src/clock.ts";
import { isReal } from "#src/conversation/kind.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { inLine } from "../claim.ts";
import { cameOf, forecastOf } from "./forecast.ts";

/** Keeps what someone who has just come is told of their wait, if anything; a rehearsal waits for nobody. */
export function promise(tx: Tx, { conversationId, lineId }: { conversationId: number; lineId: number }): void {
  const line = inLine(tx).filter((one) => one.lineId === lineId && isReal(one));
  const place = line.findIndex((one) => one.id === conversationId) + 1;
  if (place === 0) return;
  const said = forecastOf(tx, lineId, cameOf(line))(place);
  if (!said) return;
  const { low, high, byLine } = said;
  const row = { conversation_id: conversationId, line_id: lineId, place, low, high, by_line: byLine, at: tx.at };
  tx.run(q.insertInto("wait_promise").values(row));
}

export const promiseDays = 365;

/** Returns whether any promise is older than `promiseDays` at `at` (ms UTC). */
export function hasOldPromises(db: DataReader, at: number): boolean {
  const oldest = db.first(q.selectFrom("wait_promise").select("at").orderBy("id").limit(1));
  return oldest !== undefined && oldest.at <= longAgo(at);
}

/** Deletes the promises that are older than `promiseDays`. */
export function forgetOldPromises(tx: Tx): void {
  tx.run(q.deleteFrom("wait_promise").where("at", "<=", longAgo(tx.at)));
}

const longAgo = (at: number) => at - promiseDays * dayMs;
