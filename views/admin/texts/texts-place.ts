import type { Language } from "#src/i18n/i18n.ts";
import type { TextGroup } from "#src/settings/texts/youth-texts.ts";

/** Which texts a page shows: one language, and a group or a search. */
export interface TextsPlace {
  language: Language;
  group: TextGroup | "all";
  /** Search words; "" = none. */
  q: string;
}

/** Returns the address of a place. */
export function textsAddress({ language, group, q }: TextsPlace, more: Record<string, string> = {}): string {
  const query = new URLSearchParams({ language, group, ...(q === "" ? {} : { q }), ...more });
  return `/admin/texts?${query}`;
}

/** Returns the field id of a text; its key has dots. */
export function textId(key: string): string {
  return `text-${key.replaceAll(".", "-")}`;
}
