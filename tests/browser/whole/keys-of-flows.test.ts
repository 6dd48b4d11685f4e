import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { focused, settled } from "#tests/support/browser/keyboard.ts";
import { somePlaces } from "#tests/support/house/places.ts";
import { press } from "#tests/support/people/in-chat.ts";
import { counsellor, young } from "#tests/support/people/people.ts";
import { newest, type TimedServer, timedServer } from "#tests/support/states/youth/youth.ts";

// How many keys each thing of an evening takes is what docs/console.md says; words that are typed are not counted.

let house: TimedServer;
beforeEach(async () => {
  house = await timedServer();
  await somePlaces(house.helpline.db);
});
afterEach(() => house.stop());
afterAll(close);

const table = () => {
  const docs = readFileSync(new URL("../../../docs/console.md", import.meta.url), "utf8");
  const rows = [...docs.matchAll(/^\| ([^|]+) \| (\d+) \|$/gm)];
  return Object.fromEntries(rows.map(([, flow, keys]) => [flow!, Number(keys)]));
};

/** Tabs to what is wanted; returns how often. */
async function tabs(page: Page, wanted: string) {
  for (let n = 1; n < 40; n += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(wanted)})`)) return n;
  }
  throw new Error(`Tab never came to ${wanted}`);
}

test("each thing of an evening takes as many keys as docs/console.md says", async () => {
  const [anna, bela] = [await counsellor(house), await counsellor(house, { name: "bela" })];
  const noor = await young(house);
  for (const one of [anna, bela]) {
    await one.signIn();
    await one.page.waitForSelector("#sound:not([hidden])");
  }
  const { page } = anna;
  await anna.available();
  await bela.available();
  await noor.start("it is bad again");
  await page.waitForSelector("#queue .row");
  const keys: Record<string, number> = {};

  await page.locator("#panes").focus();
  keys["Take the next person"] = await press(page, "n");
  const id = newest(house);
  await focused(page, `#say-${id}`);
  await page.keyboard.type("Hi, I am Mika.");
  keys["Send what you wrote"] = await press(page, "Enter");
  await noor.sees("Hi, I am Mika.");

  keys["Insert and send a ready reply"] = await press(page, "/", "g", "r", "Enter");
  await expect.poll(() => page.inputValue(`#say-${id}`)).toContain("glad you wrote");
  keys["Insert and send a ready reply"] += await press(page, "Enter");
  await noor.sees("glad you wrote");
  await focused(page, `#say-${id}`);

  keys["Find and send a place"] = await press(page, "Escape", "r");
  await page.waitForSelector(`#words-${id}:focus`);
  keys["Find and send a place"] += await press(page, "s", "u", "ArrowDown", "Enter");
  await page.waitForSelector(".preview-cards .card");
  keys["Find and send a place"] += await press(page, "Control+Enter");
  await page.waitForSelector(`#log-${id} .sent-cards`);
  await focused(page, `#say-${id}`);

  keys["Note to colleagues"] = await press(page, "Escape", "c");
  await focused(page, `#note-text-${id}`);
  await page.keyboard.type("ask plainly?");
  keys["Note to colleagues"] += await press(page, "Enter");
  await page.locator(`#notes-${id}`, { hasText: "ask plainly?" }).waitFor();
  await press(page, "Escape");
  await settled(page);

  keys["Ask colleagues for help"] = (await press(page, "w", "Escape", "q")) - 1;
  await bela.page.locator("#help-menu summary", { hasText: "Help wanted" }).waitFor();
  keys["Come to a chat in which help is wanted"] = await press(bela.page, "g");
  keys["Come to a chat in which help is wanted"] += await tabs(bela.page, `#come-${id}`);
  keys["Come to a chat in which help is wanted"] += await press(bela.page, "Enter");
  await focused(bela.page, `#say-${id}`);
  await settled(page);

  keys["Mark risk"] = (await press(page, "w", "Escape", "m")) - 1;
  keys["Mark risk"] += await tabs(page, `#risk-${id}`);
  keys["Mark risk"] += await press(page, "Enter");
  await page.waitForSelector(`#head-${id} .risk-mark`);
  await settled(page);

  keys["Declare an emergency"] = (await press(page, "w", "Escape", "d")) - 1;
  keys["Declare an emergency"] += await tabs(page, `#ask-emergency-${id}`);
  keys["Declare an emergency"] += await press(page, "Enter");
  await bela.page.waitForSelector("#acknowledge-1");
  await settled(page);

  keys["Go away and come back"] = (await press(page, "w", "Escape", "a")) - 1;
  await page.waitForSelector("#be-away[aria-pressed=true]");
  await settled(page);
  keys["Go away and come back"] += await press(page, "a");
  await page.waitForSelector("#be-available[aria-pressed=true]");
  await settled(page);

  keys["End a chat"] = await press(page, "e");
  await focused(page, ".end [data-shut]");
  keys["End a chat"] += await press(page, "Shift+Tab", "Enter");
  await page.waitForSelector(`#pane-${id} .over`);

  expect(keys).toEqual(table());
}, 120_000);
