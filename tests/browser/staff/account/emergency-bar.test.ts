import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { declareEmergency } from "#src/record/emergency.ts";
import { emergencyById } from "#src/record/emergency-reading.ts";
import { setSetting } from "#src/settings/settings.ts";
import { close } from "#tests/support/browser/browser.ts";
import { comesIn, takes } from "#tests/support/house/chats.ts";
import { member } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { type Counsellor, counsellor, type Young, young } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";

// Four browsers: Anna is in an emergency with Noor; Béla sits at a form, Kim at the console, and Sam is the other one Anna talks with.

let house: Server;
let anna: Counsellor;
let sam: Young;
let ids: { noor: number; sam: number };

beforeEach(async () => {
  house = await server({ asShipped: true });
  await member(house.helpline, "kim", "Kim Maes", "Sol", ["counsellor", "supervisor"]);
  anna = await counsellor(house);
  sam = await young(house);
  await anna.signIn();
  await anna.available();
  await sam.start("are you there?");
  const ofSam = await anna.take();
  const noor = await comesIn(house, "I took something", { urgent: true });
  await takes(house, house.anna, noor);
  ids = { noor, sam: ofSam };
});
afterEach(async () => {
  expect(house.reported).toEqual([]);
  for (const { page } of [anna, sam]) await page.context().close();
  await house.stop();
});
afterAll(close);

/** Before any script of a page: notes are counted, and shifts of what is not in the bar. */
const instruments = `{
  window.notes = 0;
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (at) {
    notes += 1;
    return start.call(this, at);
  };
  window.shifts = 0;
  const isOfBar = ({ node }) => node?.parentElement?.closest("#live > * > *");
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.sources.every(isOfBar)) shifts += one.value;
  }).observe({ type: "layout-shift", buffered: true });
}`;
const notes = (page: Page) => page.evaluate<number>("notes");

async function declares() {
  await anna.page.goto(`${house.origin}/staff/conversation/${ids.noor}/emergency`);
  await anna.page.click(`#ask-emergency-${ids.noor}`);
  await anna.page.waitForSelector(`#emergency-${ids.noor} a[href="/staff/emergencies/1"]`);
}

