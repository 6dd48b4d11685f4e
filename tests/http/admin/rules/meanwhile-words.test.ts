import { expect, test } from "vitest";
import { meanwhileApart, meanwhileInWords } from "#src/http/admin/rules/meanwhile-words.ts";
import { translate } from "#src/i18n/i18n.ts";
import { shippedCards } from "#src/settings/texts/meanwhile.ts";

const t = translate("en");

test("a list is told by what is offered, a change by what became another, is new or gone, or by the order", () => {
  expect(meanwhileInWords(t, shippedCards)).toBe("8 items");
  const [first, ...others] = shippedCards;
  const told = (after: typeof shippedCards) => meanwhileApart(t, shippedCards, after);
  expect(told([{ ...first!, off: true }, ...others]).after).toBe("Breathe slowly (switched off)");
  expect(told(others)).toEqual({ before: "Breathe slowly", after: t("admin.value.none") });
  expect(told([...others, first!]).after).toBe(t("admin.hours.did.order"));
});
