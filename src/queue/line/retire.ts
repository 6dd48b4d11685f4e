import type { Tx } from "#src/db/db.ts";
import type { Emit } from "#src/events.ts";
import { retireLine } from "#src/hours/lines.ts";
import { liftOverride } from "#src/hours/rules/override.ts";
import { noteDoor, noteRetired } from "#src/queue/door/doors.ts";

/** Takes a line out of use or back, and notes its door; nothing decided for it holds when it is back. Throws as `retireLine`. */
export function retire(tx: Tx, emit: Emit, input: { lineId: number; retired: boolean }): void {
  const { lineId, retired } = input;
  retireLine(tx, emit, input);
  if (retired) {
    liftOverride(tx, emit, { lineId });
    noteRetired(tx, emit, { lineId });
  } else noteDoor(tx, emit, { lineId });
}
