import type { Generated } from "kysely";

/** The tables of what those who wait are told, as migrations/*_{forecast,line_gone}.sql make them. Times are ms UTC. */
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
  /** Who is gone from a line. */
  line_gone: { id: Generated<number>; line_id: number; came: number; gone: number };
}
