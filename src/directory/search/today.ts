import type { DataReader } from "#src/db/db.ts";
import { localDate } from "#src/hours/instants.ts";
import { homeZone } from "#src/hours/lines.ts";

/** The date at an instant (ms UTC), "2026-11-03", by the clock of the helpline: of its first line. */
export function todayOf(db: DataReader, at: number): string {
  return localDate(homeZone(db), at);
}
