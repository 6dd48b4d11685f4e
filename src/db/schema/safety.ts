// Written by `npm run schema`, of what migrations/ say: change it there.
import type { Generated } from "kysely";
import type { AddressReason } from "#src/events.ts";

export interface SafetyTables {
  /**
   * Who decided what, what was passed on to whom, whether the young person was told, and what came of it: codes that
   * stay, and words that go. In one chat there may be an emergency more than once, and each has a record of its own.
   */
  emergency: {
    /** Never used twice: the key of its words is named by it. */
    id: Generated<number>;
    conversation_id: number | null;
    name_index: number;
    line_id: number;
    /** Who said that it is one, and when. */
    staff_id: number;
    at: number;
    /** Who decided what is passed on, and when that was noted. */
    decided_by: number | null;
    decided_at: number | null;
    /** JSON, this and the next: codes of who was told, and of what they were told (src/record/emergency.ts). */
    informed: string;
    passed: string;
    told: "before" | "after" | "no" | null;
    outcome: string | null;
    /** Sealed with a key of its own (emergency_wrap in keys.db). */
    note: Uint8Array | null;
    note_days: number;
    note_gone_at: number | null;
    /** Which supervisor has seen it, and who has phoned the counsellor afterwards. */
    acknowledged_by: number | null;
    acknowledged_at: number | null;
    phoned_by: number | null;
    phoned_at: number | null;
    /** Who says that they are calling the emergency services, and since when; null = no one has said so. */
    caller_id: number | null;
    calling_at: number | null;
  };
  /**
   * Where somebody writes from, for an emergency: kept only where a helpline has chosen so, and only sealed
   * (src/crypto/keys/address-keys.ts).
   */
  address: {
    conversation_id: number;
    body: Uint8Array;
  };
  /** Somebody asks to see it, somebody else says yes, and it is shown once to whoever asked. */
  address_request: {
    id: Generated<number>;
    emergency_id: number;
    asked_by: number;
    asked_at: number;
    /** A code (src/record/address-reading.ts). */
    reason: AddressReason;
    confirmed_by: number | null;
    confirmed_at: number | null;
    shown_at: number | null;
  };
  /**
   * Whoever left, deleted their chat or was lost while they were in danger: what they wrote can be read by those on
   * shift until somebody says that the danger is over, half a day at most (src/retention/danger/danger-over.ts). How
   * they left is said by the chat itself.
   */
  left_in_danger: {
    conversation_id: number;
    left_at: number;
    /** NULL = nobody has said so yet, and the time is not over. */
    over_at: number | null;
  };
  /** A supervisor holds the words of a chat that is over, for safeguarding: for a reason, until a time. */
  chat_hold: {
    id: Generated<number>;
    /** NULL = its words are gone; that they were held stays. */
    conversation_id: number | null;
    name_index: number;
    staff_id: number;
    reason: "danger" | "report" | "law";
    at: number;
    until_at: number;
    /** When it was lifted, and by whom; NULL = by nobody, its time was over. */
    ended_at: number | null;
    ended_by: number | null;
  };
  /**
   * Somebody wants to read a chat that is over, for a reason; two do so together where there are two
   * (src/retention/reading/opening.ts). `left`: somebody on shift reads, by themselves, what was written by whoever
   * left in danger.
   */
  chat_opening: {
    id: Generated<number>;
    /** NULL = its words are gone; that they were read stays. */
    conversation_id: number | null;
    name_index: number;
    why: "danger" | "report" | "law" | "concern" | "left";
    asked_by: number;
    asked_at: number;
    agreed_by: number | null;
    agreed_at: number | null;
    /** Read without a second person: there is none, or none said anything. */
    alone: "nobody_else" | "no_answer" | null;
    opened_at: number | null;
    /** Of what was read alone: who has looked at it since. */
    reviewed_by: number | null;
    reviewed_at: number | null;
  };
  /**
   * Who had a part in a chat whose words are kept for something that was wrong with it, from when everything else that
   * said so is gone or leads to it no more (src/retention/forget.ts).
   */
  had_part: {
    conversation_id: number;
    staff_id: number;
  };
  /** Written before the key is destroyed: restoring an older keys.db replays it. */
  erasure: {
    conversation_id: number;
    at: number;
  };
}
