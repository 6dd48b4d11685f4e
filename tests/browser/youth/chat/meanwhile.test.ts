import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { translate } from "#src/i18n/i18n.ts";
import { close } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { type Young, young } from "#tests/support/people/people.ts";
import { another, newest, take, write } from "#tests/support/states/youth/youth.ts";

// Something to do while waiting: what it is, and that it never stands between somebody and whoever has come for them.

let house: Server;
let noor: Young;
const t = translate("en");

beforeEach(async () => {
  house = await server();
  await open(house);
});
afterEach(async () => {
  await noor.page.context().close();
  await house.stop();
});
afterAll(close);

const waits = async (js = true) => {
  noor = await young(house, { js });
  await noor.start("I do not know how to begin");
};
const opens = async ({ page }: Young) => {
  await page.click("#meanwhile > summary");
  await page.click("#meanwhile > details:last-of-type > summary");
};
const topOf = (page: Page, what: string) => page.locator(what).evaluate((one) => one.getBoundingClientRect().top);
/** Whether a person sees it: it is what a pointer meets in its middle. */
const inSight = (page: Page, what: string) =>
  page.evaluate<boolean>(`(() => {
    const one = document.querySelector(${JSON.stringify(what)});
    const { left, right, top, bottom } = one.getBoundingClientRect();
    return bottom > top && one.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
  })()`);
const last = "#meanwhile > details:last-of-type";

test("somebody comes while it is open: nothing moves, the focus stays, and who has come is in sight", async () => {
  await another(house, "first");
  await waits();
  const { page } = noor;
  await opens(noor);
  expect(await page.locator("#stand").textContent()).toBe(t("youth.waiting.place", { place: 2 }));
  expect(await inSight(page, "#stand")).toBe(true);
  await take(house);
  await expect.poll(() => page.locator("#stand").textContent()).toBe(t("youth.waiting.place", { place: 1 }));
  expect(await inSight(page, "#state h1")).toBe(false);
  const before = await topOf(page, last);
  const focus = () => page.evaluate<string>("document.activeElement.textContent");
  expect(await focus()).toBe(t("meanwhile.hurt.title"));
  await take(house);
  await page.waitForSelector("#state.talking");
  await noor.sees(t("notice.claimed", { alias: "Mika" }));
  expect(Math.abs((await topOf(page, last)) - before)).toBeLessThan(2);
  expect(await focus()).toBe(t("meanwhile.hurt.title"));
  expect(await page.locator("#stand").textContent()).toBe(t("youth.talking.here", { alias: "Mika" }));
  expect(await inSight(page, "#stand")).toBe(true);
  // What they say does not move it either: a button leads there, and what was to be done meanwhile is gone then.
  await write(house, newest(house), "counsellor", "Hi, I am here");
  await noor.sees("Hi, I am here");
  expect(Math.abs((await topOf(page, last)) - before)).toBeLessThan(2);
  // The tap alone: a click of the test's own scrolls to the button first, and at the end of the page there is nothing to lead to.
  await page.locator("#new").dispatchEvent("click");
  expect(await page.locator("#meanwhile").isVisible()).toBe(false);
  expect(await page.locator("#stand").isVisible()).toBe(false);
  expect(await inSight(page, ".them:last-child p")).toBe(true);
});

test("folded, it goes by itself when somebody comes, and its line beside the field is never shown", async () => {
  await waits();
  const { page } = noor;
  expect(await page.locator("#meanwhile").isVisible()).toBe(true);
  expect(await page.locator("#stand").isVisible()).toBe(false);
  await take(house);
  await page.waitForSelector("#state.talking");
  expect(await page.locator("#meanwhile").isVisible()).toBe(false);
  expect(await page.locator("#stand").isVisible()).toBe(false);
});

test("a word to whoever has come ends it too; a word in line does not", async () => {
  await waits();
  const { page } = noor;
  await opens(noor);
  await noor.say("and one more thing");
  await noor.sees("and one more thing");
  expect(await page.locator("#meanwhile").getAttribute("open")).not.toBeNull();
  await take(house);
  await page.waitForSelector("#state.talking");
  expect(await page.locator("#meanwhile").isVisible()).toBe(true);
  await noor.say("hello");
  expect(await page.locator("#meanwhile").isVisible()).toBe(false);
});

test("the circle breathes only for whoever wants motion; the words are there for everybody", async () => {
  await waits();
  const { page } = noor;
  await page.click("#meanwhile > summary");
  await page.click("#meanwhile > details:first-of-type > summary");
  expect(await page.getByText(t("youth.meanwhile.breath.how")).isVisible()).toBe(true);
  expect(await page.locator(".pace").isVisible()).toBe(false);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  expect(await page.locator(".pace i").isVisible()).toBe(true);
  const moves = () => page.evaluate<string[]>("document.getAnimations().map((one) => one.animationName)");
  expect(await moves()).toContain("pace");
  await page.click("#meanwhile > details:first-of-type > summary");
  expect(await page.locator(".pace i").isVisible()).toBe(false);
});

test("without JavaScript it opens too, and the log with who has come stays in sight below it", async () => {
  await waits(false);
  const { page } = noor;
  await opens(noor);
  await page.locator("#meanwhile > details:first-of-type > summary").click();
  await page.mouse.wheel(0, 150);
  await take(house);
  await noor.log.locator(".top a").waitFor();
  const frame = (await page.locator(".frame-log").boundingBox())!;
  expect(frame.y + frame.height).toBeLessThanOrEqual(page.viewportSize()!.height + 1);
  expect(await inSight(page, ".frame-log")).toBe(true);
  await noor.log.locator(".top a").click({ noWaitAfter: true });
  await noor.told(t("youth.talking.here", { alias: "Mika" }));
  expect(await page.locator("#meanwhile").count()).toBe(0);
});
