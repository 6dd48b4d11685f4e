import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { talking } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { type Counsellor, counsellor } from "#tests/support/people/people.ts";

// Back in the console brings it as it was: nothing waits that nobody waits for.

let house: Server;
let anna: Counsellor;
let ids: number[];
const errors: string[] = [];

beforeEach(async () => {
  house = await server();
  await open(house);
  ids = [await talking(house, "the first one"), await talking(house, "the second one")];
  anna = await counsellor(house);
  errors.length = 0;
  anna.page.on("pageerror", (error) => errors.push(String(error)));
  await anna.signIn(`/staff/conversation/${ids[0]}`);
});
afterEach(async () => {
  expect(errors).toEqual([]);
  await anna.page.context().close();
  await house.stop();
});
afterAll(close);

/** What of the page waits, and how much of it can be seen through. */
const waiting = (page: Page) =>
  page.evaluate<[number, boolean, string, string]>(`[
    document.querySelectorAll("[aria-busy]").length,
    document.getElementById("panes").inert,
    getComputedStyle(document.body).opacity,
    getComputedStyle(document.getElementById("panes")).opacity,
  ]`);

test("Back and forward lead from chat to chat, and nothing stays dimmed", async () => {
  const { page } = anna;
  const [first, second] = ids;
  await page.locator(`#open-${second}`).press("Enter");
  await page.waitForSelector(`#pane-${second}`);
  for (const [go, id] of [
    ["goBack", first],
    ["goForward", second],
    ["goBack", first],
  ] as const) {
    await page[go]();
    await page.waitForSelector(`#pane-${id}`);
    await expect.poll(() => waiting(page)).toEqual([0, false, "1", "1"]);
    expect(await page.locator(`#open-${id}[aria-current=true]`).count()).toBe(1);
  }
  await anna.say("I am here.", first);
});

test("on the way back only the conversation waits; twice in a row leads where it says", async () => {
  const { page } = anna;
  const [first, second] = ids;
  await page.locator(`#open-${second}`).press("Enter");
  await page.waitForSelector(`#pane-${second}`);
  await page.locator(`#open-${first}`).press("Enter");
  await page.waitForSelector(`#pane-${first}`);
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route("**/staff/conversation/*", async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  await page.evaluate("history.back()");
  await page.waitForSelector("#panes[inert]");
  expect((await waiting(page)).slice(0, 3)).toEqual([0, true, "1"]);
  await page.evaluate("history.back()");
  await page.waitForURL(`${house.origin}/staff/conversation/${first}`);
  letGo();
  await page.waitForSelector(`#pane-${first}`);
  await expect.poll(() => waiting(page)).toEqual([0, false, "1", "1"]);
});

test("a form with a field called “action” is sent without a fault", async () => {
  const { page } = anna;
  await anna.end();
  await page.waitForSelector(".record [name=action]");
  await page.click(".record .one-click > summary");
  await page.click(".record [name=no_counselling] >> nth=0");
  await expect.poll(() => house.heard.some(({ type }) => type === "record.finished")).toBe(true);
});
