import type { Random } from "#lab/load/report/random.ts";
import { entryProblems } from "#src/directory/entry/check.ts";
import {
  blankEntry,
  type Channel,
  channelKinds,
  type Entry,
  type Organization,
  type Place,
  statuses,
  visibilities,
} from "#src/directory/entry/entry.ts";
import { serviceTopics } from "#src/directory/topics.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { calendarProblems } from "#src/hours/rules/check.ts";
import { pick, randomCalendar, whole } from "#tests/hours/rules/random-calendar.ts";

const words = [
  ...["help", "listen", "Straße", "œuvre", "Łódź", "İstanbul", "lastensuojelu", "Ёлка", "שלום", "مرحبا", "🙂", "lány"],
  ...[
    "<b>not bold</b>",
    "a < b",
    "R&D",
    "&amp;",
    "=1+1",
    "+32",
    "-",
    "@home",
    "'quoted'",
    '"said"',
    "a;b",
    "a,b",
    "C\\D",
  ],
];
const languages = ["en", "fr", "nl", "es", "fi", "hu", "pt-BR", "zh-Hant", "ar", "uk", "gsw"];
const regions = ["BE", "BE-BRU", "FI", "FI-18", "HU", "OWN-NORTH", "US"];
const zones = ["Europe/Brussels", "Europe/Helsinki", "America/Chicago", "Asia/Kathmandu", "Pacific/Apia", "UTC"];
const texts = [
  "alternateName",
  "summary",
  "description",
  "eligibility",
  "application",
  "fees",
  "interpretation",
  "alert",
  "hoursNote",
] as const;

// An entry that waits for its first check may not be changed as freely as others.
const shownOrHidden = visibilities.filter((one) => one !== "to_check");

/** Returns a valid entry with anything it can say; the same chance gives the same entry. */
export function randomEntry(random: Random, organizationId = "3b0a52bb-93f5-4b39-9d3a-0a4a1c3f1a11"): Entry {
  const entry: Entry = {
    ...blankEntry(organizationId),
    name: line(random, 6) || "Noor's line",
    status: pick(random, statuses),
    visibility: pick(random, shownOrHidden),
    free: maybe(random),
    anonymous: maybe(random),
    needsReferral: maybe(random),
    alertUntil: random() < 0.3 ? date(random) : null,
    emergency: random() < 0.1,
    weight: random() < 0.3 ? whole(random, -1_000, 1_000) : 0,
    channels: several(random, 5, () => randomChannel(random)),
    languages: some(random, languages),
    regions: some(random, regions),
    topics: some(random, serviceTopics),
    terms: [...new Set(several(random, 3, () => line(random, 3) || "term"))],
    texts: Object.fromEntries(some(random, languages).map((language) => [language, textsIn(random)])),
    calendar: random() < 0.6 ? someCalendar(random) : null,
    // No one verifies anything tomorrow.
    verifiedOn: random() < 0.7 ? date(random, 2025) : null,
    verifyEveryDays: random() < 0.3 ? whole(random, 1, 3_650) : null,
  };
  for (const field of texts)
    if (random() < 0.6) entry[field] = field === "description" ? prose(random) : line(random, 8);
  if (random() < 0.5) entry.ageFrom = whole(random, 0, 18);
  if (random() < 0.5) entry.ageTo = whole(random, 18, 99);
  const wrong = entryProblems(entry);
  if (wrong.length > 0) throw new Error(`an entry that may not stand: ${JSON.stringify(wrong)}`);
  return entry;
}

/** Returns an organization, by the same rules. */
export function randomOrganization(random: Random): Organization {
  return {
    name: line(random, 4) || "Sam's house",
    alternateName: random() < 0.3 ? line(random, 2) : "",
    description: random() < 0.6 ? prose(random) : "",
    website: random() < 0.6 ? page(random) : "",
    email: random() < 0.6 ? mail(random) : "",
  };
}

