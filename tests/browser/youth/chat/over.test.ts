import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { talking, youthEnds } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { held } from "#tests/support/outside/held.ts";
import { type Counsellor, counsellor } from "#tests/support/people/people.ts";

// The end of a chat is told in a few words; what comes after it, the page asks for by itself.

let house: Server;
let anna: Counsellor;
let noor: number;

beforeEach(async () => {
  house = await server();
  await open(house);
  noor = await talking(house, "I am Noor");
  anna = await counsellor(house);
  await anna.signIn(`/staff/conversation/${noor}`);
  await anna.page.waitForFunction("document.documentElement.dataset.keys");
});
afterEach(async () => {
  expect(house.reported).toEqual([]);
  await anna.page.context().close();
  await house.stop();
});
afterAll(close);

test("while Anna writes: she reads at once that it is over, then comes the record, with her words and no key lost", async () => {
  const { page } = anna;
  const line = await held(page, `**/staff/conversation/${noor}`);
  await page.click(`#say-${noor}`);
  await page.keyboard.type("I think you");
  await youthEnds(house, noor);
  await page.locator(`#foot-${noor}`, { hasText: "The young person ended this chat." }).waitFor();
  await expect.poll(() => line.asked.length).toBe(1);
  expect(await page.locator(`#record-${noor}`).count()).toBe(0);
  // Nobody pressed anything: the keys go on as they are.
  expect(await page.locator("[aria-busy]").count()).toBe(0);
  expect(await page.locator("#panes").getAttribute("inert")).toBe(null);
  line.letGo();
  await page.waitForSelector(`#record-${noor}`);
  expect(await page.inputValue(`#unsent-${noor}`)).toBe("I think you");
  expect(await page.locator(`#head-${noor} .end`).count()).toBe(0);
  expect(await page.evaluate("document.activeElement.id")).toBe(`scroll-${noor}`);
  expect(page.url()).toBe(`${house.origin}/staff/conversation/${noor}`);
});

test("where it cannot be fetched, a link leads to it", async () => {
  const { page } = anna;
  await page.route(`**/staff/conversation/${noor}`, (route) => route.abort());
  await youthEnds(house, noor);
  await page.locator("#refused", { hasText: "You’re offline" }).waitFor();
  expect(await page.textContent(`#foot-${noor} .over`)).toContain("The young person ended this chat.");
  await page.unroute(`**/staff/conversation/${noor}`);
  await page.click(`#foot-${noor} a`);
  await page.waitForSelector(`#record-${noor}`);
});
