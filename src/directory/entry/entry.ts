import type { Calendar } from "#src/hours/rules/calendar.ts";
import type { Topic } from "../topics.ts";

/** A service as people edit it, written whole. "", null and [] mean not known. Names follow HSDS 3.1 where it has the field. */
export interface Entry {
  organizationId: string;
  name: string;
  alternateName: string;
  /** One line, shown on the card. */
  summary: string;
  description: string;
  status: Status;
  visibility: Visibility;
  ageFrom: number | null;
  ageTo: number | null;
  eligibility: string;
  /** How to get in: "call first", "with a doctor's letter". */
  application: string;
  fees: string;
  free: boolean | null;
  anonymous: boolean | null;
  needsReferral: boolean | null;
  interpretation: string;
  alert: string;
  alertUntil: string | null;
  emergency: boolean;
  weight: number;
  channels: Channel[];
  languages: string[];
  regions: string[];
  topics: Topic[];
  /** Topics of other lists, kept from import to export. */
  terms: string[];
  texts: Record<string, EntryTexts>;
  /** For every channel without its own; null = not known. */
  calendar: Calendar | null;
  /** What hours cannot say: "by appointment". */
  hoursNote: string;
  /** The date of the last verification, "2026-11-03". */
  verifiedOn: string | null;
  /** How long a verification holds, days; null = the usual. */
  verifyEveryDays: number | null;
}

/** HSDS 3.1, service.status. */
export const statuses = ["active", "inactive", "defunct", "temporarily closed"] as const;
export type Status = (typeof statuses)[number];

/** Returns whether no one is sent there any more. */
export function isOutOfUse(status: Status): boolean {
  return status === "defunct" || status === "inactive";
}

/** Who may see an entry besides admins. `to_check`: no one, and everyone once a person has checked it (`checkedEntry`). */
export const visibilities = ["public", "counsellors", "hidden", "to_check"] as const;
export type Visibility = (typeof visibilities)[number];

export const channelKinds = ["chat", "phone", "sms", "whatsapp", "email", "web", "visit"] as const;
export type ChannelKind = (typeof channelKinds)[number];

/** Languages and hours that are not stated are those of the service. */
export interface Channel {
  kind: ChannelKind;
  /** As published: "116 111", "+358 9 …", a page, an email address; of a visit, what is there. */
  value: string;
  extension: string;
  description: string;
  free: boolean | null;
  languages: string[];
  calendar: Calendar | null;
  place: Place | null;
}

export interface Place {
  address1: string;
  address2: string;
  city: string;
  stateProvince: string;
  postalCode: string;
  country: string;
  latitude: number | null;
  longitude: number | null;
  /** For a shelter whose address must stay secret. */
  hideExactAddress: boolean;
  accessibility: string;
}

export interface EntryTexts {
  name: string;
  summary: string;
  description: string;
  eligibility: string;
}

/** In characters, or how many. */
export const maxEntry = {
  name: 200,
  summary: 280,
  line: 500,
  extension: 20,
  text: 5_000,
  channels: 40,
  list: 60,
  all: 60 * 1_000,
} as const;

/** Returns an entry that says nothing yet. */
export function blankEntry(organizationId: string): Entry {
  return {
    organizationId,
    name: "",
    alternateName: "",
    summary: "",
    description: "",
    status: "active",
    visibility: "counsellors",
    ageFrom: null,
    ageTo: null,
    eligibility: "",
    application: "",
    fees: "",
    free: null,
    anonymous: null,
    needsReferral: null,
    interpretation: "",
    alert: "",
    alertUntil: null,
    emergency: false,
    weight: 0,
    channels: [],
    languages: [],
    regions: [],
    topics: [],
    terms: [],
    texts: {},
    calendar: null,
    hoursNote: "",
    verifiedOn: null,
    verifyEveryDays: null,
  };
}

/** Returns a channel with only a value. */
export function plainChannel(kind: ChannelKind, value: string): Channel {
  return { kind, value, extension: "", description: "", free: null, languages: [], calendar: null, place: null };
}

/** Returns the languages of a service and its channels (BCP 47), each once; [] = not stated. */
export function spokenLanguages(entry: Entry): string[] {
  return [...new Set([...entry.languages, ...entry.channels.flatMap(({ languages }) => languages)])];
}

/** Returns a language without its country, in small letters, so that French also finds "fr-BE". */
export function baseOf(language: string): string {
  return language.split("-")[0]!.toLowerCase();
}

/** Returns how languages (BCP 47) suit a speaker of `language`: 0 = among them, 1 = none stated, 2 = only others. */
export function speaking(spoken: readonly string[], language: string): 0 | 1 | 2 {
  if (spoken.length === 0) return 1;
  return spoken.some((one) => baseOf(one) === language) ? 0 : 2;
}

/** Returns a place as anyone may see it: of a secret address only the town, and not how to get in. */
export function shownPlace(place: Place): Place {
  const unsaid = { address1: "", address2: "", postalCode: "", latitude: null, longitude: null, accessibility: "" };
  return place.hideExactAddress ? { ...place, ...unsaid } : place;
}

/** Returns channels with addresses hidden unless `others` show them, if they hide any: no edit or source may reveal a shelter. */
export function stillHidden(channels: Channel[], others: Channel[]): Channel[] {
  const places = others.flatMap(({ place }) => place ?? []);
  if (!places.some(({ hideExactAddress }) => hideExactAddress)) return channels;
  const isOpen = (place: Place) =>
    places.some((one) => !one.hideExactAddress && one.address1 === place.address1 && one.city === place.city);
  return channels.map((one) =>
    one.place && !isOpen(one.place) ? { ...one, place: { ...one.place, hideExactAddress: true } } : one,
  );
}

/** Returns the digits to dial, after + if international, without "(0)"; null unless it is one number (E.164: at most 15). */
export function dialOf(value: string): string | null {
  const isInternational = /^\s*(\+|00)/.test(value);
  const [first = "", ...others] = (isInternational ? value.replace(/\(0\)/g, "") : value).split("/").map(digitsIn);
  const isOne = others.length === 0 || (others.length === 1 && areaCode.test(first));
  const plain = [first, ...others].join("");
  return isOne && /^\+?\d{2,15}$/.test(plain) ? plain : null;
}

function digitsIn(text: string): string {
  return text.replace(/[\s().\u2010-\u2015-]/gu, "");
}

/** What may come before a slash within one number ("02/123 45 67"); after anything longer a second number begins. */
const areaCode = /^(0[1-9]\d{0,4}|(\+|00)\d{2,7})$/;

export interface Organization {
  name: string;
  alternateName: string;
  description: string;
  website: string;
  email: string;
}

/** Returns an organization with only a name. */
export function organizationNamed(name: string): Organization {
  return { name, alternateName: "", description: "", website: "", email: "" };
}
