import type { Page } from "playwright-core";
import { afterAll, beforeEach, expect, test } from "vitest";
import { setAvailability } from "#src/staff/availability.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { close } from "#tests/support/browser/browser.ts";
import { comesIn } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
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

/** A console that counts its notes, with sound on and a clock of its own. */
async function listening(name: string): Promise<Counsellor> {
  const self = await counsellor(house, { name });
  await self.page.addInitScript(`window.notes = 0; const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (at) { notes++; return start.call(this, at); };`);
  await self.page.clock.install();
  await self.signIn("/staff");
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
  await page.waitForSelector("#bar[data-deserted][data-called]");
  await expect.poll(() => notes(page)).toBe(6);
  expect(await page.textContent("#deserted")).toContain("Nobody is available");
  const aino = await listening("aino");
  await aino.page.waitForSelector("#bar[data-called] .deserted:visible");
  await be(house, house.anna, "available");
  await page.waitForSelector("#bar:not([data-deserted], [data-called])");
  expect(await page.textContent("#deserted")).toBe("");
});
