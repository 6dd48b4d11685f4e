import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { markSeen } from "#src/conversation/reading.ts";
import { close } from "#tests/support/browser/browser.ts";
import { says } from "#tests/support/house/http.ts";
import { somePlaces } from "#tests/support/house/places.ts";
import { type Counsellor, counsellor, type Young, young } from "#tests/support/people/people.ts";
import { another, newest, type TimedServer, timedServer, write } from "#tests/support/states/youth/youth.ts";

let house: TimedServer;
let anna: Counsellor;
let noor: Young;

beforeEach(async () => {
  house = await timedServer();
  anna = await counsellor(house);
  noor = await young(house);
  await anna.signIn();
  await anna.available();
});
afterEach(async () => {
  expect(house.reported).toEqual([]);
  await anna.page.context().close();
  await noor.page.context().close();
  await house.stop();
});
afterAll(close);

async function meet(): Promise<number> {
  await noor.start("hello");
  const id = await anna.take();
  await noor.told("Mika is here");
  return id;
}

/** Enough lines that both have to scroll. */
async function longTalk(id: number) {
  for (let n = 1; n <= 40; n++) await write(house, id, n % 2 ? "counsellor" : "youth", `line ${n}`);
  await noor.sees("line 40");
  await anna.sees("line 40");
}

test("live: whoever waits sees the place first, then one line that Mika is here, and another way out", async () => {
  const { page } = noor;
  await noor.start("hello");
  expect(await page.evaluate("scrollY")).toBe(0);
  expect(await page.textContent("#out")).toContain("Leave the line");
  await anna.take();
  await noor.told("Mika is here");
  await page.waitForSelector("#way summary", { state: "attached" });
  expect(await page.textContent("#way")).toContain("End the chat");
  expect(await page.textContent("#out")).toBe("");
  await expect
    .poll(() => page.locator(".notice").allTextContents())
    .toEqual([says("notice.claimed", { alias: "Mika" })]);
  // The line beside the field is for whoever has the companion open.
  expect(await page.getByText("Mika is here").filter({ visible: true }).count()).toBe(1);
  expect(await page.isHidden("#feeling")).toBe(true);
});

test("live: on a small phone the place in line stays in sight, and whoever is found comes to the newest words", async () => {
  const { page } = noor;
  await page.setViewportSize({ width: 360, height: 640 });
  await somePlaces(house.helpline.db);
  await another(house, "before me");
  await noor.start("he is here again");
  const id = newest(house);
  const top = async (selector: string) => (await page.locator(selector).boundingBox())!.y;
  // The line above moves on: what stands there is painted anew.
  const first = await anna.take();
  await anna.end();
  await noor.told("You’re next");
  const under = (await page.locator("#top").boundingBox())!;
  expect(await top("#state h1")).toBeGreaterThanOrEqual(under.y + under.height);
  for (let n = 1; n <= 20; n++) await write(house, id, "youth", `line ${n}`);
  await noor.sees("line 20");
  await page.evaluate("scrollTo(0, 0)");
  expect(await anna.take()).not.toBe(first);
  await noor.told("Mika is here");
  await noor.sees("Mika has joined");
  const dock = await top(".dock");
  await expect.poll(async () => bottom(page)).toBeLessThanOrEqual(dock);
});

/** Where the newest words end. */
async function bottom(page: Young["page"]): Promise<number> {
  const { y, height } = (await page.locator("#log li").last().boundingBox())!;
  return Math.floor(y + height);
}

test("live: each sees that the other is writing, and when it stops; a draft survives a reload", async () => {
  const id = await meet();
  await noor.page.locator("#text").pressSequentially("I do");
  await anna.page.waitForSelector(`#typing-${id} span`);
  expect(await anna.page.textContent(`#typing-${id}`)).toContain("is typing");
  await noor.say("I do not know");
  await anna.page.waitForSelector(`#typing-${id} span`, { state: "detached" });

  await anna.page.locator(`#say-${id}`).pressSequentially("Take");
  await noor.page.waitForSelector("#typing:not([hidden])");
  expect(await noor.page.textContent("#typing")).toContain("Mika is writing");
  // She falls silent: the sign goes by itself.
  house.clock.pass(60_000);
  await noor.page.waitForSelector("#typing", { state: "hidden" });
  await draftIsKept(id);
});

