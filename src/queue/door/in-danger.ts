import type { DataReader } from "#src/db/db.ts";
import { isOnShift } from "#src/staff/shift/on-shift.ts";
import type { StaffPresence } from "#src/staff/shift/presence.ts";
import type { LineDoor } from "./door.ts";

/** Doors that let in only someone in danger; behind a closed or locked one there is nobody to write to. */
export const yielding: readonly LineDoor[] = ["full", "late", "paused", "last_entry"];

/** Returns whether someone in danger comes in: nobody is refused for lack of room or time while someone is on shift. */
export function yieldsToDanger(
  { db, staff }: { db: DataReader; staff: StaffPresence },
  { lineId, state }: { lineId: number; state: LineDoor },
): boolean {
  return yielding.includes(state) && isOnShift({ db, staff }, lineId);
}
