import type { Language, Translate } from "#src/i18n/i18n.ts";

/** Returns "You can write here in Dutch or French", for before the first word, if that differs from the page's language. */
export const answeredText = (t: Translate, answered: readonly Language[]) => {
  const list = new Intl.ListFormat(t.language, { type: "disjunction" });
  return t("youth.lines.answered", { languages: list.format(answered.map((one) => t(`youth.lines.in.${one}`))) });
};

/** The languages of answers as a line of their own. */
export const Answered = ({ t, answered }: { t: Translate; answered: readonly Language[] }) =>
  answered.length > 0 ? <p>{answeredText(t, answered)}</p> : null;
