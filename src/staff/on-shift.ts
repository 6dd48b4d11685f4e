import type { DataReader } from "#src/db/db.ts";
import { saidLast, servers } from "./availability.ts";
import { may } from "./permissions.ts";
import type { StaffPresence } from "./presence.ts";
import { everyone } from "./staff.ts";

/**
 * Whether somebody who serves a line and may take people is there: available, or only away from the queue and still heard. Who has
 * signed out, of whom nothing is heard, or who has never been on shift, is not.
 */
export function isOnShift({ db, staff }: { db: DataReader; staff: StaffPresence }, lineId: number): boolean {
  const serves = servers(db, lineId);
  const nobodys = { counsellorId: null, ended: false };
  return everyone(db)
    .filter((one) => serves(one.id) && may(one, "conversation.claim", nobodys))
    .some(({ id }) => saidLast(db, id) === "available" || (hasCome(db, id) && !staff.isGone(id)));
}

/** The same of somebody who is heard in this very moment, since it is they who ask: they came on shift, and are not counted out. */
export function hasCome(db: DataReader, staffId: number): boolean {
  const said = saidLast(db, staffId);
  return said === "available" || said === "away";
}
