import { sql } from "kysely";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";

// Whoever waits and whoever is written to take turns: how many of the first were taken since the last of the second was
// invited. A count, since a chat may be forgotten the minute it has ended.

/** Notes that somebody who waited was taken on a line. */
export function noteTaken(tx: Tx, lineId: number): void {
  const one = q.insertInto("line_turn").values({ line_id: lineId, taken: 1 });
  tx.run(one.onConflict((row) => row.column("line_id").doUpdateSet({ taken: sql`taken + 1` })));
}

/** How many were taken on some lines together since somebody was last invited there. */
export function takenOn(db: DataReader, lineIds: number[]): number {
  const all = q.selectFrom("line_turn").select((eb) => eb.fn.sum<number>("taken").as("taken"));
  return db.first(all.where("line_id", "in", lineIds))?.taken ?? 0;
}

/** Somebody was invited: the next turn begins. */
export function beginTurn(tx: Tx, lineIds: number[]): void {
  tx.run(q.deleteFrom("line_turn").where("line_id", "in", lineIds));
}
