// Written by `npm run schema`, of what migrations/ say: change it there.
import type { Generated } from "kysely";

export interface KeysTables {
  /** One master key after another. */
  master_key: {
    id: Generated<number>;
    fingerprint: string;
    created_at: number;
    retired_at: number | null;
  };
  /** What is left of a former master key, sealed under the one that works now: it opens no words. */
  former_key: {
    master_key_id: number;
    /** What it is sealed under. */
    under_id: number;
    version: number;
    bytes: Uint8Array;
  };
  /** The keys of chats that go on. */
  wrap: {
    conversation_id: number;
    kind: "live";
    master_key_id: number;
    version: number;
    bytes: Uint8Array;
  };
  /** The key of a chat that is over. */
  team_sealed: {
    conversation_id: number;
    team_key_id: number;
    version: number;
    bytes: Uint8Array;
  };
  /** The keys of chats to which a young person has a code, sealed with what the code makes. One code has one salt. */
  code_wrap: {
    conversation_id: number;
    code_id: number;
    salt: Uint8Array;
    version: number;
    bytes: Uint8Array;
  };
  /** The keys of earlier chats, sealed with that of the one in which they may be read, as long as it goes on. */
  earlier_wrap: {
    conversation_id: number;
    earlier_id: number;
    version: number;
    bytes: Uint8Array;
  };
  /**
   * The secret words of young people, asked of whoever opens a chat after a while: the hash of each, sealed under a
   * master key.
   */
  secret_word: {
    conversation_id: number;
    master_key_id: number;
    version: number;
    bytes: Uint8Array;
  };
  /** The keys of the notes of contact records, apart from those of the chats: each goes in its own time. */
  note_wrap: {
    record_id: number;
    master_key_id: number;
    version: number;
    bytes: Uint8Array;
  };
  /** The keys of mails that are on their way, each of one mail. */
  mail_wrap: {
    mail_id: number;
    master_key_id: number;
    version: number;
    bytes: Uint8Array;
  };
  /** The keys of the addresses of those who asked to be written to: each goes with its address. */
  callback_wrap: {
    callback_id: number;
    master_key_id: number;
    version: number;
    bytes: Uint8Array;
  };
  /**
   * The keys of the addresses of the staff. What they are bound to is of the time when they stood in `wrap`, under
   * numbers below zero (src/crypto/keys/own-keys.ts); so it is with `hook_wrap`.
   */
  staff_wrap: {
    staff_id: number;
    master_key_id: number;
    version: number;
    bytes: Uint8Array;
  };
  /** The key of the address of the web that is told what whoever is on call is told. */
  hook_wrap: {
    hook_id: number;
    master_key_id: number;
    version: number;
    bytes: Uint8Array;
  };
  /** The keys of the telephone numbers that members of the staff have given for emergencies. */
  phone_wrap: {
    staff_id: number;
    master_key_id: number;
    version: number;
    bytes: Uint8Array;
  };
  /** The keys of what is said and thanked after a chat, which is read by people who do not hold the team key. */
  debrief_wrap: {
    debrief_id: number;
    master_key_id: number;
    version: number;
    bytes: Uint8Array;
  };
  thanks_wrap: {
    conversation_id: number;
    master_key_id: number;
    version: number;
    bytes: Uint8Array;
  };
  /** The keys of what is written of emergencies: each goes in its own time. */
  emergency_wrap: {
    emergency_id: number;
    master_key_id: number;
    version: number;
    bytes: Uint8Array;
  };
  /** The keys of what stands beside something that was wrong with a chat, each of one. */
  concern_wrap: {
    file_id: number;
    master_key_id: number;
    version: number;
    bytes: Uint8Array;
  };
  /** The key of each address, in shares of which two open it: one for each who may, sealed to their own key. */
  address_share: {
    conversation_id: number;
    staff_id: number;
    /** The place of the share (src/crypto/secret-sharing.ts). */
    x: number;
    version: number;
    bytes: Uint8Array;
  };
  /** The share of whoever said yes, sealed to whoever asked. */
  address_grant: {
    request_id: number;
    conversation_id: number;
    x: number;
    version: number;
    bytes: Uint8Array;
  };
  /**
   * The team key: what opens the words of chats that are over. Its private half lies here only sealed: to the own key
   * of each who holds it, and to the printed sheet.
   */
  team_key: {
    id: Generated<number>;
    public: Uint8Array;
    made_at: number;
  };
  /**
   * An own key opens with the password of its owner alone. While that is changed the key lies here under both
   * passwords, until the change is on the disk: a power cut between the two files shuts nobody out.
   */
  staff_key: {
    id: Generated<number>;
    staff_id: number;
    public: Uint8Array;
    salt: Uint8Array;
    version: number;
    bytes: Uint8Array;
  };
  team_wrap: {
    team_key_id: number;
    staff_id: number;
    version: number;
    bytes: Uint8Array;
    given_at: number;
    /** A second person beside whoever gave them their role (src/staff/hands.ts). NULL = from before this was kept. */
    given_by: number | null;
  };
  /** A printed recovery sheet, which opens the team keys and the master keys. Its check words are kept as hashes. */
  key_sheet: {
    id: Generated<number>;
    recipient: string;
    /** JSON */
    checks: string;
    bytes: Uint8Array;
    made_at: number;
    proved_at: number | null;
    /** JSON, ids of the team keys that it opens: whoever lacks one of them makes no other sheet in its place. */
    holds: Generated<string>;
  };
  /** The master keys that a recovery sheet opens, each sealed to it by itself: a new one needs no new sheet. */
  sheet_master: {
    sheet_id: number;
    master_key_id: number;
    bytes: Uint8Array;
  };
  /**
   * How far the audit trail goes, kept apart from it: whoever cuts off its end is noticed. One row for each master key
   * in turn.
   */
  audit_chain: {
    id: Generated<number>;
    master_key_id: number;
    began_at: number;
    first_id: number;
    before_mac: Uint8Array;
    last_id: number;
    last_mac: Uint8Array;
    seal: Uint8Array;
  };
  /**
   * The parts of the audit trail's chain as they were before it was chained anew: what is in the data file now may be
   * an older copy, or not have been stored any more, and is looked at by them then.
   */
  audit_chain_before: {
    id: Generated<number>;
    master_key_id: number;
    began_at: number;
    first_id: number;
    before_mac: Uint8Array;
    last_id: number;
    last_mac: Uint8Array;
    seal: Uint8Array;
  };
  /** How far the chain of concern_audit goes, and from where on it is kept. */
  concern_chain: {
    id: 1;
    first_id: number;
    last_id: number;
    /**
     * The code that the oldest entry which is kept was made of: that of the one before it, which was kept long enough.
     * NULL = there was none, or nobody knows any more.
     */
    before_mac: Uint8Array | null;
  };
  /**
   * What the secret of a recovery sheet makes to show of copies that they are ours (src/backup/parts.ts), sealed under
   * a master key: who only reads this file cannot make such a copy.
   */
  sheet_proof: {
    sheet_id: number;
    master_key_id: number;
    version: number;
    bytes: Uint8Array;
  };
  /** The keys of practice chats. */
  practice_wrap: {
    practice_id: number;
    master_key_id: number;
    version: number;
    bytes: Uint8Array;
  };
}
