import type { Tx } from "#src/db/db.ts";
import type { Emit } from "#src/events.ts";
import { retireLine } from "#src/hours/lines.ts";
import { liftOverride } from "#src/hours/rules/override.ts";
import { noteDoor, noteRetired } from "#src/queue/door/doors.ts";

/**
 * Takes a line out of use, or back into use, and notes what its door says from now on: a line out of use is closed, and
 * nothing that was decided for it holds when it comes back. Throws as `retireLine` does.
 */
export function retire(tx: Tx, emit: Emit, input: { lineId: number; retired: boolean }): void {
  const { lineId, retired } = input;
  retireLine(tx, emit, input);
  if (retired) {
    liftOverride(tx, emit, { lineId });
    noteRetired(tx, emit, { lineId });
  } else noteDoor(tx, emit, { lineId });
}
