import { languageNames, languages, type Translate } from "#src/i18n/i18n.ts";
import type { WaitCard } from "#src/settings/texts/meanwhile.ts";
import { nameOfCard } from "./meanwhile-form.ts";

/** Returns a list of waiting cards in words. */
export function meanwhileInWords(t: Translate, cards: WaitCard[]): string {
  return t("admin.meanwhile.n", { n: cards.filter(({ off }) => !off).length });
}

/** Returns the first difference between two lists of waiting cards in words, or that their order differs. */
export function meanwhileApart(t: Translate, before: WaitCard[], after: WaitCard[]): { before: string; after: string } {
  const isIn = (all: WaitCard[], one: WaitCard) => all.some((other) => JSON.stringify(other) === JSON.stringify(one));
  const other = after.find((one) => !isIn(before, one)) ?? before.find((one) => !isIn(after, one));
  if (!other) return { before: meanwhileInWords(t, before), after: t("admin.hours.did.order") };
  const words = (all: WaitCard[]) =>
    inWords(
      t,
      all.find(({ code }) => code === other.code),
    );
  return { before: words(before), after: words(after) };
}

/** "At home (English, Français)": own words are told by language, since they are too long for a line. */
function inWords(t: Translate, card: WaitCard | undefined): string {
  if (!card) return t("admin.value.none");
  const own = languages.filter((one) => card.texts?.[one]).map((one) => languageNames[one]);
  const name = nameOfCard(t, card);
  const told = own.length > 0 ? t("admin.meanwhile.own_words", { name, languages: own.join(", ") }) : name;
  return card.off ? t("admin.reasons.is_off", { name: told }) : told;
}
