import type { Generated } from "kysely";

/** The tables of what young people say was wrong with a chat, and of what is done about it. Times are ms UTC. */
export interface ConcernTables {
  concern: {
    id: Generated<number>;
    conversation_id: number;
    /** Sealed; null = no words. */
    body: Uint8Array | null;
    at: number;
    done_at: Generated<number | null>;
    done_by: Generated<number | null>;
  };
  /** As migrations/0071_had_part.sql makes it. */
  had_part: { conversation_id: number; staff_id: number };
  concern_opened: { concern_id: number; staff_id: number; at: number };
  /** This and the two that follow are as migrations/0066_concern_file.sql makes them. */
  concern_file: {
    id: Generated<number>;
    concern_id: number;
    /** JSON (conversation/concern-file.ts), sealed. */
    body: Uint8Array;
    locator: Generated<string | null>;
  };
  concern_read: { concern_id: number; staff_id: number; at: number };
  concern_told: {
    concern_id: number;
    staff_id: number;
    told_by: number;
    told_at: number;
    heard_at: Generated<number | null>;
    unheard_at: Generated<number | null>;
    /** As migrations/0079_concern_end.sql adds it. */
    end_seen_at: Generated<number | null>;
  };
  /** As migrations/0046_concern_audit.sql makes it. */
  concern_audit: {
    id: number;
    quarter: number;
    actor: string;
    action: string;
    object: string;
    before: string | null;
    after: string | null;
    master_key_id: number | null;
    mac: Uint8Array | null;
  };
  /** As migrations/0067_new_chats.sql makes it. */
  new_chats_off: {
    id: Generated<number>;
    staff_id: number;
    set_by: number;
    since: number;
    lifted_by: Generated<number | null>;
    lifted_at: Generated<number | null>;
  };
}
