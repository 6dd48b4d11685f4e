import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { newClientId } from "#src/crypto/hash.ts";
import { shiftDraft } from "#src/staff/shift/shift-draft.ts";
import { writeShiftNote } from "#src/staff/shift/shift-room.ts";
import { close } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { atChat, chatWith, press } from "#tests/support/people/in-chat.ts";
import { counsellor } from "#tests/support/people/people.ts";
import { type TimedServer, timedServer, write } from "#tests/support/states/youth/youth.ts";

let house: TimedServer;

beforeEach(async () => {
  house = await timedServer();
  await open(house);
});
afterEach(() => house.stop());
afterAll(close);

async function belaAtWork(options: { width?: 360 | 1280; js?: boolean } = {}) {
  const bela = await counsellor(house, { name: "bela", ...options });
  await bela.signIn();
  if (options.js !== false) await bela.page.waitForSelector("#sound:not([hidden])");
  return bela;
}

test("Anna and Béla talk in the shift room by keyboard alone; the focus goes back, and Noor sees nothing", async () => {
  const { noor, id, page } = await chatWith(house, { youngJs: true });
  const bela = await belaAtWork();
  await page.locator(`#scroll-${id}`).press("s");
  await page.waitForSelector("#shift-text:focus");
  await page.keyboard.type("who has ten ");
  for (let n = 1; n <= 5; n += 1) await write(house, id, "youth", `word ${n}`);
  await page.locator(`#log-${id} .m`, { hasText: "word 5" }).waitFor();
  await page.keyboard.type("minutes?");
  await press(page, "Enter");
  await page.locator("#shift-notes", { hasText: "who has ten minutes?" }).waitFor();
  await bela.page.locator("#shift-mark b", { hasText: "1" }).waitFor();
  await bela.page.locator("body").press("s");
  await bela.page.locator("#shift-notes", { hasText: "who has ten minutes?" }).waitFor();
  await bela.page.locator("#shift-mark b").waitFor({ state: "detached" });
  expect(await bela.page.textContent("#shift-people")).toContain("Mika");
  await bela.page.keyboard.type("I do");
  await press(bela.page, "Enter");
  await page.locator("#shift-notes", { hasText: "I do" }).waitFor();
  await press(page, "Escape");
  await page.waitForSelector(`#scroll-${id}:focus`);
  expect(await page.locator("#shift").isVisible()).toBe(false);
  expect(await noor.page.content()).not.toMatch(/who has ten|I do\b/);
});

test("what Béla tells all stands in Anna’s console until she has read it, on a phone too", async () => {
  const anna = await counsellor(house, { width: 360 });
  await anna.signIn();
  const bela = await belaAtWork();
  await bela.page.locator("body").press("s");
  await bela.page.fill("#shift-text", "we close at nine");
  await bela.page.check("#shift [name=all]");
  await bela.page.click("#shift-form .second");
  await anna.page.locator(".to-all", { hasText: "we close at nine" }).waitFor();
  await anna.page.click(".to-all button");
  await anna.page.locator(".to-all").waitFor({ state: "detached" });
  await bela.page.locator(".read-by", { hasText: "Read by Mika" }).waitFor();
  await anna.page.click("#to-shift button");
  const box = (await anna.page.locator("#shift").boundingBox())!;
  expect([box.x, box.width]).toEqual([0, 360]);
  const send = (await anna.page.locator("#shift-form .second").boundingBox())!;
  expect(send.y + send.height).toBeLessThanOrEqual(740);
  await anna.page.click("#shut-shift");
  expect(await anna.page.locator("#shift").isVisible()).toBe(false);
});

test("what is half written in the room lives through fifty words of others and a reload, and who is there changes beside it", async () => {
  const { anna, id, page } = await atChat(house);
  const bela = await belaAtWork();
  await bela.page.locator("body").press("s");
  const field = bela.page.locator("#shift-text");
  await bela.page.locator("#shift-people", { hasText: "in 1 chat" }).waitFor();
  await field.pressSequentially("I could ");
  for (let n = 1; n <= 50; n += 1) {
    const input = { staffId: house.anna.id, clientId: newClientId(), text: `word ${n}.`, toAll: false };
    await act(house, house.anna, (tx, emit) => writeShiftNote(tx, emit, input));
    if (n % 10 === 0) await field.pressSequentially(`${n} `);
  }
  await bela.page.locator("#shift-notes", { hasText: "word 50." }).waitFor();
  await anna.end();
  await bela.page.locator("#shift-people", { hasText: "in 1 chat" }).waitFor({ state: "detached" });
  expect(await field.inputValue()).toBe("I could 10 20 30 40 50 ");
  expect(await bela.page.locator("#shift-text:focus").count()).toBe(1);
  await expect.poll(() => shiftDraft(house.helpline.db, house.bela.id)).toBe("I could 10 20 30 40 50 ");
  await bela.page.reload();
  await bela.page.waitForSelector("#sound:not([hidden])");
  await bela.page.locator("body").press("s");
  expect(await field.inputValue()).toBe("I could 10 20 30 40 50 ");
  await press(bela.page, "Enter");
  await page.locator("#shift-notes", { hasText: "I could 10" }).waitFor({ state: "attached" });
  await expect.poll(() => shiftDraft(house.helpline.db, house.bela.id)).toBe("");
  await bela.page.reload();
  expect(await field.inputValue()).toBe("");
  expect(await page.locator(`#log-${id}`).textContent()).not.toMatch(/word 50|I could/);
});

test("without JavaScript the room is a page with its own way back", async () => {
  const bela = await belaAtWork({ js: false });
  await bela.page.click("#to-shift button");
  await bela.page.fill("#shift-text", "a word on paper");
  await bela.page.click("#shift-form .second");
  await bela.page.locator("#shift-notes", { hasText: "a word on paper" }).waitFor();
  await bela.page.click("#shut-shift");
  expect(new URL(bela.page.url()).pathname).toBe("/staff");
  expect(await bela.page.locator("#shift").isVisible()).toBe(false);
});
