import type { Generated, GeneratedAlways } from "kysely";
import type { Status, Visibility } from "#src/directory/entry/entry.ts";
import type { Issue } from "#src/directory/importing/incoming.ts";

/** The directory: what others offer, and how it came here. Ids of services and organizations are UUIDs. */
export interface DirectoryTables {
  directory: {
    id: 1;
    revision: number;
    changed_at: number;
    findable: number;
    indexed: string;
    taken_out: number;
  };
  directory_source: DirectorySourceTable;
  organization: {
    id: string;
    entry: string;
    name: GeneratedAlways<string>;
    source_id: number | null;
    external_id: string | null;
    came_from: Generated<string | null>;
  };
  service_version: {
    id: Generated<number>;
    service_id: string;
    entry: string;
    at: number;
    run_id: number | null;
    modified_at: Generated<number | null>;
    organization_id: GeneratedAlways<string>;
    name: GeneratedAlways<string>;
    status: GeneratedAlways<Status>;
    visibility: GeneratedAlways<Visibility>;
    age_from: GeneratedAlways<number | null>;
    age_to: GeneratedAlways<number | null>;
  };
  service: {
    id: string;
    version_id: number;
    source_id: number | null;
    external_id: string | null;
    came_from: Generated<string | null>;
    came_as: Generated<string | null>;
    created_at: number;
  };
  service_facet: {
    facet: "topic" | "language" | "region" | "channel" | "said";
    value: string;
    version_id: number;
  };
  service_search: {
    rowid: number;
    name: string;
    alternate_name: string;
    organization: string;
    topics: string;
    summary: string;
    description: string;
  };
  /** Of service_search, made by SQLite. */
  service_word: { term: string; doc: number; cnt: number };
  search_due: { version_id: number; renamed: 0 | 1 };
  region: { code: string; parent: string; name: string };
  verification: {
    id: Generated<number>;
    service_id: string;
    at: number;
    actor: string;
    method: "phone" | "email" | "web" | "partner" | "feed";
    outcome: "confirmed" | "changed" | "no_answer" | "closed";
    note: string;
  };
  service_report: {
    id: Generated<number>;
    service_id: string;
    at: number;
    actor: string;
    reason: "number_wrong" | "hours_wrong" | "closed" | "refused" | "other";
    note: string;
    resolved_at: Generated<number | null>;
  };
  link_check: {
    service_id: string;
    url: string;
    checked_at: number;
    result: "ok" | "moved" | "broken" | "unknown" | "failing";
    http_status: number | null;
    final_url: string | null;
    failing_since: number | null;
  };
  import_run: {
    id: Generated<number>;
    source_id: number | null;
    file_name: string;
    kind: "csv" | "hsds";
    actor: string;
    started_at: number;
    read_at: Generated<number | null>;
    applied_at: Generated<number | null>;
    undone_at: Generated<number | null>;
  };
  import_row: {
    run_id: number;
    kind: "organization" | "service" | "region";
    object_id: string;
    row_number: number;
    action: "create" | "update" | "unchanged" | "gone";
    external_id: string;
    version_before: number | null;
    version_after: number | null;
    before: string | null;
    after: string | null;
  };
  import_issue: {
    run_id: number;
    number: number;
    file_name: string;
    row_number: number;
    column_name: string;
    severity: Issue["severity"];
    code: Issue["code"];
    part: string;
    proposal: string;
  };
  import_left_out: { run_id: number; number: number; text: string };
  source_item: {
    source_id: number;
    external_id: string;
    payload: string;
    accepted: string | null;
    state: "new" | "accepted" | "changed" | "gone" | "rejected";
    seen_at: number;
  };
  partner_answer: { source_id: number; payload: string; at: number };
  referral: {
    id: Generated<number>;
    conversation_id: number | null;
    staff_id: number | null;
    service_id: string;
    service_name: string;
    level: "shown" | "sent" | "prepared" | "accompanied";
    consent: 0 | 1 | null;
    outcome: "will_try" | "not_now" | "contacted" | "declined" | null;
    at: number;
  };
}

interface DirectorySourceTable {
  id: Generated<number>;
  name: string;
  kind: "hsds" | "csv" | "partner";
  url: string;
  etag: string | null;
  http_last_modified: string | null;
  told_until: string | null;
  last_ok_at: number | null;
  next_poll_at: number | null;
  fail_count: Generated<number>;
  last_error: string | null;
  accept: Generated<"review" | "auto">;
  time_zone: string;
  licence_note: Generated<string>;
  enabled: Generated<0 | 1>;
  created_at: number;
}
