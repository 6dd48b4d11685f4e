import { sql } from "kysely";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";

/** Notes on each of these lines (ids) that someone who waited was taken by a counsellor who serves them. */
export function noteTaken(tx: Tx, lineIds: number[]): void {
  for (const line_id of lineIds) {
    const one = q.insertInto("line_turn").values({ line_id, taken: 1 });
    tx.run(one.onConflict((row) => row.column("line_id").doUpdateSet({ taken: sql`taken + 1` })));
  }
}

/** Counts those taken by counsellors who serve a line since someone was last invited to a seat that it shares. */
export function takenFor(db: DataReader, lineId: number): number {
  return db.first(q.selectFrom("line_turn").select("taken").where("line_id", "=", lineId))?.taken ?? 0;
}

/** Begins the next turn: someone was invited. */
export function beginTurn(tx: Tx, lineIds: number[]): void {
  tx.run(q.deleteFrom("line_turn").where("line_id", "in", lineIds));
}
