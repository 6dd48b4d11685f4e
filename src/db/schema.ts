import {
  type ColumnType,
  DummyDriver,
  type Generated,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import type { Kind } from "#src/conversation/kind.ts";
import type { Asked } from "#src/conversation/messages/asked.ts";
import type { EndReason } from "#src/conversation/state.ts";
import type { Availability, OverrideKind, Role } from "#src/events.ts";
import type { AccountTables } from "./schema/accounts.ts";
import type { CallbackTables } from "./schema/callback.ts";
import type { ColleagueTables } from "./schema/colleagues.ts";
import type { ConcernTables } from "./schema/concern.ts";
import type { DirectoryTables } from "./schema/directory.ts";
import type { EmergencyTables } from "./schema/emergency.ts";
import type { ForecastTables } from "./schema/forecast.ts";
import type { KeyTables } from "./schema/keys.ts";
import type { MailTables } from "./schema/mail.ts";
import type { NoteTables } from "./schema/notes.ts";
import type { OnCallTables } from "./schema/on-call.ts";
import type { OverviewTables } from "./schema/overview.ts";
import type { RecordTables } from "./schema/record.ts";
import type { RepliesTables } from "./schema/replies.ts";
import type { StaffedTables } from "./schema/staffed.ts";

/** The tables of the data file, as migrations/*.sql make them. Times are ms UTC. */
export interface Tables
  extends AccountTables,
    DirectoryTables,
    EmergencyTables,
    ForecastTables,
    ColleagueTables,
    ConcernTables,
    NoteTables,
    MailTables,
    RecordTables,
    RepliesTables,
    OverviewTables,
    OnCallTables,
    StaffedTables,
    CallbackTables {
  line: LineTable;
  line_staff: { line_id: number; staff_id: number };
  line_override: {
    id: Generated<number>;
    line_id: number;
    kind: OverrideKind;
    starts_at: number;
    ends_at: number | null;
    reason: string;
    staff_id: number;
  };
  line_state_log: { id: Generated<number>; line_id: number; state: string; reason: string; at: number };
  setting: { name: string; value: string; version: number; changed_at: number };
  rules: {
    version: Generated<number>;
    content: string;
    published_at: number;
    retention_days: Generated<number | null>;
    note_days: Generated<number | null>;
  };
  staff: {
    id: Generated<number>;
    sign_in_name: string;
    real_name: string;
    alias: string;
    password_hash: string;
    language: string;
    created_at: number;
    deactivated_at: number | null;
    /** BCP 47, with a space between; "" = their own. */
    languages: Generated<string>;
    chats_most: number | null;
  };
  staff_role: { staff_id: number; role: Role; since: Generated<number>; given_by: Generated<number | null> };
  invitation: {
    id: Generated<number>;
    token_hash: string;
    roles: string;
    first: 0 | 1;
    created_at: number;
    expires_at: number;
    used_at: number | null;
    staff_id: number | null;
    /** JSON */
    draft: Generated<string | null>;
    for_staff_id: Generated<number | null>;
    made_by: Generated<number | null>;
    for_whom: Generated<string | null>;
  };
  own_text: { language: string; key: string; text: string; standard: string };
  presence_log: { id: Generated<number>; staff_id: number; availability: Availability; at: number };
  conversation: ConversationTable;
  message: {
    conversation_id: number;
    seq: number;
    client_id: string;
    author: "youth" | "counsellor" | "notice";
    staff_id: number | null;
    body: Uint8Array;
    at: number;
    kind: Generated<"words" | "referrals">;
    /** A mark of the words it was sent with, sealed, once it has others; null before (idempotency.ts). */
    sent_mark: Generated<Uint8Array | null>;
  };
  draft: { conversation_id: number; staff_id: number; body: Uint8Array; at: number };
  conversation_event: {
    id: Generated<number>;
    conversation_id: number;
    kind: string;
    staff_id: number | null;
    at: number;
  };
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
    /** Of its day, by the clock of its line, 0 to 95; this and all that follows is null from before it was kept. */
    quarter: number | null;
    returned: 0 | 1 | null;
    called_back: 0 | 1 | null;
    before_asked: Asked | null;
    helped_asked: Generated<Asked | null>;
    after_asked: Generated<Asked | null>;
    next_asked: Generated<Asked | null>;
    next_step: Generated<"yes" | "bit" | "no" | null>;
  };
  door_look: { line_id: number; day: string; quarter: number; state: string; n: number };
  return_code: { id: Generated<number>; locator: string; made_at: number };
  return_part: { conversation_id: number; code_id: number };
  approach: { conversation_id: number; body: Uint8Array; at: number; agreed_at: number | null; brought: 0 | 1 };
  return_earlier: { conversation_id: number; earlier_id: number };
  erasure: { conversation_id: number; at: number };
  audit: {
    id: Generated<number>;
    /** When the quarter of the hour began. */
    quarter: number;
    /** null once it has been told for long enough, with its salt. */
    exact_at: number | null;
    salt: Uint8Array | null;
    /** To the exact time (audit/codes.ts); null = from before the trail was chained anew. */
    commitment: Uint8Array | null;
    former_mac: Generated<Uint8Array | null>;
    /** As exactly as it is told. */
    at: ColumnType<number, never, never>;
    actor: string;
    action: string;
    object: string;
    before: string | null;
    after: string | null;
    /** Of what it says and of the row before (audit/chain.ts); null = written without a master key. */
    mac: Generated<Uint8Array | null>;
    chained_at: Generated<number | null>;
  };
  audit_gone: {
    first_id: number;
    last_id: number;
    before_mac: Uint8Array;
    mac: Uint8Array;
    master_key_id: number;
    seal: Uint8Array;
  };
}

