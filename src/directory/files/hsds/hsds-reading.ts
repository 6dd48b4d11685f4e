import { isUuid, urlNamespace, uuid5 } from "#src/crypto/hash.ts";
import { type Issue, type IssueCode, lengths, shortPart } from "#src/directory/importing/incoming.ts";
import { cleanText, plainText } from "#src/directory/plain-text.ts";
import type { Region } from "#src/directory/regions.ts";
import { type Study, startStudy } from "../meaning/mapping.ts";

export interface HsdsOptions {
  /** Address of the feed, or a name that its next file has too: ids that are not UUIDs are made from it. */
  source: string;
  /** Name of the organization of services that name none; without it each gets one of its own name. */
  sourceName?: string;
  timeZone: string;
  /** "2026-11-03": hours that ended before are ignored; "" = keep all. */
  today: string;
  regionOf(text: string): string | undefined;
  /** What a person has said it means, and what they may be asked. */
  study?: Study;
}

export type HsdsRow = Record<string, unknown>;

interface Place {
  file: string;
  row: number;
}

export interface Reading extends HsdsOptions {
  study: Study;
  space: string;
  issues: Issue[];
  told: Set<string>;
  places: Map<HsdsRow, Place>;
  regions: Map<string, Region>;
  /** While a service that Porchlight wrote is read: its texts are plain, and what it leaves out is blank. */
  isOurs: boolean;
}

const maxIssues = 5_000;

/** Returns a new reading. `places` are those of the rows of tables. */
export function startReading(options: HsdsOptions, places: Map<HsdsRow, Place> = new Map()): Reading {
  return {
    ...options,
    study: options.study ?? startStudy(),
    space: uuid5(urlNamespace, options.source),
    issues: [],
    told: new Set(),
    places,
    regions: new Map(),
    isOurs: false,
  };
}

/** Adds an issue of a row, once however often the row is read. */
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

/** Returns whether a value is an object and not a list. */
export function isRow(value: unknown): value is HsdsRow {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** No real service has more rows of one kind. */
export const maxHsdsRows = 1_000;

/** Returns the objects of the first of these properties with any, at most `maxHsdsRows`; a single object counts as a list. */
export function rowsIn(row: HsdsRow | undefined, ...names: string[]): HsdsRow[] {
  for (const name of names) {
    const value = row?.[name];
    if (Array.isArray(value) && value.length > 0) return value.slice(0, maxHsdsRows).filter(isRow);
    if (isRow(value)) return [value];
  }
  return [];
}

/** Returns the object of a property, or undefined. */
export function rowIn(row: HsdsRow | undefined, name: string): HsdsRow | undefined {
  const value = row?.[name];
  return isRow(value) ? value : undefined;
}

/** Returns the text or number of the first of these properties with any, or "". */
export function textIn(row: HsdsRow | undefined, ...names: string[]): string {
  for (const name of names) {
    const value = row?.[name];
    if (typeof value === "string" && value.trim() !== "") return value.trim();
    if (typeof value === "number") return String(value);
  }
  return "";
}

/** Returns whether one of these properties is there, even if empty. */
export function saysAny(row: HsdsRow, ...names: string[]): boolean {
  return names.some((name) => Object.hasOwn(row, name));
}

/** Returns the first of these properties with text, as plain text, cut to `most` characters with an issue. */
export function proseIn(reading: Reading, row: HsdsRow, most: number, ...names: string[]): string {
  const column = names.find((name) => textIn(row, name) !== "");
  if (column === undefined) return "";
  // Leaves room for many tags, which are not shown.
  const written = textIn(row, column).slice(0, most * 20);
  const text = reading.isOurs ? cleanText(written) : plainText(written);
  if (/[\u202a-\u202e\u2066-\u2069]/.test(written)) tellOfRow(reading, row, "unsafe_text", { column, part: text });
  if (text.length <= most) return text;
  tellOfRow(reading, row, "too_long", { column, part: text, proposal: lengths(text.length, most) });
  return `${text.slice(0, most - 1).toWellFormed()}…`;
}

/** Returns the reading for a row that Porchlight may have written. */
export function readingOf(reading: Reading, row: HsdsRow): Reading {
  return isRow(row.porchlight) ? { ...reading, today: "", isOurs: true } : reading;
}

/** Returns an id as a UUID: itself, or one made from it within the source; "" stays "". */
export function uuidOf(reading: Reading, id: string): string {
  if (id === "") return "";
  return isUuid(id.toLowerCase()) ? id.toLowerCase() : uuid5(reading.space, id);
}
