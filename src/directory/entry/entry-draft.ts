import type { Calendar } from "#src/hours/rules/calendar.ts";
import { formatSpans } from "#src/hours/times.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { languageOf } from "../language-of.ts";
import type { Channel, Entry, EntryTexts } from "./entry.ts";

/** An entry as typed, every field as text, so that a refusal can show it again. */
export interface EntryDraft {
  texts: Record<EntryText, string>;
  facts: Record<EntryFact, string>;
  emergency: boolean;
  languages: string[];
  regions: string[];
  topics: string[];
  channels: ChannelDraft[];
  translations: TranslationDraft[];
  hours: HoursDraft;
}

export const entryTexts = [
  "name",
  "organization",
  "alternateName",
  "summary",
  "description",
  "status",
  "visibility",
  "ageFrom",
  "ageTo",
  "eligibility",
  "application",
  "fees",
  "interpretation",
  "alert",
  "alertUntil",
  "weight",
  "hoursNote",
  "verifyEveryDays",
  "otherLanguages",
  "otherRegions",
] as const;
export type EntryText = (typeof entryTexts)[number];

export const entryFacts = ["free", "anonymous", "needsReferral"] as const;
type EntryFact = (typeof entryFacts)[number];

/** A usual week; the calendar's exceptions are kept unless `plain`. */
export interface HoursDraft {
  zone: string;
  /** Seven texts from Monday; "" = closed, all of them "" = not known. */
  week: string[];
  plain: boolean;
}

export const channelTexts = ["kind", "value", "extension", "description", "free", "languages"] as const;
export const placeTexts = ["address1", "address2", "city", "postalCode", "country", "accessibility"] as const;

export interface ChannelDraft {
  texts: Record<(typeof channelTexts)[number] | (typeof placeTexts)[number], string>;
  hideExactAddress: boolean;
  hours: HoursDraft;
  /** Index of the channel when the form was first drawn; what the form does not show is kept from there. */
  was: number | null;
}

export const translationTexts = ["name", "summary", "description", "eligibility"] as const;
export type TranslationDraft = EntryTexts & { language: string };

/** Returns an entry as texts to edit, the reverse of `readEntry`. `zone` (IANA) is offered where it has no hours. */
export function entryDraftOf(entry: Entry, organization: string, zone: string, language: Language): EntryDraft {
  const fact = (value: boolean | null) => (value === null ? "" : value ? "yes" : "no");
  const { calendar } = entry;
  return {
    texts: {
      ...entry,
      organization,
      ageFrom: textOf(entry.ageFrom),
      ageTo: textOf(entry.ageTo),
      alertUntil: entry.alertUntil ?? "",
      weight: String(entry.weight),
      verifyEveryDays: textOf(entry.verifyEveryDays),
      otherLanguages: "",
      otherRegions: "",
    },
    facts: { free: fact(entry.free), anonymous: fact(entry.anonymous), needsReferral: fact(entry.needsReferral) },
    emergency: entry.emergency,
    languages: [...entry.languages],
    regions: [...entry.regions],
    topics: [...entry.topics],
    channels: entry.channels.map((one, i) => channelDraftOf(one, i, calendar?.timeZone ?? zone, language)),
    translations: Object.entries(entry.texts).map(([language, texts]) => ({ language, ...texts })),
    hours: hoursDraftOf(calendar, zone),
  };
}

/** Returns an empty row for one way to reach a service. */
export function blankChannel(kind: string, zone: string): ChannelDraft {
  const { texts, ...rest } = channelDraftOf(nothing, 0, zone, "en");
  return { ...rest, texts: { ...texts, kind }, was: null };
}

const nothing: Channel = {
  kind: "phone",
  value: "",
  extension: "",
  description: "",
  free: null,
  languages: [],
  calendar: null,
  place: null,
};

function channelDraftOf(channel: Channel, was: number, zone: string, language: Language): ChannelDraft {
  const { kind, value, extension, description, free, languages, place } = channel;
  const { address1 = "", address2 = "", city = "", postalCode = "", country = "", accessibility = "" } = place ?? {};
  return {
    texts: {
      ...{ kind, value, extension, description },
      free: free === null ? "" : free ? "yes" : "no",
      languages: namesOf(languages, language),
      ...{ address1, address2, city, postalCode, country, accessibility },
    },
    hideExactAddress: place?.hideExactAddress ?? false,
    hours: hoursDraftOf(channel.calendar, zone),
    was,
  };
}

function hoursDraftOf(calendar: Calendar | null, zone: string): HoursDraft {
  const week = calendar ? calendar.week.map(formatSpans) : Array<string>(7).fill("");
  return { zone: calendar?.timeZone ?? zone, week, plain: false };
}

// A tag stays where its name would not be understood when it is read back.
function namesOf(tags: string[], language: Language): string {
  if (tags.length === 0) return "";
  const names = new Intl.DisplayNames(language, { type: "language", fallback: "none" });
  return tags
    .map((tag) => {
      const name = names.of(tag) ?? tag;
      return languageOf(name) === tag ? name : tag;
    })
    .join(", ");
}

const textOf = (n: number | null) => (n === null ? "" : String(n));

/** Returns whether a calendar holds more than a usual week. */
export function hasExceptions(calendar: Calendar | null): boolean {
  return calendar !== null && calendar.seasons.length + calendar.dayRules.length + calendar.cuts.length > 0;
}
