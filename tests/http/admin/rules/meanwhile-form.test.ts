import { expect, test } from "vitest";
import { draftOfCard, listAfter, listToLookAt, waitCardOf } from "#src/http/admin/rules/meanwhile-form.ts";
import { shippedCards } from "#src/settings/texts/meanwhile.ts";

test("a card as it is drawn is as shipped; a new one without words is none", () => {
  const home = draftOfCard(shippedCards, "home")!;
  expect(waitCardOf(shippedCards, home)).toEqual({ card: { code: "home", texts: {} } });
  const blank = draftOfCard(shippedCards, "new")!;
  expect(waitCardOf(shippedCards, blank)).toEqual({ problems: new Map([["title.en", "none"]]) });
  expect(listToLookAt(shippedCards, blank)).toEqual([]);
  expect(listToLookAt(shippedCards, home)).toEqual([{ code: "home", texts: null, off: false }]);
});

test("a button changes what it names and nothing else, or nothing at all", () => {
  expect(listAfter(shippedCards, "off home")!.filter(({ off }) => off)).toEqual([
    { code: "home", texts: null, off: true },
  ]);
  for (const wrong of ["remove home", "on nothing", "up breath", ""]) expect(listAfter(shippedCards, wrong)).toBeNull();
});
