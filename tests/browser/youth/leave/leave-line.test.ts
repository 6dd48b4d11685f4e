import { afterAll, expect, test } from "vitest";
import { conversation, stateOf } from "#src/conversation/conversation.ts";
import { translate } from "#src/i18n/i18n.ts";
import { shippedEmergency } from "#src/settings/emergency.ts";
import { setSetting } from "#src/settings/settings.ts";
import { axe, close, shot } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { young } from "#tests/support/people/people.ts";
import { newest, timedServer } from "#tests/support/states/youth/youth.ts";

// Noor wants to leave the line in danger: she is asked once, with whom to call, and then sees the numbers first.

const t = translate("en");
const noWait = { noWaitAfter: true } as const;
afterAll(close);

test.each([
  [true, 360, "light"],
  [false, 360, "dark"],
  [true, 1280, "dark"],
  [false, 1280, "light"],
] as const)("scripts: %s, %d px, %s", async (js, width, scheme) => {
  const house = await timedServer({ asShipped: true });
  await open(house);
  const value = shippedEmergency.filter(({ country }) => country === "BE");
  await act(house, house.aino, (tx, emit) => setSetting(tx, emit, { name: "emergency", value }));
  const noor = await young(house, { js, width, scheme });
  const { page } = noor;
  // As anybody else first: the page that is open learns that she is in danger.
  await noor.start("he is outside");
  const id = newest(house);
  const state = () => stateOf(conversation(house.helpline.db, id)!);
  // With words half typed a tap goes by the script, and the page that is open stays.
  if (js) await page.fill("#text", "h");
  await page.getByRole("button", { name: t("youth.door.danger") }).click(noWait);
  await noor.told(t("youth.danger.alerted"));
  house.clock.pass(1_000);
  await noor.answer(t("youth.danger.hurt_by")).click(noWait);
  await noor.sees(t("youth.danger.hurt_by"));

  const summary = page.locator("#out summary", { hasText: t("youth.waiting.leave") });
  await summary.click();
  const question = page.locator("#out details");
  await question.getByText(t("youth.danger.leave_sure", { number: "112" })).waitFor();
  await question.getByText(t("youth.danger.leave")).waitFor();
  expect(state()).toBe("waiting");
  await shot(page, `leave-line-${js}-${width}`);
  expect(await axe(page)).toEqual([]);
  await page.locator("#out .big").click(noWait);

  const told = page.getByText(t("youth.danger.left"));
  await told.waitFor();
  expect(state()).toBe("ended");
  const numbers = page.locator("#call > a.big");
  expect(await numbers.evaluateAll((all) => all.map((one) => one.getAttribute("href")))).toEqual([
    "tel:101",
    "tel:112",
  ]);
  const top = async (one: typeof told) => (await one.boundingBox())!.y;
  expect(await top(numbers.last())).toBeLessThan(await top(told));
  expect(await told.evaluate((one) => one.tagName)).toBe("H1");
  // The door is folded: nobody there stands in line.
  expect(await page.locator("#now").isVisible()).toBe(false);
  // Red, as in line, and on the first screen.
  const red = await page.evaluate("getComputedStyle(document.querySelector('#sos a')).color");
  expect(await page.evaluate("getComputedStyle(document.querySelector('#call a')).color")).toBe(red);
  const last = (await numbers.last().boundingBox())!;
  expect(last.y + last.height).toBeLessThan(page.viewportSize()!.height);
  await shot(page, `left-line-${js}-${width}`);
  expect(await axe(page)).toEqual([]);
  await page.context().close();
  expect(house.reported).toEqual([]);
  await house.stop();
});
