import type { ChannelKind, Entry, Organization } from "#src/directory/entry/entry.ts";
import type { Region } from "#src/directory/regions.ts";
import { tidyLine } from "#src/hours/files/imported.ts";

/** What a file or a feed says, in our words, before anything is compared or stored. */
export interface Incoming {
  organizations: IncomingOrganization[];
  services: IncomingService[];
  /** Parts of countries that only their source knows, each behind what it lies in. */
  regions?: Region[];
  /** In the order of the rows. */
  issues: Issue[];
  /** How many rows each kind of table had, by its HSDS name, "phones"; absent where there was one table only. */
  rows?: Record<string, number>;
}

export interface IncomingOrganization {
  /** What its source calls it, stable from one reading to the next. */
  externalId: string;
  organization: Organization;
}

export interface IncomingService {
  /** What its source calls it; "" = it has no name there, and is found by organization and name. */
  externalId: string;
  /** Row of the file, from 1 as a spreadsheet counts; 0 = not from a table. */
  row: number;
  /** externalId of its organization; "" = it does not say: it stays with the one it has, or has its own name for one. */
  organization: string;
  /** Only what the source says: the rest stays as it is, or blank. */
  entry: Partial<Omit<Entry, "organizationId">> & { name: string };
  /** Of these kinds `entry.channels` are all there are; of others what is there stays (`channelsAfter`). Absent: of every kind. */
  kinds?: ChannelKind[];
  /** When it changed there, as the source writes it; absent where it does not say. */
  lastModified?: string;
}

/** Something that could not be taken, or that somebody should look at, and where. */
export interface Issue {
  /** Which of several files that came together; absent where there was one. */
  file?: string;
  /** From 1; 0 = the file as a whole. */
  row: number;
  /** Name of the column as the file has it; "" = the row as a whole. */
  column: string;
  /** A row with an error is left out; a warning only tells. */
  severity: "error" | "warning";
  code: IssueCode;
  /** The piece of the file it is about, shortened to 60 characters; "" = none. */
  part: string;
  /** What may have been meant, "16:00"; "" = nothing is proposed. */
  proposal: string;
}

const maxPart = 60;

/** A piece of a file as the `part` of an issue: on one line, in the order it is written, and shortened. */
export function shortPart(text: string): string {
  const line = tidyLine(text.slice(0, 200)).replace(/[\u202a-\u202e\u2066-\u2069]/g, "");
  return line.length > maxPart ? `${line.slice(0, maxPart - 1).toWellFormed()}…` : line;
}

/** How long a text is and may be, characters, as the `proposal` of an issue that it is too long. */
export function lengths(is: number, most: number): string {
  return `${is} / ${most}`;
}

/** Each has its sentence in the catalogs: `admin.import.issue.<code>`. */
export type IssueCode =
  | "not_a_table"
  | "not_text"
  | "empty_file"
  | "too_big"
  | "too_many_rows"
  | "one_list_only"
  | "open_quote"
  | "no_name_column"
  | "unknown_column"
  | "column_twice"
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
  | "not_json"
  | "json_beyond"
  | "not_hsds"
  | "unsafe_text";
