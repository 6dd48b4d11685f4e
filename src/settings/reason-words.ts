import { isLanguage, type Language } from "#src/i18n/i18n.ts";
import { isReasonName } from "./reasons.ts";

/** Everyday words of a helpline's own that lead to a reason or group, by its code: in a language they replace the shipped ones. */
export type OwnReasonWords = Partial<Record<Language, Record<string, string[]>>>;

/** More words than these for one reason nobody keeps in order. */
export const maxReasonWords = 300;

/** Whether own words may stand: each can be read, on one line. */
export function areReasonWords(given: unknown): given is OwnReasonWords {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return false;
  return Object.entries(given).every(([language, byCode]) => isLanguage(language) && areByCode(byCode));
}

function areByCode(given: unknown): boolean {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return false;
  return Object.entries(given).every(([code, words]) => /^[a-z][\w.]{0,40}$/.test(code) && areWords(words));
}

function areWords(given: unknown): boolean {
  return Array.isArray(given) && given.length <= maxReasonWords && given.every(isReasonName);
}

/** Returns the words of a text field, one a line or between commas, each once. */
export function parseReasonWords(typed: string): string[] {
  const all = typed.split(/[\n,;]+/).map((word) => word.trim().replace(/\s+/g, " "));
  return [...new Set(all.filter(Boolean))];
}