interface LineTable {
  id: Generated<number>;
  slug: string;
  name: string;
  time_zone: string;
  created_at: number;
  position: Generated<number>;
  /** BCP 47, with a space between; "" = every language. */
  languages: Generated<string>;
  country: Generated<string>;
  age_from: number | null;
  age_to: number | null;
  intake_cap: number | null;
  last_entry_minutes: Generated<number>;
  pause_after_minutes: Generated<number>;
  hours: string | null;
  retired_at: number | null;
}

interface ConversationTable {
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
  feeling_shown: Generated<0 | 1 | null>;
  youth_seen_seq: Generated<number>;
  counsellor_seen_seq: Generated<number>;
  youth_here_at: number;
  gone_told_at: Generated<number | null>;
  returned_at: number | null;
  returned_after_ms: number | null;
  kind: Generated<Kind>;
  given_back_at: number | null;
  /** Sealed. */
  chosen: Generated<Uint8Array | null>;
  /** When the young person deleted it. */
  erased_at: Generated<number | null>;
  /** When the counsellor marked that somebody is in danger; null = not marked. */
  risk_at: Generated<number | null>;
  paused_at: Generated<number | null>;
  /** The counsellor stopped the young person's clock. */
  held_at: Generated<number | null>;
  /** The young person's clock begins anew here. */
  silence_from: Generated<number | null>;
  /** They came by a link that was sent to them. */
  called_back: Generated<0 | 1>;
  /** They came with the code of a chat before. */
  came_again: Generated<0 | 1 | null>;
  /** Somebody who came by a link was taken before them. */
  was_passed: Generated<0 | 1>;
  /** When they said that they are in danger, who had come as anybody else. */
  urgent_at: Generated<number | null>;
  /** Somebody who writes in it said that it is urgent no more. */
  urgent_over_at: Generated<number | null>;
  /** Their screen is said to be watched: the last message (seq) before that. */
  watched_after: Generated<number | null>;
  /** Of the cookie before, when it goes on in another browser. */
  token_before: string | null;
}

function builder<T>(): Kysely<T> {
  return new Kysely<T>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
}

/** Builds queries for the data file. It never executes one: see db.ts. */
export const q = builder<Tables>();

/** Builds queries for keys.db. */
export const k = builder<KeyTables>();
