import type { Generated } from "kysely";

/** Whoever asked to be written to when somebody is there. */
export interface CallbackTables {
  callback: {
    id: Generated<number>;
    line_id: number;
    language: string;
    /** Sealed; null once it has ended. */
    address: Uint8Array | null;
    /** By which the same mailbox is found again; null once its mails count no more. */
    mark: string | null;
    shared: "no" | "yes" | "unsure" | null;
    from_minute: number | null;
    to_minute: number | null;
    offered: "closed" | "full" | "hopeless" | "counsellor";
    asked_at: number;
    ended_at: Generated<number | null>;
    end_reason: Generated<CallbackEnd | null>;
  };
  callback_invitation: {
    callback_id: number;
    number: 1 | 2;
    token_hash: string;
    invited_at: number;
    holds: 0 | 1;
    last: 0 | 1;
    sent_at: Generated<number | null>;
  };
  callback_silence: { mark: string; until: number };
  line_turn: { line_id: number; taken: number };
}

/** `told`: the last mail was handed over, and its link still works for a while. `let_go`: an admin let go of many at once. */
export type CallbackEnd = "came" | "refused" | "told" | "undeliverable" | "too_old" | "let_go";
