import { entryProblems } from "#src/directory/entry/check.ts";
import { blankEntry, channelKinds, type Entry, statuses, visibilities } from "#src/directory/entry/entry.ts";
import { cleanText } from "#src/directory/plain-text.ts";
import { serviceTopics } from "#src/directory/topics.ts";
import { type HsdsRow, isRow, type Reading, tellOfRow } from "../hsds-reading.ts";

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === "string" && cleanText(value) === value;
const whole: Check = (value) => Number.isInteger(value);
const degrees: Check = (value) => typeof value === "number" && Math.abs(value) <= 180;
const yes: Check = (value) => typeof value === "boolean";
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const list =
  (check: Check, most = 2_000): Check =>
  (value) =>
    Array.isArray(value) && value.length <= most && value.every(check);
const one =
  (names: readonly string[]): Check =>
  (value) =>
    typeof value === "string" && names.includes(value);
const dictionary =
  (check: Check): Check =>
  (value) =>
    isRow(value) && Object.values(value).every(check);
const shape =
  (checks: Record<string, Check>): Check =>
  (value) =>
    isRow(value) &&
    Object.keys(value).length === Object.keys(checks).length &&
    Object.entries(checks).every(([name, check]) => Object.hasOwn(value, name) && check(value[name]));

const span = shape({ opens: whole, closes: whole });
const week = list(list(span), 7);
const calendar = shape({
  timeZone: text,
  lastEntryMinutes: whole,
  week,
  seasons: list(shape({ from: orNull(text), to: orNull(text), label: text, week })),
  dayRules: list(shape({ kind: text, from: text, to: text, label: text, note: text, spans: list(span) })),
  cuts: list(shape({ kind: one(["open", "closed"]), from: text, to: text, label: text })),
});
const place = shape({
  ...{ address1: text, address2: text, city: text, stateProvince: text, postalCode: text, country: text },
  ...{ latitude: orNull(degrees), longitude: orNull(degrees), hideExactAddress: yes, accessibility: text },
});
const channel = shape({
  ...{ kind: one(channelKinds), value: text, extension: text, description: text, free: orNull(yes) },
  ...{ languages: list(text), calendar: orNull(calendar), place: orNull(place) },
});
const texts = shape({ name: text, summary: text, description: text, eligibility: text });

const fields: Record<keyof Omit<Entry, "organizationId">, Check> = {
  ...{ name: text, alternateName: text, summary: text, description: text },
  ...{ status: one(statuses), visibility: one(visibilities) },
  ...{ ageFrom: orNull(whole), ageTo: orNull(whole), eligibility: text, application: text, fees: text },
  ...{ free: orNull(yes), anonymous: orNull(yes), needsReferral: orNull(yes), interpretation: text },
  ...{ alert: text, alertUntil: orNull(text), emergency: yes, weight: whole },
  ...{
    channels: list(channel),
    languages: list(text),
    regions: list(text),
    topics: list(one(serviceTopics)),
    terms: list(text),
  },
  ...{ texts: dictionary(texts), calendar: orNull(calendar), hoursNote: text },
  ...{ verifiedOn: orNull(text), verifyEveryDays: orNull(whole) },
};

/** Returns what `porchlight` says of a service. A feed can write anything there, so wrong fields are left out with an issue. */
export function entryOfExtension(reading: Reading, service: HsdsRow): Partial<Entry> {
  const said = isRow(service.porchlight) ? service.porchlight : {};
  const found: HsdsRow = {};
  for (const [field, check] of Object.entries(fields)) {
    if (!Object.hasOwn(said, field)) continue;
    const value = cleaned(said[field]);
    const alone = { ...blankEntry(""), name: "–", [field]: value };
    if (check(value) && entryProblems(alone).length === 0) found[field] = value;
    else
      tellOfRow(reading, service, "not_hsds", {
        column: `porchlight.${field}`,
        part: JSON.stringify(value).slice(0, 200),
      });
  }
  // For an entry with only a summary, HSDS repeats it as the description.
  if (Object.hasOwn(said, "summary") && !Object.hasOwn(found, "summary")) delete found.description;
  return found;
}

function cleaned(value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (Array.isArray(value)) return value.map(cleaned);
  return isRow(value) ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, cleaned(one)])) : value;
}
