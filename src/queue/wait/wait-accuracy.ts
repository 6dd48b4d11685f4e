import { sql } from "kysely";
import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";

/** Of those of a line who were told how long they would wait and were taken: how many waited as long, less, or longer. */
export interface PromisesKept {
  told: number;
  inside: number;
  sooner: number;
  later: number;
}

/** How good what was told on a line was, of all that is kept. Whoever left the line first is not counted: nobody knows. */
export function promisesKept(db: DataReader, lineId: number): PromisesKept {
  const kept = q
    .selectFrom("wait_promise")
    .select((eb) => [
      eb.fn.countAll<number>().as("told"),
      sql<number>`coalesce(sum(waited < low * 60000), 0)`.as("sooner"),
      sql<number>`coalesce(sum(waited > high * 60000), 0)`.as("later"),
    ])
    .where("line_id", "=", lineId)
    .where("waited", "is not", null);
  const { told, sooner, later } = db.first(kept)!;
  return { told, inside: told - sooner - later, sooner, later };
}
