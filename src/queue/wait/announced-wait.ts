import { dayMs } from "#src/clock.ts";
import { isReal } from "#src/conversation/kind.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { inLine } from "../claim.ts";
import { cameOf, forecastOf } from "./forecast.ts";

/** Keeps what somebody who has just come is told. Nothing where they are told nothing; a rehearsal waits for nobody. */
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

/** So long it is kept what somebody was told, and how it came: a helpline is the same in the same season a year later. */
export const promiseDays = 365;

/** Whether anything of that is older (`at` is ms UTC). They came in the order of their ids: the first is the oldest. */
export function hasOldPromises(db: DataReader, at: number): boolean {
  const oldest = db.first(q.selectFrom("wait_promise").select("at").orderBy("id").limit(1));
  return oldest !== undefined && oldest.at <= longAgo(at);
}

/** Forgets that. */
export function forgetOldPromises(tx: Tx): void {
  tx.run(q.deleteFrom("wait_promise").where("at", "<=", longAgo(tx.at)));
}

const longAgo = (at: number) => at - promiseDays * dayMs;
