import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { onlyReal } from "./kind.ts";

const real = q
  .selectFrom("conversation")
  .where("gone_told_at", "is", null)
  .where(onlyReal)
  .select((of) => of.fn.countAll<number>().as("n"));

/** Counts the conversations still kept that began under a version of the rules. */
export function consentsTo(db: DataReader, version: number): number {
  return db.first(real.where("rules_version", "=", version))!.n;
}

/** Counts the conversations that have not ended. */
export function goingOn(db: DataReader): number {
  return db.first(real.where("ended_at", "is", null))!.n;
}
