import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { openConversations } from "#src/conversation/conversation.ts";
import { messages } from "#src/conversation/reading.ts";
import { close } from "#tests/support/browser/browser.ts";
import { comesIn, talking, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { held } from "#tests/support/outside/held.ts";
import { type Counsellor, counsellor } from "#tests/support/people/people.ts";
import { another, newest, type TimedServer, timedServer } from "#tests/support/states/youth/youth.ts";

// What a counsellor presses and types reaches the person she means, on a slow line too, and nobody else.

let house: TimedServer;
let anna: Counsellor;

beforeEach(async () => {
  house = await timedServer();
});
afterEach(async () => {
  expect(house.reported).toEqual([]);
  await anna.page.context().close();
  await house.stop();
});
afterAll(close);

/** Anna at her console, in a chat with Noor and one with Sam. */
async function withTwo(width: 360 | 1280): Promise<{ page: Page; noor: number; sam: number }> {
  anna = await counsellor(house, { width });
  await open(house);
  const [noor, sam] = [await talking(house, "I am Noor"), await talking(house, "I am Sam")];
  await anna.signIn(`/staff/conversation/${noor}`);
  await anna.page.waitForSelector("#sound", { state: "attached" });
  await anna.page.waitForFunction("document.documentElement.dataset.keys");
  return { page: anna.page, noor, sam };
}

const said = (id: number) => messages(house.helpline.db, id).map((one) => one.text);

test("phone: a chat that cannot be opened leaves the list, with a sentence; one that comes late never shows the one before it under a finger that types", async () => {
  const { page, noor, sam } = await withTwo(360);
  await cannotBeOpened(page, noor, sam);
  const line = await held(page, `**/staff/conversation/${sam}`);
  await page.click(".views [href='#chats']");
  await opens(page, sam, line);
  expect(await page.isVisible(`#pane-${noor}`)).toBe(false);
  expect(await page.isVisible(`#chat-${sam}`)).toBe(true);
  // Even by the way to the conversation the field of the other takes no words.
  await page.click(".views [href='#panes']");
  expect(await page.locator(`#say-${noor}`).evaluate((field) => field.closest("[inert]") !== null)).toBe(true);
  line.letGo();
  await page.waitForSelector(`#say-${sam}:visible`);
  expect(await page.locator(`#pane-${noor}`).count()).toBe(0);
  await anna.say("for Sam", sam);
  expect(said(sam)).toContain("for Sam");
});

/** Presses a chat until it is asked for: a row that has just come where another stood is not what was meant. */
async function opens(page: Page, id: number, line: Awaited<ReturnType<typeof held>>) {
  await expect
    .poll(async () => {
      if (line.asked.length === 0) await page.click(`#open-${id}`);
      return line.asked.length;
    })
    .toBe(1);
}

async function cannotBeOpened(page: Page, noor: number, sam: number) {
  await page.route(`**/staff/conversation/${sam}`, (route) => route.abort());
  await page.click(".views [href='#chats']");
  await page.click(`#open-${sam}`);
  await page.locator("#refused", { hasText: "You’re offline" }).waitFor();
  expect(await page.isVisible(`#chat-${sam}`)).toBe(true);
  expect(await page.isVisible(`#pane-${noor}`)).toBe(false);
  // The one that is open already needs no line.
  await page.click(`#open-${noor}`);
  await page.waitForSelector(`#say-${noor}:visible`);
  await page.unroute(`**/staff/conversation/${sam}`);
}

test("desk: while another chat is on its way, neither clicks nor letters reach the one before it", async () => {
  const { page, noor, sam } = await withTwo(1280);
  await another(house, "still waiting");
  await page.waitForSelector("#queue .row");
  const line = await held(page, `**/staff/conversation/${sam}`);
  await page.keyboard.press("2");
  await expect.poll(() => line.asked.length).toBe(1);
  await page.keyboard.type("ran");
  await page.locator(`#say-${noor}`).click({ force: true });
  await page.keyboard.type("words for Sam");
  expect(await page.inputValue(`#say-${noor}`)).toBe("");
  line.letGo();
  await page.waitForSelector(`#say-${sam}:focus`);
  expect(openConversations(house.helpline.db).filter((one) => one.counsellorId === null)).toHaveLength(1);
});

test("of two chats asked for, the last one stays, whichever comes last", async () => {
  const { page, noor, sam } = await withTwo(1280);
  await page.goto(`${house.origin}/staff`);
  const line = await held(page, `**/staff/conversation/${sam}`);
  await opens(page, sam, line);
  await page.click(`#open-${noor}`);
  await page.waitForSelector(`#pane-${noor}`);
  const late = page.waitForResponse(`**/staff/conversation/${sam}`);
  line.letGo();
  await (await late).finished();
  await page.waitForSelector("[aria-busy]", { state: "detached" });
  expect(await page.locator(".pane").getAttribute("data-id")).toBe(String(noor));
  expect(page.url()).toMatch(new RegExp(`/conversation/${noor}$`));
});

test("the right-hand chat ends while Anna writes in it: she stays there, and nothing goes to the left one", async () => {
  const { page, noor, sam } = await withTwo(1280);
  await page.goto(`${house.origin}/staff/conversation/${noor}?beside=${sam}`);
  await page.click(`#say-${sam}`);
  await page.keyboard.type("I think you");
  await youthEnds(house, sam);
  await page.waitForSelector(`#pane-${sam} .over`);
  await page.waitForSelector(`#scroll-${sam}:focus`);
  await page.keyboard.type(" should know");
  await page.keyboard.press("Enter");
  // With her hands off the keys she looks for the field again: there is none here, and the other one is not meant.
  await page.keyboard.press("Escape");
  await page.keyboard.press("w");
  await page.keyboard.type("uff");
  await page.waitForSelector(`#scroll-${sam}:focus`);
  expect(await page.inputValue(`#say-${noor}`)).toBe("");
  expect(await page.inputValue(`#unsent-${sam}`)).toBe("I think you");
  expect(said(noor)).toEqual(["I am Noor", expect.anything()]);
});

test("somebody else was quicker: a sentence, and no address that leads nowhere", async () => {
  const { page, noor } = await withTwo(1280);
  // With two chats only someone urgent can be taken.
  const mo = await comesIn(house, "I am Mo", { urgent: true });
  await page.locator("#queue .row", { hasText: "I am Mo" }).hover();
  await page.waitForSelector(`#claim-${mo}`);
  // Gone before the console hears of it.
  const line = await held(page, `**/conversation/${mo}/claim`);
  await page.click(`#claim-${mo}`);
  await expect.poll(() => line.asked.length).toBe(1);
  await youthEnds(house, mo);
  line.letGo();
  await page.waitForSelector("#refused:not(:empty)");
  expect(page.url()).toBe(`${house.origin}/staff/conversation/${noor}`);
  await page.reload();
  await page.waitForSelector(`#pane-${noor}`);
  // Whoever typed such an address is led back to the console, not to the sign-in page.
  await page.goto(`${house.origin}/staff/conversation/${mo}/claim`);
  expect(await page.textContent("main")).toContain("Back to chats");
  expect(await page.textContent("main")).not.toContain("Sign in");
});

test("taking somebody on a slow line shows that it is on its way, and happens once, whatever is pressed meanwhile", async () => {
  const { page, noor, sam } = await withTwo(1280);
  await youthEnds(house, sam);
  await another(house, "I am Mo");
  await another(house, "I am Ida");
  await page.waitForSelector("#queue .row >> nth=1");
  const ida = newest(house);
  const line = await held(page, "**/staff/claim");
  await page.click("#take-next");
  await page.waitForSelector("#take-next[aria-busy=true]");
  await expect.poll(() => line.asked.length).toBe(1);
  await page.keyboard.press("Enter");
  await page.keyboard.type("nae");
  await page.click(`#claim-${ida}`);
  expect(await page.locator(".end[open]").count()).toBe(0);
  line.letGo();
  await page.waitForSelector(`.pane:not(#pane-${noor}) textarea:focus`);
  expect(await page.locator("[aria-busy]").count()).toBe(0);
  const waiting = openConversations(house.helpline.db).filter((one) => one.counsellorId === null);
  expect(waiting.map((one) => one.id)).toEqual([ida]);
  expect(await page.getAttribute("#be-available", "aria-pressed")).toBe("true");
});

test("the queue stands still while the pointer chooses in it, and a row that came under it is not pressed", async () => {
  const { page, sam } = await withTwo(1280);
  await youthEnds(house, sam);
  const [mo, ida] = [await comesIn(house, "I am Mo"), await comesIn(house, "I am Ida")];
  const top = async () => Math.round((await page.locator(`#waiting-${ida}`).boundingBox())!.y);
  await page.waitForSelector(`#waiting-${ida}`);
  const before = await top();
  await page.hover(`#claim-${ida}`);
  await youthEnds(house, mo);
  // The bar tells it at once; the rows wait until the pointer rests.
  await page.locator("#bar .wait", { hasText: "1 waiting" }).waitFor();
  expect(await top()).toBe(before);
  await page.waitForSelector(`#waiting-${mo}`, { state: "detached" });
  expect(await top()).toBeLessThan(before);

  // Out of nowhere, with a pointer that had rested: what came under it in this moment is not what was meant.
  const zoe = await comesIn(house, "I am Zoe");
  await page.waitForSelector(`#waiting-${zoe}`);
  const box = (await page.locator(`#claim-${ida}`).boundingBox())!;
  await page.mouse.move(10, 5);
  const claimed = () => house.heard.filter((event) => event.type === "conversation.claimed").length;
  const taken = claimed();
  // In the turn in which Zoe's row has moved up to where Ida's was, as a hand that was on its way already would press.
  const middle = JSON.stringify([ida, box.x + box.width / 2, box.y + box.height / 2]);
  // It listens before Ida goes: an answer that is waited for is heard only once it came.
  await page.evaluate(`void (window.pressed = new Promise((done) => {
    const [id, x, y] = ${middle};
    document.addEventListener("htmx:after:swap", function once() {
      if (document.getElementById("waiting-" + id)) return;
      document.removeEventListener("htmx:after:swap", once);
      const under = document.elementFromPoint(x, y);
      under.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1, clientX: x, clientY: y }));
      done(under.closest(".row").id);
    });
  }))`);
  await youthEnds(house, ida);
  expect(await page.evaluate("window.pressed")).toBe(`waiting-${zoe}`);
  expect(claimed()).toBe(taken);
  // And it says so, where it was pressed and for whoever does not see it.
  expect(await page.getAttribute(`#waiting-${zoe}`, "data-moved")).toBe("The list has changed. Press again.");
  await page.locator("#arrived", { hasText: "The list has changed." }).waitFor({ state: "attached" });
  // A moment later it is meant.
  await expect
    .poll(async () => {
      if (await page.locator(`#claim-${zoe}`).count()) await page.click(`#claim-${zoe}`);
      return claimed();
    })
    .toBe(taken + 1);
});

/** The clock of a page goes on by so long, ms. */
const later = (page: Page, ms: number) =>
  page.evaluate(`{ const now = Date.now; Date.now = () => now.call(Date) + ${ms}; }`);

/** The claims that were heard, as ids. */
const claimed = () =>
  house.heard.flatMap((event) => (event.type === "conversation.claimed" ? [event.conversationId] : []));

test("whoever is in danger and has just come before all others is taken by whoever points at them then: nothing is swallowed", async () => {
  const { page, sam, noor } = await withTwo(1280);
  for (const id of [noor, sam]) await youthEnds(house, id);
  const mo = await comesIn(house, "I am Mo");
  await page.waitForSelector(`#waiting-${mo}`);
  await page.mouse.move(700, 400);
  // Ida's row stands where Mo's has just stood; a third of a second later she is pointed at.
  const ida = await comesIn(house, "he is outside", { urgent: true });
  await page.waitForSelector(`#waiting-${ida}`);
  await later(page, 300);
  await page.click(`#claim-${ida}`);
  await page.waitForSelector(`#say-${ida}:visible`);
  expect(claimed().at(-1)).toBe(ida);
});

test("while something in the queue is pressed nothing moves under the finger, and what was pressed is done", async () => {
  const { page, noor, sam } = await withTwo(1280);
  for (const id of [noor, sam]) await youthEnds(house, id);
  const [mo, zoe] = [await comesIn(house, "I am Mo"), await comesIn(house, "I am Zoe")];
  await page.waitForSelector(`#waiting-${zoe}`);
  const box = (await page.locator(`#claim-${zoe}`).boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  // The hand has come to rest meanwhile: it is the press that keeps the list.
  await later(page, 2_000);
  const ida = await comesIn(house, "he is outside", { urgent: true });
  await page.locator("#bar .wait", { hasText: "3 waiting" }).waitFor();
  expect(await page.locator("#queue .row").evaluateAll((all) => all.map(({ id }) => id))).toEqual([
    `waiting-${mo}`,
    `waiting-${zoe}`,
  ]);
  expect((await page.locator(`#claim-${zoe}`).boundingBox())!.y).toBe(box.y);
  await page.mouse.up();
  await page.waitForSelector(`#say-${zoe}:visible`);
  expect(claimed().at(-1)).toBe(zoe);
  await page.waitForSelector(`#waiting-${ida}`);
});

test("the own chats stay where they are pressed, too", async () => {
  const { page, noor, sam } = await withTwo(1280);
  await page.waitForSelector(`#chat-${sam}`);
  const box = (await page.locator(`#chat-${sam} .open`).boundingBox())!;
  await page.mouse.move(box.x + 40, box.y + box.height / 2);
  await page.mouse.down();
  await page.evaluate(`document.addEventListener("htmx:ws:before:message:incoming", ({ detail }) => {
    if (/hx-target="#chats"[^]*a longer answer/.test(detail.message.data)) window.came = true;
  })`);
  await youthSays(house, noor, "a longer answer than before, which makes the row of this chat higher than it was");
  await expect.poll(() => page.evaluate("window.came")).toBe(true);
  await page.evaluate("new Promise(requestAnimationFrame)");
  expect(await page.locator(`#chat-${noor} .words`).textContent()).not.toContain("a longer answer");
  await page.mouse.up();
  await page.waitForSelector(`#say-${sam}:visible`);
  await page.locator(`#chat-${noor} .words`, { hasText: "a longer answer" }).waitFor();
});
