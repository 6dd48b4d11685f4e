import type { DataReader } from "#src/db/db.ts";
import { lines } from "#src/hours/lines.ts";
import { may } from "../permissions.ts";
import { everyone, type StaffMember } from "../staff.ts";
import { saidLast, servers } from "./availability.ts";
import type { StaffPresence } from "./presence.ts";

interface Sources {
  db: DataReader;
  staff: StaffPresence;
}

/**
 * Whether somebody who serves a line and may take people is there: available, or only away from the queue and still heard. Who has
 * signed out, of whom nothing is heard, or who has never been on shift, is not.
 */
export function isOnShift(sources: Sources, lineId: number): boolean {
  const serves = servers(sources.db, lineId);
  return takers(sources.db).some(({ id }) => serves(id) && isThere(sources, id));
}

/** Who is there in the same sense and hears when help is wanted on a line (ids): whoever serves it, and supervisors on every line. */
export function companyOn(sources: Sources, lineId: number): number[] {
  const serves = servers(sources.db, lineId);
  return takers(sources.db)
    .filter((one) => (may(one, "help.everywhere") || serves(one.id)) && isThere(sources, one.id))
    .map(({ id }) => id);
}

/** The lines (ids) on which it matters to somebody that one has come on shift or gone: there are two at most. */
export function lonelyLines(sources: Sources): number[] {
  return lines(sources.db)
    .map(({ id }) => id)
    .filter((lineId) => companyOn(sources, lineId).length <= 2);
}

function takers(db: DataReader): StaffMember[] {
  const nobodys = { counsellorId: null, ended: false };
  return everyone(db).filter((one) => may(one, "conversation.claim", nobodys));
}

/** Whether one of the staff is there in the sense of `isOnShift`, whatever they serve and take. */
export function isThere({ db, staff }: Sources, staffId: number): boolean {
  return saidLast(db, staffId) === "available" || (hasCome(db, staffId) && !staff.isGone(staffId));
}

/** The same of somebody who is heard in this very moment, since it is they who ask: they came on shift, and are not counted out. */
export function hasCome(db: DataReader, staffId: number): boolean {
  const said = saidLast(db, staffId);
  return said === "available" || said === "away";
}
