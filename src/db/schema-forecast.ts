import type { Generated } from "kysely";

/** The table of what those who wait are told, as migrations/*_forecast.sql make it. Times are ms UTC. */
export interface ForecastTables {
  wait_promise: {
    id: Generated<number>;
    conversation_id: number | null;
    line_id: number;
    place: number;
    /** Minutes. */
    low: number;
    high: number;
    /** ms */
    by_line: number;
    at: number;
    /** ms; null = they were not taken, or not yet. */
    waited: Generated<number | null>;
  };
}
