import type { Generated } from "kysely";

type YesNo = "yes" | "no";

/** The tables of contact records, as migrations/0009_record.sql makes them. Times are ms UTC. */
export interface RecordTables {
  reason_tree: { version: Generated<number>; content: string; at: number };
  contact_record: {
    id: Generated<number>;
    contact_id: number | null;
    client_id: string | null;
    channel: "chat" | "phone" | "email" | "visit" | null;
    line_id: number;
    staff_id: number;
    day: string;
    began_at: number;
    finished_at: number | null;
    tree_version: number;
    outcome: string | null;
    risk_present: YesNo | null;
    risk_assessed: YesNo | null;
    risk_plan: YesNo | null;
    age: string | null;
    gender: string | null;
    region: string | null;
    about: "self" | "other" | null;
    first_contact: YesNo | null;
    /** Sealed. */
    note: Uint8Array | null;
    note_days: number;
    note_gone_at: number | null;
  };
  contact_reason: { record_id: number; reason: string };
  contact_action: { record_id: number; action: string };
}
