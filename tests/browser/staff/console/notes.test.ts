import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { sideNotes } from "#src/conversation/colleagues/side-notes.ts";
import { q } from "#src/db/schema.ts";
import { eraseChat } from "#src/retention/erase.ts";
import { axe, close, shot } from "#tests/support/browser/browser.ts";
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

const texts = (id: number) => sideNotes(house.helpline.db, id).map(({ alias, text }) => `${alias}: ${text}`);

/** Béla sits at the conversation too, with the chat on her screen. */
async function belaSits(id: number, width: 360 | 1280 = 1280) {
  await act(house, house.bela, (tx) => {
    const row = {
      conversation_id: id,
      staff_id: house.bela.id,
      kind: "joined" as const,
      since_at: tx.at,
      left_at: null,
    };
    tx.run(q.insertInto("conversation_colleague").values(row));
  });
  const bela = await counsellor(house, { name: "bela", width });
  await bela.signIn(`/staff/conversation/${id}`);
  await bela.page.waitForSelector("#sound:not([hidden])");
  return bela;
}

test("Anna and Béla write notes by keyboard alone, in three browsers: Noor sees nothing of it", async () => {
  const { noor, id, page } = await chatWith(house, { youngJs: true });
  const bela = await belaSits(id);
  await page.fill(`#say-${id}`, "half an answer");
  await page.locator(`#say-${id}`).press("Escape");
  await press(page, "c");
  await page.waitForSelector(`#note-text-${id}:focus`);
  expect(await page.locator(".only-us").textContent()).toContain("never sees this");
  await page.keyboard.type("is this abuse?");
  await press(page, "Enter");
  await page.locator(".side-note", { hasText: "is this abuse?" }).waitFor();
  expect(await page.inputValue(`#note-text-${id}`)).toBe("");
  // Béla is told on the tab, and the mark goes as soon as she has looked.
  await bela.page.locator(`#notes-mark-${id} b`, { hasText: "1" }).waitFor();
  await bela.page.locator(`#scroll-${id}`).press("c");
  await bela.page.locator(".side-note", { hasText: "is this abuse?" }).waitFor();
  await bela.page.locator(`#notes-mark-${id} b`).waitFor({ state: "detached" });
  await bela.page.keyboard.type("ask her plainly");
  await press(bela.page, "Enter");
  await page.locator(".side-note", { hasText: "ask her plainly" }).waitFor();
  expect(texts(id)).toEqual(["Mika: is this abuse?", "Luna: ask her plainly"]);
  // Esc leads back to the words that were half written.
  await press(page, "Escape");
  await page.waitForSelector(`#say-${id}:focus`);
  expect(await page.inputValue(`#say-${id}`)).toBe("half an answer");
  house.clock.pass(1_000);
  await page.locator(`#say-${id}`).press("Enter");
  await noor.sees("half an answer");
  const seen = await noor.page.content();
  expect(seen).not.toMatch(/abuse|plainly|Luna/);
  // In her log they stand at their moment, as notes and not as words of the chat; a reload shows them there again.
  const inLog = () =>
    page.locator(`#log-${id} > *`).evaluateAll((all) => all.map((one) => `${one.className}: ${one.textContent}`));
  const stood = await inLog();
  expect(stood.filter((one) => /abuse|plainly|half/.test(one)).map((one) => one.split(":")[0])).toEqual([
    "log-note",
    "log-note",
    "m mine read",
  ]);
  await page.reload();
  expect(await inLog()).toEqual(stood);
});

test("what is half written in a note lives through fifty messages and a reload, and the focus stays in it", async () => {
  const { id, page } = await atChat(house);
  await page.locator(`#scroll-${id}`).press("c");
  const field = page.locator(`#note-text-${id}`);
  await field.pressSequentially("I wonder ");
  for (let n = 1; n <= 50; n += 1) {
    await write(house, id, "youth", `word ${n}.`);
    if (n % 10 === 0) await field.pressSequentially(`${n} `);
  }
  await page.locator(`#log-${id} .m`, { hasText: "word 50." }).waitFor();
  expect(await field.inputValue()).toBe("I wonder 10 20 30 40 50 ");
  expect(await page.locator(`#note-text-${id}:focus`).count()).toBe(1);
  const kept = () => house.files.data.prepare("SELECT draft IS NOT NULL FROM side_note_of").pluck().get();
  await expect.poll(kept).toBe(1);
  await page.reload();
  await page.waitForSelector("#sound:not([hidden])");
  await page.locator(`#scroll-${id}`).press("c");
  expect(await page.inputValue(`#note-text-${id}`)).toBe("I wonder 10 20 30 40 50 ");
});

test("without a line the note waits in its field with a sentence, and is sent once when it is back", async () => {
  const { id, page } = await atChat(house);
  await page.locator(`#scroll-${id}`).press("c");
  await page.keyboard.type("are you there?");
  await page.context().setOffline(true);
  await press(page, "Enter");
  await page.waitForSelector(`#note-wrong-${id}:not(:empty)`);
  expect(await page.inputValue(`#note-text-${id}`)).toBe("are you there?");
  await page.context().setOffline(false);
  await press(page, "Enter");
  await page.locator(".side-note", { hasText: "are you there?" }).waitFor();
  expect(texts(id)).toEqual(["Mika: are you there?"]);
});

