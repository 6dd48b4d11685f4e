import { dayMs } from "#src/clock.ts";
import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { setting } from "#src/settings/settings.ts";
import { hasSecondStep } from "./second-step.ts";

/** How long after a helpline has begun to ask everybody for a second step somebody may go on without, ms; for whoever comes later, from then. */
export const secondStepGraceMs = 14 * dayMs;

/** Until when somebody may sign in without a second step, ms UTC; null where it is not asked for, or they have one. */
export function secondStepDue(db: DataReader, staffId: number): number | null {
  if (!setting(db, "secondStepAll") || hasSecondStep(db, staffId)) return null;
  const set = q.selectFrom("setting").select("changed_at as at").where("name", "=", "secondStepAll");
  const came = q.selectFrom("staff").select("created_at as at").where("id", "=", staffId);
  return Math.max(db.first(set)?.at ?? 0, db.first(came)?.at ?? 0) + secondStepGraceMs;
}
