import { type Language, translate } from "#src/i18n/i18n.ts";
import type { OwnRules, RulePart } from "./own-rules.ts";
import type { RulesLine, RulesSection } from "./rules.ts";

/** A sentence of the rules as it is read: pieces in order, `tag` "link" for the one that leads to `href`. */
export interface SaidLine {
  parts: { text: string; tag: string | null }[];
  href: string | null;
  fact: RulesLine["fact"];
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
    lines: lines.map((line) => said(language, line)),
    register: register.map(({ use, state }) => ({ use: t(use), state: t(state) })),
    own: own[part]?.[language]?.trim() ?? "",
  }));
}

/** A sentence of the rules in one language. */
export function said(language: Language, { key, values, fact, href, country }: RulesLine): SaidLine {
  const t = translate(language);
  const parts = t.parts(key, values);
  if (country === null) return { parts, href, fact };
  const name = new Intl.DisplayNames(language, { type: "region" }).of(country) ?? country;
  return { parts: [{ text: `${t("rules.told.in", { country: name })} `, tag: null }, ...parts], href, fact };
}

/** A sentence of the rules as plain text. */
export function plain({ parts }: SaidLine): string {
  return parts.map(({ text }) => text).join("");
}
