import type { Language, Translate } from "#src/i18n/i18n.ts";

/** What a language is called in that of the reader, as it stands in a sentence: "in French", « en français ». */
export function languageName(t: Translate, language: Language): string {
  return new Intl.DisplayNames(t.language, { type: "language" }).of(language)!;
}
