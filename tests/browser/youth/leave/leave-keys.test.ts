import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { endings, exitSite, leadTo } from "#tests/support/people/leaving.ts";
import { type Young, young } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";

let house: Server;
let noor: Young;
let page: Page;
const site = exitSite();

// The page's clock can be moved on: five seconds between presses are not waited for.
const movableClock = `{
  const now = Date.now.bind(Date);
  let ahead = 0;
  Date.now = () => now() + ahead;
  globalThis.later = (ms) => { ahead += ms; };
}`;

beforeEach(async () => {
  house = await server();
  await leadTo(house, site);
  await open(house);
  noor = await young(house);
  page = noor.page;
  await page.addInitScript(movableClock);
  await noor.start("hello");
  await page.focus("#text");
});
afterEach(() => house.stop());
afterAll(async () => {
  await close();
  await site.stop();
});

const tap = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};

const harmless: [string, () => Promise<void>][] = [
  ["capitals", () => tap("Shift+A", "Shift+B", "Shift+C", "Shift+D")],
  ["lines that end with Shift and Enter", () => tap("Shift+Enter", "Shift+Enter", "Shift+Enter")],
  ["two Shift presses and a letter, again and again", () => tap("Shift", "Shift", "a", "Shift", "Shift", "b")],
  ["Shift with another modifier", () => tap("Control+Shift", "Alt+Shift", "Control+Shift", "Alt+Shift")],
  [
    "Shift held down",
    async () => {
      for (let n = 0; n < 8; n++) await page.keyboard.down("Shift");
      await page.keyboard.up("Shift");
    },
  ],
  [
    "text marked with Shift and arrows",
    async () => {
      await page.keyboard.down("Shift");
      await tap("ArrowLeft", "ArrowLeft", "ArrowRight");
      await page.keyboard.up("Shift");
      await tap("ArrowRight");
    },
  ],
  [
    "Shift presses more than five seconds apart",
    async () => {
      for (let n = 0; n < 4; n++) {
        await tap("Shift");
        await page.evaluate("later(5100)");
      }
    },
  ],
];

test("Y6: what Shift is used for while writing does not leave, and three presses of it alone do", async () => {
  for (const [what, keys] of harmless) {
    await keys();
    // Said and seen: the page is still alive and nothing is under way.
    await page.fill("#text", "");
    await noor.say(`after ${what}`);
    await page.waitForSelector(".sending", { state: "detached" });
    await noor.sees(`after ${what}`);
    expect(new URL(page.url()).origin, what).toBe(house.origin);
    // What one pattern has counted must not help the next.
    await tap("Escape");
  }
  expect(endings(house)).toEqual([]);

  await tap("Shift", "Shift", "Shift");
  await page.waitForURL(site.url);
  await expect.poll(() => endings(house)).toEqual(["left_fast"]);
});

test("Y6: five Shift presses, as for sticky keys, leave", async () => {
  await tap("Shift", "Shift", "Shift", "Shift", "Shift");
  await page.waitForURL(site.url);
  await expect.poll(() => endings(house)).toEqual(["left_fast"]);
});

test("Y6: three Shift presses within five seconds each leave from any page, also without a chat", async () => {
  for (const path of oneInTurn("Shift on any page", ["/how", "/help", "/not-here"])) {
    const sam = await young(house);
    await sam.page.goto(house.origin + path);
    for (let n = 0; n < 3; n++) await sam.page.keyboard.press("Shift");
    await sam.page.waitForURL(site.url);
    await sam.page.context().close();
  }
  expect(endings(house)).toEqual([]);
});
