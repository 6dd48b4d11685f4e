import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { settings } from "../settings.ts";

/** How long the words of a chat are kept after its end, days: as it is set, or as the rules it began with promised where that is less. */
export function promisedDays(db: DataReader, version: number): number {
  const { retentionDays } = settings(db);
  const promised = db.first(q.selectFrom("rules").select("retention_days").where("version", "=", version));
  return Math.min(retentionDays, promised?.retention_days ?? retentionDays);
}
