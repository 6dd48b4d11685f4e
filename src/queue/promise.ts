import type { Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { inLine } from "./claim.ts";
import { cameOf, forecastOf } from "./forecast.ts";

/** Keeps what somebody who has just come is told. Nothing where they are told nothing; a rehearsal waits for nobody. */
export function promise(tx: Tx, { conversationId, lineId }: { conversationId: number; lineId: number }): void {
  const line = inLine(tx).filter((one) => one.lineId === lineId && !one.rehearsal);
  const place = line.findIndex((one) => one.id === conversationId) + 1;
  if (place === 0) return;
  const said = forecastOf(tx, lineId, cameOf(line))(place);
  if (!said) return;
  const { low, high, byLine } = said;
  const row = { conversation_id: conversationId, line_id: lineId, place, low, high, by_line: byLine, at: tx.at };
  tx.run(q.insertInto("wait_promise").values(row));
}
