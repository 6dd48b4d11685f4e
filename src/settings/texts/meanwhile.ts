import { isLanguage, type Language, type Translate } from "#src/i18n/i18n.ts";
import { isNamed, isSeen, misleads } from "#src/i18n/seen.ts";

// What whoever waits can do meanwhile: a list of exercises and of cards, each about one topic, in the order of an admin.

/** What is done rather than read: their words stand among the texts of the waiting page. */
const exercises = ["breath", "senses"] as const;
export type Exercise = (typeof exercises)[number];

/** The cards that are shipped, in their order. */
export const shippedTopics = ["begin", "worry", "heavy", "home", "night", "hurt"] as const;
type ShippedTopic = (typeof shippedTopics)[number];

/** The words of a card: its topic, and what is read when it is opened, in lines. */
export interface CardWords {
  title: string;
  text: string;
}

/** Own words, in each language that has some. */
export type CardTexts = Partial<Record<Language, CardWords>>;

/** One thing to do while waiting. */
export interface WaitCard {
  /** Never changes: an exercise, a shipped topic, or "own_" and eight digits. */
  code: string;
  /** null = none of its own: as shipped. */
  texts: CardTexts | null;
  /** Switched off, nobody is shown it. */
  off: boolean;
}

/** More of them nobody reads, and the page would not fit into the first packets. */
export const maxWaitCards = 12;
/** The longest topic and the longest words of a card, characters. */
export const maxCardTitle = 60;
export const maxCardText = 500;

export const shippedCards: WaitCard[] = [...exercises, ...shippedTopics].map((code) => ({
  code,
  texts: null,
  off: false,
}));

/** Whether a code is an exercise: it has no words that a card could hold. */
export function isExercise(code: string): code is Exercise {
  return (exercises as readonly string[]).includes(code);
}

/** Whether a code is one of the shipped cards: its words stand in the catalogs. */
export function isShippedTopic(code: string): code is ShippedTopic {
  return (shippedTopics as readonly string[]).includes(code);
}

/** Whether a list may stand: each once, with words where none are shipped. It may be empty: then nothing is offered. */
export function areWaitCards(given: unknown): given is WaitCard[] {
  if (!Array.isArray(given) || given.length > maxWaitCards || !given.every(isCard)) return false;
  return new Set((given as WaitCard[]).map(({ code }) => code)).size === given.length;
}

function isCard(given: unknown): boolean {
  if (typeof given !== "object" || given === null) return false;
  const { code, texts, off } = given as Record<string, unknown>;
  if (typeof code !== "string" || typeof off !== "boolean") return false;
  if (isExercise(code)) return texts === null;
  if (texts === null) return isShippedTopic(code);
  return (isShippedTopic(code) || /^own_[0-9a-f]{8}$/.test(code)) && areTexts(texts);
}

function areTexts(given: unknown): boolean {
  if (typeof given !== "object" || given === null) return false;
  const all = Object.entries(given as Record<string, CardWords | null>);
  return (
    all.length > 0 &&
    all.every(([language, words]) => isLanguage(language) && isCardTitle(words?.title) && isCardText(words?.text))
  );
}

/** Whether a topic may stand: one line with something to read in it, not too long. */
export function isCardTitle(title: unknown): title is string {
  return typeof title === "string" && title.length <= maxCardTitle && isNamed(title) && !misleads(title);
}

/** Whether the words of a card may stand: lines with something to read in them, not too many. */
export function isCardText(text: unknown): text is string {
  if (typeof text !== "string" || text.length > maxCardText || !isSeen(text)) return false;
  return !text.split("\n").some(misleads);
}

/** The words of a card in a language (of the texts): its own, else the shipped ones; null where it has none in it. */
export function cardWordsOf(t: Translate, { code, texts }: WaitCard): CardWords | null {
  const own = texts?.[t.language];
  if (own) return own;
  return isShippedTopic(code) ? { title: t(`meanwhile.${code}.title`), text: t(`meanwhile.${code}.text`) } : null;
}

/** One thing to do as the page shows it: an exercise, or a card in the language of whoever reads. */
export type ShownWaitCard = { kind: Exercise } | ({ kind: "card" } & CardWords);

/** What is offered to whoever reads in the language of `t`. A card is left out where it has no words in it. */
export function offeredCards(t: Translate, cards: WaitCard[]): ShownWaitCard[] {
  return cards
    .filter(({ off }) => !off)
    .flatMap((card): ShownWaitCard[] => {
      if (isExercise(card.code)) return [{ kind: card.code }];
      const words = cardWordsOf(t, card);
      return words ? [{ kind: "card", ...words }] : [];
    });
}

/** A card one place up (-1) or down (1); null where there is none of that code, or it is the first or last already. */
export function movedCard(cards: WaitCard[], code: string, by: -1 | 1): WaitCard[] | null {
  const at = cards.findIndex((one) => one.code === code);
  const [one, other] = [cards[at], cards[at + by]];
  if (!one || !other) return null;
  return cards.map((each) => (each === one ? other : each === other ? one : each));
}

/** A card with the words it was given: in the place it had, or as a new one at the end. What says the same as shipped is as shipped. */
export function withCard(cards: WaitCard[], { code, texts }: { code: string; texts: CardTexts }): WaitCard[] {
  const given = { code, texts: Object.keys(texts).length > 0 ? texts : null };
  if (!cards.some((one) => one.code === code)) return [...cards, { ...given, off: false }];
  return cards.map((one) => (one.code === code ? { ...one, ...given } : one));
}
