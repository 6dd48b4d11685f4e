import type { Page } from "playwright-core";
import { afterAll, beforeEach, expect, test } from "vitest";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { leaveChat } from "#src/queue/handover/give-back.ts";
import { setSetting } from "#src/settings/settings.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { close } from "#tests/support/browser/browser.ts";
import { comesIn, takes } from "#tests/support/house/chats.ts";
import { member, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { type Counsellor, counsellor } from "#tests/support/people/people.ts";

// Somebody whom nobody took, and a line where nobody is: the signal of an arrival is repeated, and a steady mark stands as long.

let house: Server;
let anna: Counsellor;
beforeEach(async () => {
  house = await server();
  return () => house.stop();
});

afterAll(close);

/** A console, or another page, that counts its notes, with sound on and a clock of its own. */
async function listening(name: string, path = "/staff"): Promise<Counsellor> {
  const self = await counsellor(house, { name });
  await self.page.addInitScript(`window.notes = 0; const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (at) { notes++; return start.call(this, at); };`);
  await self.page.clock.install();
  await self.signIn(path);
  await self.page.click("#sound");
  await expect.poll(() => notes(self.page)).toBe(2);
  return self;
}
const be = (of: Server, who: StaffMember, availability: "available" | "away") =>
  act(of, who, (tx, emit) => setAvailability(tx, emit, { staffId: who.id, availability }));
const notes = (page: Page) => page.evaluate<number>("notes");
const isMarked = (page: Page) => page.locator("#bar[data-called]").count();

test("who was missed is heard again every minute, with a steady mark, until somebody takes them", async () => {
  anna = await listening("anna");
  const { page } = anna;
  await anna.available();
  await comesIn(house, "is anybody there?");
  await page.waitForSelector("#queue .row");
  await expect.poll(() => notes(page)).toBe(4);
  expect(await isMarked(page)).toBe(0);
  await page.clock.fastForward(66_000);
  await expect.poll(() => notes(page)).toBe(6);
  expect(await isMarked(page)).toBe(1);
  await page.clock.fastForward(66_000);
  await expect.poll(() => notes(page)).toBe(8);
  await anna.take();
  await expect.poll(() => isMarked(page)).toBe(0);
  await page.clock.fastForward(66_000);
  expect(await notes(page)).toBe(8);
});

test("who is away is left in peace while a colleague is there; where nobody is, supervisors and admins hear and read it", async () => {
  await open(house);
  house.helpline.staff.opened(house.anna.id);
  const bela = await listening("bela");
  const { page } = bela;
  await comesIn(house, "is anybody there?");
  await page.waitForSelector("#queue .row");
  await expect.poll(() => notes(page)).toBe(4);
  await page.clock.fastForward(66_000);
  expect(await notes(page)).toBe(4);
  expect(await isMarked(page)).toBe(0);
  await be(house, house.anna, "away");
  await page.waitForSelector("#bar[data-called] #line[data-deserted]");
  await expect.poll(() => notes(page)).toBe(6);
  expect(await page.textContent("#deserted")).toContain("No one is available");
  const aino = await listening("aino");
  await aino.page.waitForSelector("#bar[data-called] .deserted:visible");
  await be(house, house.anna, "available");
  await page.waitForSelector("#bar:not([data-called]) #line:not([data-deserted])");
  expect(await page.textContent("#deserted")).toBe("");
});

/** Somebody takes them, and is out of reach: they wait again. */
async function comesBack(who: StaffMember, conversationId: number) {
  await takes(house, who, conversationId);
  const gone = { conversationId, staffId: who.id, why: "lost", isHeard: () => false } as const;
  await act(house, who, (tx, emit) => leaveChat(tx, emit, gone));
}
/** She moves, as whoever has heard it does. */
async function moves(page: Page) {
  await page.mouse.move(40, 400);
  await page.mouse.move(60, 420);
}

test("whoever waits again is heard again in the console, though their first coming was noticed, and presses until that is", async () => {
  anna = await listening("anna");
  const { page } = anna;
  await anna.available();
  const noor = await comesIn(house, "he is outside", { urgent: true });
  await page.waitForSelector(`#waiting-${noor}`);
  await expect.poll(() => notes(page)).toBe(4);
  await page.clock.fastForward(16_000);
  expect(await notes(page)).toBe(6);
  await moves(page);
  await page.clock.fastForward(16_000);
  expect(await notes(page)).toBe(6);
  await comesBack(house.bela, noor);
  await expect.poll(() => notes(page)).toBe(8);
  await page.waitForSelector(`#waiting-${noor}[data-fresh]`);
  await page.clock.fastForward(200);
  expect(await page.textContent("#arrived")).toBe("Someone new is waiting.");
  await page.clock.fastForward(16_000);
  expect(await notes(page)).toBe(10);
});

test("whoever waits again out of a chat that was marked as danger presses in the console, too", async () => {
  await open(house, house.bela);
  const noor = await comesIn(house, "a calm beginning");
  await takes(house, house.bela, noor);
  const input = { conversationId: noor, staffId: house.bela.id };
  await act(house, house.bela, (tx, emit) => markRisk(tx, emit, { ...input, present: true }));
  anna = await listening("anna");
  const { page } = anna;
  await anna.available();
  await act(house, house.bela, (tx, emit) => leaveChat(tx, emit, { ...input, why: "lost", isHeard: () => false }));
  await page.waitForSelector(`#waiting-${noor}`);
  await expect.poll(() => notes(page)).toBe(4);
  await page.clock.fastForward(16_000);
  expect(await notes(page)).toBe(6);
});

test("a supervisor who is away, on another page, hears again of whoever waits again with nobody to take them", async () => {
  const cem = await member(house.helpline, "cem", "Cem Aydin", "Heron", ["counsellor"]);
  await act(house, house.aino, (tx, emit) => setSetting(tx, emit, { name: "chatsAtOnce", value: 1 }));
  await open(house, cem);
  house.helpline.staff.opened(cem.id);
  for (const words of ["a calm one", "an urgent one"])
    await takes(house, cem, await comesIn(house, words, { urgent: words.includes("urgent") }));
  const bela = await listening("bela", "/staff/records");
  const { page } = bela;
  const noor = await comesIn(house, "he is outside", { urgent: true });
  await page.waitForSelector(`#to-unanswered-${noor}`);
  await expect.poll(() => notes(page)).toBeGreaterThanOrEqual(4);
  await moves(page);
  await page.clock.fastForward(200);
  const before = await notes(page);
  await page.clock.fastForward(21_000);
  expect(await notes(page)).toBe(before);
  await comesBack(house.anna, noor);
  await expect.poll(() => notes(page)).toBeGreaterThan(before);
  await page.waitForSelector(`#to-unanswered-${noor}`);
  await page.clock.fastForward(200);
  expect(await page.textContent("#arrived")).not.toBe("");
  // Nobody has noticed this time.
  const again = await notes(page);
  await page.clock.fastForward(16_000);
  expect(await notes(page)).toBeGreaterThan(again);
  await page.context().close();
});
