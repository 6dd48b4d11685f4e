import type { DataReader } from "#src/db/db.ts";
import { isOnShift } from "#src/staff/shift/on-shift.ts";
import type { StaffPresence } from "#src/staff/shift/presence.ts";
import type { LineDoor } from "./door.ts";

/** Doors that let in only someone in danger. Not a closed one, or one without a key: there is nobody to write to. */
export const yielding: readonly LineDoor[] = ["full", "late", "paused", "last_entry"];

/**
 * Whether whoever says that they are in danger is let in at a door though it lets in nobody else: nobody is refused for want of room
 * or time as long as somebody who serves the line is there.
 */
export function yieldsToDanger(
  { db, staff }: { db: DataReader; staff: StaffPresence },
  { lineId, state }: { lineId: number; state: LineDoor },
): boolean {
  return yielding.includes(state) && isOnShift({ db, staff }, lineId);
}
