import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { youthSays } from "#tests/support/house/chats.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { type Counsellor, counsellor, young } from "#tests/support/people/people.ts";

let house: Server;
let pages: Page[];
beforeEach(async () => {
  house = await server();
  pages = [];
});
afterEach(async () => {
  expect(house.reported).toEqual([]);
  for (const one of pages) await one.context().close();
  await house.stop();
});
afterAll(close);

async function atWork(name: "anna" | "bela"): Promise<Counsellor> {
  const one = await counsellor(house, { name });
  pages.push(one.page);
  await one.signIn();
  await one.page.waitForSelector("#sound:not([hidden])");
  return one;
}

async function noorComes(words: string) {
  const noor = await young(house);
  pages.push(noor.page);
  await noor.start(words);
  return noor;
}

test("Béla sees from above who comes, who takes her and how long, and no word; what is painted moves no focus", async () => {
  const [anna, bela] = [await atWork("anna"), await atWork("bela")];
  await anna.available();
  await bela.page.locator("#panes").press("o");
  const overview = bela.page.locator("#overview");
  await overview.waitFor();
  await noorComes("my secret words");
  await overview.locator("#overview-waiting tbody tr").waitFor();
  const id = await anna.take();
  const talk = overview.locator(`#above-talk-${id}`);
  await talk.getByText("Mika").first().waitFor();
  await talk.locator("a").focus();
  for (let n = 0; n < 30; n += 1) await youthSays(house, id, `secret ${n}`);
  await anna.say("Hi, I’m Mika.");
  await talk.getByText("Young person").waitFor();
  expect(await bela.page.locator(":focus").getAttribute("id")).toBe(`above-open-${id}`);
  expect(await overview.textContent()).not.toMatch(/secret|Hi, I’m|Peeters/);
  // From here a supervisor goes to where they may read along.
  await bela.page.keyboard.press("Enter");
  await bela.page.waitForSelector(`#pane-${id}.outside`);
  expect(await bela.page.locator("#overview").count()).toBe(0);
}, 60_000);

test("“I need to talk” marks Béla’s top line at once; who takes it, and thanks that are passed on, come to Anna as she works", async () => {
  const [anna, bela] = [await atWork("anna"), await atWork("bela")];
  await anna.available();
  const noor = await noorComes("hello");
  await anna.take();
  await noor.end();
  await anna.page.waitForSelector(".debrief");
  await anna.page.fill(".debrief [name=note]", "it was about my sister");
  await anna.page.click(".debrief [value=talk]");
  await anna.page.waitForSelector(".debrief [value=talk][aria-pressed=true]");
  // In words, not as a sign alone.
  await bela.page.locator("#inbox.talk .more:visible", { hasText: "Would like to talk: 1" }).waitFor();
  await noor.tapsAfter(3, "yes");
  await noor.page.click("#thanks summary");
  await noor.page.fill("#thank", "you listened to me");
  await noor.page.click("#thanks button");
  await noor.page.waitForSelector("#thanks.thanks");
  expect(await anna.page.locator("#for-you").isVisible()).toBe(false);
  await bela.page.click("#inbox");
  expect(await bela.page.textContent("main")).toMatch(/Mika[\s\S]*it was about my sister[\s\S]*you listened to me/);
  await bela.page.click("[value=take]");
  await bela.page.waitForSelector("[value=release]");
  await anna.page.locator("#for-you").getByText("Luna will talk to you").waitFor();
  await bela.page.click("[value=passed]");
  await anna.page.locator("#for-you").getByText("you listened to me").waitFor();
  await anna.page.click("#for-you [id^=told-thanks]");
  await anna.page.locator("#for-you").getByText("you listened to me").waitFor({ state: "detached" });
  expect(await noor.page.content()).not.toMatch(/Peeters|Kov|Luna|sister/);
}, 60_000);

test("after a chat Anna counts as busy until she says that she is ready, by one key", async () => {
  const [anna, bela] = [await atWork("anna"), await atWork("bela")];
  await anna.available();
  await bela.page.goto(`${house.origin}/staff/overview`);
  const noor = await noorComes("hello");
  await anna.take();
  await noorComes("is anybody there");
  await anna.page.waitForSelector("#queue .row");
  const line = () => anna.page.evaluate("document.getElementById('bar').offsetHeight");
  const before = await line();
  await noor.end();
  await anna.page.waitForSelector("#wrap-up");
  // Nothing beneath the top line moves for it.
  expect(await line()).toBe(before);
  await bela.page.locator(`#above-person-${house.anna.id}`).getByText("Wrapping up").waitFor();
  // The field she was in is gone: until she has let go of it, letters are no keys.
  await anna.page.locator("#panes").press("Escape");
  await anna.page.locator("#panes").press("y");
  await anna.page.locator("#wrap-up").waitFor({ state: "detached" });
  await bela.page.locator(`#above-person-${house.anna.id}`).getByText("Available").waitFor();
}, 60_000);
