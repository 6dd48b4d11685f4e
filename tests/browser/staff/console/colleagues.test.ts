import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { offerForm } from "#src/conversation/colleagues/handover-draft.ts";
import { close } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Counsellor, counsellor, type Young, young } from "#tests/support/people/people.ts";
import { type TimedServer, timedServer, write } from "#tests/support/states/youth/youth.ts";

// Three browsers at once: Anna (Mika) talks with Noor, Béla (Luna) comes to it.

let house: TimedServer;
let anna: Counsellor;
let bela: Counsellor;
let noor: Young;
let id: number;

beforeEach(async () => {
  house = await timedServer();
  [anna, bela, noor] = [await counsellor(house), await counsellor(house, { name: "bela" }), await young(house)];
  await anna.signIn();
  await anna.available();
  await bela.signIn();
  await noor.start("it is bad again");
  id = await anna.take();
  await noor.told("Mika is here");
});
afterEach(async () => {
  expect(house.reported).toEqual([]);
  for (const one of [anna, bela, noor]) await one.page.context().close();
  await house.stop();
});
afterAll(close);

const goTo = (one: Counsellor) => one.page.goto(`${house.origin}/staff/conversation/${id}`);
const text = (page: Page) => page.locator("body").innerText();
/** What stands in the page of a young person, shown or not. */
const all = (page: Page) => page.content();

test("silent read: Luna sees every word as it comes, Mika sees who reads, Noor sees nothing; a role that goes takes the words along", async () => {
  await goTo(bela);
  expect(await text(bela.page)).not.toContain("it is bad again");
  await anna.page.locator(`#say-${id}`).pressSequentially("half a th");
  await bela.page.click(`#read-along-${id}`);
  await bela.sees("it is bad again");
  await anna.page.waitForSelector(`#seats-${id}:has-text("Luna is reading along")`);
  // Nothing was taken from under Anna's hands.
  expect(await anna.page.inputValue(`#say-${id}`)).toBe("half a th");
  expect(await anna.page.evaluate("document.activeElement.id")).toBe(`say-${id}`);
  await noor.say("are you there?");
  await bela.sees("are you there?");
  await anna.say("Yes.", id);
  await bela.sees("Yes.");
  await noor.sees("Yes.");
  expect(await all(noor.page)).not.toMatch(/Luna|Kovács|Peeters/);
  expect(await bela.page.locator(`#say-${id}`).count()).toBe(0);

  await bela.page.click(`#leave-${id}`);
  await bela.page.waitForSelector(".room");
  await anna.page.waitForSelector(`#seats-${id}:not(:has-text("Luna"))`, { state: "attached" });
});

test("joining: three write in one chat, each sees who writes, and who goes", async () => {
  await goTo(bela);
  await bela.page.click(`#join-${id}`);
  await bela.page.waitForSelector(`#say-${id}`);
  await noor.sees("Luna has joined this chat too");
  await anna.page.waitForSelector(`#seats-${id}:has-text("Luna has joined")`);
  await bela.page.locator(`#say-${id}`).pressSequentially("Hi");
  await noor.page.waitForSelector("#typing:not([hidden])");
  expect(await noor.page.textContent("#typing")).toContain("Luna");
  await bela.say("Hi, I am Luna.", id);
  await noor.sees("Hi, I am Luna.");
  await anna.sees("Hi, I am Luna.");
  await noor.say("hello both");
  await anna.sees("hello both");
  await bela.sees("hello both");
  expect(await bela.page.locator(".pane .end").count()).toBe(0);
  await bela.page.click(`#leave-${id}`);
  await noor.sees("Luna has left this chat. Mika is still here.");
  await bela.page.waitForSelector(".room");
  await write(house, id, "youth", "only for Mika");
  await anna.sees("only for Mika");
  expect(await all(bela.page)).not.toContain("only for Mika");
});

test("handing over with nobody there: the keys still lead into it and out of it, also on a phone", async () => {
  const { page } = anna;
  await page.setViewportSize({ width: 360, height: 640 });
  await page.locator(`#scroll-${id}`).press("h");
  await page.waitForSelector(`#summary-${id}:focus`);
  expect(await page.locator(`#handover-${id} [name=to]:enabled`).count()).toBe(0);
  // Of the tabs, which have no room there, the one that is open is in sight, beside the way out.
  const [tab, shut] = [`#side-${id} [aria-current]`, `#side-${id} .shut-side`].map((one) => page.locator(one));
  const { x, width } = (await tab!.boundingBox())!;
  expect(x).toBeGreaterThanOrEqual(0);
  expect(Math.floor(x + width)).toBeLessThanOrEqual((await shut!.boundingBox())!.x);
  await page.keyboard.press("Escape");
  await page.waitForSelector(`#say-${id}:focus`);
});

