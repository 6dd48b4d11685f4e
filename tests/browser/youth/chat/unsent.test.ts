import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { conversation, openConversations } from "#src/conversation/conversation.ts";
import { messages } from "#src/conversation/reading.ts";
import { close } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { openMenu, withoutSockets, type Young, young } from "#tests/support/people/people.ts";
import { onScreen } from "#tests/support/people/place.ts";
import { oneInTurn } from "#tests/support/run/night.ts";
import { newest, take, write } from "#tests/support/states/youth/youth.ts";

// In a chat too nothing that was typed is lost: not what waits to be sent, and not what stands in the box.

const words = "they are fighting again and i hide in my room";
let house: Server;
let noor: Young;

beforeEach(async () => {
  house = await server();
  await open(house);
  noor = await young(house);
});
afterEach(async () => {
  await noor.page.context().close();
  await house.stop();
});
afterAll(close);

/** She waits or talks, and nothing that she sends arrives. */
async function stuckTalk() {
  await withoutSockets(noor.page);
  await noor.start("hello");
  await take(house);
  await noor.told("is here");
  await noor.page.route("**/send", (route) => route.abort());
  await noor.say(words);
  await noor.say("please");
  await noor.page.locator(".sending small", { hasText: "not sent yet" }).nth(1).waitFor();
}

test("what waits to be sent is all marked so, stays while she reads how this works, and goes out afterwards", async () => {
  await stuckTalk();
  await openMenu(noor.page);
  await noor.page.click("#more a[href='/how']");
  await noor.page.waitForSelector("article");
  await noor.page.goBack();
  await noor.page.waitForSelector("article", { state: "detached" });
  expect(await noor.page.locator(".sending p").allTextContents()).toEqual([words, "please"]);
  await noor.page.unroute("**/send");
  await noor.page.waitForSelector(".sending", { state: "detached" });
  const said = messages(house.helpline.db, newest(house)).filter(({ author }) => author === "youth");
  expect(said.map(({ text }) => text)).toEqual(["hello", words, "please"]);
});

test("closing the tab is never held up, whatever waits to be sent", async () => {
  await stuckTalk();
  const asked: string[] = [];
  noor.page.on("dialog", (dialog) => asked.push(dialog.type()));
  const closed = noor.page.waitForEvent("close");
  await noor.page.close({ runBeforeUnload: true });
  await closed;
  expect(asked).toEqual([]);
});

test("leaving fast without a network hides everything, and what the help says is so: opened again online, the chat has ended", async () => {
  await noor.start(words);
  await noor.page.context().setOffline(true);
  await noor.page.click("#leave", { noWaitAfter: true });
  await expect.poll(() => noor.page.url()).not.toContain(house.origin);
  expect(await noor.page.content()).not.toContain(words);
  expect(openConversations(house.helpline.db)).toHaveLength(1);
  await noor.page.context().setOffline(false);
  await noor.page.goto(house.origin);
  expect(await noor.page.content()).not.toContain(words);
  expect(openConversations(house.helpline.db)).toEqual([]);
});

test("she ends the chat before all went out: the words stand on the last page, at its top, and go into a new chat", async () => {
  await stuckTalk();
  await noor.page.fill("#text", "one more");
  await openMenu(noor.page);
  await noor.page.click("#way summary");
  await noor.page.click("#way .big");
  await noor.page.waitForSelector("[data-ended]");
  expect(await noor.page.evaluate("pageYOffset")).toBe(0);
  const all = [words, "please", "one more"].join("\n");
  expect(await noor.page.inputValue("#kept-words")).toBe(all);
  expect(conversation(house.helpline.db, newest(house))?.endReason).toBe("ended_by_youth");
  // Reading something else first takes nothing away.
  await noor.page.click("footer a[href='/help']");
  await noor.page.waitForSelector("article");
  await noor.page.goBack();
  await noor.page.click("#kept .big");
  await noor.page.waitForSelector("form[action^='/start']");
  expect(await noor.page.inputValue("#text")).toBe(all);
  await noor.page.click("form[action^='/start'] .big");
  await noor.page.waitForSelector("#state.waiting");
  expect((await noor.lines()).at(-1)).toBe(`me: ${all}`);
  expect(openConversations(house.helpline.db)).toHaveLength(1);
});

test("the same without scripts: what came too late goes into a new chat", async () => {
  const sam = await young(house, { js: false });
  await sam.start("hello");
  await take(house);
  const box = sam.page.frameLocator(".frame-box");
  await box.locator("#text").fill(words);
  await sam.log.locator(".top a").waitFor();
  const tab = sam.page;
  const other = await young(house, { js: false, beside: tab });
  await other.page.goto(`${house.origin}`, { waitUntil: "commit" });
  await other.end();
  await box.locator(".send").click();
  await box.locator("#kept-words").waitFor();
  await box.locator("#again .big").click({ noWaitAfter: true });
  await tab.waitForSelector("form[action^='/start']");
  expect(await tab.inputValue("#text")).toBe(words);
  await tab.context().close();
});

