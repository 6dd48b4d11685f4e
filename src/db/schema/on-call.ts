import type { Generated } from "kysely";
import type { MailOutcome, OnCallCause } from "#src/on-call/notice.ts";

/** The tables of who is reached outside of the helpline, as migrations/*_on_call.sql makes them. Times are ms UTC. */
export interface OnCallTables {
  staff_address: {
    staff_id: number;
    /** Sealed. */
    address: Uint8Array;
    at: number;
    digest: 0 | 1;
    digest_at: number | null;
    trail: 0 | 1;
    trail_at: number | null;
  };
  /** As migrations/*_phone*.sql make it; `number` is sealed. */
  staff_phone: { staff_id: number; number: Uint8Array; at: number; afterwards: Generated<0 | 1> };
  on_call_hook: {
    id: number;
    /** Sealed. */
    address: Uint8Array;
    at: number;
  };
  on_call_notice: {
    id: Generated<number>;
    cause: OnCallCause;
    place: string;
    occurrence: string;
    line_id: number | null;
    at: number;
    staff_id: number | null;
    mail: MailOutcome;
    hook: "due" | "sent" | "failed" | null;
    hook_error: string | null;
    hook_tries: Generated<number>;
    hook_next_at: number | null;
  };
}
