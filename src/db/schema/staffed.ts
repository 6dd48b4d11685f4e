import type { Generated } from "kysely";

/** The tables of who was there when, as migrations/0053_staffed.sql makes them. Days as 2026-11-25, times ms UTC. */
export interface StaffedTables {
  staffed: { line_id: number; day: string; quarter: number; seat_minutes: number; counsellors: number };
  hours_served: { staff_id: number; day: string; minutes: number };
  rolled_up: { of: string; through: string };
  awake: { id: 1; at: number };
  downtime: { id: Generated<number>; from_at: number; to_at: number };
}
