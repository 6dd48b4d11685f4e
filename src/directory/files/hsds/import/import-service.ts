import { isMail } from "#src/directory/entry/check.ts";
import {
  blankEntry,
  type Entry,
  maxEntry,
  type Organization,
  type Status,
  statuses,
} from "#src/directory/entry/entry.ts";
import type { IncomingService } from "#src/directory/importing/incoming.ts";
import { cleanText } from "#src/directory/plain-text.ts";
import { isRegionCode, mayBeRegion } from "#src/directory/regions.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { readHsdsDate } from "../hsds-dates.ts";
import {
  type HsdsRow,
  proseIn,
  type Reading,
  readingOf,
  rowIn,
  rowsIn,
  saysAny,
  tellOfRow,
  textIn,
} from "../hsds-reading.ts";
import { languagesOf, readReach, type Visit } from "./import-channels.ts";
import { entryOfExtension } from "./import-extension.ts";
import { agesSaidOf, hasSubjects, subjectsOf } from "./import-meaning.ts";
import { readSchedules, type SchedulesRead } from "./import-schedules.ts";

/** Returns the entry of a service of HSDS 1 to 3.1, without the fields it lacks; null with an issue if it has no name. */
export function readHsdsService(given: Reading, service: HsdsRow): IncomingService["entry"] | null {
  const reading = readingOf(given, service);
  const name = proseIn(reading, service, maxEntry.name, "name");
  if (name === "") {
    tellOfRow(reading, service, "no_name", { column: "name", severity: "error" });
    return null;
  }
  const said: Partial<Entry> = {
    ...textsOf(reading, service),
    ...factsOf(reading, service),
    ...listsOf(reading, service),
    ...reached(reading, service),
  };
  if (!reading.isOurs) return { ...said, name };
  const { organizationId: _, ...blank } = blankEntry("");
  const entry = { ...blank, name, ...said, ...entryOfExtension(reading, service) };
  return { ...entry, verifiedOn: notAhead(given, service, entry.verifiedOn) };
}

const texts = [
  ["alternateName", maxEntry.name, ["alternate_name"]],
  ["description", maxEntry.text, ["description"]],
  ["eligibility", maxEntry.text, ["eligibility_description", "eligibility"]],
  ["application", maxEntry.text, ["application_process"]],
  ["fees", maxEntry.text, ["fees_description", "fees"]],
  ["interpretation", maxEntry.text, ["interpretation_services"]],
  ["alert", maxEntry.line, ["alert"]],
] as const;

function textsOf(reading: Reading, service: HsdsRow): Partial<Entry> {
  const said = texts.filter(([, , names]) => saysAny(service, ...names));
  return Object.fromEntries(said.map(([field, most, names]) => [field, proseIn(reading, service, most, ...names)]));
}

function factsOf(reading: Reading, service: HsdsRow): Partial<Entry> {
  const said: Partial<Entry> = {};
  const status = textIn(service, "status").toLowerCase();
  if (statuses.includes(status as Status)) said.status = status as Status;
  else if (status !== "") tellOfRow(reading, service, "unknown_status", { column: "status", part: status });
  Object.assign(said, agesSaidOf(reading, service));
  const verifiedOn = notAhead(reading, service, readHsdsDate(reading, service, "assured_date"));
  if (verifiedOn !== null) said.verifiedOn = verifiedOn;
  return said;
}

function notAhead(reading: Reading, service: HsdsRow, verifiedOn: string | null): string | null {
  if (verifiedOn === null || reading.today === "" || verifiedOn <= reading.today) return verifiedOn;
  tellOfRow(reading, service, "date_ahead", { column: "assured_date", part: verifiedOn });
  return null;
}

function listsOf(reading: Reading, service: HsdsRow): Partial<Entry> {
  const said: Partial<Entry> = {};
  if (saysAny(service, "languages")) said.languages = languagesOf(reading, service);
  if (hasSubjects(service)) Object.assign(said, subjectsOf(reading, service));
  if (saysAny(service, "service_areas")) said.regions = regionsOf(reading, service);
  return said;
}

