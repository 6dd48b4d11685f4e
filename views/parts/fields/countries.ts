import type { Translate } from "#src/i18n/i18n.ts";

/** Returns a country's name by its ISO 3166 code; "EU" is all of Europe, and anything else stays as it is. */
export function countryName(t: Translate, code: string): string {
  if (code === "EU") return t("admin.emergency.everywhere");
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames(t.language, { type: "region" }).of(code) ?? code;
}
