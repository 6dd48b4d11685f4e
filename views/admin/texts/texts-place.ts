import type { Language } from "#src/i18n/i18n.ts";
import type { TextGroup } from "#src/settings/texts/youth-texts.ts";

/** Which texts a page shows: of one language, and of them a group, or those in which something was found. */
export interface TextsPlace {
  language: Language;
  group: TextGroup | "all";
  /** What is searched for; "" = nothing. */
  q: string;
}

/** The address of a place. */
export function textsAddress({ language, group, q }: TextsPlace, more: Record<string, string> = {}): string {
  const query = new URLSearchParams({ language, group, ...(q === "" ? {} : { q }), ...more });
  return `/admin/texts?${query}`;
}

/** The id of the field of a text by its key, which has dots. */
export function textId(key: string): string {
  return `text-${key.replaceAll(".", "-")}`;
}
