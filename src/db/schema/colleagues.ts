// Written by `npm run schema`, of what migrations/ say: change it there.
import type { Generated } from "kysely";

export interface ColleaguesTables {
  /**
   * Who sat beside the counsellor, and when. A row stays with its conversation: who had a part in it can be told later.
   */
  conversation_colleague: {
    id: Generated<number>;
    conversation_id: number;
    staff_id: number;
    /** joined: writes too, and the young person knows. reading: a supervisor reads along, and the counsellor knows. */
    kind: "joined" | "reading";
    since_at: number;
    left_at: number | null;
    /** Up to which message they have read. */
    seen_seq: Generated<number>;
  };
  /**
   * A conversation offered to a colleague, or given to the queue of another line. Nothing changes until it is accepted.
   * An offer that nobody can accept any more lapses: the colleague is gone, or the chat has ended.
   */
  handover: {
    conversation_id: number;
    number: number;
    from_staff_id: number;
    /** One of the two. */
    to_staff_id: number | null;
    to_line_id: number | null;
    /** Both sealed with the key of the conversation: for colleagues only. */
    summary: Uint8Array;
    /** Why the young person was not asked; NULL = they were, and agreed. */
    not_asked: Uint8Array | null;
    offered_at: number;
    /** NULL = nobody has answered yet. */
    outcome: "accepted" | "declined" | "withdrawn" | "lapsed" | null;
    settled_at: number | null;
  };
  /**
   * What colleagues say among themselves beside a conversation: none of it is for young people. Sealed with the key of
   * the conversation, and gone with it.
   */
  side_note: {
    conversation_id: number;
    seq: number;
    client_id: string;
    staff_id: number;
    body: Uint8Array;
    at: number;
  };
  /** How far each has read them, and what each has written and not sent. */
  side_note_of: {
    conversation_id: number;
    staff_id: number;
    seen_seq: Generated<number>;
    draft: Uint8Array | null;
  };
  /**
   * Help that the counsellor of a conversation asked for, or Porchlight for them. Whether somebody came is told by
   * conversation_colleague, whether it still matters by the conversation itself.
   */
  help_wanted: {
    conversation_id: number;
    number: number;
    /** Who had the conversation then. */
    counsellor_id: number;
    /** NULL = Porchlight itself. */
    staff_id: number | null;
    urgent: 0 | 1;
    /** Sealed with the key of the conversation; NULL = without a word. */
    words: Uint8Array | null;
    at: number;
    taken_back_at: number | null;
    /**
     * Asked for in a chat whose young person left in danger it stays wanted until a colleague says that they have seen
     * it.
     */
    seen_by: number | null;
    seen_at: number | null;
  };
  /**
   * What a counsellor has typed to hand a conversation over, until they offer it. Sealed with the key of the
   * conversation, for that counsellor alone, and gone once the chat is with someone else or over.
   */
  handover_draft: {
    conversation_id: number;
    body: Uint8Array;
  };
  /**
   * What a chat is to reach, in the young person's words: one line above it for its counsellor and for colleagues
   * beside them. Sealed with the key of the conversation, and gone with its words.
   */
  goal: {
    conversation_id: number;
    body: Uint8Array;
  };
}
