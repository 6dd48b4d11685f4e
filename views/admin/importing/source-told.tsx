import type { Channel, Entry, EntryTexts, Place } from "#src/directory/entry/entry.ts";
import type { SourceDifference } from "#src/directory/sharing/source-items.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { type EntryNames, entryInWords } from "#views/admin/entry/entry-history.tsx";
import { languageName } from "#views/parts/language-name.ts";

// Words for what a source says of an entry, so that nothing of it is taken unseen.

/** Names for the codes and hours of an entry. */
interface ToldNames extends EntryNames {
  hours(calendar: Calendar): string;
}

/** What would become of a field: "Ages: 12–18 → 12–25". `both`: when a line cannot show all of it. */
export interface DifferenceWords {
  line: string;
  both: { ours: string; theirs: string } | null;
}

/** Returns a field in which a source differs from our entry, in words. */
export function differenceInWords(
  t: Translate,
  now: Entry,
  { field, ours, theirs }: SourceDifference,
  names: ToldNames,
): DifferenceWords {
  const [line = String(field)] = entryInWords(t, now, { ...now, [field]: theirs }, names, null);
  const both = { ours: textOf(t, ours, names), theirs: textOf(t, theirs, names) };
  const isAllSaid = line.includes("→") && field !== "channels";
  return { line, both: both.ours + both.theirs !== "" && !isAllSaid ? both : null };
}

export interface Told {
  what: string;
  said: string;
}

/** Returns all that an entry says in words, the ways to reach it apart. */
export function toldInWords(t: Translate, entry: Entry, names: ToldNames): { ways: Told[]; more: Told[] } {
  const told = (what: string, value: unknown): Told[] => {
    const said = textOf(t, value, names);
    return said === "" ? [] : [{ what, said }];
  };
  const text = (field: "alternateName" | "summary" | "description" | "eligibility" | "application" | "fees") =>
    told(t(`admin.entry.${field}`), entry[field]);
  const { ageFrom, ageTo, languages, regions, topics } = entry;
  const isForSome = ageFrom !== null || ageTo !== null;
  const ways = [
    ...told(t("admin.entry.channels"), entry.channels),
    ...told(t("admin.entry.alert"), entry.alert),
    ...text("summary"),
  ];
  const more = [
    ...(["alternateName", "description", "eligibility", "application", "fees"] as const).flatMap(text),
    ...told(t("admin.entry.interpretation"), entry.interpretation),
    ...told(t("admin.entry.ages"), isForSome ? `${ageFrom ?? ""}–${ageTo ?? ""}` : ""),
    ...told(
      t("admin.entry.languages"),
      languages.map((tag) => languageName(t, tag)),
    ),
    ...told(t("admin.entry.regions"), regions.map(names.region)),
    ...told(
      t("admin.entry.topics"),
      topics.map((topic) => t(`topic.${topic}`)),
    ),
    ...told(t("admin.hours.title"), entry.calendar),
    ...told(t("admin.entry.hoursNote"), entry.hoursNote),
    ...told(t("admin.entry.texts"), entry.texts),
  ];
  return { ways, more };
}

function textOf(t: Translate, value: unknown, names: ToldNames): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) {
    return value.map((one) => (typeof one === "string" ? one : wayOf(t, one as Channel, names))).join("\n");
  }
  if (typeof value !== "object" || value === null) return "";
  if ("week" in value) return names.hours(value as Calendar);
  return Object.entries(value as Record<string, EntryTexts>)
    .map(([tag, texts]) => [`${languageName(t, tag)}:`, ...Object.values(texts).filter(Boolean)].join("\n"))
    .join("\n");
}

function wayOf(t: Translate, channel: Channel, names: ToldNames): string {
  const { kind, value, extension, description, languages, calendar, place } = channel;
  return [
    `${t(`admin.entry.kind.${kind}`)}:`,
    [value, extension && `(${extension})`].filter(Boolean).join(" "),
    place && placeOf(place),
    place?.hideExactAddress && t("admin.entry.address_hidden"),
    description,
    languages.map((tag) => languageName(t, tag)).join(", "),
    calendar && names.hours(calendar),
  ]
    .filter(Boolean)
    .join(" · ")
    .replace(": · ", ": ");
}

function placeOf({ address1, address2, postalCode, city, stateProvince, country, accessibility }: Place): string {
  return [address1, address2, [postalCode, city].filter(Boolean).join(" "), stateProvince, country, accessibility]
    .filter(Boolean)
    .join(", ");
}