function randomChannel(random: Random): Channel {
  const kind = pick(random, channelKinds);
  return {
    kind,
    value: valueFor(random, kind),
    extension: kind === "phone" && random() < 0.4 ? pick(random, ["1", "042", "12a", "1234567890"]) : "",
    description: random() < 0.4 ? line(random, 5) : "",
    free: maybe(random),
    languages: random() < 0.3 ? some(random, languages) : [],
    calendar: random() < 0.3 ? someCalendar(random) : null,
    place: kind === "visit" && random() < 0.8 ? randomPlace(random) : null,
  };
}

function valueFor(random: Random, kind: Channel["kind"]): string {
  if (kind === "email") return mail(random);
  if (kind === "web" || kind === "chat") return page(random);
  if (kind === "visit") return random() < 0.7 ? line(random, 4) : "";
  const number = pick(random, ["116 111", "+358 9 123 4567", "0800/12 345", "(312) 555-0100", "112"]);
  return kind === "phone" ? pick(random, [number, "1-800-LAW-REP-4", "0900 LISTEN 1"]) : number;
}

function randomPlace(random: Random): Place {
  const isSomewhere = random() < 0.5;
  const text = () => (random() < 0.7 ? line(random, 3) : "");
  return {
    address1: text(),
    address2: text(),
    city: text(),
    stateProvince: text(),
    postalCode: text(),
    country: pick(random, ["", "BE", "FI", "HU"]),
    latitude: isSomewhere ? whole(random, -9_000, 9_000) / 100 : null,
    longitude: isSomewhere ? whole(random, -18_000, 18_000) / 100 : null,
    hideExactAddress: random() < 0.2,
    accessibility: text(),
  };
}

/** Overlapping seasons are refused, so only the first of two stays. */
function someCalendar(random: Random): Calendar {
  const around = { timeZone: pick(random, zones), from: "2026-03-01", days: 300, nights: ["2026-03-29", "2026-10-25"] };
  const calendar = randomCalendar(random, around);
  const seasons: Calendar["seasons"] = [];
  for (const season of calendar.seasons) {
    const labelled = { ...season, label: random() < 0.5 ? line(random, 2) : "" };
    if (calendarProblems({ ...calendar, seasons: [...seasons, labelled] }).length === 0) seasons.push(labelled);
  }
  const dayRules = calendar.dayRules.map((rule) => ({ ...rule, note: random() < 0.3 ? line(random, 2) : "" }));
  return { ...calendar, seasons, dayRules };
}

function textsIn(random: Random): Entry["texts"][string] {
  return { name: line(random, 3), summary: line(random, 6), description: prose(random), eligibility: "" };
}

function page(random: Random): string {
  const more = pick(random, ["", "/", "/a/b?c=d&e=%20#f", "/ß/œ", "/a b|c[d]", ":8443/x"]);
  return `${pick(random, ["https", "http"])}://${pick(random, ["example.org", "www.exämple.org", "EXAMPLE.com"])}${more}`;
}

function mail(random: Random): string {
  return `${pick(random, ["info", "noor.sam", "o'hara", "jürgen", "a+b"])}@${pick(random, ["example.org", "exämple.org"])}`;
}

function line(random: Random, most: number): string {
  return Array.from({ length: whole(random, 1, most) }, () => pick(random, words))
    .join(" ")
    .trim();
}

function prose(random: Random): string {
  return Array.from({ length: whole(random, 1, 4) }, () => line(random, 12)).join(pick(random, ["\n", "\n\n", " "]));
}

function date(random: Random, until = 2026): string {
  return new Date(Date.UTC(whole(random, 2024, until), whole(random, 0, 11), whole(random, 1, 28)))
    .toISOString()
    .slice(0, 10);
}

function maybe(random: Random): boolean | null {
  return pick(random, [true, false, null]);
}

function some<T>(random: Random, all: readonly T[]): T[] {
  return all.filter(() => random() < 0.15);
}

function several<T>(random: Random, most: number, make: () => T): T[] {
  return Array.from({ length: whole(random, 0, most) }, make);
}
