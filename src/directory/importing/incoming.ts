import type { ChannelKind, Entry, Organization } from "#src/directory/entry/entry.ts";
import type { Questions } from "#src/directory/files/meaning/mapping.ts";
import type { Region } from "#src/directory/regions.ts";
import { tidyLine } from "#src/hours/files/imported.ts";

/** What a file or a feed says, in our words, before anything is compared or stored. */
export interface Incoming {
  organizations: IncomingOrganization[];
  services: IncomingService[];
  regions?: Region[];
  issues: Issue[];
  rows?: Record<string, number>;
  /** Of rows in tables of their own: how many there are, and how many belong to a service. */
  belonging?: Belonging;
  /** What a person may say otherwise. */
  asked?: Questions;
}

export interface Belonging extends Record<"phones" | "hours" | "topics", { of: number; placed: number }> {
  /** Why most do not: ids do not match, or no table says where they belong; "" = not known. */
  why: "ids" | "table" | "";
}

export interface IncomingOrganization {
  externalId: string;
  organization: Organization;
}

export interface IncomingService {
  /** The id at the source; "" = none, so it is found by organization and name. */
  externalId: string;
  /** Where several lists came at once. */
  file?: string;
  /** From 1, as a spreadsheet counts; 0 = not from a table. */
  row: number;
  /** Its externalId; "" = not stated: it keeps the one it has, or gets one of its own name. */
  organization: string;
  /** Only what the source says; the rest stays as it is. */
  entry: Partial<Omit<Entry, "organizationId">> & { name: string };
  /** The kinds that `entry.channels` names completely (`channelsAfter`); absent = all. */
  kinds?: ChannelKind[];
  lastModified?: string;
}

/** `row` counts from 1, 0 = the whole file; "" = the whole row, no piece, no proposal. */
export interface Issue {
  file?: string;
  row: number;
  column: string;
  /** A row with an error is left out. */
  severity: "error" | "warning";
  code: IssueCode;
  part: string;
  proposal: string;
}

const maxPart = 60;

/** Returns a piece of a file as the `part` of an issue: on one line, shortened, without direction marks. */
export function shortPart(text: string): string {
  const line = tidyLine(text.slice(0, 200)).replace(/[\u202a-\u202e\u2066-\u2069]/g, "");
  return line.length > maxPart ? `${line.slice(0, maxPart - 1).toWellFormed()}…` : line;
}

/** Returns a length and its limit, in characters, as the `proposal` of a `too_long` issue. */
export function lengths(is: number, most: number): string {
  return `${is} / ${most}`;
}

/** Each has its text in the catalogs: `admin.import.issue.<code>`. */
export type IssueCode =
  | "not_a_table"
  | "not_text"
  | "empty_file"
  | "too_big"
  | "too_many_rows"
  | "open_quote"
  | "no_name_column"
  | "unknown_column"
  | "column_twice"
  | "header_below"
  | "wrong_header"
  | "shifted_row"
  | "no_name"
  | "too_long"
  | "too_many"
  | "same_row_twice"
  | "not_a_number"
  | "not_degrees"
  | "ages_turned"
  | "not_yes_or_no"
  | "unknown_status"
  | "unknown_topic"
  | "unknown_language"
  | "unknown_region"
  | "not_a_date"
  | "year_unlikely"
  | "date_ahead"
  | "two_digit_year"
  | "time_in_date"
  | "not_a_phone"
  | "short_code_in_e164"
  | "number_changed"
  | "not_an_address"
  | "private_address"
  | "look_alike_host"
  | "number_host"
  | "not_a_mail"
  | "hours_unclear"
  | "closes_before_opening"
  | "very_long_span"
  | "half_a_span"
  | "utc_time"
  | "schedule_unclear"
  | "no_organization"
  | "no_service"
  | "looks_like"
  | "cell_missing"
  | "unknown_reference"
  | "ids_apart"
  | "no_place_table"
  | "file_unknown"
  | "file_missing"
  | "not_json"
  | "json_beyond"
  | "not_hsds"
  | "unsafe_text";