test("live: who reads further up is not moved, and finds a button to the new words: Noor and Anna", async () => {
  const id = await meet();
  await longTalk(id);
  await noorReadsFurtherUp(id);
  await annaReadsFurtherUp(id);
});

async function noorReadsFurtherUp(id: number) {
  const { page } = noor;
  await page.evaluate("scrollTo(0, 300)");
  const at = () => page.evaluate("Math.round(scrollY)");
  expect(await at()).toBe(300);
  expect(await page.isHidden("#new")).toBe(true);
  await write(house, id, "counsellor", "news from Mika");
  await page.waitForSelector("#new:visible");
  expect(await at()).toBe(300);
  await page.click("#new");
  await page.waitForSelector("#new", { state: "hidden" });
  const last = await page.locator("#log li").last().boundingBox();
  const dock = await page.locator(".dock").boundingBox();
  expect(last!.y + last!.height).toBeLessThanOrEqual(dock!.y);
  // At the end again, she is taken along.
  await write(house, id, "counsellor", "more from Mika");
  await noor.sees("more from Mika");
  await expect.poll(async () => (await page.locator("#log li").last().boundingBox())!.y).toBeLessThan(dock!.y);
  expect(await page.isHidden("#new")).toBe(true);
}

async function annaReadsFurtherUp(id: number) {
  const { page } = anna;
  const line = page.locator(".log .m p", { hasText: /^line 5$/ });
  await line.scrollIntoViewIfNeeded();
  const at = async () => Math.round((await line.boundingBox())!.y);
  const before = await at();
  await noor.say("first news");
  await page.waitForSelector(`#newer-${id}:visible`);
  await noor.say("second news");
  await expect.poll(() => page.textContent(`#newer-${id}`)).toBe("New messages: 2");
  expect(Math.abs((await at()) - before)).toBeLessThanOrEqual(1);
  await page.click(`#newer-${id}`);
  await page.waitForSelector(`#newer-${id}`, { state: "hidden" });
  expect(await page.locator(".log .m").last().isVisible()).toBe(true);
}

