import type { Generated } from "kysely";

/** The tables of emergencies, as migrations/0034_emergency.sql makes them. Times are ms UTC. */
export interface EmergencyTables {
  emergency: {
    id: Generated<number>;
    conversation_id: number | null;
    name_index: number;
    line_id: number;
    staff_id: number;
    at: number;
    decided_by: number | null;
    decided_at: number | null;
    /** JSON */
    informed: string;
    /** JSON */
    passed: string;
    told: "before" | "after" | "no" | null;
    outcome: string | null;
    /** Sealed. */
    note: Uint8Array | null;
    note_days: number;
    note_gone_at: number | null;
  };
}
