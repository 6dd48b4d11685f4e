import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Availability, Emit } from "#src/events.ts";
import { availabilityOf } from "./staff.ts";

/** Says that someone is there, away, or that nothing is heard from them. Saying the same again changes nothing. */
export function setAvailability(tx: Tx, emit: Emit, input: { staffId: number; availability: Availability }): void {
  if (availabilityOf(tx, input.staffId) === input.availability) return;
  tx.run(q.insertInto("presence_log").values({ staff_id: input.staffId, availability: input.availability, at: tx.at }));
  emit({ type: "availability.changed", staffId: input.staffId, availability: input.availability });
}

/** The ids of those who are available now: the door is open when there is one. */
export function availableStaff(db: DataReader): number[] {
  return db
    .all(
      q
        .selectFrom("staff")
        .innerJoin("staff_role", "staff_role.staff_id", "staff.id")
        .select("staff.id")
        .distinct()
        .where("staff.deactivated_at", "is", null)
        .where("staff_role.role", "in", ["counsellor", "supervisor"])
        .orderBy("staff.id"),
    )
    .map((row) => row.id)
    .filter((id) => availabilityOf(db, id) === "available");
}
