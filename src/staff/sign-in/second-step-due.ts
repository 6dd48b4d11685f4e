import { dayMs } from "#src/clock.ts";
import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { setting } from "#src/settings/settings.ts";
import { hasSecondStep } from "./second-step.ts";

/** Counted from when the helpline begins to ask for a second step, or from when someone joins later. */
export const secondStepGraceMs = 14 * dayMs;

/** Until when someone may sign in without a second step, ms UTC; null if none is asked for, or they have one. */
export function secondStepDue(db: DataReader, staffId: number): number | null {
  if (!setting(db, "secondStepAll") || hasSecondStep(db, staffId)) return null;
  const set = q.selectFrom("setting").select("changed_at as at").where("name", "=", "secondStepAll");
  const came = q.selectFrom("staff").select("created_at as at").where("id", "=", staffId);
  return Math.max(db.first(set)?.at ?? 0, db.first(came)?.at ?? 0) + secondStepGraceMs;
}
