import { crisisDays, usualDays } from "#src/directory/care/verified.ts";
import { channelKinds, type Entry, statuses, visibilities } from "#src/directory/entry/entry.ts";
import type { EntryDraft } from "#src/directory/entry/entry-draft.ts";
import { organizations } from "#src/directory/entry/organizations.ts";
import { knownRegions, regionNames } from "#src/directory/regions.ts";
import { serviceTopics, wordsOfTopic } from "#src/directory/topics.ts";
import { lines } from "#src/hours/lines.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { languages, type Translate } from "#src/i18n/i18n.ts";
import type { EntryFormProps } from "#views/admin/entry/entry-form.tsx";

/** How someone can check an entry by hand; the other methods belong to feeds and partners. */
export const byHand = ["phone", "email", "web"] as const;

/** What someone can choose for a place; `to_check` is only left. */
export const chosenByHand = visibilities.filter((one) => one !== "to_check");

/** Returns what the form of an entry offers to choose from: its own values, and those of other entries. */
export function entryChoices({ db }: Helpline, t: Translate, draft: EntryDraft): EntryFormProps["choices"] {
  const countries = lines(db).flatMap(({ country }) => country || []);
  const codes = [...knownRegions(db).map(({ code }) => code), ...countries, ...draft.regions];
  const nameOf = regionNames(db, t.language);
  return {
    kinds: channelKinds,
    statuses,
    visibilities: draft.texts.visibility === "to_check" ? visibilities : chosenByHand,
    topics: serviceTopics.map((topic) => ({
      topic,
      words: wordsOfTopic(topic, t.language)
        .slice(1, 1 + wordsShown)
        .join(", "),
    })),
    languages: [...new Set<string>([...languages, ...draft.languages])],
    regions: [...new Set(codes)].map((code) => ({ code, name: nameOf(code) })),
    organizations: [...new Set(organizations(db).map(({ name }) => name))],
    zones: zones(),
    days: { usual: usualDays, crisis: crisisDays },
    methods: byHand,
  };
}

/** This many search words show what a topic covers. */
const wordsShown = 4;

let known: string[] | undefined;

/** Returns every IANA time zone; listed on first use, since it takes milliseconds that the start does not need. */
export function zones(): string[] {
  known ??= Intl.supportedValuesOf("timeZone");
  return known;
}

/** Returns how many seasons, exceptions and cuts came with the hours of an entry. */
export function exceptionsOf({ channels }: EntryDraft, before: Entry): EntryFormProps["exceptions"] {
  const count = (calendar: Calendar | null | undefined) =>
    calendar ? calendar.seasons.length + calendar.dayRules.length + calendar.cuts.length : 0;
  return {
    own: count(before.calendar),
    channels: channels.map(({ was }) => (was === null ? 0 : count(before.channels[was]?.calendar))),
  };
}
