import { isUuid, urlNamespace, uuid5 } from "#src/crypto/hash.ts";
import { type Issue, type IssueCode, lengths, shortPart } from "#src/directory/importing/incoming.ts";
import { cleanText, plainText } from "#src/directory/plain-text.ts";
import type { Region } from "#src/directory/regions.ts";

/** What whoever reads HSDS knows beside it. */
export interface HsdsOptions {
  /** The address of the feed, or a name that stays the same for the next file of it: ids that are no UUIDs become some of it. */
  source: string;
  /** Of services whose organization is not told, the organization is called so; without it each has one of its own name. */
  sourceName?: string;
  /** IANA; of hours that name no zone. */
  timeZone: string;
  /** "2026-11-03": hours that ended before say nothing; "" = none did. */
  today: string;
  /** The code of a region by its code or name; undefined when there is none. */
  regionOf(text: string): string | undefined;
}

/** An object of a feed, or a row of a table, of which nothing is known. */
export type HsdsRow = Record<string, unknown>;

/** Where a row stands that came from a table. */
interface Place {
  file: string;
  row: number;
}

/** A reading that is under way. */
export interface Reading extends HsdsOptions {
  /** Name space of what is no UUID. */
  space: string;
  issues: Issue[];
  told: Set<string>;
  places: Map<HsdsRow, Place>;
  /** By their codes, each behind what it lies in. */
  regions: Map<string, Region>;
  /** While a service is read that one of us wrote: its texts are plain, and what it does not say is blank. */
  isOurs: boolean;
}

/** More say no more. */
const maxIssues = 5_000;

/** Begins a reading. `places` are those of the rows of tables. */
export function startReading(options: HsdsOptions, places: Map<HsdsRow, Place> = new Map()): Reading {
  return {
    ...options,
    space: uuid5(urlNamespace, options.source),
    issues: [],
    told: new Set(),
    places,
    regions: new Map(),
    isOurs: false,
  };
}

/** Tells of something in a row: once, however often the row is looked at. */
export function tellOfRow(
  reading: Reading,
  row: HsdsRow | undefined,
  code: IssueCode,
  more: { column?: string; part?: unknown; proposal?: string; severity?: Issue["severity"] } = {},
): void {
  const { column = "", part = "", proposal = "", severity = "warning" } = more;
  const place = row && reading.places.get(row);
  const shown = shortPart(String(part));
  const name = place
    ? `${place.file} ${place.row} ${column} ${code}`
    : `${textIn(row, "id")} ${column} ${code} ${shown}`;
  if (reading.told.has(name) || reading.issues.length >= maxIssues) return;
  reading.told.add(name);
  const file = place?.file ? { file: place.file } : {};
  reading.issues.push({ ...file, row: place?.row ?? 0, column, severity, code, part: shown, proposal });
}

/** Whether a value is an object that is no list. */
export function isRow(value: unknown): value is HsdsRow {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** More of one kind hang on nothing that is real. */
export const maxHsdsRows = 1_000;

/** The objects of the first of these properties that has a list, at most `maxHsdsRows`; an object alone is a list of one. */
export function rowsIn(row: HsdsRow | undefined, ...names: string[]): HsdsRow[] {
  for (const name of names) {
    const value = row?.[name];
    if (Array.isArray(value) && value.length > 0) return value.slice(0, maxHsdsRows).filter(isRow);
    if (isRow(value)) return [value];
  }
  return [];
}

/** The object of a property; undefined when there is none. */
export function rowIn(row: HsdsRow | undefined, name: string): HsdsRow | undefined {
  const value = row?.[name];
  return isRow(value) ? value : undefined;
}

/** The text or number of the first of these properties that has any; "" when none has. */
export function textIn(row: HsdsRow | undefined, ...names: string[]): string {
  for (const name of names) {
    const value = row?.[name];
    if (typeof value === "string" && value.trim() !== "") return value.trim();
    if (typeof value === "number") return String(value);
  }
  return "";
}

/** Whether one of these properties is there, even if it says nothing. */
export function saysAny(row: HsdsRow, ...names: string[]): boolean {
  return names.some((name) => Object.hasOwn(row, name));
}

/** What people read in the first of these properties that has any: plain, and cut to `most` characters with a word about it. */
export function proseIn(reading: Reading, row: HsdsRow, most: number, ...names: string[]): string {
  const column = names.find((name) => textIn(row, name) !== "");
  if (column === undefined) return "";
  // Tags may be many, and are not read.
  const written = textIn(row, column).slice(0, most * 20);
  const text = reading.isOurs ? cleanText(written) : plainText(written);
  if (/[\u202a-\u202e\u2066-\u2069]/.test(written)) tellOfRow(reading, row, "unsafe_text", { column, part: text });
  if (text.length <= most) return text;
  tellOfRow(reading, row, "too_long", { column, part: text, proposal: lengths(text.length, most) });
  return `${text.slice(0, most - 1).toWellFormed()}…`;
}

/** The same reading, of a row that one of us may have written. */
export function readingOf(reading: Reading, row: HsdsRow): Reading {
  return isRow(row.porchlight) ? { ...reading, today: "", isOurs: true } : reading;
}

/** The id of a row as a UUID: its own, or that of its name within the source; "" when it has none. */
export function uuidOf(reading: Reading, id: string): string {
  if (id === "") return "";
  return isUuid(id.toLowerCase()) ? id.toLowerCase() : uuid5(reading.space, id);
}
