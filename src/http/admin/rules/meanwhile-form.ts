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

/** A card as its form has it; where nobody typed other words, they are the shipped ones. */
export interface CardDraft {
  /** null for a new one. */
  code: string | null;
  typed: Record<Language, CardWords>;
}

interface MeanwhileForm {
  /** The pressed button: "save", "up home", "off home", "remove own_0a1b2c3d", "shipped". */
  action: string;
  /** The newest change when the form was drawn; -1 if it does not say. */
  basedOn: number;
  draft: CardDraft;
  wish: Record<string, string>;
}

/** Reads the form of the page; words in a language that it does not show stay as they are. Never throws. */
export async function readMeanwhileForm(c: C, cards: WaitCard[]): Promise<MeanwhileForm> {
  const given = await fields(c);
  const before = draftOfCard(cards, given.code ?? "new")?.typed;
  const words = (language: Language): CardWords => ({
    title: (given[`title.${language}`] ?? before?.[language].title ?? "").trim(),
    text: withoutMisleading(given[`text.${language}`] ?? before?.[language].text ?? "").trim(),
  });
  return {
    action: given.do ?? "",
    basedOn: idOf(given.based_on),
    draft: { code: given.code === undefined || given.code === "new" ? null : given.code, typed: inEach(words) },
    wish: given,
  };
}

/** Returns the form of a card, or of a new one; null if the list does not have the code, or it is an exercise. */
export function draftOfCard(cards: WaitCard[], code: string): CardDraft | null {
  if (code === "new") return { code: null, typed: inEach(() => ({ title: "", text: "" })) };
  const card = cards.find((one) => one.code === code);
  if (!card || isExercise(code)) return null;
  return { code, typed: inEach((language) => cardWordsOf(translate(language), card) ?? { title: "", text: "" }) };
}

function inEach(of: (language: Language) => CardWords): CardDraft["typed"] {
  return Object.fromEntries(languages.map((language) => [language, of(language)])) as CardDraft["typed"];
}

/** A problem of a draft, kept by the id of its field; "" for a card that is no longer in the list. */
type CardProblem = "title_wrong" | "text_wrong" | "none" | "gone";

/** Returns a draft as a card of the list, or its problems by the ids of the fields, of the languages shown. */
export function waitCardOf(
  cards: WaitCard[],
  { code, typed }: CardDraft,
  shown: readonly Language[] = languages,
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
  if (isOwn && problems.size === 0 && Object.keys(texts).length === 0) problems.set(`title.${shown[0]}`, "none");
  if (problems.size > 0) return { problems };
  return { card: { code: code ?? `own_${newClientId().slice(0, 8)}`, texts } };
}

function isAsShipped(language: Language, code: string | null, { title, text }: CardWords): boolean {
  if (code === null || !isShippedTopic(code)) return false;
  const shipped = cardWordsOf(translate(language), { code, texts: null, off: false });
  return shipped?.title === title && shipped.text === text;
}

/** Returns the list as a button changes it; null if it cannot. */
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

/** Returns the list with only the card of a form, for the preview; empty if the draft has problems. */
export function listToLookAt(cards: WaitCard[], draft: CardDraft): WaitCard[] {
  const made = waitCardOf(cards, draft);
  if (!("card" in made)) return [];
  return withCard(cards, made.card)
    .filter(({ code }) => code === made.card.code)
    .map((one) => ({ ...one, off: false }));
}

/** Returns what an admin's page calls a card or an exercise: in their language, else in one it has words in. */
export function nameOfCard(t: Translate, card: WaitCard): string {
  if (isExercise(card.code)) return t(`youth.meanwhile.${card.code}.title`);
  const words = cardWordsOf(t, card) ?? languages.flatMap((one) => card.texts?.[one] ?? []).at(0);
  return words?.title ?? "";
}
