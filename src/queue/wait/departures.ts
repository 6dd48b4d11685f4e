import { sql } from "kysely";
import { dayMs } from "#src/clock.ts";
import { type Conversation, waitsSince } from "#src/conversation/conversation.ts";
import { isReal } from "#src/conversation/kind.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { noWait, type Stood } from "./estimate.ts";

// Departures are kept for the forecast without their conversation, which may be forgotten the minute it ends.

const maxGone = 100;
export const goneDays = 90;

/** Notes that someone was taken or left the line; leaving at once moved nobody, and a rehearsal takes no place. */
export function noteGone(tx: Tx, found: Conversation, { taken }: { taken: boolean }): void {
  const came = waitsSince(found);
  // How long they have waited is compared with what they were told; only the first time counts.
  if (taken) tx.run(settled({ id: found.id, at: tx.at }));
  if (!isReal(found) || (!taken && tx.at - came < noWait)) return;
  tx.run(q.insertInto("line_gone").values({ line_id: found.lineId, came, gone: tx.at }));
  tx.run(beyond({ lineId: found.lineId }));
}

/** Returns the newest departures from a line, newest first; times are ms UTC. */
export function goneFrom(db: DataReader, lineId: number): Stood[] {
  return db.all(newest({ lineId }));
}

/** Returns whether any departure is older than `goneDays` at `at` (ms UTC). */
export function hasOldGone(db: DataReader, at: number): boolean {
  return db.first(q.selectFrom("line_gone").select("id").where("gone", "<=", longAgo(at)).limit(1)) !== undefined;
}

/** Deletes the departures that are older than `goneDays`. */
export function forgetOldGone(tx: Tx): void {
  tx.run(q.deleteFrom("line_gone").where("gone", "<=", longAgo(tx.at)));
}

const settled = prepared((v: { id: number; at: number }) =>
  q
    .updateTable("wait_promise")
    .set({ waited: sql`max(0, ${v.at} - at)` })
    .where("conversation_id", "=", v.id)
    .where("waited", "is", null),
);

const longAgo = (at: number) => at - goneDays * dayMs;

const newest = prepared((v: { lineId: number }) =>
  q
    .selectFrom("line_gone")
    .select(["came", "gone"])
    .where("line_id", "=", v.lineId)
    .orderBy("gone", "desc")
    .limit(sql.lit(maxGone)),
);
const beyond = prepared((v: { lineId: number }) =>
  q
    .deleteFrom("line_gone")
    .where("line_id", "=", v.lineId)
    .where(
      "gone",
      "<=",
      q
        .selectFrom("line_gone")
        .select("gone")
        .where("line_id", "=", v.lineId)
        .orderBy("gone", "desc")
        .limit(sql.lit(1))
        .offset(sql.lit(maxGone)),
    ),
);