test("on a phone the notes have the screen to themselves, and the way back is a tap", async () => {
  const { id, page } = await atChat(house, { width: 360 });
  await page.click(".head [data-tab=notes]");
  await page.waitForSelector(`#note-text-${id}:focus`);
  expect(await page.locator(`#say-${id}`).isVisible()).toBe(false);
  await page.keyboard.type("short of words");
  const button = page.locator(`#note-form-${id} button`);
  const box = (await button.boundingBox())!;
  expect(box.height).toBeGreaterThanOrEqual(44);
  expect(box.y + box.height).toBeLessThanOrEqual(740);
  await button.click();
  await page.locator(".side-note", { hasText: "short of words" }).waitFor();
  await page.click(".shut-side");
  expect(await page.locator(`#say-${id}`).isVisible()).toBe(true);
});

test("without JavaScript Anna writes a note, and the words to Noor are kept on the way", async () => {
  const { id, page } = await atChat(house, { js: false });
  await page.fill(`#say-${id}`, "half a thought");
  await page.click(".side-tabs [data-tab=notes]");
  expect(await page.locator(`#say-${id}`).isVisible()).toBe(false);
  await page.fill(`#note-text-${id}`, "a note of paper");
  await page.click(`#note-form-${id} button`);
  await page.locator(".side-note", { hasText: "a note of paper" }).waitFor();
  await page.click(".side-tabs [data-tab=about]:not(.quiet)");
  expect(await page.inputValue(`#say-${id}`)).toBe("half a thought");
});

const wish = "to know whom I can sit with at lunch tomorrow, and what to say if they walk away again";

/** The line above the chat: its words, its height, and whether all of it is on the screen. */
const goalOn = (page: Page, id: number) =>
  page.locator(`#goal-${id} > summary`).evaluate((line) => {
    const { top, height } = line.getBoundingClientRect();
    return { words: line.querySelector(".reach")?.textContent, oneLine: height <= 34, above: top >= 0 };
  });

test.each([360, 1280] as const)(
  "at %i px what the chat is to reach stays above it in one line: through a long log, a reload and a colleague, until it is forgotten",
  async (width) => {
    const { anna, id, page } = await atChat(house, { width });
    const height = () => page.locator(`#head-${id}`).evaluate((head) => head.getBoundingClientRect().height);
    const without = await height();
    await page.click(`#more-${id} > summary`);
    await shot(page, `goal-asked-${width}`);
    await page.fill(`#goal-words-${id}`, wish);
    await press(page, "Enter");
    await page.waitForSelector(`#goal-${id}`);
    expect(await page.locator(`#more-${id}[open]`).count()).toBe(0);
    const there = { words: wish, oneLine: true, above: true };
    expect(await goalOn(page, id)).toEqual(there);
    expect((await height()) - without).toBeLessThanOrEqual(36);
    for (let n = 1; n <= 40; n += 1) await write(house, id, n % 2 ? "youth" : "counsellor", `word ${n}.`);
    await page.locator(`#log-${id} .m`, { hasText: "word 40." }).waitFor();
    await page.locator(`#scroll-${id}`).evaluate((log) => log.scrollTo(0, -log.scrollHeight));
    await shot(page, `goal-set-${width}`);
    expect(await goalOn(page, id)).toEqual(there);
    await page.reload();
    await page.waitForFunction("document.documentElement.dataset.keys");
    expect(await goalOn(page, id)).toEqual(there);
    const bela = await belaSits(id, width);
    expect(await goalOn(bela.page, id)).toEqual(there);
    // A press shows all of it, and where it is changed; whoever sits there follows.
    await page.click(`#goal-${id} > summary`);
    await shot(page, `goal-open-${width}`);
    expect(await axe(page)).toEqual([]);
    await page.fill(`#goal-words-${id}`, "to sleep tonight");
    await press(page, "Enter");
    await bela.page.locator(`#goal-${id} .reach`, { hasText: "to sleep tonight" }).waitFor();
    await house.helpline.db.change("youth", (tx, emit) => eraseChat(tx, emit, { conversationId: id }));
    for (const one of [anna.page, bela.page]) {
      await one.locator(`#goal-${id}`).waitFor({ state: "detached" });
      await one.reload();
      expect(await one.content()).not.toContain("to sleep tonight");
    }
  },
);

test("T takes the words of the young person that are marked, and takes the caret to the line that is there; Remove leaves none", async () => {
  const { id, page } = await atChat(house);
  await press(page, "t");
  await page.waitForSelector(`#more-${id}[open] #goal-words-${id}:focus`);
  await press(page, "Escape");
  await page.locator(`#log-${id} .m.youth p`).first().selectText();
  await press(page, "t");
  expect(await page.inputValue(`#goal-words-${id}`)).toBe("i do not want to live");
  // What a colleague's repaint brings leaves it there.
  await write(house, id, "youth", "are you there?");
  await page.locator(`#log-${id} .m`, { hasText: "are you there?" }).waitFor();
  await page.keyboard.press("End");
  await page.keyboard.type(" like this");
  await press(page, "Enter");
  await page.locator(`#goal-${id} .reach`, { hasText: "i do not want to live like this" }).waitFor();
  await page.locator(`#scroll-${id}`).press("t");
  await page.waitForSelector(`#goal-${id}[open] #goal-words-${id}:focus`);
  await page.click(`#goal-${id} [name=remove]`);
  await page.locator(`#goal-${id}`).waitFor({ state: "detached" });
});

test("without JavaScript Anna sets the line in the menu and changes it above the chat", async () => {
  const { id, page } = await atChat(house, { js: false });
  await page.click(`#more-${id} > summary`);
  await page.fill(`#goal-words-${id}`, wish);
  await page.click(`#more-${id} .goal-form button`);
  await page.click(`#goal-${id} > summary`);
  expect(await page.inputValue(`#goal-words-${id}`)).toBe(wish);
  await page.click(`#goal-${id} [name=remove]`);
  expect(await page.locator(`#goal-${id}`).count()).toBe(0);
});
