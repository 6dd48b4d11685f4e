import type { Channel, Entry } from "#src/directory/entry/entry.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { languageName } from "#views/parts/language-name.ts";
import { statusKey } from "./entry-more.tsx";

/** Names for the codes in an entry. */
export interface EntryNames {
  organization(id: string): string;
  region(code: string): string;
}

/** Returns what a change did, one sentence each: "Ages: 12–18 → 12–25". `imported`: by a file or feed. */
export function entryInWords(
  t: Translate,
  before: Entry | null,
  after: Entry,
  names: EntryNames,
  imported: string | null,
): string[] {
  const by = imported === null ? [] : [t("admin.entry.did.imported", { file: imported })];
  if (before === null) return [...by, t("admin.entry.did.made")];
  const [was, is] = [saidOf(t, before, names), saidOf(t, after, names)];
  const did = is.flatMap(([what, said], i) => {
    const old = was[i]![1];
    if (said === old) return [];
    // Long texts, and differences that a line cannot show.
    if (said.length + old.length > maxText) return [t("admin.entry.did.changed", { what })];
    return [t("admin.history.did", { what, before: old || "–", after: said || "–" })];
  });
  return [...by, ...did, ...unsaid(t, before, after)];
}

const maxText = 160;

type Said = [string, string];

function saidOf(t: Translate, entry: Entry, names: EntryNames): Said[] {
  const fact = (value: boolean | null) =>
    t(value === null ? "admin.entry.unknown" : value ? "admin.entry.yes" : "admin.entry.no");
  const texts = [
    "summary",
    "description",
    "alternateName",
    "eligibility",
    "application",
    "fees",
    "interpretation",
    "alert",
  ] as const;
  return [
    [t("admin.entry.name"), entry.name],
    [t("admin.entry.visibility"), t(`admin.entry.visibility.${entry.visibility}`)],
    [t("admin.entry.status"), t(statusKey(entry.status))],
    [t("admin.entry.did.verified"), entry.verifiedOn ?? ""],
    [t("admin.entry.channels"), entry.channels.map((one) => channelInWords(t, one)).join(", ")],
    [t("admin.entry.topics"), entry.topics.map((topic) => t(`topic.${topic}`)).join(", ")],
    [
      t("admin.entry.ages"),
      entry.ageFrom === null && entry.ageTo === null ? "" : `${entry.ageFrom ?? ""}–${entry.ageTo ?? ""}`,
    ],
    [t("admin.entry.is_free"), fact(entry.free)],
    [t("admin.entry.anonymous"), fact(entry.anonymous)],
    [t("admin.entry.needsReferral"), fact(entry.needsReferral)],
    [t("admin.entry.languages"), entry.languages.map((tag) => languageName(t, tag)).join(", ")],
    [t("admin.entry.regions"), entry.regions.map(names.region).join(", ")],
    [t("admin.entry.hoursNote"), entry.hoursNote],
    ...texts.map((name): Said => [t(`admin.entry.${name}`), entry[name]]),
    [t("admin.entry.alertUntil"), entry.alertUntil ?? ""],
    [t("admin.entry.organization"), names.organization(entry.organizationId)],
    [t("admin.entry.emergency"), fact(entry.emergency)],
    [t("admin.entry.verifyEveryDays"), entry.verifyEveryDays === null ? "" : t.number(entry.verifyEveryDays)],
    [t("admin.entry.weight"), t.number(entry.weight)],
  ];
}

/** Returns a channel in words: "Phone 116 111". */
export function channelInWords(t: Translate, { kind, value, extension, place }: Channel): string {
  const where = value || [place?.address1, place?.city].filter(Boolean).join(", ");
  const beside = [extension, place?.hideExactAddress && t("admin.entry.address_hidden")].filter(Boolean);
  return `${t(`admin.entry.kind.${kind}`)} ${where}${beside.map((one) => ` (${one})`).join("")}`;
}

/** Changes without words of their own are still mentioned. */
function unsaid(t: Translate, before: Entry, after: Entry): string[] {
  const differ = (of: (entry: Entry) => unknown) => JSON.stringify(of(before)) !== JSON.stringify(of(after));
  const hours = (entry: Entry) => [entry.calendar, entry.channels.map(({ calendar }) => calendar)];
  const ways = (entry: Entry) => entry.channels.map(({ calendar: _, ...rest }) => rest);
  const seen = (entry: Entry) => entry.channels.map((one) => channelInWords(t, one));
  const changed = (what: string) => t("admin.entry.did.changed", { what });
  return [
    ...(differ(hours) ? [changed(t("admin.hours.title"))] : []),
    ...(differ(ways) && !differ(seen) ? [changed(t("admin.entry.channels"))] : []),
    ...(differ(({ texts }) => texts) ? [changed(t("admin.entry.texts"))] : []),
    ...(differ(({ terms }) => terms) ? [changed(t("admin.entry.topics"))] : []),
  ];
}
