import type { Generated } from "kysely";

/** The key of one text, sealed under a master key. */
interface Wrap {
  master_key_id: number;
  version: number;
  bytes: Uint8Array;
}

/** One master key's part of the chain of the audit trail. */
interface Chain {
  id: number;
  master_key_id: number;
  began_at: number;
  first_id: number;
  before_mac: Uint8Array;
  last_id: number;
  last_mac: Uint8Array;
  seal: Uint8Array;
}

/** The tables of keys.db, as migrations/keys_*.sql make them. Times are ms UTC. */
export interface KeyTables {
  master_key: { id: Generated<number>; fingerprint: string; created_at: number; retired_at: number | null };
  former_key: { master_key_id: number; under_id: number; version: number; bytes: Uint8Array };
  wrap: Wrap & { conversation_id: number; kind: "live" };
  audit_chain: Omit<Chain, "id"> & { id: Generated<number> };
  /** As migrations/keys_0025_concern_chain.sql makes it. */
  concern_chain: { id: number; first_id: number; last_id: number; before_mac: Generated<Uint8Array | null> };
  audit_chain_before: Chain;
  code_wrap: { conversation_id: number; code_id: number; salt: Uint8Array; version: number; bytes: Uint8Array };
  earlier_wrap: { conversation_id: number; earlier_id: number; version: number; bytes: Uint8Array };
  secret_word: Wrap & { conversation_id: number };
  callback_wrap: Wrap & { callback_id: number };
  note_wrap: Wrap & { record_id: number };
  mail_wrap: Wrap & { mail_id: number };
  staff_wrap: Wrap & { staff_id: number };
  phone_wrap: Wrap & { staff_id: number };
  hook_wrap: Wrap & { hook_id: number };
  debrief_wrap: Wrap & { debrief_id: number };
  emergency_wrap: Wrap & { emergency_id: number };
  concern_wrap: Wrap & { file_id: number };
  address_share: { conversation_id: number; staff_id: number; x: number; version: number; bytes: Uint8Array };
  address_grant: { request_id: number; conversation_id: number; x: number; version: number; bytes: Uint8Array };
  thanks_wrap: Wrap & { conversation_id: number };
  team_key: { id: Generated<number>; public: Uint8Array; made_at: number };
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
    given_by: number | null;
  };
  key_sheet: {
    id: Generated<number>;
    recipient: string;
    /** JSON */
    checks: string;
    bytes: Uint8Array;
    /** JSON, ids of team keys. */
    holds: string;
    made_at: number;
    proved_at: number | null;
  };
  sheet_master: { sheet_id: number; master_key_id: number; bytes: Uint8Array };
  team_sealed: { conversation_id: number; team_key_id: number; version: number; bytes: Uint8Array };
}
