import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";

/** An id in a query: a column, or a value that is filled in later. */
type Id = RawBuilder<unknown> | number;

/**
 * Whether somebody of the staff had a part in a chat, in SQL: had it, wrote in it, sat beside it, did anything about it, noted
 * something beside it, offered it or was offered it (whoever is, reads what is said of it), decided something in its emergency, or spoke
 * with its counsellor about it afterwards, which nobody undoes by giving that back. That somebody has only seen that there is an
 * emergency is no part: else the one supervisor of a small helpline, who must say so, could look into nothing that comes of it.
 */
export function hadPart(conversationId: Id, staffId: Id): RawBuilder<SqlBool> {
  return sql<SqlBool>`(
    EXISTS (SELECT 1 FROM conversation AS had WHERE had.id = ${conversationId} AND had.counsellor_id = ${staffId})
    OR EXISTS (SELECT 1 FROM message WHERE conversation_id = ${conversationId} AND author = 'counsellor' AND staff_id = ${staffId})
    OR EXISTS (SELECT 1 FROM conversation_colleague WHERE conversation_id = ${conversationId} AND staff_id = ${staffId})
    OR EXISTS (SELECT 1 FROM conversation_event WHERE conversation_id = ${conversationId} AND staff_id = ${staffId})
    OR EXISTS (SELECT 1 FROM side_note WHERE conversation_id = ${conversationId} AND staff_id = ${staffId})
    OR EXISTS (SELECT 1 FROM handover WHERE conversation_id = ${conversationId} AND ${staffId} IN (from_staff_id, to_staff_id))
    OR EXISTS (SELECT 1 FROM debrief WHERE conversation_id = ${conversationId} AND staff_id = ${staffId})
    OR EXISTS (SELECT 1 FROM debrief_taker WHERE conversation_id = ${conversationId} AND staff_id = ${staffId})
    OR EXISTS (
      SELECT 1 FROM emergency AS had WHERE had.conversation_id = ${conversationId}
        AND ${staffId} IN (had.staff_id, had.decided_by, had.phoned_by)
    )
    OR EXISTS (SELECT 1 FROM had_part WHERE conversation_id = ${conversationId} AND staff_id = ${staffId})
  )`;
}

/** The same for one chat and one person, while the chat is kept. */
export function isPartOf(db: DataReader, conversationId: number, staffId: number): boolean {
  const chat = q.selectFrom("conversation").select("id").where("id", "=", conversationId);
  return db.first(chat.where(hadPart(conversationId, staffId))) !== undefined;
}

/**
 * Whether a young person met somebody of the staff in a chat: had them as their counsellor at any time, or read words of theirs. Whoever
 * they met may be the one they complain of, so that nothing hangs on whether they have.
 */
export function wasMet(db: DataReader, conversationId: number, staffId: number): boolean {
  const chat = q.selectFrom("conversation").select("id").where("id", "=", conversationId);
  const met = sql<SqlBool>`(counsellor_id = ${staffId}
    OR EXISTS (SELECT 1 FROM message WHERE conversation_id = ${conversationId} AND author = 'counsellor' AND staff_id = ${staffId})
    OR EXISTS (SELECT 1 FROM handover WHERE conversation_id = ${conversationId} AND from_staff_id = ${staffId})
    OR EXISTS (SELECT 1 FROM conversation_event WHERE conversation_id = ${conversationId} AND staff_id = ${staffId}
      AND kind IN ('claimed', 'handed_over', 'taken_over')))`;
  return db.first(chat.where(met)) !== undefined;
}

/** Notes who had a part in a chat: what tells it is about to go, or to lead to the chat no more. Doing so twice changes nothing. */
export function keepParts(tx: Tx, conversationId: number): void {
  const had = q
    .selectFrom("staff")
    .select([sql.val(conversationId).$castTo<number>().as("conversation_id"), "staff.id as staff_id"])
    .where(hadPart(conversationId, sql.ref("staff.id")));
  const kept = q.insertInto("had_part").columns(["conversation_id", "staff_id"]).expression(had);
  tx.run(kept.onConflict((on) => on.doNothing()));
}