test("live: a new arrival is counted in the title, marked, and heard only once sound is on", async () => {
  const { page } = anna;
  await page.addInitScript(`window.notes = 0; const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (at) { notes++; return start.call(this, at); };`);
  await page.reload();
  await page.waitForSelector("#sound:not([hidden])");
  expect(await page.title()).not.toMatch(/^\(/);
  await another(house, "first");
  await expect.poll(() => page.title()).toMatch(/^\(1\) /);
  await page.waitForSelector("#queue .row[data-fresh] .fresh:visible");
  expect(await page.evaluate("notes")).toBe(0);
  await page.click("#sound");
  await page.waitForSelector("#sound[aria-pressed=true]");
  // Heard at once, so that one knows what to listen for.
  await expect.poll(() => page.evaluate("notes")).toBe(2);
  await another(house, "second");
  await expect.poll(() => page.title()).toMatch(/^\(2\) /);
  await expect.poll(() => page.evaluate("notes")).toBe(4);
  await page.click("#sound");
  await page.waitForSelector("#sound[aria-pressed=false]");
  await another(house, "third");
  await expect.poll(() => page.title()).toMatch(/^\(3\) /);
  expect(await page.evaluate("notes")).toBe(4);
});

test("live: words in a chat that is not on the screen are marked until it is opened; two side by side do not disturb each other", async () => {
  const first = await meet();
  await another(house, "I am Sam");
  await anna.take();
  const second = newest(house);
  const { page } = anna;
  await page.locator(`#open-${first}`).press("Enter");
  await page.waitForSelector(`#pane-${first}`);
  await write(house, second, "youth", "are you there?");
  await write(house, second, "youth", "hello?");
  await page.waitForSelector(`#chat-${second}.unread`);
  await expect.poll(() => page.locator(`#chat-${second} .unread-mark`).textContent()).toContain("2");
  await expect.poll(() => page.title()).toMatch(/^\(1\) /);
  expect(await page.locator(`#chat-${first}.unread`).count()).toBe(0);
  await page.locator(`#open-${second}`).press("Enter");
  await page.waitForSelector(`#pane-${second}`);
  await page.waitForSelector(`#chat-${second}.unread`, { state: "detached" });
  await expect.poll(() => page.title()).not.toMatch(/^\(/);
  await sideBySide(first, second);
});

/** Each gets its own words, and neither disturbs what is written in the other. */
async function sideBySide(first: number, second: number) {
  const { page } = anna;
  await page.locator(`#open-${first}`).press("Enter");
  await page.waitForSelector(`#pane-${first}`);
  await page.hover(`#chat-${second}`);
  await page.locator(`#beside-${second}`).press("Enter");
  await page.waitForSelector(".panes.two");
  await page.fill(`#say-${first}`, "half a thought");
  await page.focus(`#say-${first}`);
  await noor.say("from Noor");
  await write(house, second, "youth", "from Sam");
  await page.locator(`#log-${first}`, { hasText: "from Noor" }).waitFor();
  await page.locator(`#log-${second}`, { hasText: "from Sam" }).waitFor();
  expect(await page.textContent(`#log-${first}`)).not.toContain("from Sam");
  expect(await page.textContent(`#log-${second}`)).not.toContain("from Noor");
  await anna.say("for Sam only", second);
  await page.locator(`#log-${second}`, { hasText: "for Sam only" }).waitFor();
  expect(await page.inputValue(`#say-${first}`)).toBe("half a thought");
  await anna.say("for Noor only", first);
  await noor.sees("for Noor only");
  expect(await noor.page.textContent("#log")).not.toContain("for Sam only");
}

/** It survives a reload, and is there when the chat is opened again. */
async function draftIsKept(id: number) {
  const { page } = anna;
  await page.fill(`#say-${id}`, "words not sent yet");
  await page.reload();
  await expect.poll(() => page.inputValue(`#say-${id}`)).toBe("words not sent yet");
  await page.goto(`${house.origin}/staff`);
  await page.locator(`#open-${id}`).press("Enter");
  await expect.poll(() => page.inputValue(`#say-${id}`)).toBe("words not sent yet");
  expect(await noor.page.textContent("body")).not.toContain("words not sent yet");
}

test("live: short words cost no request while the socket works; what it swallows, and what is long, goes as a form, once", async () => {
  const sockets: string[] = [];
  noor.page.on("websocket", (one) => one.on("framesent", ({ payload }) => void sockets.push(String(payload))));
  const id = await meet();
  const forms: string[] = [];
  noor.page.on("request", (asked) => void (asked.url().endsWith("/send") && forms.push(asked.postData() ?? "")));
  const arrives = async (words: string) => {
    await noor.say(words);
    await noor.page.locator(".m.me[data-seq] p", { hasText: words.slice(0, 40) }).waitFor();
  };
  await arrives("one");
  await arrives("two");
  expect(forms).toEqual([]);
  // What Mika writes is told as read, her own words are not.
  const told = () => sockets.filter((frame) => frame.startsWith("s"));
  const before = told().length;
  await arrives("three");
  await anna.say("and you?", id);
  await noor.sees("and you?");
  await expect.poll(told).toHaveLength(before + 1);
  const long = "four ".repeat(70).trim();
  await arrives(long);
  expect(forms).toHaveLength(1);
  await noor.page.evaluate("WebSocket.prototype.send = () => {}");
  await arrives("five");
  await anna.sees("five");
  expect(forms).toHaveLength(2);
  const lines = (await noor.lines()).filter((one) => one.startsWith("me: "));
  expect(lines).toEqual(["hello", "one", "two", "three", long, "five"].map((words) => `me: ${words}`));
  expect((await anna.lines()).filter((one) => one.endsWith("five"))).toHaveLength(1);
});

test("live: “Read” of earlier words does not stand under those that are still on their way", async () => {
  const { page } = noor;
  const conversationId = await meet();
  await anna.page.goto("about:blank");
  await noor.say("one");
  const one = page.locator(".m.me[data-seq]", { hasText: "one" });
  const seq = Number(await one.getAttribute("data-seq"));
  await page.evaluate("WebSocket.prototype.send = () => {}");
  await page.route("**/send", (route) => route.abort());
  await noor.say("two");
  await house.helpline.db.change("youth", (tx, emit) => markSeen(tx, emit, { conversationId, by: "counsellor", seq }));
  await page.locator("#read", { hasText: "Read" }).waitFor({ state: "attached" });
  expect(await page.isVisible("#read")).toBe(false);
  await page.unroute("**/send");
  await page.locator(".m.me[data-seq] p", { hasText: "two" }).waitFor();
  expect(await page.textContent("#read")).toBe("");
  await anna.page.goto(house.origin);
});
