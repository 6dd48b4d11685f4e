import type { Generated } from "kysely";

/** What colleagues say among themselves. */
export interface NoteTables {
  side_note: {
    conversation_id: number;
    seq: number;
    client_id: string;
    staff_id: number;
    /** Sealed. */
    body: Uint8Array;
    at: number;
  };
  side_note_of: {
    conversation_id: number;
    staff_id: number;
    seen_seq: Generated<number>;
    /** Sealed. */
    draft: Uint8Array | null;
  };
  help_wanted: {
    conversation_id: number;
    number: number;
    counsellor_id: number;
    staff_id: number | null;
    urgent: 0 | 1;
    /** Sealed. */
    words: Uint8Array | null;
    at: number;
    taken_back_at: number | null;
    /** After the chat: the colleague who has seen that help was asked for, and when. */
    seen_by: number | null;
    seen_at: number | null;
  };
  shift_note: {
    id: Generated<number>;
    client_id: string;
    staff_id: number;
    kind: "room" | "all";
    /** Sealed. */
    body: Uint8Array;
    at: number;
    taken_back_at: number | null;
  };
  shift_note_read: { note_id: number; staff_id: number; at: number };
  shift_draft: {
    staff_id: number;
    /** Sealed. */
    body: Uint8Array;
    at: number;
  };
  shift_seen: { staff_id: number; note_id: number };
}