test("a tap on the scale takes no new page: what she types stays, also when the network comes back only later", async () => {
  await noor.start("hello");
  await noor.page.fill("#text", words);
  await noor.page.context().setOffline(true);
  await noor.page.click("#feeling button[value='7']");
  await noor.page.locator("#net:visible").waitFor();
  await noor.page.context().setOffline(false);
  await noor.page.locator("#feeling", { hasText: "You chose 7" }).waitFor();
  expect(conversation(house.helpline.db, newest(house))?.feelingBefore).toBe(7);
  expect(await noor.page.inputValue("#text")).toBe(words);
});

test("older messages come into the page, above, and what she types stays", async () => {
  await noor.start("the very first words");
  const id = await take(house);
  for (let n = 1; n < 30; n++) await write(house, id, n % 2 ? "counsellor" : "youth", `${n}. ${"so long ".repeat(80)}`);
  await noor.page.reload();
  await noor.sees("29. ");
  await noor.page.fill("#text", words);
  expect(await noor.page.locator("#m1").count()).toBe(0);
  await noor.page.getByText("Show earlier messages").click();
  await noor.sees("the very first words");
  expect((await noor.lines()).map((line) => /\d+\.|first/.exec(line)?.[0])).toEqual([
    "first",
    ...Array.from({ length: 29 }, (_, n) => `${n + 1}.`),
  ]);
  expect(await noor.page.inputValue("#text")).toBe(words);
  expect(await noor.page.isVisible("#new")).toBe(false);
});

test("with the keyboard open, who waits sees the words that go out and the box, and with it closed the place comes first", async () => {
  await noor.start("hello");
  for (const height of [440, 370]) {
    await noor.page.setViewportSize({ width: 360, height });
    await noor.say(`${height} px are left for words`);
    await noor.sees(`${height} px`);
    await noor.page.waitForSelector(".sending", { state: "detached" });
    await expect.poll(() => onScreen(noor.page, "#log > :last-child")).toBe(true);
    expect(await onScreen(noor.page, "#text")).toBe(true);
  }
});

test.each(oneInTurn("her words on the first screen", [true, false]))(
  "who waits sees her words on the first screen (JavaScript: %s)",
  async (js) => {
    const sam = await young(house, { js });
    await sam.start(words);
    await sam.sees(words);
    await openMenu(sam.page);
    expect(await sam.page.isVisible("#more noscript p")).toBe(!js);
    await sam.page.click("#more > summary", { noWaitAfter: true });
    if (js) await expect.poll(() => onScreen(sam.page, ".m.me")).toBe(true);
    else {
      const { y, height } = (await sam.log.locator(".m").boundingBox())!;
      expect(y).toBeGreaterThan(0);
      expect(y + height).toBeLessThan(740);
    }
    await sam.page.context().close();
  },
);

test("without a network no link and no form leads away: she stays in the chat or in line, and is told what to try", async () => {
  const { page } = noor;
  await noor.start("hello");
  await page.fill("#text", words);
  await openMenu(page);
  await page.context().setOffline(true);
  await page.click("#more a[href='/help']");
  await page.locator("#net:visible", { hasText: "turn Wi-Fi off, or on" }).waitFor();
  expect(await page.inputValue("#text")).toBe(words);
  await page.context().setOffline(false);
  await page.locator("#net:not(:visible)").waitFor({ state: "attached" });
  await page.click("#more > summary");
  await page.context().setOffline(true);
  await page.click("#out [action='/end'] button", { noWaitAfter: true });
  await page.locator("#net", { hasText: "You’re offline" }).waitFor();
  expect(await page.inputValue("#text")).toBe(words);
  await page.context().setOffline(false);
  await take(house);
  await noor.told("is here");
  await page.fill("#text", "");
  await page.context().setOffline(true);
  await openMenu(page);
  await page.click("#way summary");
  await page.click("#way .big", { noWaitAfter: true });
  await page.locator("#net", { hasText: "You’re offline" }).waitFor();
  await page.waitForSelector("#state.talking");
  await page.context().setOffline(false);
  expect(conversation(house.helpline.db, newest(house))!.endedAt).toBe(null);
});

test("a proxy that answers the end with a page of its own ends nothing: the chat goes on", async () => {
  const { page } = noor;
  await noor.start("hello");
  const id = await take(house);
  await noor.told("is here");
  await page.fill("#text", words);
  await page.route("**/end", (route) => route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad</h1>" }));
  await openMenu(page);
  await page.click("#way summary");
  await page.click("#way .big", { noWaitAfter: true });
  await page.waitForSelector("#net:not([hidden])");
  expect(conversation(house.helpline.db, id)!.endedAt).toBe(null);
  await write(house, id, "counsellor", "I am still here");
  await noor.sees("I am still here");
  expect(await page.inputValue("#text")).toBe(words);
});
