// Written by `npm run schema`, of what migrations/ say: change it there.
import type { Generated } from "kysely";

export interface WaitingTables {
  /**
   * What somebody was told when they came to wait, and how long they waited (ms). It outlives the conversation, without
   * a word of it.
   */
  wait_promise: {
    id: Generated<number>;
    conversation_id: number | null;
    line_id: number;
    place: number;
    /** Minutes, as they were said. */
    low: number;
    high: number;
    /** The upper end as the line alone gave it, ms. */
    by_line: number;
    at: number;
    /** NULL = they were not taken, or not yet. */
    waited: number | null;
  };
  /**
   * Who is gone from a line, and when: what is told of the waiting comes from how the line moved
   * (src/queue/wait/departures.ts). It stands by itself, without a word and without the conversation, since that may be
   * forgotten the minute it ends.
   */
  line_gone: {
    id: Generated<number>;
    line_id: number;
    came: number;
    gone: number;
  };
  /** How many who waited were taken on a line since one of its callbacks was last invited. */
  line_turn: {
    line_id: number;
    taken: number;
  };
  /**
   * Whoever asked to be written to when somebody is there, apart from every chat: nothing leads from here to a
   * conversation.
   */
  callback: {
    id: Generated<number>;
    line_id: number;
    language: string;
    /** Sealed under a key of its own; gone, and its key too, when it has ended. */
    address: Uint8Array | null;
    /** By which the same mailbox is found again without being known; gone when its mails count no more. */
    mark: string | null;
    shared: "no" | "yes" | "unsure" | null;
    from_minute: number | null;
    to_minute: number | null;
    offered: "closed" | "full" | "hopeless" | "counsellor";
    asked_at: number;
    ended_at: number | null;
    /**
     * told: the last mail was handed over, and its link still works for a while. let_go: an admin let go of many at
     * once, after somebody had left the addresses of others.
     */
    end_reason: "came" | "refused" | "told" | "undeliverable" | "too_old" | "let_go" | null;
  };
  /** One row for each mail: never more than two. */
  callback_invitation: {
    callback_id: number;
    number: 1 | 2;
    token_hash: string;
    invited_at: number;
    /** A seat is held for it for a while. */
    holds: 0 | 1;
    /** It says that it is the last one. */
    last: 0 | 1;
    sent_at: number | null;
  };
  /** Whoever said “do not write again”, by the mark of the address. */
  callback_silence: {
    mark: string;
    until: number;
  };
}
