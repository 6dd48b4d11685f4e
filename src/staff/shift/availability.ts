import { expressionBuilder } from "kysely";
import { minuteMs } from "#src/clock.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared, remembered } from "#src/db/query.ts";
import { q, type Tables } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Availability, Emit } from "#src/events.ts";
import { staffOfLine } from "#src/hours/lines.ts";
import type { Key } from "#src/i18n/i18n.ts";
import { availabilityOf, staffMember } from "../staff.ts";

/** Sets someone available, away or gone; `inCharge`: someone in charge of people does. Throws `not_allowed` if off new chats. */
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
  if (availability === "available") return;
  // Whoever learns beside them does not go on by themselves.
  for (const { id } of tx.all(learners({ staffId }))) {
    if (availabilityOf(tx, id) === "available") setAvailability(tx, emit, { staffId: id, availability: "away" });
  }
}

/** Throws `not_allowed` for someone who may take no new chat now. */
export function refuseNewChat(db: DataReader, staffId: number): void {
  const why = whyNoNewChat(db, staffId);
  if (why) throw new HelplineError("not_allowed", why.key, why.values);
}

/** Returns why someone may take no new chat now: off new chats (new-chats.ts), or how far they are in learning; null if they may. */
export function whyNoNewChat(db: DataReader, staffId: number): { key: Key; values: Record<string, string> } | null {
  if (takesNoNewChats(db, staffId)) return { key: "error.new_chats_off", values: {} };
  const member = staffMember(db, staffId);
  if (!member || member.stage === "alone") return null;
  if (member.stage !== "buddy") return { key: "error.learning", values: {} };
  const buddy = member.buddyId === null ? undefined : staffMember(db, member.buddyId);
  if (buddy && availabilityOf(db, buddy.id) === "available") return null;
  return { key: "error.buddy_away", values: { alias: buddy?.alias ?? "" } };
}

const learners = remembered((v: { staffId: number }) =>
  q.selectFrom("staff").select("id").where("buddy_id", "=", v.staffId).where("stage", "=", "buddy"),
);

/** Whether someone in charge of people took this member off new chats. */
export function takesNoNewChats(db: DataReader, staffId: number): boolean {
  return db.first(off({ staffId })) !== undefined;
}

const off = remembered((v: { staffId: number }) =>
  q.selectFrom("new_chats_off").select("id").where("staff_id", "=", v.staffId).where("lifted_at", "is", null).limit(1),
);

/** "lifted": they may take new chats again, and have not been available since. */
export type NewChats = "on" | "off" | "lifted";

/** Returns an expression of how a member (id) stands with new chats, as shown beside their own switch. */
export function newChatsStanding(staffId: number) {
  const all = q.selectFrom("new_chats_off").where("new_chats_off.staff_id", "=", staffId);
  const since = q
    .selectFrom("presence_log")
    .select("presence_log.id")
    .where("presence_log.staff_id", "=", staffId)
    .where("presence_log.availability", "=", "available")
    .where(
      "presence_log.at",
      ">",
      all.select((eb) => eb.fn.max("new_chats_off.lifted_at").as("at")),
    );
  const eb = expressionBuilder<Tables>();
  return eb
    .case()
    .when(eb.exists(all.select("id").where("lifted_at", "is", null)))
    .then<NewChats>("off")
    .when(eb.and([eb.exists(all.select("id")), eb.not(eb.exists(since))]))
    .then<NewChats>("lifted")
    .else<NewChats>("on")
    .end();
}

/** A console that opens again within this time makes them what they were. */
const backWithinMs = 15 * minuteMs;

/** Ends `gone` for someone heard again: as before if it was soon, else away, so that nobody steps into their chat. */
export function comeBackToShift(tx: Tx, emit: Emit, input: { staffId: number }): void {
  const [last, before] = tx.all(lastSaid({ staffId: input.staffId }));
  if (last?.availability !== "gone") return;
  const isSoon = tx.at - last.at <= backWithinMs && whyNoNewChat(tx, input.staffId) === null;
  setAvailability(tx, emit, {
    staffId: input.staffId,
    availability: isSoon ? (before?.availability ?? "away") : "away",
  });
}

/** Since when someone counts as gone, ms UTC; null while they do not. */
export function goneSince(db: DataReader, staffId: number): number | null {
  const last = db.first(lastSaid({ staffId }));
  return last?.availability === "gone" ? last.at : null;
}

/** What someone last said, or was said of them; null for someone who has never been on shift. */
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

/** The ids of those available now, on any line. */
export function availableStaff(db: DataReader): number[] {
  return db.all(available({})).map((row) => row.id);
}

const everyAvailable = () =>
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
    );
const available = prepared(() => everyAvailable().orderBy("staff.id"));

/** The ids of those available now who serve a line. */
export function availableFor(db: DataReader, lineId: number): number[] {
  return db.all(there({ lineId })).map((row) => row.id);
}

/** Returns a query of those available now who serve a line. */
export function availableOn(lineId: number) {
  const chosen = q.selectFrom("line_staff").select("line_staff.staff_id").where("line_staff.line_id", "=", lineId);
  return everyAvailable().where((eb) => eb.or([eb.not(eb.exists(chosen)), eb("staff.id", "in", chosen)]));
}

const there = prepared((v: { lineId: number }) => availableOn(v.lineId).orderBy("staff.id"));

/** Whether someone serves a line; everyone does if no staff was chosen for it. */
export function servesLine(db: DataReader, staffId: number, lineId: number): boolean {
  return servers(db, lineId)(staffId);
}

/** The ids, ascending, of the lines in use that someone serves. */
export function servedLines(db: DataReader, staffId: number): number[] {
  return db
    .all(linesInUse({}))
    .map(({ id }) => id)
    .filter((lineId) => servesLine(db, staffId, lineId));
}

const linesInUse = remembered(() => q.selectFrom("line").select("id").where("retired_at", "is", null).orderBy("id"));

/** Returns who serves a line, read once for many questions. */
export function servers(db: DataReader, lineId: number): (staffId: number) => boolean {
  const chosen = staffOfLine(db, lineId);
  return (staffId) => chosen.length === 0 || chosen.includes(staffId);
}

/** Since when nobody serving a line has been available, ms UTC, -Infinity for never. Only for a line where nobody is now. */
export function nobodySince(db: DataReader, lineId: number): number {
  const serves = servers(db, lineId);
  const ends = db
    .all(stretches({}))
    .filter((one) => one.last !== null && serves(one.id))
    .map((one) => db.first(endOf({ staffId: one.id, id: one.last! }))?.at ?? Number.NEGATIVE_INFINITY);
  return Math.max(Number.NEGATIVE_INFINITY, ...ends);
}

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
