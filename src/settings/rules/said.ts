import { type Language, translate } from "#src/i18n/i18n.ts";
import type { OwnRules, RulePart } from "./own-rules.ts";
import type { RulesLine, RulesSection } from "./rules.ts";

/** A line of the rules as it is read: pieces in order, and where those lead that are links. */
export interface SaidLine {
  parts: { text: string; href: string | null }[];
  fact: RulesLine["fact"];
  isFirst: boolean;
}

/** A part of the rules in one language. */
export interface SaidPart {
  part: RulePart;
  title: string;
  lines: SaidLine[];
  register: { use: string; state: string }[];
  /** The helpline's own words; "" = none. */
  own: string;
}

/** The rules in one language, with what the helpline adds. Always the words of the catalog: no own text can contradict a fact. */
export function rulesIn(language: Language, sections: RulesSection[], own: OwnRules): SaidPart[] {
  const t = translate(language);
  return sections.map(({ part, title, lines, register }) => ({
    part,
    title: t(title),
    lines: saidLines(language, lines),
    register: register.map(({ use, state }) => ({ use: t(use), state: t(state) })),
    own: own[part]?.[language]?.trim() ?? "",
  }));
}

/** Lines of the rules in one language; those about a country by its name, in the order of their names, behind all others. */
export function saidLines(language: Language, lines: RulesLine[]): SaidLine[] {
  const unnamed = lines.filter(({ country }) => country === null);
  return [
    ...unnamed.map((line) => said(language, line)),
    // To make what names countries takes longer than all else here, and most helplines name none.
    ...(unnamed.length < lines.length ? ofCountries(language, lines) : []),
  ];
}

function ofCountries(language: Language, lines: RulesLine[]): SaidLine[] {
  const names = new Intl.DisplayNames(language, { type: "region" });
  const { compare } = new Intl.Collator(language);
  const named = lines.flatMap((line) =>
    line.country === null ? [] : [{ line, name: names.of(line.country) ?? line.country }],
  );
  return named.sort((a, b) => compare(a.name, b.name)).map(({ line, name }) => said(language, line, name));
}

function said(language: Language, { fact, sentences, isFirst }: RulesLine, country?: string): SaidLine {
  const t = translate(language);
  const all = sentences.map(({ key, values, href }) =>
    t.parts(key, values).map(({ text, tag }) => ({ text, href: tag === "link" ? href : null })),
  );
  if (country) all.unshift([{ text: t("rules.told.in", { country }), href: null }]);
  const space = { text: " ", href: null };
  return { parts: all.flatMap((parts, i) => (i === 0 ? parts : [space, ...parts])), fact, isFirst };
}

/** A line of the rules as plain text. */
export function plain({ parts }: SaidLine): string {
  return parts.map(({ text }) => text).join("");
}
