import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { askForHelp } from "#src/conversation/colleagues/help-wanted.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { close } from "#tests/support/browser/browser.ts";
import { comesIn, takes } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { type Counsellor, counsellor, young } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";
import { type TimedServer, timedServer } from "#tests/support/states/youth/youth.ts";

// Whoever has any page of the staff open is heard, and hears who comes: the shift goes on beside whatever they do there.

let house: TimedServer;

beforeEach(async () => {
  house = await timedServer({ asShipped: true });
});
afterEach(async () => {
  expect(house.reported).toEqual([]);
  await house.stop();
});
afterAll(close);

/** The presence of the staff is looked at, after some time. */
async function passes(ms: number) {
  house.clock.pass(ms);
  await runJob(house.helpline, jobs.find(({ name }) => name === "staff who are gone")!);
}
const isHeard = () => house.helpline.hub.heard(`bar:${house.anna.id}`);
const heardOf = () =>
  house.heard.flatMap((one) => (one.type === "staff.heard" && one.staffId === house.anna.id ? [one.heard] : []));

/** Every sentence that the top of a young person's page said. */
const listen = (page: Page) =>
  page.evaluate(`{
    window.said = [];
    const state = document.querySelector("#state");
    const note = () => said.push(state.textContent);
    new MutationObserver(note).observe(state, { childList: true, subtree: true, characterData: true });
    note();
  }`);
const said = (page: Page) => page.evaluate<string[]>("said");

test.each(oneInTurn("the live bar", [360, 1280] as const))(
  "from page to page for longer than whoever is out of reach may be, Noor never reads that Mika is away (%i px)",
  async (width) => {
    const [anna, noor] = [await counsellor(house, { width }), await young(house)];
    const { page } = anna;
    await anna.signIn();
    await anna.available();
    await noor.start("are you there?");
    const id = await anna.take();
    await noor.told("Mika is here");
    await listen(noor.page);
    for (const path of [
      "/staff/records",
      "/staff/emergencies",
      "/staff/me",
      "/staff/me/second",
      "/staff/replies/new",
    ]) {
      await page.goto(house.origin + path);
      await expect.poll(isHeard).toBe(true);
      await passes(90_000);
    }
    await page.goBack();
    await expect.poll(isHeard).toBe(true);
    await passes(90_000);
    await page.reload();
    await expect.poll(isHeard).toBe(true);
    await passes(90_000);
    // A page that takes its time: the one before is gone, and its own channel is not open yet.
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.route("**/static/live.*", async (route) => {
      await held;
      await route.continue();
    });
    const going = page.goto(`${house.origin}/staff/records`);
    await expect.poll(isHeard).toBe(false);
    await passes(55_000);
    letGo();
    await going;
    await expect.poll(isHeard).toBe(true);
    await passes(90_000);
    await page.goto(`${house.origin}/staff/conversation/${id}`);
    await anna.say("I am here.", id);
    await noor.sees("I am here.");
    expect(heardOf()).not.toContain(false);
    expect((await said(noor.page)).join("\n")).not.toMatch(/away|can’t answer/);
    // Only whoever has none open is out of reach.
    await page.goto("about:blank");
    await expect.poll(() => house.helpline.hub.heard(`staff:${house.anna.id}`)).toBe(false);
    await passes(61_000);
    await noor.told("Mika is away for a moment");
    for (const one of [page, noor.page]) await one.context().close();
  },
);

test("without scripts it is her requests that are heard, on every page, for a quarter of an hour each", async () => {
  const [anna, noor] = [await counsellor(house, { js: false }), await young(house)];
  await anna.signIn();
  await anna.available();
  await noor.start("are you there?");
  await anna.take();
  await noor.told("Mika is here");
  await listen(noor.page);
  for (const path of ["/staff/records", "/staff/me", "/staff/replies/new"]) {
    await anna.page.goto(house.origin + path);
    expect(await anna.page.locator("#wait").textContent()).toContain("No one waiting");
    await passes(14 * 60_000);
  }
  expect((await said(noor.page)).join("\n")).not.toMatch(/away|can’t answer/);
  await passes(61_000);
  await noor.told("Mika is away for a moment");
  for (const one of [anna.page, noor.page]) await one.context().close();
});

