import type { Generated } from "kysely";
import type { HoldReason } from "#src/conversation/state.ts";

/** The tables of the end of a shift, as migrations/0011_overview.sql makes them. Times are ms UTC. */
export interface OverviewTables {
  wrap_up: { staff_id: number; since: number };
  debrief: {
    id: Generated<number>;
    conversation_id: number | null;
    name_index: number;
    staff_id: number;
    weight: Weight;
    /** Sealed. */
    note: Uint8Array | null;
    at: number;
    taken_by: number | null;
    taken_at: number | null;
    done_at: number | null;
    told_at: number | null;
  };
  /** As migrations/0037_chat_hold.sql makes it. */
  chat_hold: {
    id: Generated<number>;
    conversation_id: number | null;
    name_index: number;
    staff_id: number;
    reason: HoldReason;
    at: number;
    until_at: number;
    ended_at: number | null;
    ended_by: number | null;
  };
  /** As migrations/0063_left_in_danger.sql makes it. */
  left_in_danger: { conversation_id: number; left_at: number; over_at: number | null };
  /** As migrations/0064_opening_of_left.sql makes it. */
  chat_opening: {
    id: Generated<number>;
    conversation_id: number | null;
    name_index: number;
    why: HoldReason | "concern" | "left";
    asked_by: number;
    asked_at: number;
    agreed_by: number | null;
    agreed_at: number | null;
    alone: "nobody_else" | "no_answer" | null;
    opened_at: number | null;
    reviewed_by: number | null;
    reviewed_at: Generated<number | null>;
  };
  /** Who has ever taken one: they had a part in the chat (conversation/concern-part.ts). */
  debrief_taker: { conversation_id: number; staff_id: number };
  thank_you: {
    conversation_id: number;
    staff_id: number;
    /** Sealed. */
    body: Uint8Array;
    at: number;
    decision: "passed" | "kept" | null;
    decided_by: number | null;
    decided_at: number | null;
    told_at: number | null;
  };
}

/** How a chat was for its counsellor; `talk`: they need to talk about it. */
export type Weight = "light" | "heavy" | "talk";
