import { sql } from "kysely";
import { minuteMs } from "#src/clock.ts";
import { type Conversation, waitsSince } from "#src/conversation/conversation.ts";
import { isReal } from "#src/conversation/kind.ts";
import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { availableFor } from "#src/staff/shift/availability.ts";
import { goneFrom } from "./departures.ts";
import { type Estimate, estimate, type Promised, stepsOf } from "./estimate.ts";

const maxPromised = 100;

export type Forecast = (place: number) => Estimate | null;

/** Returns the forecast of a line as it moves now; `standing`: when those in it came, ms UTC. */
export function forecastOf(db: DataReader, lineId: number, standing: readonly number[]): Forecast {
  if (availableFor(db, lineId).length === 0) return () => null;
  const steps = stepsOf(goneFrom(db, lineId), standing);
  const promised = db.all(kept({ lineId })).toReversed();
  const known = new Map<number, Estimate | null>();
  return (place) => {
    if (!known.has(place)) known.set(place, estimate(place, steps, promised));
    return known.get(place)!;
  };
}

/** Returns whether a line closes (`until`; null: nobody knows when) before someone is likely to be reached. All ms UTC. */
export function isTooLate({ middle }: Estimate, until: number | null, at: number): boolean {
  return until !== null && at + middle > until;
}

/** Returns whether a line closes before someone is sure to be reached, by the upper end of the range. */
export function mayBeTooLate({ high }: Estimate, until: number | null, at: number): boolean {
  return until !== null && at + high * minuteMs > until;
}

/** Returns since when those of a line stand in it, ms UTC, without rehearsals. */
export function cameOf(line: readonly Pick<Conversation, "startedAt" | "givenBackAt" | "kind">[]): number[] {
  return line.filter(isReal).map(waitsSince);
}

const kept = prepared((v: { lineId: number }) =>
  q
    .selectFrom("wait_promise")
    .select(["place", "by_line as byLine", "waited"])
    .where("line_id", "=", v.lineId)
    .where("waited", "is not", null)
    .orderBy("at", "desc")
    .limit(sql.lit(maxPromised))
    .$castTo<Promised>(),
);
