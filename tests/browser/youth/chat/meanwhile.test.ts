import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { translate } from "#src/i18n/i18n.ts";
import { close } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { openMenu, type Young, young } from "#tests/support/people/people.ts";
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
  await openMenu(page);
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

test("while it is open her place stands beside the field; when somebody comes it folds, and their words are in sight", async () => {
  await another(house, "first");
  await waits();
  const { page } = noor;
  await opens(noor);
  expect(await page.locator("#stand").textContent()).toBe(t("youth.waiting.place", { place: 2 }));
  expect(await inSight(page, "#stand")).toBe(true);
  const before = await topOf(page, last);
  await take(house);
  await expect.poll(() => page.locator("#stand").textContent()).toBe(t("youth.waiting.place", { place: 1 }));
  // Her place changes above, and nothing moves under her finger.
  expect(Math.abs((await topOf(page, last)) - before)).toBeLessThan(2);
  expect(await page.evaluate("document.activeElement.textContent")).toBe(t("meanwhile.hurt.title"));
  await take(house);
  await page.waitForSelector("#state.talking");
  await page.waitForSelector("#more:not([open])");
  expect(await page.locator("#state").getAttribute("role")).toBe("alert");
  await write(house, newest(house), "counsellor", "Hi, I am here");
  await noor.sees("Hi, I am here");
  await expect.poll(() => inSight(page, ".them:last-child p")).toBe(true);
  expect(await page.locator("#stand").isVisible()).toBe(false);
  await openMenu(page);
  expect(await page.locator("#meanwhile").isVisible()).toBe(false);
});

test("a tap on anything else folds the menu, and its own sign does", async () => {
  await waits();
  const { page } = noor;
  await opens(noor);
  await page.click("#text");
  expect(await page.locator("#more").getAttribute("open")).toBeNull();
  await openMenu(page);
  await page.click("#more > summary");
  expect(await page.locator("#more").getAttribute("open")).toBeNull();
});

test("the circle breathes only for whoever wants motion; the words are there for everybody", async () => {
  await waits();
  const { page } = noor;
  await openMenu(page);
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

test("without JavaScript it opens too, under the frames, which stay where they are", async () => {
  await waits(false);
  const { page } = noor;
  const before = (await page.locator(".frame-log").boundingBox())!;
  await opens(noor);
  const frame = (await page.locator(".frame-log").boundingBox())!;
  const scrolled = await page.evaluate<number>("pageYOffset");
  expect(frame.y + scrolled).toBe(before.y);
  await take(house);
  await noor.log.locator(".top a").waitFor();
  await noor.log.locator(".top a").click({ noWaitAfter: true });
  await noor.told(t("youth.talking.here", { alias: "Mika" }));
  expect(await page.locator("#meanwhile").count()).toBe(0);
});
