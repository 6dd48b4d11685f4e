import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { openConversations } from "#src/conversation/conversation.ts";
import { setAvailability } from "#src/staff/availability.ts";
import { close, page } from "../support/browser.ts";
import { annaSays, takes } from "../support/chats.ts";
import { open } from "../support/helpline.ts";
import { type Server, server } from "../support/server.ts";

// Nothing that a young person has typed is lost by a link, a dead network or a door that closes.

const words = "things at home are bad and i dont know who to tell";
let house: Server;

beforeEach(async () => {
  house = await server();
  await open(house);
});
afterEach(() => house.stop());
afterAll(close);

test("the network is gone when the first words are sent: they stay, with a sentence, and go out at the next tap", async () => {
  const noor = await page();
  await noor.goto(house.origin);
  await noor.fill("#text", words);
  await noor.context().setOffline(true);
  await noor.click("form[action^='/start'] button");
  await noor.waitForFunction("document.getElementById('refused').textContent.includes('no connection')");
  expect(await noor.inputValue("#text")).toBe(words);
  await noor.context().setOffline(false);
  await noor.click("form[action^='/start'] button");
  await noor.waitForSelector("#state.waiting");
  expect(await noor.locator(".m.me p").allTextContents()).toEqual([words]);
  expect(openConversations(house.helpline.db)).toHaveLength(1);
});

test("reading how it works with words in the box, and coming back to them", async () => {
  const noor = await page();
  await noor.goto(house.origin);
  await noor.fill("#text", words);
  await noor.click("form a[href^='/how']");
  await noor.waitForSelector("article");
  expect(await noor.isVisible("#text")).toBe(false);
  await noor.click("main a.big");
  expect(await noor.inputValue("#text")).toBe(words);
  await noor.click("form[action^='/start'] button");
  await noor.waitForSelector("#state.waiting");
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
  await noor.click("footer a[href='/how']");
  await noor.waitForSelector("article");
  await annaSays(house, id, "I am here");
  await noor.click("main:visible a.big");
  await noor.waitForSelector(".them >> text=I am here");
  expect(await noor.inputValue("#text")).toBe(words);
});

test("the door closes while she types: her words stay in the box and can be sent again when it opens", async () => {
  const noor = await page();
  await noor.goto(house.origin);
  await noor.fill("#text", words);
  const anna = { staffId: house.anna.id } as const;
  const say = (availability: "away" | "available") =>
    house.helpline.db.change("porchlight", (tx, emit) => setAvailability(tx, emit, { ...anna, availability }));
  await say("away");
  const button = noor.locator("form[action^='/start'] button");
  await button.click();
  await noor.locator("form button", { hasText: "Nobody here · Try to send" }).waitFor();
  await noor.locator("h1", { hasText: "Nobody is here right now" }).waitFor();
  expect(await noor.inputValue("#text")).toBe(words);
  await say("available");
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
  await noor.locator("h1", { hasText: "Nobody is here right now" }).waitFor();
  expect(await noor.inputValue("#text")).toBe(words);
  await say("available");
  await noor.locator("form button", { hasText: "Nobody here · Try to send" }).click({ noWaitAfter: true });
  await noor.frameLocator("iframe.frame-log").locator(".m p", { hasText: words }).waitFor();
});

test("a fault of ours at the start is told in its own words, not as a network that is gone, and hers stay in the box", async () => {
  const noor = await page();
  await noor.goto(house.origin);
  await noor.fill("#text", words);
  const { take } = house.helpline.limiter;
  house.helpline.limiter.take = () => {
    throw new Error("planted");
  };
  await noor.click("form[action^='/start'] button");
  await noor.locator("#refused", { hasText: /[0-9A-F]{8}/ }).waitFor();
  expect(await noor.textContent("#refused")).not.toContain("no connection");
  expect(await noor.inputValue("#text")).toBe(words);
  house.helpline.limiter.take = take;
  await noor.click("form[action^='/start'] button");
  await noor.waitForSelector("#state.waiting");
  expect(await noor.locator(".m.me p").allTextContents()).toEqual([words]);
});

test("a proxy that answers the start with a page of its own is a network that is gone: her words stay", async () => {
  const noor = await page();
  await noor.goto(house.origin);
  await noor.fill("#text", words);
  await noor.route("**/start*", (route) => route.fulfill({ status: 200, body: "<p>Sign in to this network</p>" }));
  await noor.click("form[action^='/start'] button");
  await noor.locator("#refused", { hasText: "no connection" }).waitFor();
  expect(await noor.inputValue("#text")).toBe(words);
});
