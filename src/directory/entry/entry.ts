import type { Calendar } from "#src/hours/rules/calendar.ts";
import type { Topic } from "../topics.ts";

/**
 * A service of an organization, as people set it: read and written whole, like the hours of a line. A text that says nothing
 * is "", a fact that nobody knows is null. Names follow HSDS 3.1 where it has the field.
 */
export interface Entry {
  /** UUID */
  organizationId: string;
  name: string;
  alternateName: string;
  /** What it does, in one line: it stands on the card. */
  summary: string;
  description: string;
  status: Status;
  visibility: Visibility;
  /** Youngest and oldest age, years. */
  ageFrom: number | null;
  ageTo: number | null;
  eligibility: string;
  /** How one gets there: "call first", "with a letter of the doctor". */
  application: string;
  fees: string;
  free: boolean | null;
  anonymous: boolean | null;
  needsReferral: boolean | null;
  interpretation: string;
  /** Something that holds for now, until a date ("2026-12-24") or until it is taken away. */
  alert: string;
  alertUntil: string | null;
  /** For whoever is in danger: stands before all others. */
  emergency: boolean;
  /** Of two that fit alike the larger stands first. */
  weight: number;
  channels: Channel[];
  /** BCP 47; those of the channels beside them. [] = not stated. */
  languages: string[];
  /** Codes of regions.ts. [] = not stated. */
  regions: string[];
  topics: Topic[];
  /** Words of another list of topics, which came with it and go out with it again. */
  terms: string[];
  /** The same in other languages, by BCP 47. */
  texts: Record<string, EntryTexts>;
  /** When somebody is there, on every channel that does not say otherwise; null = nobody knows. */
  calendar: Calendar | null;
  /** What cannot be said as hours: "by appointment". */
  hoursNote: string;
  /** The date somebody last made sure of it, "2026-11-03". */
  verifiedOn: string | null;
  /** How long that holds, days; null = as is usual. */
  verifyEveryDays: number | null;
}

/** HSDS 3.1, service.status. */
export const statuses = ["active", "inactive", "defunct", "temporarily closed"] as const;
export type Status = (typeof statuses)[number];

/** Whether nobody is sent there any more: for good, or by us. */
export function isOutOfUse(status: Status): boolean {
  return status === "defunct" || status === "inactive";
}

/** Who may see it, beside the admins: everybody, only the counsellors, nobody. */
export const visibilities = ["public", "counsellors", "hidden"] as const;
export type Visibility = (typeof visibilities)[number];

/** The ways to reach somebody, in the order they are shown: what needs no voice first. */
export const channelKinds = ["chat", "phone", "sms", "whatsapp", "email", "web", "visit"] as const;
export type ChannelKind = (typeof channelKinds)[number];

/** One way to reach it. */
export interface Channel {
  kind: ChannelKind;
  /** As it is published: "116 111", "+358 9 …", an address of a page, an e-mail address; of a visit what one finds there. */
  value: string;
  extension: string;
  description: string;
  free: boolean | null;
  /** BCP 47; [] = as of the service. */
  languages: string[];
  /** null = as of the service. */
  calendar: Calendar | null;
  /** Where it is; of a visit only. */
  place: Place | null;
}

/** Where one can go: HSDS location and address in one. */
export interface Place {
  address1: string;
  address2: string;
  city: string;
  stateProvince: string;
  postalCode: string;
  /** ISO 3166-1, "BE"; "" = not stated. */
  country: string;
  /** Degrees; both or none. */
  latitude: number | null;
  longitude: number | null;
  /** A shelter whose address must not be known. */
  hideExactAddress: boolean;
  accessibility: string;
}

export interface EntryTexts {
  name: string;
  summary: string;
  description: string;
  eligibility: string;
}

/** How much an entry may hold: characters, or how many. */
export const maxEntry = {
  name: 200,
  summary: 280,
  line: 500,
  extension: 20,
  text: 5_000,
  channels: 40,
  list: 60,
  /** Of the whole entry as JSON. */
  all: 60 * 1_000,
} as const;

/** An entry that says nothing yet, of an organization. */
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

/** A way to reach it of which only the value is known. */
export function plainChannel(kind: ChannelKind, value: string): Channel {
  return { kind, value, extension: "", description: "", free: null, languages: [], calendar: null, place: null };
}

/** The languages somebody there speaks, of the service and of its channels, each once; [] = not stated. */
export function spokenLanguages(entry: Entry): string[] {
  return [...new Set([...entry.languages, ...entry.channels.flatMap(({ languages }) => languages)])];
}

/** A language without its country, in small letters: whoever asks for French is also helped in that of Belgium ("fr-BE"). */
export function baseOf(language: string): string {
  return language.split("-")[0]!.toLowerCase();
}

/** How languages (BCP 47) suit somebody who speaks one: 0 where it is among them, 1 where none is stated, 2 where others are. */
export function speaking(spoken: readonly string[], language: string): 0 | 1 | 2 {
  if (spoken.length === 0) return 1;
  return spoken.some((one) => baseOf(one) === language) ? 0 : 2;
}

/** A place as everybody may know it: where the address must not be known only the town is told, and not how to get in. */
export function shownPlace(place: Place): Place {
  const unsaid = { address1: "", address2: "", postalCode: "", latitude: null, longitude: null, accessibility: "" };
  return place.hideExactAddress ? { ...place, ...unsaid } : place;
}

/**
 * Ways to reach a place, with every address hidden that `others` do not show openly, where they hide any: two hands on one entry, or
 * a source that knows nothing of shelters, must not bring out by mistake what somebody hid.
 */
export function stillHidden(channels: Channel[], others: Channel[]): Channel[] {
  const places = others.flatMap(({ place }) => place ?? []);
  if (!places.some(({ hideExactAddress }) => hideExactAddress)) return channels;
  const isOpen = (place: Place) =>
    places.some((one) => !one.hideExactAddress && one.address1 === place.address1 && one.city === place.city);
  return channels.map((one) =>
    one.place && !isOpen(one.place) ? { ...one, place: { ...one.place, hideExactAddress: true } } : one,
  );
}

/**
 * What a phone dials for a number as it is published: digits, with + before an international one. null where it is none: too
 * short or long (E.164 allows 15 digits), two numbers, or more than a number. The zero of "+44 (0)20" is for calls from within.
 */
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

/** What a stroke may stand behind within one number ("02/123 45 67"); behind anything longer another number begins. */
const areaCode = /^(0[1-9]\d{0,4}|(\+|00)\d{2,7})$/;

/** The organization behind services. A text that says nothing is "". */
export interface Organization {
  name: string;
  alternateName: string;
  description: string;
  website: string;
  email: string;
}

/** An organization of which only the name is known. */
export function organizationNamed(name: string): Organization {
  return { name, alternateName: "", description: "", website: "", email: "" };
}
