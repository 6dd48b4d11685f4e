import { sql } from "kysely";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";

// Whoever waits and whoever is written to take turns at the hands that serve a line: how many of the first these took since the last
// of the second was invited. A count, since a chat may be forgotten the minute it has ended.

/** Notes that somebody who waited was taken by one who serves some lines (ids): on each of them it is a turn of a hand. */
export function noteTaken(tx: Tx, lineIds: number[]): void {
  for (const line_id of lineIds) {
    const one = q.insertInto("line_turn").values({ line_id, taken: 1 });
    tx.run(one.onConflict((row) => row.column("line_id").doUpdateSet({ taken: sql`taken + 1` })));
  }
}

/** How many were taken by those who serve a line since somebody was last invited to a seat that it shares. */
export function takenFor(db: DataReader, lineId: number): number {
  return db.first(q.selectFrom("line_turn").select("taken").where("line_id", "=", lineId))?.taken ?? 0;
}

/** Somebody was invited: the next turn begins. */
export function beginTurn(tx: Tx, lineIds: number[]): void {
  tx.run(q.deleteFrom("line_turn").where("line_id", "in", lineIds));
}
