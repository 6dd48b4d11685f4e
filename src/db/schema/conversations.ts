// Written by `npm run schema`, of what migrations/ say: change it there.
import type { Generated } from "kysely";
import type { EndReason } from "#src/conversation/state.ts";

export interface ConversationsTables {
  conversation: {
    /** Never used twice: an erasure speaks of an id for ever. */
    id: Generated<number>;
    line_id: number;
    lane: "normal" | "urgent";
    language: string;
    name_index: number;
    rules_version: number;
    start_id: string;
    youth_token_hash: string | null;
    started_at: number;
    claimed_at: number | null;
    counsellor_id: number | null;
    ended_at: number | null;
    end_reason: EndReason | null;
    closed_at: number | null;
    feeling_before: number | null;
    feeling_skipped: Generated<0 | 1>;
    youth_seen_seq: Generated<number>;
    counsellor_seen_seq: Generated<number>;
    youth_here_at: number;
    returned_at: number | null;
    returned_after_ms: number | null;
    /** Its counsellor had to leave at once: whoever waits again was in a chat already, and is taken first. */
    given_back_at: number | null;
    /** What they chose in the first questions, in codes; sealed like their words. */
    chosen: Uint8Array | null;
    /** The counsellor says that somebody is in danger; NULL = nobody said so. */
    risk_at: number | null;
    /** Nobody answered for so long that the chat waits for the young person, and the counsellor has a free hand. */
    paused_at: number | null;
    /** The counsellor stopped the young person's clock; it runs again once they write after this. */
    held_at: number | null;
    /** The young person's clock begins anew here: they said that they are still there, or came back. */
    silence_from: number | null;
    /** They came by a link that was sent to them, and are next. */
    called_back: Generated<0 | 1>;
    /** Somebody who came by a link was taken before them: the next who comes by one comes after. */
    was_passed: Generated<0 | 1>;
    /** The hash of the cookie that it had before it went on in another browser: the one that is left is told so. */
    token_before: string | null;
    /** When the young person deleted it; its row goes as soon as no console shows it any more. */
    erased_at: number | null;
    /**
     * When the trail said that it is forgotten, though its words are kept a while longer for something that was wrong
     * with it: whoever reads the trail must not learn that from a line that is missing
     * (src/conversation/after/gone.ts).
     */
    gone_told_at: number | null;
    /** Only real ones are counted (src/conversation/kind.ts). */
    kind: Generated<"real" | "rehearsal" | "practice">;
    /** NULL, here and in the next: from before this was kept. */
    feeling_shown: Generated<0 | 1 | null>;
    came_again: Generated<0 | 1 | null>;
    /** When somebody who writes in it said that a chat that began as urgent is so no more; NULL = nobody did. */
    urgent_over_at: number | null;
    /**
     * When somebody who had come as anybody else said that they are in danger; NULL for whoever said so as they came,
     * or never.
     */
    urgent_at: number | null;
    /**
     * Their screen is said to be watched: the last message (seq) that had been written by then. Nothing automatic goes
     * to it until somebody who writes in the chat says otherwise; NULL = it is not watched.
     */
    watched_after: number | null;
    /** When a mark of risk was last ended, by whom, and why; null = never. */
    risk_over_at: number | null;
    risk_over_by: number | null;
    risk_over_why: "talked" | "plan" | "mistake" | null;
  };
  message: {
    conversation_id: number;
    seq: number;
    client_id: string;
    author: "youth" | "counsellor" | "notice";
    staff_id: number | null;
    /** Sealed with the key of the conversation. */
    body: Uint8Array;
    at: number;
    /** Words, or cards of the directory as they were when they were sent. */
    kind: Generated<"words" | "referrals">;
    /**
     * Of the words a message was sent with, once there are others in their place: so much as tells a late copy of them
     * from words that are new, sealed, and too little to tell what they were.
     */
    sent_mark: Uint8Array | null;
  };
  draft: {
    conversation_id: number;
    staff_id: number;
    /** Sealed with the key of the conversation. */
    body: Uint8Array;
    at: number;
  };
  conversation_event: {
    id: Generated<number>;
    conversation_id: number;
    kind: string;
    staff_id: number | null;
    at: number;
  };
  /**
   * What a counsellor and a young person wrote together for another time: three lines, which both see. Sealed with the
   * key of the chat.
   */
  approach: {
    conversation_id: number;
    body: Uint8Array;
    at: number;
    /** null until the young person agrees. */
    agreed_at: number | null;
    /** It was agreed in an earlier chat, and the young person shows it in this one. */
    brought: Generated<0 | 1>;
  };
  /**
   * Codes with which young people come back, and the chats each leads to. Nothing here tells a code: its locator is
   * made with the master key, and what it opens lies in keys.db.
   */
  return_code: {
    /** Never used twice: keys.db knows a code by its id. */
    id: Generated<number>;
    locator: string;
    made_at: number;
  };
  return_part: {
    conversation_id: number;
    code_id: number;
  };
  /**
   * The chats before this one that the young person lets whoever has this one read. Nothing stands here where they
   * chose not to.
   */
  return_earlier: {
    conversation_id: number;
    earlier_id: number;
  };
}
