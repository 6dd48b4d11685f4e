// Written by `npm run schema`, of what migrations/ say: change it there.
import type { Generated } from "kysely";

export interface ShiftTables {
  presence_log: {
    id: Generated<number>;
    staff_id: number;
    availability: "available" | "away" | "gone";
    at: number;
  };
  /** Whoever has just ended a chat counts as busy until they are ready, or a set time has passed since. */
  wrap_up: {
    staff_id: number;
    since: number;
  };
  /**
   * Who takes no new chats for a while, since somebody in charge of people said so. No reason is kept here, for any of
   * them.
   */
  new_chats_off: {
    id: Generated<number>;
    staff_id: number;
    set_by: number;
    since: number;
    lifted_by: number | null;
    lifted_at: number | null;
  };
  /** The room of those on shift, and what is said to all of them: sealed with a key that belongs to no conversation. */
  shift_note: {
    /** Never used twice: what somebody has read is a number. */
    id: Generated<number>;
    client_id: string;
    staff_id: number;
    /** room: read by whoever looks there. all: stands in every console until it is read. */
    kind: "room" | "all";
    body: Uint8Array;
    at: number;
    taken_back_at: number | null;
  };
  shift_note_read: {
    note_id: number;
    staff_id: number;
    at: number;
  };
  /**
   * What somebody writes for the room of those on shift and has not said yet: sealed with its key, and gone as soon as
   * what was said.
   */
  shift_draft: {
    staff_id: number;
    body: Uint8Array;
    at: number;
  };
  shift_seen: {
    staff_id: number;
    note_id: number;
  };
}