/** Before any script of a page: notes are counted, notices kept, and every shift of the layout. */
const instruments = `{
  window.notes = 0;
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (at) {
    notes += 1;
    return start.call(this, at);
  };
  window.notices = [];
  window.Notification = class extends EventTarget {
    static permission = "granted";
    constructor(title, { body }) {
      super();
      notices.push(title + ": " + body);
    }
    close() {}
  };
  window.shifts = 0;
  // In the bar itself a number may get longer; its parts stay where they are.
  const isOfBar = ({ node }) => node?.parentElement?.closest("#live > * > *");
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.sources.every(isOfBar)) shifts += one.value;
  }).observe({ type: "layout-shift", buffered: true });
}`;
const notes = (page: Page) => page.evaluate<number>("notes");

/** Aino, who counsels too, on the page of the opening hours, with sound on and a clock of her own, typing. */
async function atHours(width: 360 | 1280): Promise<Counsellor> {
  const aino = await counsellor(house, { name: "aino", width });
  const { page } = aino;
  await page.addInitScript(instruments);
  await page.clock.install();
  await aino.signIn("/admin/hours");
  await page.click("#sound");
  await expect.poll(() => notes(page)).toBe(2);
  await page.click("#be-available");
  await page.waitForSelector("#be-available[aria-pressed=true]");
  await page.fill("#zone", "Europe/Hel");
  await page.waitForSelector("#zone-note:empty", { state: "attached" });
  page.on("dialog", (asks) => asks.accept());
  return aino;
}

/** What of the page is under somebody's hands. */
const hands = (page: Page) =>
  page.evaluate(`(() => {
    const { id, value, selectionStart } = document.activeElement;
    return [location.pathname, id, value, selectionStart, scrollY];
  })()`);

test.each(oneInTurn("somebody urgent in the live bar", [360, 1280] as const))(
  "on the page of the opening hours somebody urgent is seen and heard, again until it is noticed, and nothing moves (%i px)",
  async (width) => {
    await open(house);
    const { page } = await atHours(width);
    await page.evaluate("scrollTo(0, 200)");
    const before = await hands(page);
    await page.evaluate("shifts = 0");
    await comesIn(house, "he is outside", { urgent: true });
    await page.locator("#wait .urgent-mark").waitFor();
    await expect.poll(() => notes(page)).toBe(4);
    const at = (await page.locator("#wait").boundingBox())!;
    expect(at.y).toBeGreaterThanOrEqual(0);
    expect(at.y + at.height).toBeLessThan(60);
    await expect.poll(() => page.title()).toMatch(/^\(1\) /);
    await page.clock.fastForward(200);
    expect(await page.textContent("#arrived")).toBe("Someone urgent is waiting.");
    await page.clock.fastForward(21_000);
    await expect.poll(() => notes(page)).toBe(6);
    await page.clock.fastForward(21_000);
    await expect.poll(() => notes(page)).toBe(8);
    expect(await hands(page)).toEqual(before);
    await page.mouse.move(30, 300);
    await page.mouse.move(60, 320);
    await page.clock.fastForward(21_000);
    expect(await notes(page)).toBe(8);
    // Not taken after a minute: missed, as on the console.
    await page.clock.fastForward(61_000);
    await expect.poll(() => notes(page)).toBe(10);
    await page.waitForSelector("#live[data-called]");
    // She comes, is taken, and then help is wanted.
    const id = await comesIn(house, "a word of Noor");
    await expect.poll(() => notes(page)).toBe(12);
    await takes(house, house.anna, id);
    await act(house, house.anna, (tx, emit) => askForHelp(tx, emit, { conversationId: id, staffId: house.anna.id }));
    await page.waitForSelector("#to-help");
    await expect.poll(() => notes(page)).toBe(14);
    expect(await page.evaluate("shifts")).toBe(0);
    expect(await hands(page)).toEqual(before);
    expect(await page.content()).not.toMatch(/he is outside|a word of Noor/);
    await page.click("#to-help");
    await page.waitForSelector(`#pane-${id}`);
    expect(await page.textContent(".whose")).toContain("Mika");
    await page.context().close();
  },
);

test("a notice of the system comes while one looks elsewhere, and says nothing of anybody", async () => {
  await open(house);
  const { page } = await atHours(1280);
  await comesIn(house, "hello");
  await expect.poll(() => notes(page)).toBe(4);
  expect(await page.evaluate("notices")).toEqual([]);
  await page.evaluate("document.hasFocus = () => false");
  await comesIn(house, "he is outside", { urgent: true });
  await expect.poll(() => page.evaluate("notices[0]")).toBe("Chat: Someone new is waiting.");
  await page.context().close();
});
