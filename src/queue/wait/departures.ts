import { sql } from "kysely";
import { dayMs } from "#src/clock.ts";
import { type Conversation, waitsSince } from "#src/conversation/conversation.ts";
import { isReal } from "#src/conversation/kind.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { noWait, type Stood } from "./estimate.ts";

// Who is gone from a line, and when, for the forecast. It cannot be read from the conversations: one may be forgotten the minute
// it ends. Two times and a line, of nobody in particular.

/** How many of a line are kept: more than make its steps, since some found a free counsellor. */
const maxGone = 100;
/** After so long it says nothing any more of how the line moves. */
export const goneDays = 90;

/** Somebody who waited is taken, or leaves the line. Who looks in and goes at once moved nobody; a rehearsal takes no place. */
export function noteGone(tx: Tx, found: Conversation, { taken }: { taken: boolean }): void {
  const came = waitsSince(found);
  if (!isReal(found) || (!taken && tx.at - came < noWait)) return;
  tx.run(q.insertInto("line_gone").values({ line_id: found.lineId, came, gone: tx.at }));
  tx.run(beyond({ lineId: found.lineId }));
}

/** The newest of those who are gone from a line, the newest first. */
export function goneFrom(db: DataReader, lineId: number): Stood[] {
  return db.all(newest({ lineId }));
}

/** Whether anything is kept that is too old to say something (`at` is ms UTC). */
export function hasOldGone(db: DataReader, at: number): boolean {
  return db.first(q.selectFrom("line_gone").select("id").where("gone", "<=", longAgo(at)).limit(1)) !== undefined;
}

/** Forgets that. */
export function forgetOldGone(tx: Tx): void {
  tx.run(q.deleteFrom("line_gone").where("gone", "<=", longAgo(tx.at)));
}

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
