import { idOf } from "#src/http/frame/history.ts";
import { type C, fields } from "#src/http/server/context.ts";
import { isLanguage, type Language } from "#src/i18n/i18n.ts";
import { type OwnRules, type OwnWordsPlace, ruleParts } from "#src/settings/rules/own-rules.ts";
import { isTooLong, tidyWords } from "#src/settings/rules/rules-draft.ts";

/** The form of the rules as it was sent: what was typed stays as it is. */
export interface RulesForm {
  words: OwnRules;
  /** Where words are too long to be kept, and how long they are, characters. */
  problems: (OwnWordsPlace & { length: number })[];
  /** The newest change when the form was drawn; -1 when it does not say. */
  basedOn: number;
  /** The button that was pressed. */
  action: string;
  /** What the preview is asked to show. */
  wish: Record<string, string>;
}

/** Reads the form of the rules. Never throws; of a field that came twice the last counts, fields of no part are not looked at. */
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

/** The same without what is too long, for the preview. */
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
