import type { LineChange } from "#src/hours/line-changes.ts";
import type { LineValues } from "#src/hours/lines.ts";
import { languageNames, type Translate } from "#src/i18n/i18n.ts";
import { countryName } from "#views/parts/fields/countries.ts";

/** Returns what a change of a line did, one sentence each: "Name: Awel → Night line". `alias` names its staff. */
export function lineInWords(
  t: Translate,
  before: LineChange["before"],
  after: LineChange["after"],
  alias: (staffId: number) => string,
): string[] {
  if (typeof after === "string") return [t(after === "retired" ? "admin.lines.retired" : "admin.line.did.restored")];
  if (before === null || typeof before === "string") return [t("admin.line.did.made")];
  const [was, is] = [before, after].map((values) => valuesInWords(t, values, alias)) as [Said[], Said[]];
  return is.flatMap(([what, said], i) =>
    said === was[i]![1] ? [] : [t("admin.history.did", { what, before: was[i]![1], after: said })],
  );
}

type Said = [string, string];

function valuesInWords(t: Translate, values: LineValues, alias: (staffId: number) => string): Said[] {
  const { name, languages, staffIds, country, ageFrom, ageTo, intakeCap, pauseAfterMinutes } = values;
  const ages = ageFrom === null && ageTo === null ? t("admin.line.did.as_helpline") : `${ageFrom ?? ""}–${ageTo ?? ""}`;
  return [
    [t("admin.entry.name"), name],
    [
      t("admin.entry.languages"),
      languages.map((one) => languageNames[one]).join(", ") || t("admin.lines.every_language"),
    ],
    [t("admin.line.staff"), staffIds.map(alias).join(", ") || t("admin.audit.filter.everybody")],
    [t("admin.entry.country"), country === "" ? t("admin.line.country_other") : countryName(t, country)],
    [t("admin.entry.ages"), ages],
    [t("admin.line.cap"), intakeCap === null ? t("admin.line.did.no_cap") : t.number(intakeCap)],
    [t("admin.line.pause"), t.number(pauseAfterMinutes)],
  ];
}
