import type { Clock } from "#src/clock.ts";
import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/prepared.ts";
import { q } from "#src/db/schema.ts";
import type { Line } from "#src/hours/lines.ts";
import { overrideOf } from "#src/hours/override.ts";
import { openingFor } from "#src/hours/override-end.ts";
import { inLine } from "#src/queue/claim.ts";
import type { DoorNow } from "#src/queue/door.ts";
import { doorLog, doors } from "#src/queue/doors.ts";
import { availableStaff, servers } from "#src/staff/availability.ts";
import { may } from "#src/staff/permissions.ts";
import { availabilityOf, type StaffMember } from "#src/staff/staff.ts";
import type { BarProps } from "#views/counsellor/bar.tsx";
import { isDeserted, type LineNow } from "#views/counsellor/line-state.tsx";

/** What the top lines of all consoles are made from: read once for all of them. */
export function shiftNow({ db, clock }: { db: DataReader; clock: Clock }) {
  const now = clock.now();
  return {
    now,
    waiting: inLine(db),
    available: availableStaff(db).length,
    lines: doors(db, now).map(({ line, door }) => ({
      shown: lineScene(db, line, door, now),
      serves: servers(db, line.id),
    })),
  };
}

type Shift = ReturnType<typeof shiftNow>;

/** A line and its door as the staff see them at an instant (ms UTC). */
export function lineScene(db: DataReader, line: Line, door: DoorNow, now: number): LineNow {
  const decided = overrideOf(db, line.id, now);
  return {
    id: line.id,
    name: line.name,
    zone: line.timeZone,
    door,
    decided: decided && {
      kind: decided.kind,
      // Whoever decided it may have left the staff since.
      alias: db.first(aliases({ staffId: decided.staffId }))!.alias,
      until: decided.endsAt,
      reason: decided.reason,
    },
    opening: openingFor(line, now),
  };
}

const aliases = prepared((v: { staffId: number }) => q.selectFrom("staff").select("alias").where("id", "=", v.staffId));

/** The top line of one member's console: every line's door, and who waits on the lines they serve. */
export function barScene(
  sources: { db: DataReader; clock: Clock },
  member: StaffMember,
  shift: Shift = shiftNow(sources),
): Omit<BarProps, "t"> {
  const { now, available, lines } = shift;
  const served = lines.filter((one) => one.serves(member.id)).map((one) => one.shown);
  const waiting = shift.waiting.filter((one) => !one.rehearsal && served.some((line) => line.id === one.lineId));
  const since = Math.min(...waiting.map((one) => one.startedAt));
  return {
    now,
    lines: lines.map((one) => one.shown),
    deserted: served.filter(isDeserted).map((line) => line.name),
    waitingCount: waiting.length,
    longestMinutes: waiting.length === 0 ? null : Math.floor((now - since) / 60_000),
    availability: availabilityOf(sources.db, member.id) === "available" ? "available" : "away",
    alias: member.alias,
    availableCount: available,
    admin: member.roles.includes("admin"),
    mayTake: may(member, "conversation.claim", { counsellorId: null, ended: false }),
    mayDecide: may(member, "line.override"),
  };
}

/** Since when a line has been closed, ms UTC, if it closed after `since` (ms UTC) and still is; else null. */
export function closedAt(db: DataReader, lineId: number, since: number): number | null {
  const log = doorLog(db, lineId, since);
  const opened = log.findLastIndex((one) => one.state !== "closed");
  const closed = log[opened + 1];
  return closed && closed.at >= since ? closed.at : null;
}
