// Written by `npm run schema`, of what migrations/ say: change it there.
import type { Generated } from "kysely";

export interface ConcernsTables {
  /**
   * A young person says that something was wrong with a chat. It holds the words of the chat until somebody has looked.
   */
  concern: {
    id: Generated<number>;
    conversation_id: number;
    /** Sealed with the key of the conversation; NULL = no words. */
    body: Uint8Array | null;
    at: number;
    done_at: number | null;
    done_by: number | null;
  };
  /** Who has read the chat that something was said to be wrong with: nobody looks into it unread. */
  concern_opened: {
    concern_id: number;
    staff_id: number;
    at: number;
  };
  /**
   * What stands beside something that was wrong with a chat: of what kind it was, what its counsellor was told and says
   * to it, and the answer. It is sealed with a key of its own, which goes with it: the words of the chat may be gone,
   * or closed.
   */
  concern_file: {
    /** Never given out twice: keys.db names it. */
    id: Generated<number>;
    concern_id: number;
    /** JSON (src/conversation/complaint/complaint-file.ts), sealed. */
    body: Uint8Array;
    /** By what the code is found that leads whoever said it to the answer; NULL = they have none. */
    locator: string | null;
  };
  /** Which lead has read what calls them until they have. */
  concern_read: {
    concern_id: number;
    staff_id: number;
    at: number;
  };
  /** Whom of those who were in the chat a lead has told of it, and when they were heard, or noted as not to be. */
  concern_told: {
    concern_id: number;
    staff_id: number;
    told_by: number;
    told_at: number;
    heard_at: number | null;
    unheard_at: number | null;
    /** They have read that it is closed. */
    end_seen_at: number | null;
  };
  /**
   * What was done about something that was wrong with a chat: a chain of its own, so that neither a number nor a count
   * in the audit trail tells those who had a part in the chat of it (src/audit/concern-trail.ts).
   */
  concern_audit: {
    id: Generated<number>;
    /** When the quarter of the hour began, ms UTC: nothing more exact is kept. */
    quarter: number;
    actor: string;
    action: string;
    object: string;
    before: string | null;
    after: string | null;
    /** Of the key that the code is made with; NULL, and no code, where there was none at hand. */
    master_key_id: number | null;
    mac: Uint8Array | null;
  };
}
