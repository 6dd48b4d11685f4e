import { expect, test } from "vitest";
import { languages, translate } from "#src/i18n/i18n.ts";
import {
  areWaitCards,
  type CardTexts,
  maxCardText,
  maxCardTitle,
  maxWaitCards,
  offeredCards,
  shippedCards,
  shippedTopics,
  type WaitCard,
} from "#src/settings/texts/meanwhile.ts";

const own = (texts: CardTexts | null, more: Partial<WaitCard> = {}): WaitCard => ({
  code: "own_0a1b2c3d",
  texts,
  off: false,
  ...more,
});
const words = { title: "Exams", text: "One thing at a time.\nThen a break." };
const t = translate("en");

test("a list may stand when each is there once and has words", () => {
  for (const list of [[], shippedCards, [own({ en: words })], [...shippedCards, own({ hu: words, fi: words })]]) {
    expect(areWaitCards(list)).toBe(true);
  }
  const home = { code: "home", off: false };
  expect(areWaitCards([{ ...home, texts: { en: words } }])).toBe(true);
  for (const list of [
    null,
    {},
    [null],
    [...shippedCards, shippedCards[0]],
    [own(null)],
    [own({})],
    [own({ en: words }, { code: "own_x" })],
    [own({ en: words }, { code: "somewhere" })],
    [own({ en: words }, { code: "breath" })],
    [{ ...own({ en: words }), off: "no" }],
    [own({ xx: words } as CardTexts)],
    [own({ en: null } as unknown as CardTexts)],
    [own({ en: { title: "", text: "x" } })],
    [own({ en: { title: "x", text: " \n " } })],
    [own({ en: { title: "two\nlines", text: "x" } })],
    [own({ en: { title: "x".repeat(maxCardTitle + 1), text: "x" } })],
    [own({ en: { title: "x", text: "x".repeat(maxCardText + 1) } })],
    [own({ en: { title: "x", text: "turned \u202e around" } })],
    Array.from({ length: maxWaitCards + 1 }, (_, n) => own({ en: words }, { code: `own_0000000${n.toString(16)}` })),
  ]) {
    expect(areWaitCards(list), JSON.stringify(list)).toBe(false);
  }
});

test("what is offered keeps the order, without what is off and without a card that has no words in the language", () => {
  const cards = [
    { code: "senses", texts: null, off: false },
    { code: "breath", texts: null, off: true },
    own({ en: words }),
    own({ hu: words }, { code: "own_00000000" }),
    { code: "home", texts: { en: words }, off: false },
    { code: "night", texts: { hu: words }, off: false },
  ];
  expect(offeredCards(t, cards)).toEqual([
    { kind: "senses" },
    { kind: "card", ...words },
    { kind: "card", ...words },
    { kind: "card", title: t("meanwhile.night.title"), text: t("meanwhile.night.text") },
  ]);
  expect(offeredCards(translate("hu"), cards).map((one) => one.kind)).toEqual(["senses", "card", "card", "card"]);
});

test.each(languages)(
  "%s: what is shipped is a list that may stand, in words as short as own ones have to be",
  (language) => {
    const shown = offeredCards(translate(language), shippedCards);
    expect(shown.length).toBe(shippedCards.length);
    const texts = shown.flatMap((one) => (one.kind === "card" ? [{ title: one.title, text: one.text }] : []));
    expect(texts.length).toBe(shippedTopics.length);
    expect(areWaitCards(texts.map((one, n) => own({ [language]: one }, { code: `own_0000000${n}` })))).toBe(true);
  },
);
