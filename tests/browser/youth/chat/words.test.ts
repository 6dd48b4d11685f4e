import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { openConversations } from "#src/conversation/conversation.ts";
import { setSetting } from "#src/settings/settings.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { close, page } from "#tests/support/browser/browser.ts";
import { annaSays, takes } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { inLanguage, openMenu } from "#tests/support/people/people.ts";
import { onScreen, place } from "#tests/support/people/place.ts";

// Nothing that a young person has typed is lost by a link, a dead network or a door that closes.

const words = "things at home are bad and i dont know who to tell";
let house: Server;

beforeEach(async () => {
  house = await server();
  await open(house);
});
afterEach(() => house.stop());
afterAll(close);

test("the network is gone: a page beside that cannot be fetched says what to try; first words that are sent stay, with a sentence, and go out at the next tap", async () => {
  const noor = await page();
  await noor.goto(house.origin);
  await noor.fill("#text", words);
  await noor.context().setOffline(true);
  await noor.click("footer a[href='/help']");
  await noor.locator("#refused", { hasText: "turn Wi-Fi off, or on" }).waitFor();
  await expect.poll(() => onScreen(noor, "#refused")).toBe(true);
  expect(await noor.inputValue("#text")).toBe(words);
  await noor.click("form[action^='/start'] button");
  await noor.waitForFunction("document.getElementById('refused').textContent.includes('You’re offline')");
  expect(await noor.inputValue("#text")).toBe(words);
  await noor.context().setOffline(false);
  await noor.click("form[action^='/start'] button");
  await noor.waitForSelector("#state.waiting");
  expect(await noor.locator(".m.me p").allTextContents()).toEqual([words]);
  expect(openConversations(house.helpline.db)).toHaveLength(1);
});

test("from how it works its own way and the browser’s Back lead back to her words, where she was; the rules open at what she tapped", async () => {
  const noor = await page();
  await noor.goto(house.origin);
  // Pulling the page down too far reloads nothing.
  expect(await noor.evaluate("getComputedStyle(document.documentElement).overscrollBehaviorY")).toBe("contain");
  await noor.fill("#text", words);
  await noor.click("form a[href^='/how']");
  await noor.waitForSelector("article");
  expect(await noor.isVisible("#text")).toBe(false);
  await noor.click("main a.big");
  expect(await noor.inputValue("#text")).toBe(words);
  const link = noor.locator("a[href='/how#told']");
  await link.scrollIntoViewIfNeeded();
  const before = await place(noor, "a[href='/how#told']");
  await link.click();
  await noor.waitForSelector("article");
  await expect.poll(() => place(noor, "#told")).toBeLessThan(400);
  expect(await place(noor, "#told")).toBeGreaterThan(0);
  await noor.click("footer a[href='/help']");
  await noor.locator("h1:visible", { hasText: "Help with this page" }).waitFor();
  await noor.goBack();
  await noor.waitForSelector("article", { state: "detached" });
  expect(await noor.inputValue("#text")).toBe(words);
  expect(Math.abs((await place(noor, "a[href='/how#told']")) - before)).toBeLessThan(3);
  await noor.click("form[action^='/start'] button");
  await noor.waitForSelector("#state.waiting");
});

test("another language takes her words along, from there to the rules and back, and without a network this page stays", async () => {
  const noor = await page();
  await noor.goto(house.origin);
  await noor.fill("#text", words);
  await noor.context().setOffline(true);
  await inLanguage(noor, "fr");
  await noor.locator("#refused", { hasText: "You’re offline" }).waitFor();
  await noor.context().setOffline(false);
  await inLanguage(noor, "fr");
  await noor.waitForSelector("html[lang=fr]");
  expect(await noor.inputValue("#text")).toBe(words);
  expect(await noor.textContent("#refused")).toBe("");
  await noor.click("form a[href^='/how']");
  await noor.waitForSelector("article");
  await noor.click("main:visible a.big");
  expect(await noor.inputValue("#text")).toBe(words);
  await noor.click("form[action^='/start'] .big");
  await noor.waitForSelector("#state.waiting");
  expect(await noor.getAttribute("html", "lang")).toBe("fr");
  expect(openConversations(house.helpline.db)).toHaveLength(1);
});

test("so does a secret word alone, in no address, and a tick that says danger", async () => {
  const noor = await page();
  await noor.goto(house.origin);
  await noor.click("form summary");
  await noor.fill("#secret", "lantern");
  await inLanguage(noor, "fr");
  await noor.waitForSelector("html[lang=fr]");
  expect(await noor.isVisible("#secret")).toBe(true);
  expect(await noor.inputValue("#secret")).toBe("lantern");
  expect(noor.url()).toBe(`${house.origin}/start?l=fr`);
  await noor.fill("#secret", "");
  await noor.check("[name=danger]");
  await inLanguage(noor, "nl");
  await noor.waitForSelector("html[lang=nl]");
  expect(await noor.isChecked("[name=danger]")).toBe(true);
  // Where nothing is filled in, no form is sent.
  await noor.uncheck("[name=danger]");
  await inLanguage(noor, "en");
  await noor.waitForSelector("html[lang=en]");
  expect(noor.url()).toBe(`${house.origin}/?l=en`);
});

