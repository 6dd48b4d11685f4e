import type { Language, Translate } from "#src/i18n/i18n.ts";

/** "You can write here in Dutch or French." Said before the first word, where it is another language than that of the page. */
export const answeredText = (t: Translate, answered: readonly Language[]) => {
  const list = new Intl.ListFormat(t.language, { type: "disjunction" });
  return t("youth.lines.answered", { languages: list.format(answered.map((one) => t(`youth.lines.in.${one}`))) });
};

/** The same as a line of its own. */
export const Answered = ({ t, answered }: { t: Translate; answered: readonly Language[] }) =>
  answered.length > 0 ? <p>{answeredText(t, answered)}</p> : null;
