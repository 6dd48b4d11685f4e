import { isLanguageTag, isMail } from "#src/directory/entry/check.ts";
import {
  type Channel,
  type ChannelKind,
  dialOf,
  maxEntry,
  type Place,
  plainChannel,
} from "#src/directory/entry/entry.ts";
import { languageOf } from "#src/directory/language-of.ts";
import { cleanText, plainText } from "#src/directory/plain-text.ts";
import { addressProblem } from "#src/directory/web-address.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { type HsdsRow, proseIn, type Reading, rowIn, rowsIn, tellOfRow, textIn } from "../hsds-reading.ts";

export interface Visit {
  row: HsdsRow;
  location: HsdsRow;
  calendar: Calendar | null;
}

/** Returns the ways to reach a service, in the order written, each once. */
export function readReach(reading: Reading, service: HsdsRow, visits: Visit[]): Channel[] {
  const pages = pagesOf(reading, service);
  const found: Channel[] = [
    ...pages.filter(({ kind }) => kind === "chat"),
    ...phonesOf(reading, service).flatMap((row) => readPhone(reading, row)),
    ...mailOf(reading, service),
    ...pages.filter(({ kind }) => kind !== "chat"),
  ];
  for (const visit of visits) {
    if (!reading.isOurs) {
      const phones = [...rowsIn(visit.row, "phones"), ...rowsIn(visit.location, "phones")];
      found.push(...phones.flatMap((row) => readPhone(reading, row)).map((one) => atPlace(one, visit)));
    }
    const here = readVisit(reading, visit);
    if (here) found.push(here);
  }
  const all = reading.isOurs ? found : distinct(found, visits.length === 1);
  if (all.length > maxEntry.channels) tellOfRow(reading, service, "too_many", { column: "phones", part: all.length });
  return all.slice(0, maxEntry.channels);
}

const maxNumbers = 2 * maxEntry.channels;

// In HSDS 2 phones belong to contacts, whose names are private. An organization's number is better than none.
function phonesOf(reading: Reading, service: HsdsRow): HsdsRow[] {
  const own = rowsIn(service, "phones").slice(0, maxNumbers);
  if (own.length > 0 || reading.isOurs) return own;
  const ofContacts = rowsIn(service, "contacts").flatMap((contact) => rowsIn(contact, "phones"));
  const isAtPlaces = rowsIn(service, "service_at_locations").some(
    (one) => rowsIn(one, "phones").length + rowsIn(rowIn(one, "location"), "phones").length > 0,
  );
  return ofContacts.length > 0 || isAtPlaces ? ofContacts : rowsIn(rowIn(service, "organization"), "phones");
}

const unwanted = new Set(["fax", "pager"]);
const kinds: Record<string, ChannelKind> = { text: "sms", sms: "sms", whatsapp: "whatsapp" };

// A cell may hold two numbers, a number with its extension, or "no phone".
function readPhone(reading: Reading, row: HsdsRow): Channel[] {
  const type = textIn(row, "type", "number_type").toLowerCase();
  if (unwanted.has(type)) return [];
  const kind = kinds[type] ?? "phone";
  const shared = {
    description: proseIn(reading, row, maxEntry.line, "description", "department"),
    languages: languagesOf(reading, row),
  };
  const own = cleanText(textIn(row, "extension")).slice(0, 20);
  if (reading.isOurs) return [{ ...plainChannel(kind, cleanText(textIn(row, "number"))), extension: own, ...shared }];
  const written = plainText(textIn(row, "number")).replaceAll('"', "").slice(0, maxEntry.line).trim();
  return written.split(/\s*;\s*|\s+or\s+/).flatMap((part): Channel[] => {
    const [, number = part, inside = ""] = /^(.*\d.*?)[\s,]+(?:x|ext\.?|extension)\s*(\d{1,10})$/i.exec(part) ?? [];
    if (part === "" || !isNumber(reading, row, number, kind)) return [];
    return [{ ...plainChannel(kind, number.trim()), extension: own || inside, ...shared }];
  });
}

function isNumber(reading: Reading, row: HsdsRow, number: string, kind: ChannelKind): boolean {
  const dial = dialOf(number);
  const short = /^\+\d{1,3}(116)(\d{3})$/.exec(dial ?? "");
  if (short) {
    tellOfRow(reading, row, "short_code_in_e164", {
      column: "number",
      part: number,
      proposal: `${short[1]} ${short[2]}`,
    });
    return false;
  }
  if (dial === null) tellOfRow(reading, row, "not_a_phone", { column: "number", part: number });
  return dial !== null || (kind === "phone" && /\d{3}/.test(number));
}

// The phone of a place is answered during the hours of the place.
function atPlace(phone: Channel, { location, calendar }: Visit): Channel {
  const name = plainText(textIn(location, "name")).slice(0, maxEntry.line);
  return { ...phone, description: phone.description || name, calendar };
}

function mailOf(reading: Reading, service: HsdsRow): Channel[] {
  const written = [
    textIn(service, "email"),
    ...rowsIn(service, "additional_urls").map((row) => /^mailto:(.*)$/i.exec(textIn(row, "url"))?.[1] ?? ""),
  ];
  return written.filter(Boolean).flatMap((mail) => {
    if (isMail(mail)) return [plainChannel("email", mail)];
    tellOfRow(reading, service, "not_a_mail", { column: "email", part: mail });
    return [];
  });
}

