import { dayMs } from "#src/clock.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { type ToldTime, toldTime } from "#src/db/trail.ts";
import type { Actor } from "#src/events.ts";
import type { ReplyValues } from "./reply.ts";

/** What an earlier change of a list of replies was. */
export interface RepliesChange extends ToldTime {
  /** Of the audit trail: what can be undone is named by it. */
  id: number;
  actor: Actor;
  /** The same replies before and after, by id; null = there was none. */
  before: Record<string, ReplyValues | null>;
  after: Record<string, ReplyValues | null>;
}

/** What the audit trail calls a list of replies. */
function repliesObject(ownerId: number | null): string {
  return ownerId === null ? "replies" : `replies:${ownerId}`;
}

/** How many changes of a list its page shows. */
const shown = 50;

/** How long a change of somebody's own replies can be undone, and its texts are kept, ms. */
export const ownUndoMs = 30 * dayMs;

/**
 * The changes of a list (`ownerId` null = the helpline's), the newest first, at most 50; of one's own those that can still be
 * undone.
 */
export function repliesChanges(db: DataReader, ownerId: number | null): RepliesChange[] {
  return db.all(changesOf(ownerId).orderBy("id", "desc").limit(shown)).flatMap((row) => whole(db, row) ?? []);
}

/** The newest change of a list by its id; 0 for none. */
export function newestRepliesChange(db: DataReader, ownerId: number | null): number {
  return db.first(changesOf(ownerId).orderBy("id", "desc").limit(1))?.id ?? 0;
}

/** One change of a list; undefined when it has none of this id. */
export function repliesChange(db: DataReader, ownerId: number | null, id: number): RepliesChange | undefined {
  const found = db.first(changesOf(ownerId).where("id", "=", id));
  return found && whole(db, found);
}

/** Whether a change that came after the one known of touched any of these replies. One that never was has seen nothing. */
export function isSetSince(
  db: DataReader,
  ownerId: number | null,
  { basedOn, ids }: { basedOn: number; ids: string[] },
): boolean {
  if (basedOn !== 0 && !db.first(changesOf(ownerId).where("id", "=", basedOn))) return true;
  const newer = db.all(changesOf(ownerId).where("id", ">", basedOn)).map(asChange);
  return newer.some(({ after }) => ids.some((id) => Object.hasOwn(after, id)));
}

/** Keeps what replies were before and after a change, for undo. */
export function noteChange(tx: Tx, change: { changeId: number; before: string; after: string }): void {
  const { changeId, ...texts } = change;
  tx.run(q.insertInto("reply_change").values({ change_id: changeId, ...texts, at: tx.at }));
}

/** Whether texts of changes have been kept long enough at an instant (ms UTC). */
export function hasOldChanges(db: DataReader, at: number): boolean {
  return db.first(oldChanges(at).limit(1)) !== undefined;
}

/** Forgets the texts that were kept long enough: those that no page offers to undo any more. */
export function forgetOldChanges(tx: Tx): void {
  const old = tx.all(oldChanges(tx.at)).map(({ id }) => id);
  if (old.length > 0) tx.run(q.deleteFrom("reply_change").where("change_id", "in", old));
}

/** Of somebody's own those of a while ago, of the helpline's all but the newest. */
function oldChanges(at: number) {
  const shared = repliesObject(null);
  return q
    .selectFrom("reply_change")
    .innerJoin("audit", "audit.id", "change_id")
    .select("change_id as id")
    .where((eb) =>
      eb.or([
        eb.and([eb("object", "!=", shared), eb("reply_change.at", "<=", at - ownUndoMs)]),
        eb.and([
          eb("object", "=", shared),
          eb("change_id", "not in", changesOf(null).clearSelect().select("id").orderBy("id", "desc").limit(shown)),
        ]),
      ]),
    )
    .limit(1_000);
}

function changesOf(ownerId: number | null) {
  const all = q.selectFrom("audit").selectAll().where("object", "=", repliesObject(ownerId));
  return all.where("action", "=", "replies.changed");
}

/** A change with its texts; undefined where they are gone. */
function whole(db: DataReader, row: Row): RepliesChange | undefined {
  const texts = db.first(textsOf({ changeId: row.id }));
  return texts && asChange({ ...row, ...texts });
}

const textsOf = prepared((v: { changeId: number }) =>
  q.selectFrom("reply_change").select(["before", "after"]).where("change_id", "=", v.changeId),
);

interface Row {
  id: number;
  at: number;
  exact_at: number | null;
  actor: string;
  before: string | null;
  after: string | null;
}

function asChange(row: Row): RepliesChange {
  return {
    id: row.id,
    ...toldTime(row),
    actor: row.actor as Actor,
    before: JSON.parse(row.before!) as RepliesChange["before"],
    after: JSON.parse(row.after!) as RepliesChange["after"],
  };
}
