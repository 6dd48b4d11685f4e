import { type Key, type Language, languages, type Translate } from "#src/i18n/i18n.ts";

/** Returns the name of a reason for contact or a group: its own, or the shipped one from the catalogs. */
export function reasonName(t: Translate, { code, names }: Named): string {
  if (names !== null) return ownName(names, t.language);
  return t((code.endsWith(".other") ? "reason.other" : `reason.${code}`) as Key);
}

interface Named {
  code: string;
  /** null = as shipped. */
  names: Partial<Record<Language, string>> | null;
}

/** In the language of the page, else in the first language it has a name in. */
function ownName(names: Partial<Record<Language, string>>, language: Language): string {
  return names[language] ?? languages.flatMap((one) => names[one] ?? []).at(0) ?? "";
}
