import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { onlyReal } from "./kind.ts";

/** What young people have written. */
const real = q
  .selectFrom("conversation")
  .where("gone_told_at", "is", null)
  .where(onlyReal)
  .select((of) => of.fn.countAll<number>().as("n"));

/** How many conversations still kept began by agreeing to a version of the rules. */
export function consentsTo(db: DataReader, version: number): number {
  return db.first(real.where("rules_version", "=", version))!.n;
}

/** How many conversations go on, waiting or talking. */
export function goingOn(db: DataReader): number {
  return db.first(real.where("ended_at", "is", null))!.n;
}
