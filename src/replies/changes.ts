import { dayMs } from "#src/clock.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { type Change, historyOf, maxChangesShown } from "#src/desk/history.ts";
import type { ReplyValues } from "./reply.ts";

/** An earlier change of a list: the same replies before and after, by id; null = there was none. */
export type RepliesChange = Change<Record<string, ReplyValues | null>>;

/** The changes of each list (`null` = the helpline's, else its owner's id); the audit log names the replies, `reply_change` has the words. */
const repliesHistory = historyOf<number | null, RepliesChange["before"]>({
  action: "replies.changed",
  object: (ownerId) => (ownerId === null ? "replies" : `replies:${ownerId}`),
  read: (text) => JSON.parse(text!),
});

/** How long a counsellor can undo a change of their own replies, and its texts are kept. */
export const ownUndoMs = 30 * dayMs;

/** The changes of a list (`ownerId` null = the helpline's), newest first, at most 50, as far as they can be undone. */
export function repliesChanges(db: DataReader, ownerId: number | null): RepliesChange[] {
  return repliesHistory.latest(db, ownerId).flatMap((change) => withTexts(db, change) ?? []);
}

/** Returns the newest change of a list by its id; 0 for none. */
export const newestRepliesChange = repliesHistory.newest;

/** Returns one change of a list; undefined if it has none of this id. */
export function repliesChange(db: DataReader, ownerId: number | null, id: number): RepliesChange | undefined {
  const change = repliesHistory.find(db, ownerId, id);
  return change && withTexts(db, change);
}

/** Whether a change after the one that was seen touched any of these replies. */
export function isSetSince(
  db: DataReader,
  ownerId: number | null,
  { basedOn, ids }: { basedOn: number; ids: string[] },
): boolean {
  return repliesHistory.isSetSince(db, ownerId, basedOn, ({ after }) => ids.some((id) => Object.hasOwn(after, id)));
}

/** Stores replies before and after a change, for undo. */
export function noteChange(tx: Tx, change: { changeId: number; before: string; after: string }): void {
  const { changeId, ...texts } = change;
  tx.run(q.insertInto("reply_change").values({ change_id: changeId, ...texts, at: tx.at }));
}

/** Whether texts of changes are due to be deleted at an instant (ms UTC). */
export function hasOldChanges(db: DataReader, at: number): boolean {
  return db.first(oldChanges(at).limit(1)) !== undefined;
}

/** Deletes the texts of changes that no page offers to undo any more. */
export function forgetOldChanges(tx: Tx): void {
  const old = tx.all(oldChanges(tx.at)).map(({ id }) => id);
  if (old.length > 0) tx.run(q.deleteFrom("reply_change").where("change_id", "in", old));
}

function oldChanges(at: number) {
  const shared = "replies";
  return q
    .selectFrom("reply_change")
    .innerJoin("audit", "audit.id", "change_id")
    .select("change_id as id")
    .where((eb) =>
      eb.or([
        eb.and([eb("object", "!=", shared), eb("reply_change.at", "<=", at - ownUndoMs)]),
        eb.and([
          eb("object", "=", shared),
          eb(
            "change_id",
            "not in",
            repliesHistory.rows(null).clearSelect().select("id").orderBy("id", "desc").limit(maxChangesShown),
          ),
        ]),
      ]),
    )
    .limit(1_000);
}

/** A change with its texts; undefined once these are gone. */
function withTexts(db: DataReader, change: RepliesChange): RepliesChange | undefined {
  const texts = db.first(textsOf({ changeId: change.id }));
  return texts && { ...change, before: JSON.parse(texts.before), after: JSON.parse(texts.after) };
}

const textsOf = prepared((v: { changeId: number }) =>
  q.selectFrom("reply_change").select(["before", "after"]).where("change_id", "=", v.changeId),
);
