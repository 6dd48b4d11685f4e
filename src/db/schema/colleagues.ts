import type { Generated } from "kysely";
import type { Beside } from "#src/conversation/colleagues/colleagues.ts";
import type { Outcome } from "#src/conversation/colleagues/handover.ts";

/** Colleagues beside a conversation, and handing one over. */
export interface ColleagueTables {
  conversation_colleague: {
    id: Generated<number>;
    conversation_id: number;
    staff_id: number;
    kind: Beside;
    since_at: number;
    left_at: number | null;
    seen_seq: Generated<number>;
  };
  handover: {
    conversation_id: number;
    number: number;
    from_staff_id: number;
    to_staff_id: number | null;
    to_line_id: number | null;
    /** Sealed. */
    summary: Uint8Array;
    /** Sealed. */
    not_asked: Uint8Array | null;
    offered_at: number;
    outcome: Outcome | null;
    settled_at: number | null;
  };
}
