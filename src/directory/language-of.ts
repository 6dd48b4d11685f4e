import { searchable } from "#src/i18n/fold.ts";
import { languages } from "#src/i18n/i18n.ts";
import { isLanguageTag } from "./entry/check.ts";

/** Returns the English name of a language, which readers of HSDS expect, or its tag. */
export function englishName(tag: string): string {
  return nameIn("en", tag) ?? tag;
}

/** Returns the BCP 47 tag for "fi", "fin", "pt-br" or a name in a catalog language, or undefined. */
export function languageOf(text: string): string | undefined {
  const wanted = text.trim().slice(0, 60);
  return namedTags().get(searchable(wanted)) ?? tagOf(wanted.replaceAll("_", "-"));
}

// Only what has a name is a language: "eng" is "en", "food" is none.
function tagOf(text: string): string | undefined {
  if (!isLanguageTag(text.slice(0, 3).toLowerCase() + text.slice(3))) return undefined;
  const tag = canonical(text);
  return tag && isLanguageTag(tag) && nameIn("en", tag) !== undefined ? tag : undefined;
}

function canonical(text: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(text)[0];
  } catch {
    return undefined;
  }
}

const namers = new Map<string, Intl.DisplayNames>();

function nameIn(language: string, tag: string): string | undefined {
  let namer = namers.get(language);
  if (!namer) {
    namer = new Intl.DisplayNames(language, { type: "language", fallback: "none" });
    namers.set(language, namer);
  }
  try {
    return namer.of(tag);
  } catch {
    return undefined;
  }
}

let known: Map<string, string> | undefined;

function namedTags(): Map<string, string> {
  if (known) return known;
  known = new Map();
  const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i));
  for (const tag of letters.flatMap((first) => letters.map((second) => first + second))) {
    if (canonical(tag) !== tag) continue;
    for (const language of languages) {
      const name = nameIn(language, tag);
      if (name) known.set(searchable(name), tag);
    }
  }
  return known;
}
