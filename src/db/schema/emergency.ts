import type { Generated } from "kysely";

/** The tables of emergencies, as migrations/0070_emergency_again.sql makes them. Times are ms UTC. */
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
    acknowledged_by: Generated<number | null>;
    acknowledged_at: Generated<number | null>;
    phoned_by: Generated<number | null>;
    phoned_at: Generated<number | null>;
  };
  /** As migrations/0040_address.sql makes it. */
  address: { conversation_id: number; body: Uint8Array };
  address_request: {
    id: Generated<number>;
    emergency_id: number;
    asked_by: number;
    asked_at: number;
    reason: string;
    confirmed_by: number | null;
    confirmed_at: number | null;
    shown_at: number | null;
  };
}
