import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/prepared.ts";
import { q } from "#src/db/schema.ts";
import type { Availability, Emit } from "#src/events.ts";
import { availabilityOf } from "./staff.ts";

/** Says that someone is there, away, or that nothing is heard from them. Saying the same again changes nothing. */
export function setAvailability(tx: Tx, emit: Emit, input: { staffId: number; availability: Availability }): void {
  if (availabilityOf(tx, input.staffId) === input.availability) return;
  tx.run(q.insertInto("presence_log").values({ staff_id: input.staffId, availability: input.availability, at: tx.at }));
  emit({ type: "availability.changed", staffId: input.staffId, availability: input.availability });
}

/** How long after nothing was heard of them a console that opens again counts them in again, ms. */
const backWithinMs = 15 * 60_000;

/** Someone counted out only because nothing was heard of them is there again; not the next morning, though. */
export function comeBackToShift(tx: Tx, emit: Emit, input: { staffId: number }): void {
  const last = tx.first(
    q.selectFrom("presence_log").selectAll().where("staff_id", "=", input.staffId).orderBy("id", "desc").limit(1),
  );
  if (last?.availability !== "gone" || tx.at - last.at > backWithinMs) return;
  setAvailability(tx, emit, { staffId: input.staffId, availability: "available" });
}

/** The ids of those who are available now: the door is open when there is one. */
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
