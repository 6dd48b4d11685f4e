import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { messages } from "#src/conversation/reading.ts";
import { languages } from "#src/i18n/i18n.ts";
import { repliesOf } from "#src/replies/replies.ts";
import { usesOf } from "#src/replies/use.ts";
import { close } from "#tests/support/browser/browser.ts";
import { focusSeen } from "#tests/support/browser/keyboard.ts";
import { atChat, press } from "#tests/support/people/in-chat.ts";
import { type TimedServer, timedServer } from "#tests/support/states/youth/youth.ts";

let house: TimedServer;
let pages: Page[] = [];

beforeEach(async () => {
  house = await timedServer();
});
afterEach(async () => {
  expect(house.reported).toEqual([]);
  for (const one of pages) await one.context().close();
  pages = [];
  await house.stop();
});
afterAll(close);

async function inChat(options: Parameters<typeof atChat>[1] = {}) {
  const chat = await atChat(house, options);
  pages.push(chat.page);
  return chat;
}

const names = (page: Page) => page.locator(".ready li:not([hidden]) b").allTextContents();
const sent = (id: number) => messages(house.helpline.db, id).filter((one) => one.author === "counsellor").length;

test("by keyboard alone: “/” in an empty field, a few letters, Enter; the words stand in the field and nothing was sent", async () => {
  const { id, page } = await inChat();
  const field = page.locator(`#say-${id}`);
  await field.focus();
  // Nobody waits for the list.
  await press(page, "/", "g", "r", "e", "e", "Enter");
  await expect.poll(() => field.inputValue()).toBe("Hi, I’m Mika from Chat. I’m glad you wrote. What’s on your mind?");
  await page.waitForSelector(`#say-${id}:focus`);
  await page.keyboard.type(" Tell me.");
  expect(await field.inputValue()).toMatch(/mind\? Tell me\.$/);
  expect(sent(id)).toBe(0);
  await expect.poll(() => usesOf(house.helpline.db, house.anna.id).get("greeting.en")).toBe(1);
  await press(page, "Enter");
  await expect.poll(() => sent(id)).toBe(1);
});

test("arrows move, letters go on with the search, and Esc goes back with what was typed intact", async () => {
  const { id, page } = await inChat();
  const field = page.locator(`#say-${id}`);
  await page.fill(`#say-${id}`, "before after");
  await field.press("Home");
  for (let n = 0; n < 6; n += 1) await press(page, "ArrowRight");
  await press(page, "Escape", "/");
  await page.waitForSelector(`#reply-words-${id}:focus`);
  await focusSeen(page);
  await page.waitForSelector(".ready-row");
  // In the language of the young person alone, until somebody looks for more.
  expect(await names(page)).toHaveLength(repliesOf(house.helpline.db, null).length / languages.length);
  await press(page, "ArrowDown", "ArrowDown");
  expect(await page.locator(":focus b").textContent()).toBe("I type slowly");
  await focusSeen(page);
  await press(page, "ArrowUp", "ArrowUp");
  await page.waitForSelector(`#reply-words-${id}:focus`);
  await page.keyboard.type("sécu");
  expect(await names(page)).toEqual(["Es-tu en sécurité\u00a0?"]);
  await press(page, "ArrowDown", "Escape");
  await page.waitForSelector(`#say-${id}:focus`);
  expect(await field.inputValue()).toBe("before after");
  await page.keyboard.type("X");
  expect(await field.inputValue()).toBe("beforeX after");
  // At the caret, with a space where two words would meet.
  await press(page, "Escape", "/");
  await page.keyboard.type("thank you");
  await press(page, "ArrowDown", "Enter");
  expect(await field.inputValue()).toBe(
    "beforeX Thank you for telling me. It takes courage to write about something like this. after",
  );
});

test("what nobody could fill in is marked to be written over, and “/” twice is the sign itself", async () => {
  const { id, page } = await inChat();
  await page.focus(`#say-${id}`);
  await press(page, "/");
  await page.waitForSelector(".ready-row");
  await page.keyboard.type("close soon");
  await press(page, "Enter");
  await page.keyboard.type("ten");
  expect(await page.inputValue(`#say-${id}`)).toMatch(/^Just so you know, we close at ten tonight\./);
  await page.fill(`#say-${id}`, "");
  await press(page, "/", "/", "x");
  expect(await page.inputValue(`#say-${id}`)).toBe("/x");
  await page.fill(`#say-${id}`, "a");
  await press(page, "/");
  expect(await page.inputValue(`#say-${id}`)).toBe("a/");
});

test("at 360 px they stand in the place of the chat, and lead back to it", async () => {
  const { id, page } = await inChat({ width: 360 });
  await page.click(`#pane-${id} .to-ready`);
  await page.waitForSelector(".ready-row");
  expect(await page.locator(`#scroll-${id}`).isVisible()).toBe(false);
  expect(await page.evaluate("document.documentElement.scrollWidth <= 360")).toBe(true);
  await page.click(".ready-row >> nth=1");
  await page.waitForSelector(`#say-${id}:focus`);
  expect(await page.locator(`#scroll-${id}`).isVisible()).toBe(true);
  expect(await page.inputValue(`#say-${id}`)).toMatch(/^It may take me a moment/);
});

test("without JavaScript the words that are half written are kept on the way there and back", async () => {
  const { id, page } = await inChat({ js: false });
  await page.fill(`#say-${id}`, "Dear you,");
  await page.click(`#pane-${id} .to-ready`);
  await page.fill(`#reply-words-${id}`, "courage");
  await page.click(".find-reply button");
  expect(await names(page)).toEqual(["Thank you", "Merci"]);
  await page.click(".ready-row >> nth=0");
  expect(await page.inputValue(`#say-${id}`)).toMatch(/^Dear you,\nThank you for telling me\./);
  expect(sent(id)).toBe(0);
});
