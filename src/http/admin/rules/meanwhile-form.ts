import { newClientId } from "#src/crypto/hash.ts";
import { idOf } from "#src/http/frame/history.ts";
import { type C, fields } from "#src/http/server/context.ts";
import { type Language, languages, type Translate, translate } from "#src/i18n/i18n.ts";
import { withoutMisleading } from "#src/i18n/seen.ts";
import {
  type CardTexts,
  type CardWords,
  cardWordsOf,
  isCardText,
  isCardTitle,
  isExercise,
  isShippedTopic,
  movedCard,
  shippedCards,
  type WaitCard,
  withCard,
} from "#src/settings/texts/meanwhile.ts";

/** One card as its form has it: what was typed in each language, the shipped words where nobody typed others. */
export interface CardDraft {
  /** null = a new one. */
  code: string | null;
  typed: Record<Language, CardWords>;
}

/** A form of the page as it was sent. */
export interface MeanwhileForm {
  /** The button that was pressed: "save", "up home", "off home", "remove own_0a1b2c3d", "shipped". */
  action: string;
  /** The newest change when the form was drawn; -1 when it does not say. */
  basedOn: number;
  draft: CardDraft;
  /** What the preview is asked to show. */
  wish: Record<string, string>;
}

/** Reads a form of the page. Never throws. */
export async function readMeanwhileForm(c: C): Promise<MeanwhileForm> {
  const given = await fields(c);
  const words = (language: Language): CardWords => ({
    title: (given[`title.${language}`] ?? "").trim(),
    text: withoutMisleading(given[`text.${language}`] ?? "").trim(),
  });
  return {
    action: given.do ?? "",
    basedOn: idOf(given.based_on),
    draft: { code: given.code === undefined || given.code === "new" ? null : given.code, typed: inEach(words) },
    wish: given,
  };
}

/** The form of a card, or of a new one; null where the list has none of that code, or it is an exercise. */
export function draftOfCard(cards: WaitCard[], code: string): CardDraft | null {
  if (code === "new") return { code: null, typed: inEach(() => ({ title: "", text: "" })) };
  const card = cards.find((one) => one.code === code);
  if (!card || isExercise(code)) return null;
  return { code, typed: inEach((language) => cardWordsOf(translate(language), card) ?? { title: "", text: "" }) };
}

function inEach(of: (language: Language) => CardWords): CardDraft["typed"] {
  return Object.fromEntries(languages.map((language) => [language, of(language)])) as CardDraft["typed"];
}

/** What of a draft may not stand, by the id of the field; `""` = it is no longer in the list. */
export type CardProblem = "title_wrong" | "text_wrong" | "none" | "gone";

/** A draft as a card of the list, or what is wrong with it by the ids of the fields. */
export function waitCardOf(
  cards: WaitCard[],
  { code, typed }: CardDraft,
): { card: { code: string; texts: CardTexts } } | { problems: Map<string, CardProblem> } {
  const problems = new Map<string, CardProblem>();
  const texts: CardTexts = {};
  if (code !== null && (isExercise(code) || !cards.some((one) => one.code === code))) problems.set("", "gone");
  for (const language of languages) {
    const { title, text } = typed[language];
    if ((title === "" && text === "") || isAsShipped(language, code, typed[language])) continue;
    if (!isCardTitle(title)) problems.set(`title.${language}`, "title_wrong");
    if (!isCardText(text)) problems.set(`text.${language}`, "text_wrong");
    texts[language] = { title, text };
  }
  const isOwn = code === null || !isShippedTopic(code);
  if (isOwn && problems.size === 0 && Object.keys(texts).length === 0) problems.set(`title.${languages[0]}`, "none");
  if (problems.size > 0) return { problems };
  return { card: { code: code ?? `own_${newClientId().slice(0, 8)}`, texts } };
}

function isAsShipped(language: Language, code: string | null, { title, text }: CardWords): boolean {
  if (code === null || !isShippedTopic(code)) return false;
  const shipped = cardWordsOf(translate(language), { code, texts: null, off: false });
  return shipped?.title === title && shipped.text === text;
}

/** The list as a button beside it makes it; null where it cannot. */
export function listAfter(cards: WaitCard[], action: string): WaitCard[] | null {
  const [verb, code = ""] = action.split(" ");
  if (action === "shipped") return shippedCards;
  if (verb === "up" || verb === "down") return movedCard(cards, code, verb === "up" ? -1 : 1);
  if (!cards.some((one) => one.code === code)) return null;
  if (verb === "on" || verb === "off") {
    return cards.map((one) => (one.code === code ? { ...one, off: verb === "off" } : one));
  }
  return verb === "remove" && code.startsWith("own_") ? cards.filter((one) => one.code !== code) : null;
}

/** The list as the form of one card would make it, for a look: only that card, if it may stand. */
export function listToLookAt(cards: WaitCard[], draft: CardDraft): WaitCard[] {
  const made = waitCardOf(cards, draft);
  if (!("card" in made)) return [];
  return withCard(cards, made.card)
    .filter(({ code }) => code === made.card.code)
    .map((one) => ({ ...one, off: false }));
}

/** What a card or an exercise is called on the page of an admin: in their language, else in one that it has words in. */
export function nameOfCard(t: Translate, card: WaitCard): string {
  if (isExercise(card.code)) return t(`youth.meanwhile.${card.code}.title`);
  const words = cardWordsOf(t, card) ?? languages.flatMap((one) => card.texts?.[one] ?? []).at(0);
  return words?.title ?? "";
}
