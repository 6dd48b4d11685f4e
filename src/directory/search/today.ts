import type { DataReader } from "#src/db/db.ts";
import { localDate } from "#src/hours/instants.ts";
import { homeZone } from "#src/hours/lines.ts";

/** Returns the date at `at` (ms UTC), "2026-11-03", in the time zone of the first line. */
export function todayOf(db: DataReader, at: number): string {
  return localDate(homeZone(db), at);
}