test("without scripts all of it goes along too, and from there the chat begins", async () => {
  const noor = await page({ js: false });
  await noor.goto(house.origin);
  await noor.fill("#text", words);
  await noor.click("form summary");
  await noor.fill("#secret", "lantern");
  await noor.check("[name=danger]");
  for (const language of ["fr", "nl"] as const) {
    await inLanguage(noor, language);
    expect(await noor.getAttribute("html", "lang")).toBe(language);
    expect([await noor.inputValue("#text"), await noor.inputValue("#secret")]).toEqual([words, "lantern"]);
    expect(await noor.isChecked("[name=danger]")).toBe(true);
  }
  expect(openConversations(house.helpline.db)).toEqual([]);
  await noor.click("form[action^='/start'] .big");
  expect(await noor.locator(".m.me p, iframe").count()).toBeGreaterThan(0);
  expect(openConversations(house.helpline.db)).toMatchObject([{ language: "nl", lane: "urgent" }]);
});

test("a door that has shut meanwhile is read in another language too, though its box is gone", async () => {
  const noor = await page();
  await noor.goto(house.origin);
  const { db } = house.helpline;
  await db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "opening", value: "break" }));
  await noor.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
  await noor.waitForSelector("#text", { state: "detached" });
  await inLanguage(noor, "fr");
  await noor.waitForSelector("html[lang=fr]");
  expect(noor.url()).toBe(`${house.origin}/?l=fr`);
});

test("the same in a chat, where what comes meanwhile is there on the way back", async () => {
  const noor = await page();
  await noor.goto(house.origin);
  await noor.click("form[action^='/start'] button");
  await noor.waitForSelector("#state.waiting");
  const [{ id } = { id: 0 }] = openConversations(house.helpline.db);
  await takes(house, house.anna, id);
  await noor.waitForSelector("#state.talking");
  await noor.fill("#text", words);
  await openMenu(noor);
  await noor.click("#more a[href='/how']");
  await noor.waitForSelector("article");
  await annaSays(house, id, "I’m here");
  await noor.click("main:visible a.big");
  await noor.waitForSelector(".them >> text=I’m here");
  expect(await noor.inputValue("#text")).toBe(words);
});

test("the door closes while she types, and the network goes: her words outlast both, also when she tries again and again, and go out when it opens", async () => {
  const noor = await page();
  await noor.goto(house.origin);
  await noor.fill("#text", words);
  const anna = { staffId: house.anna.id, availability: "away" } as const;
  await house.helpline.db.change("porchlight", (tx, emit) => setAvailability(tx, emit, anna));
  const button = noor.locator("form[action^='/start'] button");
  await button.click();
  await noor.locator("form button", { hasText: "Nobody here · Try anyway" }).waitFor();
  await noor.locator("h1", { hasText: "Nobody’s here right now" }).waitFor();
  expect(await noor.inputValue("#text")).toBe(words);
  await noor.context().setOffline(true);
  for (const _ of [1, 2]) {
    await button.click();
    await noor.locator("#refused", { hasText: "You’re offline" }).waitFor();
  }
  expect(await noor.inputValue("#text")).toBe(words);
  await noor.context().setOffline(false);
  await open(house);
  await button.click();
  await noor.waitForSelector("#state.waiting");
  expect(await noor.locator(".m.me p").allTextContents()).toEqual([words]);
});

test("the same without scripts", async () => {
  const noor = await page({ js: false });
  await noor.goto(house.origin);
  await noor.fill("#text", words);
  const anna = { staffId: house.anna.id } as const;
  const say = (availability: "away" | "available") =>
    house.helpline.db.change("porchlight", (tx, emit) => setAvailability(tx, emit, { ...anna, availability }));
  await say("away");
  await noor.click("form[action^='/start'] button");
  await noor.locator("h1", { hasText: "Nobody’s here right now" }).waitFor();
  expect(await noor.inputValue("#text")).toBe(words);
  await say("available");
  await noor.locator("form button", { hasText: "Nobody here · Try anyway" }).click({ noWaitAfter: true });
  await noor.frameLocator("iframe.frame-log").locator(".m p", { hasText: words }).waitFor();
});

test("a proxy that answers the start with a page of its own is a network that is gone; a fault of ours is told in its own words; hers stay in the box", async () => {
  const noor = await page();
  await noor.goto(house.origin);
  await noor.fill("#text", words);
  await noor.route("**/start*", (route) => route.fulfill({ status: 200, body: "<p>Sign in to this network</p>" }));
  await noor.click("form[action^='/start'] button");
  await noor.locator("#refused", { hasText: "You’re offline" }).waitFor();
  expect(await noor.inputValue("#text")).toBe(words);
  await noor.unroute("**/start*");
  const { take } = house.helpline.limiter;
  house.helpline.limiter.take = () => {
    throw new Error("planted");
  };
  await noor.click("form[action^='/start'] button");
  await noor.locator("#refused", { hasText: /[0-9A-F]{8}/ }).waitFor();
  expect(await noor.textContent("#refused")).not.toContain("You’re offline");
  expect(await noor.inputValue("#text")).toBe(words);
  house.helpline.limiter.take = take;
  await noor.click("form[action^='/start'] button");
  await noor.waitForSelector("#state.waiting");
  expect(await noor.locator(".m.me p").allTextContents()).toEqual([words]);
});
