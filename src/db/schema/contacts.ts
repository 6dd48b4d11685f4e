// Written by `npm run schema`, of what migrations/ say: change it there.
import type { Generated } from "kysely";
import type { EndReason } from "#src/conversation/state.ts";

export interface ContactsTables {
  /** What remains of a contact when its words are gone: numbers, no text. */
  contact: {
    id: Generated<number>;
    conversation_id: number | null;
    line_id: number;
    lane: string;
    language: string;
    day: string;
    waited_s: number;
    talked_s: number | null;
    youth_messages: number;
    counsellor_messages: number;
    end_reason: EndReason;
    feeling_before: number | null;
    feeling_after: number | null;
    helped: "yes" | "bit" | "no" | null;
    /**
     * Of its day, by the clock of its line as it hangs on the wall: 0 = 00:00 to 00:14, 95 = 23:45 to 23:59. This and
     * all that follows cannot be found out later; NULL = from before it was kept.
     */
    quarter: number | null;
    /** They came with the code of a chat before; by a mail that they had asked for. */
    returned: 0 | 1 | null;
    called_back: 0 | 1 | null;
    /**
     * What became of each question, apart from its answer: it was on no page of theirs, on one, passed over, answered.
     */
    before_asked: "never" | "shown" | "skipped" | "given" | null;
    helped_asked: "never" | "shown" | "skipped" | "given" | null;
    after_asked: "never" | "shown" | "skipped" | "given" | null;
    next_asked: "never" | "shown" | "skipped" | "given" | null;
    /** Whether they know what they can do next. */
    next_step: "yes" | "bit" | "no" | null;
  };
  /** Each list of reasons that somebody coded with, as it was: a record points to its own. */
  reason_tree: {
    version: Generated<number>;
    content: string;
    at: number;
  };
  /**
   * What a contact was about, in codes that stay, and a note that goes. One for a chat (contact_id), or of a contact by
   * other ways, written by hand. Unfinished while finished_at is NULL.
   */
  contact_record: {
    /** Never used twice: the key of its note is named by it. */
    id: Generated<number>;
    contact_id: number | null;
    client_id: string | null;
    /** null while somebody who writes it down by hand has not said it yet. */
    channel: "chat" | "phone" | "email" | "visit" | null;
    line_id: number;
    staff_id: number;
    day: string;
    began_at: number;
    finished_at: number | null;
    tree_version: number;
    outcome: string | null;
    risk_present: "yes" | "no" | null;
    risk_assessed: "yes" | "no" | null;
    risk_plan: "yes" | "no" | null;
    age: string | null;
    gender: string | null;
    region: string | null;
    about: "self" | "other" | null;
    first_contact: "yes" | "no" | null;
    /** Sealed with a key of its own (note_wrap in keys.db). */
    note: Uint8Array | null;
    note_days: number;
    note_gone_at: number | null;
  };
  contact_reason: {
    record_id: number;
    reason: string;
  };
  contact_action: {
    record_id: number;
    action: string;
  };
  /** How a chat was for its counsellor. It outlives the words of the chat. */
  debrief: {
    /** Never used twice: keys.db knows its note by it, and a key that is yet to be deleted must open no other. */
    id: Generated<number>;
    conversation_id: number | null;
    name_index: number;
    staff_id: number;
    weight: "light" | "heavy" | "talk";
    /** Sealed with a key of its own (debrief_wrap in keys.db). */
    note: Uint8Array | null;
    at: number;
    taken_by: number | null;
    taken_at: number | null;
    done_at: number | null;
    /** The counsellor has read that somebody has seen it. */
    told_at: number | null;
  };
  /**
   * Who has taken a debrief once has talked with its counsellor: that stays when it is given back, or when the debrief
   * is gone.
   */
  debrief_taker: {
    conversation_id: number;
    staff_id: number;
  };
  /** A thank-you of a young person: read by a supervisor before it is passed on. It goes with the conversation. */
  thank_you: {
    conversation_id: number;
    staff_id: number;
    /** Sealed with a key of its own (thanks_wrap in keys.db). */
    body: Uint8Array;
    at: number;
    decision: "passed" | "kept" | null;
    decided_by: number | null;
    decided_at: number | null;
    /** The counsellor has read it. */
    told_at: number | null;
  };
  /**
   * Reasons for contact that were ticked while a chat goes on, for the record after it. Sealed with the key of the
   * conversation, and gone with it.
   */
  ticked_reasons: {
    conversation_id: number;
    /** Their codes, a line each. */
    body: Uint8Array;
  };
}
