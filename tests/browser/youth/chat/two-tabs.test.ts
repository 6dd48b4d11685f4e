import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { chatDraft } from "#src/conversation/messages/draft.ts";
import { messages } from "#src/conversation/reading.ts";
import { close, page as newPage } from "#tests/support/browser/browser.ts";
import { comesIn, talking, youthSays } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { press } from "#tests/support/people/in-chat.ts";
import { type Counsellor, counsellor } from "#tests/support/people/people.ts";
import { type TimedServer, timedServer } from "#tests/support/states/youth/youth.ts";

// Nothing that a counsellor has typed is lost: not to a second tab of the same chat, not to what comes in meanwhile.

let house: TimedServer;
let anna: Counsellor;
let id: number;

beforeEach(async () => {
  house = await timedServer();
  anna = await counsellor(house);
  await open(house);
  id = await talking(house);
  await anna.signIn(`/staff/conversation/${id}`);
  await isAlive(anna.page);
});
afterEach(async () => {
  expect(house.reported).toEqual([]);
  await anna.page.context().close();
  await house.stop();
});
afterAll(close);

const isAlive = (page: Page) => page.waitForFunction("document.documentElement.dataset.keys");
async function come(page: Page) {
  await page.goto(`${house.origin}/staff/conversation/${id}`);
  await isAlive(page);
}
async function secondTab() {
  const second = await newPage({ beside: anna.page });
  await come(second);
  return second;
}
const kept = () => chatDraft(house.helpline.db, { conversationId: id, staffId: house.anna.id });
const said = () => messages(house.helpline.db, id).map((one) => one.text);
const words = (page: Page) => page.inputValue(`#say-${id}`);
const note = (page: Page) => page.locator(`#other-draft-${id}`);

test("what another tab wrote is shown, not overwritten, and put behind one’s own words on a wish", async () => {
  const second = await secondTab();
  await anna.page.fill(`#say-${id}`, "written first");
  await expect.poll(kept).toBe("written first");
  await second.fill(`#say-${id}`, "written second");
  await note(second).waitFor();
  expect(await note(second).locator("blockquote").textContent()).toBe("written first");
  expect([kept(), await words(second)]).toEqual(["written first", "written second"]);
  await second.click("[data-draft=add]");
  await expect.poll(kept).toBe("written second\nwritten first");
  await note(second).waitFor({ state: "hidden" });
  // The first one is told in its turn as soon as somebody writes there again.
  await anna.page.locator(`#say-${id}`).pressSequentially("!");
  await note(anna.page).waitFor();
  await anna.page.click("[data-draft=leave]");
  await expect.poll(kept).toBe("written first!");
  await second.close();
});

test("a tab that is closed before anybody chose keeps both", async () => {
  const second = await secondTab();
  await anna.page.fill(`#say-${id}`, "written first");
  await expect.poll(kept).toBe("written first");
  await second.fill(`#say-${id}`, "written second");
  await note(second).waitFor();
  await second.close({ runBeforeUnload: true });
  await expect.poll(kept).toBe("written first\nwritten second");
});

test("a tab in which nobody typed since shows what the other has kept when somebody comes back to it", async () => {
  const second = await secondTab();
  await anna.page.fill(`#say-${id}`, "half a thought");
  await expect.poll(kept).toBe("half a thought");
  await second.evaluate("dispatchEvent(new Event('focus'))");
  await expect.poll(() => words(second)).toBe("half a thought");
  await second.locator(`#say-${id}`).pressSequentially(" and the rest");
  await expect.poll(kept).toBe("half a thought and the rest");
  expect(await note(second).isVisible()).toBe(false);
  await second.close();
});

test("what is typed during 50 live updates is whole, the caret and the selection stay, and the focus too", async () => {
  const { page } = anna;
  const field = page.locator(`#say-${id}`);
  const text = "I am here and I read what you write, word by word, take your time. ";
  await field.focus();
  await page.keyboard.type("END");
  await press(page, "Home");
  for (let n = 0; n < 25; n += 1) {
    // One half of it typed before what comes, the other after: in the middle of a line, before what stands there already.
    const piece = [...text].slice(Math.floor((n * text.length) / 25), Math.floor(((n + 1) * text.length) / 25));
    await Promise.all([
      page.keyboard.type(piece.join("")),
      youthSays(house, id, `line ${n}`),
      comesIn(house, `one ${n}`),
    ]);
  }
  await page.locator(`#log-${id} .m`, { hasText: "line 24" }).waitFor();
  await expect.poll(() => page.locator("#queue .row").count()).toBe(25);
  await page.waitForSelector(`#say-${id}:focus`);
  expect(await words(page)).toBe(`${text}END`);
  await page.keyboard.type("|");
  expect(await words(page)).toBe(`${text}|END`);
  // What is marked stays marked: the next letter takes its place.
  await press(page, "Control+Home", ...Array<string>(4).fill("Shift+ArrowRight"));
  for (let n = 0; n < 5; n += 1) await youthSays(house, id, `more ${n}`);
  await page.locator(`#log-${id} .m`, { hasText: "more 4" }).waitFor();
  await page.keyboard.type("X");
  expect(await words(page)).toBe(`X${text.slice(4)}|END`);
  await expect.poll(kept).toBe(`X${text.slice(4)}|END`);
});

test("Ctrl + Enter sends where Anna wishes so, and Enter begins a new line; it says so beside the field", async () => {
  const { page } = anna;
  await page.click("#show-keys");
  await page.check("#send-ctrl");
  await press(page, "Escape");
  await page.focus(`#say-${id}`);
  expect(await page.locator(".send kbd:visible").textContent()).toBe("Ctrl ↵");
  await page.keyboard.type("one");
  await press(page, "Enter");
  await page.keyboard.type("two");
  expect(await words(page)).toBe("one\ntwo");
  expect(said()).not.toContain("one");
  await press(page, "Control+Enter");
  await expect.poll(said).toContain("one\ntwo");
  // Kept on this device.
  await come(page);
  expect(await page.locator(".send kbd:visible").textContent()).toBe("Ctrl ↵");
});
