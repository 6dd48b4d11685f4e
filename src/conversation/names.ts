import { type Language, translate } from "#src/i18n/i18n.ts";

export const nameCount = 400;

/** Returns a neutral name for a conversation ("Blue door"), so that colleagues can speak of it without a number or real name. */
export function shortName(language: Language, nameIndex: number): string {
  const t = translate(language);
  const first = t("names.first").split(",");
  const second = t("names.second").split(",");
  const name = `${first[nameIndex % first.length]} ${second[Math.floor(nameIndex / first.length) % second.length]}`;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}
