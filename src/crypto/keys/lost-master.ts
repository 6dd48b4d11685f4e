import type { Reader, Writer } from "#src/db/query.ts";
import { k } from "#src/db/schema.ts";

/** Stands in keys.db for the master keys of data that came back without their keys: nobody has it. */
const fingerprint = "lost";

/** Makes it known to a new keys.db that what was done under master keys up to a number (id) can be checked no more. */
export function noteLostMaster(keys: Writer, { id, at }: { id: number; at: number }): void {
  keys.run(k.insertInto("master_key").values({ id, fingerprint, created_at: at, retired_at: at }));
}

/** Returns whether a master key (id) went with the keys of the data. */
export function isLostMaster(keys: Reader, id: number): boolean {
  const lost = keys.first(k.selectFrom("master_key").select("id").where("fingerprint", "=", fingerprint));
  return lost !== undefined && id <= lost.id;
}
