import { sql } from "kysely";
import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";

export interface PromisesKept {
  told: number;
  inside: number;
  sooner: number;
  later: number;
}

/** Returns how the waits on a line compare with what people were told; those who left first are not counted. */
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