test.each(oneInTurn("an emergency in the bar", [360, 1280] as const))(
  "a supervisor at a form sees and hears it, acknowledges it in one press, and the others read who did (%i px)",
  async (width) => {
    const [bela, kim] = [
      await counsellor(house, { name: "bela", width }),
      await counsellor(house, { name: "kim", width }),
    ];
    const { page } = bela;
    await page.addInitScript(instruments);
    await bela.signIn("/staff/me");
    await page.click("#sound");
    await expect.poll(() => notes(page)).toBe(2);
    await page.fill("#alias", "Lun");
    await kim.signIn("/staff");
    await expect.poll(() => house.helpline.hub.heard(`bar:${house.bela.id}`)).toBe(true);
    await page.evaluate("shifts = 0");
    const barHeight = () => kim.page.locator("#bar").evaluate((bar) => bar.getBoundingClientRect().height);
    const before = await barHeight();
    await declares();
    await page.click("#acknowledge-1", { trial: true });
    await kim.page.click("#acknowledge-1", { trial: true });
    await expect.poll(() => notes(page)).toBeGreaterThanOrEqual(4);
    expect(await page.textContent("#emergencies")).toMatch(/Emergency · [A-Z][a-z]+ [a-z]+ · </);
    // On the console too it has its place in the one line there is, where there is one.
    if (width === 1280) expect(await barHeight()).toBe(before);
    const box = (await page.locator(".emergency-line").boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(width);
    expect(await page.evaluate("[document.activeElement.id, document.activeElement.value]")).toEqual(["alias", "Lun"]);
    expect(await page.evaluate("shifts")).toBe(0);
    await page.reload();
    await page.waitForSelector("#acknowledge-1");
    await page.goto(`${house.origin}/admin/directory`);
    await page.click("#acknowledge-1");
    await page.waitForSelector(".emergency-line.seen");
    await kim.page.locator(".emergency-line.seen", { hasText: "Luna" }).waitFor();
    expect(await kim.page.locator("#acknowledge-1").count()).toBe(0);
    expect(new URL(page.url()).pathname).toBe("/admin/directory");
    for (const one of [page, kim.page]) await one.context().close();
  },
);

test("the other chat is offered: Sam reads that it is not because of her, and a colleague takes it with one press", async () => {
  const kim = await counsellor(house, { name: "kim" });
  await kim.signIn("/staff");
  await declares();
  await sam.page.locator(".m.notice", { hasText: "Mika is needed for a moment. It’s not because of you." }).waitFor();
  await kim.page.waitForSelector(`#left-${ids.sam}`);
  // Whoever is in the emergency is not asked to take it herself.
  await anna.page.waitForSelector(`#left-${ids.sam}`, { state: "attached" });
  expect(await anna.page.isVisible(`#left-${ids.sam}`)).toBe(false);
  await kim.page.click("#help-menu summary");
  await kim.page.locator(`#help-${ids.sam}`, { hasText: "Mika is handling an emergency" }).waitFor();
  await kim.page.click(`#come-${ids.sam}`);
  await kim.page.waitForSelector(`#say-${ids.sam}`);
  await kim.say("I am Sol.", ids.sam);
  await sam.sees("I am Sol.");
  await sam.told("Sol is here");
  expect(await kim.page.locator(`#left-${ids.sam}`).count()).toBe(0);
  await kim.page.context().close();
});

test("the chat stays marked in My chats, in its head and in the title, and End names the emergency, until its record says what came of it", async () => {
  const { page } = anna;
  await page.goto(`${house.origin}/staff/conversation/${ids.sam}`);
  await page.waitForSelector(`#chat-${ids.noor}.in-danger .urgent-mark`);
  await expect.poll(() => page.title()).toMatch(/^Urgent · /);
  await declares();
  await page.waitForSelector(`#chat-${ids.noor} .emergency-mark`);
  await page.waitForSelector(`#head-${ids.noor} .emergency-mark`);
  await page.click(`#end-${ids.noor} summary`);
  await page.locator(`#end-${ids.noor} .urgent-in`, { hasText: "There’s an emergency in this chat." }).waitFor();
  await page.reload();
  await page.waitForSelector(`#chat-${ids.noor} .emergency-mark`);
  const record = await counsellor(house, { name: "bela" });
  await record.signIn("/staff/emergencies/1");
  await record.page.selectOption("#outcome", "help_came");
  await record.page.click(".record .main");
  await page.waitForSelector(`#head-${ids.noor}:not(:has(.emergency-mark))`);
  await page.waitForSelector(`#chat-${ids.noor}:not(.in-danger)`);
  await expect.poll(() => page.title()).not.toMatch(/Urgent/);
  expect(await page.locator(`#end-${ids.noor} .urgent-in`).count()).toBe(0);
  await record.page.context().close();
});

test("without scripts a supervisor finds it on any page, and one press leads to its record", async () => {
  await declares();
  const { page, signIn } = await counsellor(house, { name: "bela", js: false });
  await signIn("/staff/me");
  await page.click("#acknowledge-1");
  await page.waitForURL(`${house.origin}/staff/emergencies/1#answering`);
  expect(await page.textContent("#answering")).toContain("Acknowledged by Luna");
  await page.context().close();
});

test("somebody urgent whom nobody takes stands in the bar of a supervisor at a form, and goes when somebody does", async () => {
  await act(house, house.aino, (tx, emit) => setSetting(tx, emit, { name: "chatsAtOnce", value: 1 }));
  const { page, signIn } = await counsellor(house, { name: "bela" });
  await page.addInitScript(instruments);
  await signIn("/staff/me");
  await page.click("#sound");
  await expect.poll(() => notes(page)).toBe(2);
  const mo = await comesIn(house, "he is outside", { urgent: true });
  await page.locator(`#to-unanswered-${mo}`, { hasText: "not acknowledged yet" }).waitFor();
  await expect.poll(() => notes(page)).toBeGreaterThanOrEqual(4);
  expect(await page.content()).not.toContain("he is outside");
  await takes(house, house.bela, mo);
  await page.locator(`#to-unanswered-${mo}`).waitFor({ state: "detached" });
  await page.context().close();
});

test("what comes while a button of the bar is pressed waits until it was pressed: the emergency is acknowledged", async () => {
  const { page, signIn } = await counsellor(house, { name: "bela" });
  const came = new Promise<void>((done) =>
    page.on("websocket", (line) =>
      line.on("framereceived", ({ payload }) => {
        if (String(payload).includes("acknowledge-2")) done();
      }),
    ),
  );
  await signIn("/staff/me");
  await expect.poll(() => house.helpline.hub.heard(`bar:${house.bela.id}`)).toBe(true);
  await declares();
  await page.waitForSelector("#acknowledge-1");
  const box = (await page.locator("#acknowledge-1").boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  // A second emergency would paint the line anew, and its button another one.
  const second = { conversationId: ids.sam, staffId: house.anna.id };
  await act(house, house.anna, (tx, emit) => declareEmergency(tx, emit, second));
  await came;
  await page.evaluate("new Promise(requestAnimationFrame)");
  await page.mouse.up();
  await page.waitForSelector("#acknowledge-2");
  await expect.poll(() => emergencyById(house.helpline.db, 1)!.acknowledged?.staffId).toBe(house.bela.id);
  await page.context().close();
});