test("handing over: nothing changes for Noor until Luna accepts, and Luna alone reads what Mika wrote for her", async () => {
  await open(house, house.bela);
  const { page } = anna;
  await page.locator(`#scroll-${id}`).press("h");
  await page.waitForSelector(`#summary-${id}:visible`);
  await page.check(`#handover-${id} [value="staff-${house.bela.id}"]`);
  await page.fill(`#summary-${id}`, "Her aunt can come.");
  await page.click(`#offer-now-${id}`);
  await page.waitForSelector(`#handover-${id} .wrong:not(:empty)`);
  expect(await page.inputValue(`#summary-${id}`)).toBe("Her aunt can come.");
  await page.check(`#handover-${id} [value="yes"]`);
  await page.click(`#offer-now-${id}`);
  await bela.page.waitForSelector(`#offer-${id}:has-text("Her aunt can come.")`);
  await page.waitForSelector(`#seats-${id}:has-text("Offered to Luna")`);
  // Declined: Mika is told, and what she wrote is still there.
  await bela.page.click(`#decline-${id}`);
  await page.waitForSelector(`#seats-${id}:has-text("Luna can’t take it now")`);
  await bela.page.waitForSelector(`#offer-${id}`, { state: "detached" });
  await page.waitForSelector(`#offer-now-${id}`);
  expect(await page.inputValue(`#summary-${id}`)).toBe("Her aunt can come.");
  expect(await all(noor.page)).not.toMatch(/Luna|aunt/);
  // Offered again, and half a message of Anna's is on its way when it goes.
  await page.check(`#handover-${id} [value="staff-${house.bela.id}"]`);
  await page.click(`#offer-now-${id}`);
  await bela.page.waitForSelector(`#offer-${id}`);
  // With the tab still open.
  await page.fill(`#say-${id}`, "I wanted to say");
  await bela.page.click(`#accept-${id}`);
  await bela.page.waitForSelector(`#say-${id}`);
  await bela.sees("it is bad again");
  await noor.sees("Luna is here for you now instead of Mika");
  await noor.told("Luna is here");
  await page.waitForSelector(`#pane-${id}.outside:has-text("Luna is with them")`);
  expect(await page.inputValue(`#unsent-${id}`)).toBe("I wanted to say");
  expect(await page.getAttribute(`#pane-${id}`, "data-tab")).toBe("about");
  await bela.page.click(`#left-${id} summary`);
  await bela.page.waitForSelector(`#left-${id} .left-words:visible`);
  await bela.say("Hello, I am Luna.", id);
  await noor.sees("Hello, I am Luna.");
  expect(await all(page)).not.toContain("Hello, I am Luna.");
  expect(await all(noor.page)).not.toMatch(/aunt|Kovács|Peeters/);
});

test("half typed to hand over: it is there after a reload and in another tab, Luna gets no byte of it, and once offered it is gone", async () => {
  await open(house, house.bela);
  const got: string[] = [];
  bela.page.on("websocket", (line) => line.on("framereceived", ({ payload }) => got.push(String(payload))));
  await goTo(bela);
  await bela.page.click(`#join-${id}`);
  await bela.page.waitForSelector(`#say-${id}`);
  const { page } = anna;
  const form = `${house.origin}/staff/conversation/${id}/handover`;
  const empty = await page.context().newPage();
  await empty.goto(form);
  await page.goto(form);
  await page.check(`[value="staff-${house.bela.id}"]`);
  await page.fill(`#summary-${id}`, "School.\nHer aunt");
  await page.check("[name=agreed][value=no]");
  await page.fill(`#reason-${id}`, "on the bri");
  const kept = () => offerForm(house.helpline.db, { conversationId: id, staffId: house.anna.id });
  const typed = { to: `staff-${house.bela.id}`, summary: "School.\nHer aunt", agreed: "no", reason: "on the bri" };
  await expect.poll(kept).toEqual(typed);
  await page.reload();
  expect(await offered(page)).toEqual(typed);

  // She types on and leaves at once.
  await page.evaluate(`{
    const field = document.getElementById("reason-${id}");
    field.value = "on the bridge";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    location.assign("/staff");
  }`);
  await expect.poll(kept).toEqual({ ...typed, reason: "on the bridge" });
  // A page on its way elsewhere cannot always be closed.
  await page.waitForURL(`${house.origin}/staff`);
  await page.close();
  // In this tab nothing was typed: it wipes nothing.
  await empty.reload();
  expect(await offered(empty)).toEqual({ ...typed, reason: "on the bridge" });
  await noor.say("are you there?");
  await bela.sees("are you there?");
  expect(got.join("").includes("are you there?")).toBe(true);
  await bela.page.reload();
  got.push(await all(bela.page));
  expect(/Her aunt|on the bri/.exec(got.join(""))).toBeNull();

  await empty.click(`#offer-now-${id}`);
  await bela.page.waitForSelector(`#offer-${id}:has-text("Her aunt")`);
  expect(kept()).toBeUndefined();
  await empty.reload();
  expect(await all(empty)).not.toContain("aunt");
});

/** What stands in the form for handing over. */
async function offered(page: Page): Promise<unknown> {
  await page.waitForSelector(".offer-form", { state: "attached" });
  return page.evaluate(`(() => {
    const { summary, ...rest } = Object.fromEntries(new FormData(document.querySelector(".offer-form")));
    return { ...rest, summary: summary.replaceAll("\\r\\n", "\\n") };
  })()`);
}

test("taking over asks first; Mika is shown who has it, Noor is told, and without scripts it is the same", async () => {
  await goTo(bela);
  await bela.page.click(`#take-over-ask-${id} summary`);
  await bela.page.click(`#take-over-ask-${id} [data-shut]`);
  await bela.page.click(`#take-over-ask-${id} summary`);
  await bela.page.click(`#take-over-${id}`);
  await bela.page.waitForSelector(`#say-${id}`);
  await noor.sees("Luna is taking over from Mika");
  await anna.page.waitForSelector(`#pane-${id}.outside:has-text("Luna is with them")`);
  expect(await all(anna.page)).not.toContain("it is bad again");
  await anna.page.waitForSelector(`#chat-${id}`, { state: "detached" });

  const plain = await counsellor(house, { name: "bela", js: false });
  await plain.signIn();
  await plain.page.goto(`${house.origin}/staff/conversation/${id}`);
  await plain.sees("it is bad again");
  await plain.page.context().close();
});
