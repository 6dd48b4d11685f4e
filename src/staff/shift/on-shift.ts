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

/** Whether anyone who serves a line and may take people is there: available, or away and still heard. */
export function isOnShift(sources: Sources, lineId: number): boolean {
  const serves = servers(sources.db, lineId);
  return takers(sources.db).some(({ id }) => serves(id) && isThere(sources, id));
}

/** The ids of those there who hear when help is wanted on a line: those who serve it, and supervisors. */
export function companyOn(sources: Sources, lineId: number): number[] {
  const serves = servers(sources.db, lineId);
  return takers(sources.db)
    .filter((one) => (may(one, "help.everywhere") || serves(one.id)) && isThere(sources, one.id))
    .map(({ id }) => id);
}

/** The ids of the lines with at most two people there, where it matters who comes or goes. */
export function lonelyLines(sources: Sources): number[] {
  return lines(sources.db)
    .map(({ id }) => id)
    .filter((lineId) => companyOn(sources, lineId).length <= 2);
}

function takers(db: DataReader): StaffMember[] {
  const nobodys = { counsellorId: null, ended: false };
  return everyone(db).filter((one) => may(one, "conversation.claim", nobodys));
}

/** Whether a member is there as `isOnShift` means it, whatever they serve and take. */
export function isThere({ db, staff }: Sources, staffId: number): boolean {
  return saidLast(db, staffId) === "available" || (hasCome(db, staffId) && !staff.isGone(staffId));
}

/** Whether someone came on shift and is not counted out. For a member who is asking, and so is heard. */
export function hasCome(db: DataReader, staffId: number): boolean {
  const said = saidLast(db, staffId);
  return said === "available" || said === "away";
}
