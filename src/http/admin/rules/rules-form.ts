import { idOf } from "#src/http/frame/history.ts";
import { type C, fields } from "#src/http/server/context.ts";
import { isLanguage, type Language } from "#src/i18n/i18n.ts";
import { type OwnRules, type OwnWordsPlace, ruleParts } from "#src/settings/rules/own-rules.ts";
import { isTooLong, tidyWords } from "#src/settings/rules/rules-draft.ts";

/** The form of the rules as sent, with everything typed kept as it is. */
interface RulesForm {
  words: OwnRules;
  /** Where words are too long to be kept, and their length, characters. */
  problems: (OwnWordsPlace & { length: number })[];
  /** The newest change when the form was drawn; -1 if it does not say. */
  basedOn: number;
  action: string;
  wish: Record<string, string>;
}

/** Reads the form of the rules. Never throws; the last of doubled fields counts, and unknown fields are ignored. */
export async function readRulesForm(c: C): Promise<RulesForm> {
  const given = await fields(c);
  const places = ruleParts.flatMap((part) => languagesOf(given, part).map((language) => ({ part, language })));
  const words: OwnRules = {};
  for (const { part, language } of places) {
    words[part] = { ...words[part], [language]: given[nameOf({ part, language })]! };
  }
  const problems = places
    .filter(({ part, language }) => isTooLong(words[part]![language]!))
    .map((place) => ({ ...place, length: tidyWords(words[place.part]![place.language]!).length }));
  return { words, problems, basedOn: idOf(given.based_on), action: given.do ?? "", wish: given };
}

/** Returns the words of a form without those that are too long, for the preview. */
export function standing({ words, problems }: RulesForm): OwnRules {
  const isWrong = (part: string, language: string) =>
    problems.some((one) => one.part === part && one.language === language);
  const parts = Object.entries(words).map(([part, texts]) => {
    const kept = Object.entries(texts).filter(([language]) => !isWrong(part, language));
    return [part, Object.fromEntries(kept)];
  });
  return Object.fromEntries(parts);
}

function languagesOf(given: Record<string, string>, part: string): Language[] {
  const begin = `own.${part}.`;
  const named = Object.keys(given).filter((name) => name.startsWith(begin));
  return named.map((name) => name.slice(begin.length)).filter(isLanguage);
}

function nameOf({ part, language }: OwnWordsPlace): string {
  return `own.${part}.${language}`;
}
