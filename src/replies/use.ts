import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";

/** How often someone used each reply, by its id. */
export function usesOf(db: DataReader, staffId: number): Map<string, number> {
  const rows = db.all(q.selectFrom("reply_use").selectAll().where("staff_id", "=", staffId));
  return new Map(rows.map(({ reply_id, times }) => [reply_id, times]));
}

/** Counts a use of a reply: those used most come first. */
export function noteUse(tx: Tx, { staffId, replyId }: { staffId: number; replyId: string }): void {
  const own = { staff_id: staffId, reply_id: replyId };
  const times = usesOf(tx, staffId).get(replyId) ?? 0;
  tx.run(q.replaceInto("reply_use").values({ ...own, times: times + 1 }));
}
