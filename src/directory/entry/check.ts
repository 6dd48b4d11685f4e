import { isDate } from "#src/clock.ts";
import { calendarProblems } from "#src/hours/rules/check.ts";
import { misleads } from "#src/i18n/seen.ts";
import { isTopic } from "../topics.ts";
import { addressProblem } from "../web-address.ts";
import { channelKinds, dialOf, type Entry, maxEntry, statuses, visibilities } from "./entry.ts";

/** Why an entry may not be saved; `field` is like "channel.2.value" or "texts.fi.name". */
export interface EntryProblem<Kind = EntryProblemKind> {
  field: string;
  problem: Kind;
  length?: { is: number; most: number };
}

/** Each has its text in the catalogs: `admin.entry.problem.<kind>`. */
export type EntryProblemKind =
  | "missing"
  | "too_long"
  | "too_many"
  | "not_a_number"
  | "not_an_age"
  | "ages_turned"
  | "not_a_date"
  | "not_a_phone"
  | "not_an_address"
  | "private_address"
  | "not_a_mail"
  | "not_known"
  | "bad_hours"
  | "too_big";

/** Returns why an entry may not be saved, each with its field; [] when it may. */
export function entryProblems(entry: Entry): EntryProblem[] {
  const found: EntryProblem[] = [];
  const refuse: Refuse = (field, problem, length) => found.push({ field, problem, ...(length && { length }) });
  if (entry.name.trim() === "") refuse("name", "missing");
  for (const [field, most] of lengths) checkLength(field, entry[field], most, refuse);
  if (!statuses.includes(entry.status)) refuse("status", "not_known");
  if (!visibilities.includes(entry.visibility)) refuse("visibility", "not_known");
  checkAges(entry, refuse);
  if (entry.alertUntil !== null && !isDate(entry.alertUntil)) refuse("alertUntil", "not_a_date");
  if (entry.verifiedOn !== null && !isDate(entry.verifiedOn)) refuse("verifiedOn", "not_a_date");
  if (entry.verifyEveryDays !== null && !isWhole(entry.verifyEveryDays, 1, 3_650))
    refuse("verifyEveryDays", "not_a_number");
  if (!isWhole(entry.weight, -1_000, 1_000)) refuse("weight", "not_a_number");
  checkLists(entry, refuse);
  checkChannels(entry, refuse);
  if (entry.calendar && calendarProblems(entry.calendar).length > 0) refuse("calendar", "bad_hours");
  const is = JSON.stringify(entry).length;
  if (is > maxEntry.all) refuse("description", "too_big", { is, most: maxEntry.all });
  return found;
}

type Refuse = (field: string, problem: EntryProblemKind, length?: EntryProblem["length"]) => void;

function checkLength(field: string, text: string, most: number, refuse: Refuse) {
  if (text.length > most) refuse(field, "too_long", { is: text.length, most });
}

const lengths = [
  ["name", maxEntry.name],
  ["alternateName", maxEntry.name],
  ["summary", maxEntry.summary],
  ["description", maxEntry.text],
  ["eligibility", maxEntry.text],
  ["application", maxEntry.text],
  ["fees", maxEntry.text],
  ["interpretation", maxEntry.text],
  ["alert", maxEntry.line],
  ["hoursNote", maxEntry.line],
] as const;

function checkAges({ ageFrom, ageTo }: Entry, refuse: Refuse) {
  if (ageFrom !== null && !isWhole(ageFrom, 0, 150)) refuse("ageFrom", "not_an_age");
  if (ageTo !== null && !isWhole(ageTo, 0, 150)) refuse("ageTo", "not_an_age");
  if (ageFrom !== null && ageTo !== null && ageFrom > ageTo) refuse("ageTo", "ages_turned");
}

function checkLists({ languages, regions, topics, terms, texts }: Entry, refuse: Refuse) {
  for (const [field, list] of Object.entries({ languages, regions, topics, terms })) {
    if (list.length > maxEntry.list) refuse(field, "too_many");
    const longest = list.reduce((a, b) => (b.length > a.length ? b : a), "");
    checkLength(field, longest, maxEntry.name, refuse);
  }
  if (!languages.every(isLanguageTag)) refuse("languages", "not_known");
  if (!topics.every(isTopic)) refuse("topics", "not_known");
  for (const [language, text] of Object.entries(texts)) {
    if (!isLanguageTag(language)) refuse(`texts.${language}`, "not_known");
    checkLength(`texts.${language}.name`, text.name, maxEntry.name, refuse);
    checkLength(`texts.${language}.summary`, text.summary, maxEntry.summary, refuse);
    checkLength(`texts.${language}.description`, text.description, maxEntry.text, refuse);
    checkLength(`texts.${language}.eligibility`, text.eligibility, maxEntry.text, refuse);
  }
}

function checkChannels({ channels }: Entry, refuse: Refuse) {
  if (channels.length > maxEntry.channels) refuse("channels", "too_many");
  channels.forEach((channel, i) => {
    const field = `channel.${i}.value`;
    const { kind, value, description, extension, languages, calendar } = channel;
    if (!channelKinds.includes(kind)) refuse(`channel.${i}.kind`, "not_known");
    if (value.trim() === "" && kind !== "visit") refuse(field, "missing");
    checkLength(field, value, maxEntry.line, refuse);
    checkLength(`channel.${i}.extension`, extension, maxEntry.extension, refuse);
    checkLength(`channel.${i}.description`, description, maxEntry.line, refuse);
    const wrong = value !== "" && (kind === "web" || kind === "chat") ? addressProblem(value) : null;
    if (wrong !== null) refuse(field, wrong);
    if (value !== "" && kind === "email" && !isMail(value)) refuse(field, "not_a_mail");
    if (value !== "" && (kind === "sms" || kind === "whatsapp") && dialOf(value) === null) refuse(field, "not_a_phone");
    if (value !== "" && kind === "phone" && !/\d/.test(value)) refuse(field, "not_a_phone");
    if (!languages.every(isLanguageTag)) refuse(`channel.${i}.languages`, "not_known");
    if (calendar && calendarProblems(calendar).length > 0) refuse(`channel.${i}.calendar`, "bad_hours");
  });
}

function isWhole(n: number, least: number, most: number): boolean {
  return Number.isInteger(n) && n >= least && n <= most;
}

/** Returns whether a tag is one of BCP 47 (RFC 5646, section 2.1) without its rarer parts: "fi", "pt-BR", "zh-Hant". */
export function isLanguageTag(tag: string): boolean {
  return /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(tag);
}

/** Returns whether a text is a usual email address; the rarer forms of RFC 5321 are refused. */
export function isMail(text: string): boolean {
  return (
    text.length <= 254 &&
    !misleads(text) &&
    /^[^\s@"<>(),;:\\[\]]{1,64}@[^\s@"<>(),;:\\[\]]+\.[^\s@"<>(),;:\\[\].]{2,}$/u.test(text)
  );
}