function pagesOf(reading: Reading, service: HsdsRow): Channel[] {
  const others = rowsIn(service, "additional_urls").filter((row) => !/^mailto:/i.test(textIn(row, "url")));
  const first = textIn(service, "url", "website");
  const written = [...(first ? [{ row: service, url: first, label: "" }] : [])];
  for (const row of others)
    written.push({
      row,
      url: textIn(row, "url"),
      label: reading.isOurs ? cleanText(textIn(row, "label")) : plainText(textIn(row, "label")),
    });
  return written.flatMap(({ row, url, label }) => {
    const wrong = url.length > maxEntry.line ? "not_an_address" : addressProblem(url);
    if (wrong !== null) {
      tellOfRow(reading, row, wrong, { column: "url", part: url });
      return [];
    }
    const isChat = /^chat$/i.test(label);
    const description = isChat || /^web ?site$/i.test(label) ? "" : label.slice(0, maxEntry.line);
    return [{ ...plainChannel(isChat ? "chat" : "web", url), description }];
  });
}

function readVisit(reading: Reading, { row, location, calendar }: Visit): Channel | null {
  const value = proseIn(reading, location, maxEntry.line, "name");
  const place: Place | null = readPlace(reading, location);
  const isNowhere = /^(virtual|postal)$/.test(textIn(location, "location_type")) || location.virtual === true;
  if (!reading.isOurs && (isNowhere || (value === "" && place === null))) return null;
  const description = proseIn(reading, row, maxEntry.line, "description");
  return { ...plainChannel("visit", value), description, calendar, place };
}

/** Returns the languages of a service or phone as BCP 47; "English, Spanish" in one cell is two. */
export function languagesOf(reading: Reading, row: HsdsRow): string[] {
  const written = Array.isArray(row.languages)
    ? rowsIn(row, "languages").map((one) => textIn(one, "code", "name", "language"))
    : textIn(row, "languages", "language").split(/[,;|]/);
  const found = written
    .filter((one) => one.trim() !== "")
    .flatMap((one) => {
      const tag = reading.isOurs && isLanguageTag(one) ? one : languageOf(one);
      if (tag === undefined) tellOfRow(reading, row, "unknown_language", { column: "languages", part: one });
      return tag ?? [];
    });
  return (reading.isOurs ? found : [...new Set(found)]).slice(0, maxEntry.list);
}

// A number at the service and at a place is the same one; that of the only place is answered when the place is open.
function distinct(channels: Channel[], isOnePlace: boolean): Channel[] {
  const found = new Map<string, Channel>();
  for (const one of channels) {
    const name =
      one.kind === "visit" ? JSON.stringify(one) : `${one.kind} ${dialOf(one.value) ?? one.value} ${one.extension}`;
    const before = found.get(name);
    const calendar = before?.calendar ?? (isOnePlace ? one.calendar : null);
    found.set(name, before ? { ...before, description: before.description || one.description, calendar } : one);
  }
  return [...found.values()];
}

function readPlace(reading: Reading, location: HsdsRow): Place | null {
  const addresses = rowsIn(location, "addresses", "physical_addresses", "address");
  const address = addresses.find((one) => /^(physical)?$/.test(textIn(one, "address_type"))) ?? addresses[0];
  const latitude = degreesIn(reading, location, "latitude", 90);
  const longitude = degreesIn(reading, location, "longitude", 180);
  const isSomewhere = latitude !== null && longitude !== null;
  const accessibility = accessibilityOf(reading, location);
  if (!address && !isSomewhere && accessibility === "") return null;
  const line = (name: string) => (address ? proseIn(reading, address, maxEntry.name, name) : "");
  const country = line("country").toUpperCase();
  return {
    address1: line("address_1"),
    address2: line("address_2"),
    city: line("city"),
    stateProvince: line("state_province"),
    postalCode: line("postal_code"),
    country: /^[A-Z]{2}$/.test(country) ? country : "",
    latitude: isSomewhere ? latitude : null,
    longitude: isSomewhere ? longitude : null,
    hideExactAddress: false,
    accessibility,
  };
}

function degreesIn(reading: Reading, location: HsdsRow, column: string, most: number): number | null {
  const text = textIn(location, column);
  if (text === "") return null;
  const found = Number(text);
  if (Math.abs(found) <= most) return found;
  tellOfRow(reading, location, "not_degrees", { column, part: text });
  return null;
}

// HSDS 3 has a list, older files a cell: "disabled_parking, ramp".
function accessibilityOf(reading: Reading, location: HsdsRow): string {
  if (typeof location.accessibility === "string") return proseIn(reading, location, maxEntry.line, "accessibility");
  const said = rowsIn(location, "accessibility", "accessibility_for_disabilities").map((row) =>
    ["description", "accessibility", "details"]
      .map((name) => proseIn(reading, row, maxEntry.line, name))
      .filter(Boolean)
      .join(" "),
  );
  return said.filter(Boolean).join("\n").slice(0, maxEntry.line);
}
