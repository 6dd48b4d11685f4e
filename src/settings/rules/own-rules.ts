import { isLanguage, type Language } from "#src/i18n/i18n.ts";
import { withoutMisleading } from "#src/i18n/seen.ts";

/** The parts of the rules, in the order they are read. The helpline can add words of its own to each. */
export const ruleParts = ["chat", "help", "people", "kept", "told", "traces"] as const;
export type RulePart = (typeof ruleParts)[number];

/** What a helpline adds under a part of the rules, by language; paragraphs with an empty line between. */
export type OwnRules = Partial<Record<RulePart, Partial<Record<Language, string>>>>;

/** The most that may be added to one part in one language, characters. */
export const maxOwnRules = 1_500;

/** Whether it is of that shape and no longer than may be. */
export function isOwnRules(given: unknown): given is OwnRules {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return false;
  return Object.entries(given).every(
    ([part, words]) =>
      ruleParts.includes(part as RulePart) &&
      typeof words === "object" &&
      words !== null &&
      Object.entries(words as object).every(
        ([language, text]) => isLanguage(language) && typeof text === "string" && isOwnText(text),
      ),
  );
}

function isOwnText(text: string): boolean {
  return text.length <= maxOwnRules && (text === "" || withoutMisleading(text) === text);
}

/** The words of one part in one language. */
export interface OwnWordsPlace {
  part: RulePart;
  language: Language;
}

/** Where two versions of a helpline's own words are not the same, in the order of the page. */
export function changedPlaces(before: OwnRules, after: OwnRules): OwnWordsPlace[] {
  return ruleParts.flatMap((part) => {
    const [was = {}, is = {}] = [before[part], after[part]];
    const written = [...new Set([...Object.keys(was), ...Object.keys(is)])] as Language[];
    return written.filter((one) => (was[one] ?? "") !== (is[one] ?? "")).map((language) => ({ part, language }));
  });
}
