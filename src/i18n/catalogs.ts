import { projectFile } from "../files.ts";
import type enAdmin from "./locales/en/admin.json";
import type enMail from "./locales/en/mail.json";
import type enStaff from "./locales/en/staff.json";
import type enYouth from "./locales/en/youth.json";

export type Key = keyof typeof enYouth | keyof typeof enStaff | keyof typeof enAdmin | keyof typeof enMail;

export type Language = "en" | "fr" | "nl" | "es" | "fi" | "hu";

export const languages: Language[] = ["en", "fr", "nl", "es", "fi", "hu"];

/** Whom a text is for, by how its key begins: a language is one file for each, so it can be whole for young people first. */
const audiences = {
  youth: ["youth", "rules", "notice", "topic", "card", "meanwhile", "error", "when", "holiday", "names", "reply"],
  staff: ["staff", "session", "reason"],
  admin: ["admin", "backup"],
  mail: ["mail"],
};

type Audience = keyof typeof audiences;

const audienceByBeginning = new Map(
  Object.entries(audiences).flatMap(([audience, all]) => all.map((one) => [one, audience as Audience] as const)),
);

/** Returns whom a text is for; null for what is no key. */
export function audienceOf(key: string): Audience | null {
  return audienceByBeginning.get(key.slice(0, key.indexOf("."))) ?? null;
}

type Texts = Partial<Record<string, string>>;

const read = new Map<string, Texts>();

/** Read when the first text of it is asked for: most processes never need most of them. */
function textsOf(language: Language, audience: Audience): Texts {
  const path = `src/i18n/locales/${language}/${audience}.json`;
  const known = read.get(path);
  if (known) return known;
  const texts: Texts = JSON.parse(projectFile(path));
  read.set(path, texts);
  return texts;
}

/** Returns a text of Porchlight's own, an ICU message; undefined if what is asked for is no key. */
export function standardText(language: Language, key: Key): string;
export function standardText(language: Language, key: string): string | undefined;
export function standardText(language: Language, key: string): string | undefined {
  const audience = audienceOf(key);
  if (!audience) return undefined;
  const texts = textsOf(language, audience);
  return Object.hasOwn(texts, key) ? texts[key] : undefined;
}

const whole = new Map<Language, Record<Key, string>>();

/** Returns every text of a language by its key. */
export function catalog(language: Language): Record<Key, string> {
  const known = whole.get(language);
  if (known) return known;
  const files = Object.keys(audiences).map((audience) => textsOf(language, audience as Audience));
  const all: Record<Key, string> = Object.assign({}, ...files);
  whole.set(language, all);
  return all;
}
