import type { Translate } from "#src/i18n/i18n.ts";

/** What a country is called, by its ISO 3166 code; "EU" is the whole of Europe, and what is no code stays as it is. */
export function countryName(t: Translate, code: string): string {
  if (code === "EU") return t("admin.emergency.everywhere");
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames(t.language, { type: "region" }).of(code) ?? code;
}
