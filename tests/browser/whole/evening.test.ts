import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { recordOfChat } from "#src/record/reading.ts";
import { close } from "#tests/support/browser/browser.ts";
import { focused, settled, tabTo } from "#tests/support/browser/keyboard.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { counsellor, young } from "#tests/support/people/people.ts";
import { newest } from "#tests/support/states/youth/youth.ts";

// A whole evening of Anna and Béla, who have no mouse: a joke, an emergency, a chat taken over, and its record.

let house: Server;
beforeEach(async () => {
  house = await server();
});
afterEach(async () => {
  expect(house.reported).toEqual([]);
  await house.stop();
});
afterAll(close);

/** Presses keys one after the other, each when what the one before did is there. */
async function press(page: Page, ...keys: string[]) {
  for (const key of keys) {
    await settled(page);
    await page.keyboard.press(key);
  }
}

async function says(page: Page, id: number, words: string) {
  await focused(page, `#say-${id}`);
  await page.keyboard.type(words);
  await press(page, "Enter");
  await page.locator(`#log-${id} .mine`, { hasText: words }).waitFor();
}

test("an evening by keyboard alone: a joke, an emergency, a chat taken over and its record", async () => {
  await open(house, house.bela);
  const [anna, bela] = [await counsellor(house), await counsellor(house, { name: "bela" })];
  const [sam, noor] = [await young(house), await young(house)];
  for (const one of [anna, bela]) {
    await one.signIn();
    await one.page.waitForSelector("#sound:not([hidden])");
  }

  // Sam jokes.
  await press(anna.page, "a");
  await anna.page.waitForSelector("#be-available[aria-pressed=true]");
  await settled(anna.page);
  await sam.start("do you sell pizza");
  await anna.page.waitForSelector("#queue .row");
  await press(anna.page, "n");
  await focused(anna.page, ".pane .compose textarea");
  const joke = newest(house);
  await says(anna.page, joke, "Hi, I’m Mika. Not here. Is anything on your mind?");
  await sam.sees("Is anything on your mind?");
  await sam.say("no, just pizza");
  await anna.sees("no, just pizza");
  await press(anna.page, "Escape", "x");
  await focused(anna.page, `#aside-joke-${joke}`);
  await press(anna.page, "Enter");
  await sam.page.waitForSelector("[data-ended]");
  // That it was a joke is ticked already.
  await focused(anna.page, `#record-${joke}-find`);
  await press(anna.page, "Control+Enter");
  await anna.page.waitForSelector(`#recorded-${joke}`);
  expect(recordOfChat(house.helpline.db, joke)!.coding).toMatchObject({ outcome: "joke" });

  // Noor is in danger: Anna declares an emergency, and Béla acknowledges it.
  await noor.start("he is here and he has a knife");
  await anna.page.waitForSelector("#queue .row");
  await press(anna.page, "n");
  const id = newest(house);
  await says(anna.page, id, "Are you somewhere you can lock the door?");
  await press(anna.page, "Escape", "d");
  await tabTo(anna.page, `#ask-emergency-${id}`);
  await press(anna.page, "Enter");
  await bela.page.waitForSelector("#acknowledge-1");
  await tabTo(bela.page, "#acknowledge-1");
  await press(bela.page, "Enter");
  await anna.page.locator(`#alarm-${id}`, { hasText: "Luna" }).waitFor();

  // Béla takes the chat over, once his console stands still.
  await settled(bela.page);
  await press(bela.page, "o");
  await bela.page.waitForSelector(`#above-talk-${id}`);
  await tabTo(bela.page, `#above-open-${id}`, 60);
  await press(bela.page, "Enter");
  await bela.page.waitForSelector(`#pane-${id}.outside`);
  await tabTo(bela.page, `#take-over-ask-${id} summary`);
  await press(bela.page, "Enter");
  await tabTo(bela.page, `#take-over-${id}`);
  await press(bela.page, "Enter");
  await says(bela.page, id, "I’m Luna. Stay on the line with 112.");
  await noor.told("Luna is here");
  await anna.page.locator(".pane.outside", { hasText: "Luna is with them" }).waitFor();

  // It ends, and is written down.
  await press(bela.page, "Escape", "e");
  await focused(bela.page, ".end [data-shut]");
  await press(bela.page, "Shift+Tab", "Enter");
  await bela.page.waitForSelector(`#pane-${id} .over`);
  // After an emergency its own record comes first, and the other is folded.
  await tabTo(bela.page, `#pane-${id} .record-later summary`);
  await press(bela.page, "Enter");
  await tabTo(bela.page, `#record-${id}-find`);
  await bela.page.keyboard.type("knife");
  await bela.page.locator(`#record-${id} .found-reasons [data-first]`).waitFor();
  await press(bela.page, "Enter", "1", "2", "2", "Control+Enter");
  await bela.page.waitForSelector(`#recorded-${id}`);
  expect(recordOfChat(house.helpline.db, id)!.finishedAt).not.toBeNull();
}, 120_000);
