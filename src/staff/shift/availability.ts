import { minuteMs } from "#src/clock.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Availability, Emit } from "#src/events.ts";
import { lines, staffOfLine } from "#src/hours/lines.ts";
import { availabilityOf } from "../staff.ts";

/**
 * Says that someone is there, away, or that nothing is heard from them; `inCharge`: somebody in charge of people says it. Saying the same
 * again changes nothing. Throws `not_allowed` where someone would be there who takes no new chats for now.
 */
export function setAvailability(
  tx: Tx,
  emit: Emit,
  input: { staffId: number; availability: Availability; inCharge?: true },
): void {
  const { staffId, availability, inCharge } = input;
  if (availabilityOf(tx, staffId) === availability) return;
  if (availability === "available") refuseNewChat(tx, staffId);
  tx.run(q.insertInto("presence_log").values({ staff_id: staffId, availability, at: tx.at }));
  emit({ type: "availability.changed", staffId, availability, ...(inCharge ? { inCharge } : {}) });
}

/** Throws `not_allowed` for somebody who takes no new chats for now (staff/new-chats.ts). */
export function refuseNewChat(db: DataReader, staffId: number): void {
  if (takesNoNewChats(db, staffId)) throw new HelplineError("not_allowed", "error.new_chats_off");
}

/** Whether somebody in charge of people has taken them off new chats. */
export function takesNoNewChats(db: DataReader, staffId: number): boolean {
  return db.first(off({ staffId })) !== undefined;
}

const off = prepared((v: { staffId: number }) =>
  q.selectFrom("new_chats_off").select("id").where("staff_id", "=", v.staffId).where("lifted_at", "is", null).limit(1),
);

/** Whether somebody gets new chats, as they are told beside their own switch: "lifted" = again, until they are available the first time after it. */
export type NewChats = "on" | "off" | "lifted";

/** That of one of the staff (id). */
export function newChatsFor(db: DataReader, staffId: number): NewChats {
  if (takesNoNewChats(db, staffId)) return "off";
  const last = db.first(liftedLast({ staffId }))?.at ?? null;
  if (last === null) return "on";
  return db.first(availableSince({ staffId, at: last })) === undefined ? "lifted" : "on";
}

const liftedLast = prepared((v: { staffId: number }) =>
  q
    .selectFrom("new_chats_off")
    .select((eb) => eb.fn.max("lifted_at").as("at"))
    .where("staff_id", "=", v.staffId),
);
const availableSince = prepared((v: { staffId: number; at: number }) =>
  q
    .selectFrom("presence_log")
    .select("id")
    .where("staff_id", "=", v.staffId)
    .where("availability", "=", "available")
    .where("at", ">", v.at)
    .limit(1),
);

/** How long after nothing was heard of them a console that opens again makes them what they were, ms. */
const backWithinMs = 15 * minuteMs;

/**
 * Someone counted out only because nothing was heard of them is heard again: as available or away as they were, soon after.
 * Whoever never said so was away. Later, as the next morning, they are away until they say that they are available; but gone they are not, and nobody steps
 * into a chat that they still have as if they were.
 */
export function comeBackToShift(tx: Tx, emit: Emit, input: { staffId: number }): void {
  const [last, before] = tx.all(lastSaid({ staffId: input.staffId }));
  if (last?.availability !== "gone") return;
  const isSoon = tx.at - last.at <= backWithinMs && !takesNoNewChats(tx, input.staffId);
  setAvailability(tx, emit, {
    staffId: input.staffId,
    availability: isSoon ? (before?.availability ?? "away") : "away",
  });
}

/** Since when somebody is counted out because nothing is heard of them, ms UTC; null while they are not. */
export function goneSince(db: DataReader, staffId: number): number | null {
  const last = db.first(lastSaid({ staffId }));
  return last?.availability === "gone" ? last.at : null;
}

/** What somebody said last, or was said of them; null for whoever has never been on shift. */
export function saidLast(db: DataReader, staffId: number): Availability | null {
  return db.first(lastSaid({ staffId }))?.availability ?? null;
}

const lastSaid = prepared((v: { staffId: number }) =>
  q
    .selectFrom("presence_log")
    .select(["availability", "at"])
    .where("staff_id", "=", v.staffId)
    .orderBy("id", "desc")
    .limit(2),
);

/** The ids of those who are available now, for whatever line. */
export function availableStaff(db: DataReader): number[] {
  return db.all(available({})).map((row) => row.id);
}

const available = prepared(() =>
  q
    .selectFrom("staff")
    .innerJoin("staff_role", "staff_role.staff_id", "staff.id")
    .select("staff.id")
    .distinct()
    .where("staff.deactivated_at", "is", null)
    .where("staff_role.role", "in", ["counsellor", "supervisor"])
    .where(
      (eb) =>
        eb
          .selectFrom("presence_log")
          .select("availability")
          .whereRef("presence_log.staff_id", "=", "staff.id")
          .orderBy("presence_log.id", "desc")
          .limit(1),
      "=",
      "available",
    )
    .orderBy("staff.id"),
);

/** Of those who are available now, the ids of those who serve a line. */
export function availableFor(db: DataReader, lineId: number): number[] {
  const serves = servers(db, lineId);
  return availableStaff(db).filter(serves);
}

/** Whether somebody serves a line; without a choice of people everybody does. */
export function servesLine(db: DataReader, staffId: number, lineId: number): boolean {
  return servers(db, lineId)(staffId);
}

/** The lines in use that somebody serves, ids in ascending order: whose waiting people they see and take. */
export function servedLines(db: DataReader, staffId: number): number[] {
  return lines(db)
    .map((one) => one.id)
    .filter((lineId) => servesLine(db, staffId, lineId))
    .sort((a, b) => a - b);
}

/** Who serves a line, read once for many. */
export function servers(db: DataReader, lineId: number): (staffId: number) => boolean {
  const chosen = staffOfLine(db, lineId);
  return (staffId) => chosen.length === 0 || chosen.includes(staffId);
}

/**
 * Since when nobody who serves a line has been available, ms UTC: -Infinity when nobody ever was. Only for a line where
 * nobody is available now.
 */
export function nobodySince(db: DataReader, lineId: number): number {
  const serves = servers(db, lineId);
  const ends = db
    .all(stretches({}))
    .filter((one) => one.last !== null && serves(one.id))
    .map((one) => db.first(endOf({ staffId: one.id, id: one.last! }))?.at ?? Number.NEGATIVE_INFINITY);
  return Math.max(Number.NEGATIVE_INFINITY, ...ends);
}

/** When each was available last: the row in which that began. */
const stretches = prepared(() =>
  q
    .selectFrom("staff")
    .select((eb) => [
      "staff.id",
      eb
        .selectFrom("presence_log")
        .select("presence_log.id")
        .whereRef("presence_log.staff_id", "=", "staff.id")
        .where("availability", "=", "available")
        .orderBy("presence_log.id", "desc")
        .limit(1)
        .as("last"),
    ]),
);
const endOf = prepared((v: { staffId: number; id: number }) =>
  q
    .selectFrom("presence_log")
    .select("at")
    .where("staff_id", "=", v.staffId)
    .where("id", ">", v.id)
    .orderBy("id")
    .limit(1),
);
