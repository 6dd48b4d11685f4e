import { minuteMs } from "#src/clock.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";
import { settings } from "#src/settings/settings.ts";
import { availableFor } from "./availability.ts";

// After a chat there is something to write, and a breath to take: whoever wraps up counts as busy until they say that they
// are ready, or the set time has passed.

/** Somebody has just ended a chat: they wrap up from now on. Where no time is set for it, nothing changes. */
export function beginWrapUp(tx: Tx, emit: Emit, input: { staffId: number }): void {
  const { staffId } = input;
  if (settings(tx).wrapUpMinutes === 0) return;
  tx.run(q.replaceInto("wrap_up").values({ staff_id: staffId, since: tx.at }));
  emit({ type: "wrap_up.changed", staffId, on: true });
}

/** They are ready for the next person. Saying so without wrapping up changes nothing. */
export function endWrapUp(tx: Tx, emit: Emit, input: { staffId: number }): void {
  const { staffId } = input;
  if (tx.run(q.deleteFrom("wrap_up").where("staff_id", "=", staffId)) === 0) return;
  emit({ type: "wrap_up.changed", staffId, on: false });
}

/** Whose set time has passed at an instant (ms UTC), though they have not said that they are ready. */
export function overdueWrapUps(db: DataReader, at: number): number[] {
  const { wrapUpMinutes } = settings(db);
  return db
    .all(begun({}))
    .filter(({ since }) => since + wrapUpMinutes * minuteMs <= at)
    .map(({ staff_id }) => staff_id);
}

/** Until when each of those who wrap up at an instant does so, by their id, all ms UTC. */
export function wrappingUp(db: DataReader, at: number): Map<number, number> {
  const rows = db.all(begun({}));
  if (rows.length === 0) return new Map();
  const { wrapUpMinutes } = settings(db);
  const ends = rows.map(({ staff_id, since }) => [staff_id, since + wrapUpMinutes * minuteMs] as const);
  return new Map(ends.filter(([, until]) => until > at));
}

/** Of those who are available for a line at an instant (ms UTC), the ids of those who are ready for the next person. */
export function readyFor(db: DataReader, lineId: number, at: number): number[] {
  const busy = wrappingUp(db, at);
  return availableFor(db, lineId).filter((id) => !busy.has(id));
}

const begun = prepared(() => q.selectFrom("wrap_up").selectAll());
