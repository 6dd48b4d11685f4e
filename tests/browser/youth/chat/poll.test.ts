import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { type Young, young } from "#tests/support/people/people.ts";
import { patience } from "#tests/support/run/night.ts";
import { take, write } from "#tests/support/states/youth/youth.ts";

// A young person whose network lets no WebSocket through, as in many schools.

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

const seen = () => house.heard.flatMap((event) => (event.type === "message.seen" ? [event.seq] : []));

/** What the page asks for from now on, by method and path. */
function asked(page: Page): string[] {
  const all: string[] = [];
  page.on("request", (one) => all.push(`${one.method()} ${new URL(one.url()).pathname}`));
  return all;
}

async function meetWithoutSockets(): Promise<number> {
  await noor.page.addInitScript("delete window.WebSocket");
  await noor.start("hello");
  const id = await take(house);
  await noor.told("Mika is here");
  return id;
}

/** Makes the page think that it is looked at, or not. */
const look = (hidden: boolean) =>
  noor.page.evaluate(`Object.defineProperty(document, "hidden", { value: ${hidden}, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"))`);

test("what she reads is said by the poll, and what comes to a hidden page only once she looks", async () => {
  const id = await meetWithoutSockets();
  await write(house, id, "counsellor", "Hi Noor");
  await expect.poll(seen).toContain(3);
  await look(true);
  await write(house, id, "counsellor", "Are you there?");
  await noor.sees("Are you there?");
  await expect.poll(() => house.helpline.hub.heard(`youth:${id}`)).toBe(true);
  await noor.page.evaluate(`window.dispatchEvent(new Event("online"))`);
  await write(house, id, "counsellor", "I am waiting.");
  await noor.sees("I am waiting.");
  expect(Math.max(...seen())).toBe(3);
  await look(false);
  await expect.poll(seen, { timeout: patience(3_000) }).toContain(5);
});

test("her own words come back as the answer to their sending, and her poll goes on waiting for Mika’s", async () => {
  const id = await meetWithoutSockets();
  await expect.poll(() => house.helpline.hub.heard(`youth:${id}`)).toBe(true);
  const all = asked(noor.page);
  for (const words of ["one", "two", "three"]) {
    await noor.say(words);
    await noor.page.locator(".m.me[data-seq] p", { hasText: words }).waitFor();
  }
  // From the first of them on; what was asked for before belongs to the beginning of the chat.
  const since = all.slice(all.indexOf("POST /send")).filter((one) => one !== "POST /typing");
  expect(since).toEqual(Array(3).fill("POST /send"));
  await write(house, id, "counsellor", "I hear you");
  await noor.sees("I hear you");
  expect(await noor.lines()).toEqual(["me: hello", "me: one", "me: two", "me: three", "them: I hear you"]);
});

test("a socket that is refused again and again is hardly tried while the poll works, and at once when it does not", async () => {
  const { page } = noor;
  await page.clock.install();
  await page.addInitScript(`window.tries = [];
    window.WebSocket = function () {
      tries.push(Date.now());
      Promise.resolve().then(() => this.onclose && this.onclose());
      this.close = () => {};
    };`);
  await noor.start("hello");
  const id = await take(house);
  await noor.told("Mika is here");
  const tries = () => page.evaluate<number[]>("tries");
  await page.clock.runFor("30:00");
  const times = await tries();
  const gaps = times.slice(1).map((at, n) => at - times[n]!);
  const seldom = gaps.findIndex((gap) => gap > 30_000);
  // About 20 s apart at first, where the first of the three may have been on its way when the poll answered; then minutes.
  expect([2, 3]).toContain(gaps.slice(0, seldom).filter((gap) => gap > 10_000).length);
  expect(gaps.slice(seldom).filter((gap) => gap < 120_000 || gap > 300_000)).toEqual([]);
  expect(gaps.slice(seldom).length).toBeGreaterThan(5);
  await page.route("**/updates", (route) => route.abort());
  await write(house, id, "counsellor", "Hi Noor");
  await noor.sees("Hi Noor");
  // At most 100 s of hers: too little for more than one try, were they seldom still.
  const later = async () => {
    await page.clock.runFor(1_000);
    return (await tries()).length;
  };
  await expect.poll(later, { timeout: patience(5_000), interval: 50 }).toBeGreaterThan(times.length + 2);
});

test("starting asks for the chat once, and for nothing more than its line, and tells no more of the browser than it must", async () => {
  const { page } = noor;
  await noor.come();
  await page.waitForLoadState("load");
  await page.fill("#text", "hello");
  const all = asked(page);
  const started = page.waitForRequest((one) => one.url().endsWith("/start"));
  await page.click("form[action^='/start'] .big");
  await page.waitForSelector("#state.waiting");
  await page.waitForSelector("#check", { state: "hidden" });
  // The script of the chat comes while she types, before or after the first words go out.
  const pages = all.filter((one) => !one.startsWith("GET /static/"));
  expect(pages.slice(0, 2)).toEqual(["POST /start", "GET /"]);
  expect(pages.filter((one) => one === "GET /")).toHaveLength(1);
  // What the browser is stays its own affair, as far as it lets us say so, and costs no bytes.
  expect(Object.keys(await (await started).allHeaders()).filter((name) => name.startsWith("sec-ch"))).toEqual([]);
});
