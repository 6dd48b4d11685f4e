// Written by `npm run schema`, of what migrations/ say: change it there.
import type { Generated, GeneratedAlways } from "kysely";
import type { Status, Visibility } from "#src/directory/entry/entry.ts";

export interface DirectoryTables {
  /** Its revision goes up with every change, for whoever asks whether anything is new. */
  directory: {
    id: 1;
    revision: number;
    changed_at: number;
    /** Goes up whenever the same places are found otherwise: their place in the search was put in order. */
    findable: number;
    /** Of which words of the topics the index was made: an upgrade may bring others. */
    indexed: string;
    /** How much was taken out of the index since it was last cleared of what is left of that. */
    taken_out: number;
  };
  directory_source: {
    id: Generated<number>;
    name: string;
    kind: "hsds" | "csv" | "partner";
    url: string;
    etag: string | null;
    http_last_modified: string | null;
    /** Of the last thing it told, as it says it: what is asked for is what came after. */
    told_until: string | null;
    last_ok_at: number | null;
    next_poll_at: number | null;
    fail_count: Generated<number>;
    last_error: string | null;
    accept: Generated<"review" | "auto">;
    time_zone: string;
    /** What its publisher allows; '' = not said, and then nothing of it is published again. */
    licence_note: Generated<string>;
    enabled: Generated<0 | 1>;
    created_at: number;
  };
  organization: {
    /** UUID */
    id: string;
    /** JSON */
    entry: string;
    name: GeneratedAlways<string>;
    /** NULL = our own. */
    source_id: number | null;
    external_id: string | null;
    /**
     * The address of a source that is read no more: what came from there is ours now, until somebody reads it again.
     */
    came_from: string | null;
  };
  /**
   * An entry is one document (src/directory/entry/entry.ts), read and written whole. A change never touches a document:
   * it makes another and moves the pointer, so that an import becomes visible with one statement and can be taken back
   * with one.
   */
  service_version: {
    id: Generated<number>;
    service_id: string;
    at: number;
    /** The import that made it; NULL = a person did. */
    run_id: number | null;
    /** When it was changed at its source, as that says; NULL = when it came here. */
    modified_at: number | null;
    /** Kept beside the document, and before it: a search reads these of thousands. */
    organization_id: GeneratedAlways<string>;
    name: GeneratedAlways<string>;
    status: GeneratedAlways<Status>;
    visibility: GeneratedAlways<Visibility>;
    age_from: GeneratedAlways<number | null>;
    age_to: GeneratedAlways<number | null>;
    /** JSON */
    entry: string;
  };
  service: {
    /** UUID */
    id: string;
    version_id: number;
    source_id: number | null;
    external_id: string | null;
    /** As of an organization, and what it was called there. */
    came_from: string | null;
    came_as: string | null;
    created_at: number;
  };
  /** What versions are looked up by; made with them and gone with them. */
  service_facet: {
    facet: "topic" | "language" | "region" | "channel" | "said";
    value: string;
    version_id: number;
  };
  /** Holds folded text, and of that only the index. The row is the version. */
  service_search: {
    rowid: number;
    name: string;
    alternate_name: string;
    organization: string;
    topics: string;
    summary: string;
    description: string;
  };
  /** Every word of the search, once: among them the one is found that somebody mistyped, or typed the middle of. */
  service_word: {
    term: string;
    doc: number;
    cnt: number;
  };
  /**
   * Versions whose place in the search may be another than it should: some service says them by now, or none any more.
   */
  search_due: {
    version_id: number;
    /** It is found by words that may not be its own any more: its organization is called otherwise. */
    renamed: 0 | 1;
  };
  /** A country is a region without a row: its code is that of ISO 3166-1 and its name is known in every language. */
  region: {
    code: string;
    /** Of another region, or of a country. */
    parent: string;
    name: string;
  };
  /** Who made sure of what, and how: never of a young person. */
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
    resolved_at: number | null;
  };
  link_check: {
    service_id: string;
    url: string;
    checked_at: number;
    result: "ok" | "moved" | "broken" | "unknown" | "failing";
    http_status: number | null;
    final_url: string | null;
    /** Since when it has failed, again and again. */
    failing_since: number | null;
  };
  import_run: {
    id: Generated<number>;
    source_id: number | null;
    file_name: string;
    kind: "csv" | "hsds";
    actor: string;
    started_at: number;
    /** NULL = still being read. */
    read_at: number | null;
    applied_at: number | null;
    undone_at: number | null;
    /**
     * What was said when files came, JSON (src/directory/importing/kept-files.ts), to read them again; NULL = a feed,
     * or of an earlier version.
     */
    asked: string | null;
    /** What of it will be of use, JSON (src/directory/importing/outlook.ts); NULL until it is read, and of a feed. */
    outlook: string | null;
  };
  /** What a run would do to each thing. `version_id` and `after` lie ready, seen by nobody. */
  import_row: {
    run_id: number;
    kind: "organization" | "service" | "region";
    /** Of a region its code. */
    object_id: string;
    row_number: number;
    action: "create" | "update" | "unchanged" | "gone";
    external_id: string;
    /** Of a service: the version before and after; of an organization or a region: its document. */
    version_before: number | null;
    version_after: number | null;
    before: string | null;
    after: string | null;
  };
  import_issue: {
    run_id: number;
    number: number;
    /** '' = there was only one. */
    file_name: string;
    row_number: number;
    column_name: string;
    severity: "error" | "warning";
    code: string;
    part: string;
    proposal: string;
  };
  /** The rows of a file that could not be taken, with the reasons, as a file again: its pieces in their order. */
  import_left_out: {
    run_id: number;
    number: number;
    text: string;
  };
  /** What a subscribed directory says of each of its things, until somebody has looked at it. */
  source_item: {
    source_id: number;
    external_id: string;
    payload: string;
    /** The same as it was when somebody last took it: what differs from that here is our own doing, and stays. */
    accepted: string | null;
    state: "new" | "accepted" | "changed" | "gone" | "rejected";
    seen_at: number;
  };
  /** Another helpline, as its helpline.json last said. */
  partner_answer: {
    source_id: number;
    payload: string;
    at: number;
  };
  /** How far somebody was helped on to another place: it does not say who. */
  referral: {
    id: Generated<number>;
    conversation_id: number | null;
    /** NULL = the young person found it alone, while waiting or at the end. */
    staff_id: number | null;
    service_id: string;
    service_name: string;
    level: "shown" | "sent" | "prepared" | "accompanied";
    /** Only of an accompanied one: the young person said yes. */
    consent: 0 | 1 | null;
    outcome: "will_try" | "not_now" | "contacted" | "declined" | null;
    at: number;
  };
  /**
   * The files of a run as they came, in pieces, until it is applied or forgotten: whoever says what their columns and
   * words mean has them read again.
   */
  import_piece: {
    run_id: number;
    number: number;
    file_name: string;
    bytes: Uint8Array;
  };
  /**
   * What a person has said the columns, topics, ages and hours of a source mean, so that its next file is read so at
   * once.
   */
  import_mapping: {
    /** The folded name of the source. */
    source: string;
    /** JSON (src/directory/files/meaning/mapping.ts) */
    mapping: string;
    changed_at: number;
  };
}
