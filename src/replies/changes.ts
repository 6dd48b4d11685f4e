import { dayMs } from "#src/clock.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { type ToldTime, toldTime } from "#src/db/trail.ts";
import type { Actor } from "#src/events.ts";
import type { ReplyValues } from "./reply.ts";

export interface RepliesChange extends ToldTime {
  /** Of the entry in the audit trail; undo names it. */
  id: number;
  actor: Actor;
  /** By the id of the reply; null = there was none. */
  before: Record<string, ReplyValues | null>;
  after: Record<string, ReplyValues | null>;
}

function repliesObject(ownerId: number | null): string {
  return ownerId === null ? "replies" : `replies:${ownerId}`;
}

const shown = 50;

/** How long a counsellor can undo a change of their own replies, and its texts are kept. */
export const ownUndoMs = 30 * dayMs;

/** The changes of a list (`ownerId` null = the helpline's), newest first, at most 50, as far as they can be undone. */
export function repliesChanges(db: DataReader, ownerId: number | null): RepliesChange[] {
  return db.all(changesOf(ownerId).orderBy("id", "desc").limit(shown)).flatMap((row) => whole(db, row) ?? []);
}

/** The id of a list's newest change; 0 for none. */
export function newestRepliesChange(db: DataReader, ownerId: number | null): number {
  return db.first(changesOf(ownerId).orderBy("id", "desc").limit(1))?.id ?? 0;
}

/** One change of a list; undefined if it has none with this id. */
export function repliesChange(db: DataReader, ownerId: number | null, id: number): RepliesChange | undefined {
  const found = db.first(changesOf(ownerId).where("id", "=", id));
  return found && whole(db, found);
}

/** Whether a change after `basedOn` touched any of these replies; an id that never was counts as having seen nothing. */
export function isSetSince(
  db: DataReader,
  ownerId: number | null,
  { basedOn, ids }: { basedOn: number; ids: string[] },
): boolean {
  if (basedOn !== 0 && !db.first(changesOf(ownerId).where("id", "=", basedOn))) return true;
  const newer = db.all(changesOf(ownerId).where("id", ">", basedOn)).map(asChange);
  return newer.some(({ after }) => ids.some((id) => Object.hasOwn(after, id)));
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
