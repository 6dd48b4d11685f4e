import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";

type Id = RawBuilder<unknown> | number;

/** Returns SQL for whether a member had any part in a chat, in its emergency, or in a talk about it afterwards. */
export function hadPart(conversationId: Id, staffId: Id): RawBuilder<SqlBool> {
  // Having seen that there is an emergency is no part: the one supervisor of a small helpline could look into nothing else.
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

/** Returns whether a member had a part in a chat, while the chat is kept. */
export function isPartOf(db: DataReader, conversationId: number, staffId: number): boolean {
  const chat = q.selectFrom("conversation").select("id").where("id", "=", conversationId);
  return db.first(chat.where(hadPart(conversationId, staffId))) !== undefined;
}

/** Returns whether a young person met a member in a chat: as their counsellor, or by words of theirs. */
export function wasMet(db: DataReader, conversationId: number, staffId: number): boolean {
  // Anyone they met may be the person complained of; asked of every chat, this does not tell that there is a complaint.
  const chat = q.selectFrom("conversation").select("id").where("id", "=", conversationId);
  const met = sql<SqlBool>`(counsellor_id = ${staffId}
    OR EXISTS (SELECT 1 FROM message WHERE conversation_id = ${conversationId} AND author = 'counsellor' AND staff_id = ${staffId})
    OR EXISTS (SELECT 1 FROM handover WHERE conversation_id = ${conversationId} AND from_staff_id = ${staffId})
    OR EXISTS (SELECT 1 FROM conversation_event WHERE conversation_id = ${conversationId} AND staff_id = ${staffId}
      AND kind IN ('claimed', 'handed_over', 'taken_over')))`;
  return db.first(chat.where(met)) !== undefined;
}

/** Stores who had a part in a chat, before the rows that tell it go. Doing so twice changes nothing. */
export function keepParts(tx: Tx, conversationId: number): void {
  const had = q
    .selectFrom("staff")
    .select([sql.val(conversationId).$castTo<number>().as("conversation_id"), "staff.id as staff_id"])
    .where(hadPart(conversationId, sql.ref("staff.id")));
  const kept = q.insertInto("had_part").columns(["conversation_id", "staff_id"]).expression(had);
  tx.run(kept.onConflict((on) => on.doNothing()));
}
