import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { type ToldTime, toldTime } from "#src/db/trail.ts";
import { HelplineError } from "#src/errors.ts";
import type { Actor } from "#src/events.ts";

/** An earlier change of something that an admin sets. */
export interface Change<Before, After = Before> extends ToldTime {
  /** Its id in the audit log, by which it can be undone. */
  id: number;
  actor: Actor;
  before: Before;
  after: After;
}

/** How many changes a page shows. */
export const maxChangesShown = 50;

/**
 * The history of one kind of thing, as the audit log holds it: `object` names the thing there, and `read` takes apart what it says of
 * it before and after a change (null = there was nothing).
 */
export function historyOf<Of, Before, After = Before>(kind: {
  action: string;
  object: (of: Of) => string;
  read: (text: string | null) => Before | After;
}) {
  const rows = (of: Of) =>
    q.selectFrom("audit").selectAll().where("object", "=", kind.object(of)).where("action", "=", kind.action);

  type Row = { id: number; at: number; exact_at: number | null; actor: string } & Record<
    "before" | "after",
    string | null
  >;
  const asChange = (row: Row): Change<Before, After> => ({
    id: row.id,
    ...toldTime(row),
    actor: row.actor as Actor,
    before: kind.read(row.before) as Before,
    after: kind.read(row.after) as After,
  });

  /** The id of the newest change; 0 for none. */
  const newest = (db: DataReader, of: Of): number => db.first(rows(of).orderBy("id", "desc").limit(1))?.id ?? 0;

  /** One change by its id; undefined where this thing has no such change. */
  const find = (db: DataReader, of: Of, id: number): Change<Before, After> | undefined => {
    const row = db.first(rows(of).where("id", "=", id));
    return row && asChange(row);
  };

  /** Every change after one (0 = from the beginning), the oldest first. */
  const after = (db: DataReader, of: Of, id: number): Change<Before, After>[] =>
    db.all(rows(of).where("id", ">", id).orderBy("id")).map(asChange);

  return {
    rows,
    newest,
    find,
    /** The newest changes first, at most `maxChangesShown`. */
    latest: (db: DataReader, of: Of): Change<Before, After>[] =>
      db.all(rows(of).orderBy("id", "desc").limit(maxChangesShown)).map(asChange),
    after,
    /** Whether a change after the one that was seen (0 = none) touches what someone sets now. One that never was has seen nothing. */
    isSetSince(db: DataReader, of: Of, basedOn: number, touches: (change: Change<Before, After>) => boolean): boolean {
      if (basedOn !== 0 && !find(db, of, basedOn)) return true;
      return after(db, of, basedOn).some(touches);
    },
    /** Throws `taken` if there is a newer change than the one that was seen. `undefined` = it does not matter. */
    refuseTaken(db: DataReader, of: Of, basedOn: number | undefined): void {
      if (basedOn !== undefined && basedOn !== newest(db, of)) throw new HelplineError("taken");
    },
  };
}
