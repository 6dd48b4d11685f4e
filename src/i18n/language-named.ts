import { fold } from "./fold.ts";
import { isLanguage, type Language, languageNames, languages } from "./i18n.ts";

let byName: Map<string, Language> | undefined;

/** A language by its code ("fr", "fr-BE"), or its name in itself or in English; undefined for none of ours. */
export function languageNamed(typed: string): Language | undefined {
  const plain = fold(typed.trim().slice(0, 40));
  const code = plain.split(/[-_]/)[0]!;
  if (isLanguage(code)) return code;
  byName ??= namesOfAll();
  return byName.get(plain);
}

function namesOfAll() {
  const english = new Intl.DisplayNames("en", { type: "language" });
  return new Map(
    languages.flatMap((one) => [languageNames[one], english.of(one)!].map((name) => [fold(name), one] as const)),
  );
}