function regionsOf(reading: Reading, service: HsdsRow): string[] {
  const found = rowsIn(service, "service_areas").flatMap((area) => {
    if (reading.isOurs) readOwnRegions(reading, area);
    const names = [textIn(area, "extent"), textIn(area, "name", "service_area")];
    const own = isRegionCode(names[0]!) ? names[0] : undefined;
    const code = reading.isOurs ? own : names.flatMap((name) => (name ? (reading.regionOf(name) ?? []) : []))[0];
    if (code) return [code];
    tellOfRow(reading, area, "unknown_region", { column: "service_areas", part: names[1] || names[0] });
    return [];
  });
  return (reading.isOurs ? found : [...new Set(found)]).slice(0, maxEntry.list);
}

function readOwnRegions({ regions }: Reading, area: HsdsRow) {
  for (const row of rowsIn(area, "porchlight")) {
    const region = { code: textIn(row, "code"), parent: textIn(row, "parent"), name: cleanText(textIn(row, "name")) };
    if (mayBeRegion(region) && !regions.has(region.code)) regions.set(region.code, region);
  }
}

// The hours of a place hold there, and for the service if it is the only place.
function reached(reading: Reading, service: HsdsRow): Partial<Entry> {
  const own = hoursOf(reading, service);
  const rows = rowsIn(service, "service_at_locations");
  const there = rows.map((row) => placeHours(reading, row));
  const only = rows.length === 1 && !reading.isOurs && hasHours(rows[0]!) ? there[0]!.calendar : null;
  const calendar = own.calendar ?? only;
  const visits = rows.map((row, i): Visit => {
    const here = there[i]!.calendar;
    return {
      row,
      location: rowIn(row, "location") ?? {},
      calendar: isSame(here, calendar) && !reading.isOurs ? null : here,
    };
  });
  const notes = [...new Set([own.note, ...(reading.isOurs ? [] : there.map(({ note }) => note))].filter(Boolean))].join(
    "\n",
  );
  const said: Partial<Entry> = { channels: readReach(reading, service, visits) };
  if (calendar || hasHours(service)) said.calendar = calendar;
  if (notes !== "")
    said.hoursNote = notes.length > maxEntry.line ? `${notes.slice(0, maxEntry.line - 1).toWellFormed()}…` : notes;
  return said;
}

function hasHours(row: HsdsRow): boolean {
  return scheduleNames.some((name) => rowsIn(row, name).length > 0);
}

const scheduleNames = ["schedules", "regular_schedules", "regular_schedule"];

const hoursColumns = ["opening_hours", "hours_of_operation", "hours", "schedule"];

function hoursOf(reading: Reading, row: HsdsRow): SchedulesRead {
  const rows = rowsIn(row, ...scheduleNames);
  const inWords = rows.length > 0 || reading.isOurs ? "" : textIn(row, ...hoursColumns);
  if (inWords !== "") rows.push({ hours: inWords, description: inWords });
  return readSchedules(reading, rows, rowsIn(row, "holiday_schedules", "holidaySchedules"));
}

function placeHours(reading: Reading, row: HsdsRow): SchedulesRead {
  return hasHours(row) ? hoursOf(reading, row) : hoursOf(reading, rowIn(row, "location") ?? {});
}

function isSame(a: Calendar | null, b: Calendar | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Returns the organization of a row; its name is "" if there is none. */
export function readOrganization(given: Reading, row: HsdsRow): Organization {
  const reading = readingOf(given, row);
  const text = (most: number, ...names: string[]) => proseIn(reading, row, most, ...names);
  const said: Organization = {
    name: text(maxEntry.name, "name"),
    alternateName: text(maxEntry.name, "alternate_name"),
    description: text(maxEntry.text, "description"),
    website: text(maxEntry.line, "website", "url"),
    email: textIn(row, "email"),
  };
  if (said.email !== "" && !isMail(said.email)) {
    tellOfRow(reading, row, "not_a_mail", { column: "email", part: said.email });
    said.email = "";
  }
  // What Porchlight could not say in HSDS is beside it, a text like any other.
  const beside = rowIn(row, "porchlight") ?? {};
  const known = organizationTexts.filter(([name]) => typeof beside[name] === "string");
  return { ...said, ...Object.fromEntries(known.map(([name, most]) => [name, proseIn(reading, beside, most, name)])) };
}

const organizationTexts = [
  ["name", maxEntry.name],
  ["alternateName", maxEntry.line],
  ["description", maxEntry.text],
  ["website", maxEntry.line],
  ["email", maxEntry.line],
] as const satisfies [keyof Organization, number][];
