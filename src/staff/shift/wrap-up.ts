import { minuteMs } from "#src/clock.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";
import { settings } from "#src/settings/settings.ts";
import { availableOn } from "./availability.ts";

// In wrap-up someone counts as busy until they say that they are ready, or the set time has passed.

/** Starts the wrap-up of someone who has just ended a chat; does nothing where no time is set. */
export function beginWrapUp(tx: Tx, emit: Emit, input: { staffId: number }): void {
  const { staffId } = input;
  if (settings(tx).wrapUpMinutes === 0) return;
  tx.run(q.replaceInto("wrap_up").values({ staff_id: staffId, since: tx.at }));
  emit({ type: "wrap_up.changed", staffId, on: true });
}

/** Ends someone's wrap-up, if they are in one. */
export function endWrapUp(tx: Tx, emit: Emit, input: { staffId: number }): void {
  const { staffId } = input;
  if (tx.run(q.deleteFrom("wrap_up").where("staff_id", "=", staffId)) === 0) return;
  emit({ type: "wrap_up.changed", staffId, on: false });
}

/** The ids of those whose wrap-up time has passed at an instant (ms UTC). */
export function overdueWrapUps(db: DataReader, at: number): number[] {
  const { wrapUpMinutes } = settings(db);
  return db
    .all(begun({}))
    .filter(({ since }) => since + wrapUpMinutes * minuteMs <= at)
    .map(({ staff_id }) => staff_id);
}

/** Until when each member in wrap-up is so, by id, all ms UTC. */
export function wrappingUp(db: DataReader, at: number): Map<number, number> {
  const rows = db.all(begun({}));
  if (rows.length === 0) return new Map();
  const { wrapUpMinutes } = settings(db);
  const ends = rows.map(({ staff_id, since }) => [staff_id, since + wrapUpMinutes * minuteMs] as const);
  return new Map(ends.filter(([, until]) => until > at));
}

/** The ids of those available for a line and not in wrap-up at an instant (ms UTC). */
export function readyFor(db: DataReader, lineId: number, at: number): number[] {
  const { wrapUpMinutes } = settings(db);
  return db.all(ready({ lineId, after: at - wrapUpMinutes * minuteMs })).map((row) => row.id);
}

/** Returns a query of those available for a line, without those whose wrap-up began after an instant (ms UTC). */
export function readyOn(lineId: number, after: number) {
  const busy = q.selectFrom("wrap_up").select("wrap_up.staff_id").where("wrap_up.since", ">", after);
  return availableOn(lineId).where("staff.id", "not in", busy);
}

const ready = prepared((v: { lineId: number; after: number }) => readyOn(v.lineId, v.after).orderBy("staff.id"));
const begun = prepared(() => q.selectFrom("wrap_up").selectAll());
