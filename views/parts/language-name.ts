import type { Translate } from "#src/i18n/i18n.ts";

const names = new Map<string, Intl.DisplayNames>();

/** Returns a language's name (BCP 47) as it stands in a sentence: "in French", « en français »; anything else stays as it is. */
export function languageName(t: Translate, language: string): string {
  const known = names.get(t.language) ?? new Intl.DisplayNames(t.language, { type: "language" });
  names.set(t.language, known);
  try {
    return known.of(language) ?? language;
  } catch {
    return language;
  }
}
