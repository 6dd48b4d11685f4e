import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { annaJoins, porchlight } from "#tests/support/outside/process.ts";
import { endings, exitSite, leadTo } from "#tests/support/people/leaving.ts";
import { counsellor, type Young, young } from "#tests/support/people/people.ts";
import { dayOrNight } from "#tests/support/run/night.ts";
import { take, write } from "#tests/support/states/youth/youth.ts";

const site = exitSite();

afterAll(async () => {
  await close();
  await site.stop();
});

/** Noor in the middle of a chat of forty messages. */
async function inAChat(house: Server): Promise<Young> {
  await leadTo(house, site);
  await open(house);
  const noor = await young(house);
  await noor.start("hello");
  const id = await take(house);
  for (let n = 1; n < 40; n++) await write(house, id, n % 2 ? "counsellor" : "youth", `words of line ${n}, `.repeat(6));
  await noor.sees("words of line 39");
  return noor;
}

// A task posted from the last frame callback runs once that frame is painted. The earlier listener sees each event before chat.js does.
const watched = `for (const kind of ["click", "keyup"]) addEventListener(kind, () => {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => painted(document.body === null, document.title);
    port2.postMessage(0);
  });
}, true);`;

async function leaveBy(way: "tap" | "Shift", page: Page) {
  if (way === "tap") return page.click("#leave", { noWaitAfter: true });
  for (let n = 0; n < 3; n++) await page.keyboard.press("Shift");
}

/** Leaves on a device six times slower while the other site does not answer; gives the title of each paint, from the touch to the first without a word. */
async function paintsOf(house: Server, way: "tap" | "Shift"): Promise<string[]> {
  const { page } = await inAChat(house);
  const paints: { blank: boolean; title: string }[] = [];
  await page.exposeFunction("painted", (blank: boolean, title: string) => paints.push({ blank, title }));
  await page.evaluate(watched);
  const debug = await page.context().newCDPSession(page);
  await debug.send("Emulation.setCPUThrottlingRate", { rate: 6 });
  const answer = site.hold();
  try {
    await leaveBy(way, page);
    await expect.poll(() => paints.some(({ blank }) => blank)).toBe(true);
  } finally {
    answer();
  }
  await page.waitForURL(site.url);
  await page.context().close();
  return paints.slice(0, paints.findIndex(({ blank }) => blank) + 1).map(({ title }) => title);
}

/** The presses of Shift that come before the one that leaves are painted with the chat still there. */
const before = { tap: 0, Shift: 2 };

test("Y4: on a device six times slower the page is blank at once, before the other site answers", async () => {
  const house = await server();
  const ways = dayOrNight(["tap", "Shift"] as const, ["tap", "Shift", "tap", "Shift", "tap"] as const);
  // “At once” is the very next paint; how long one takes is a question to a quiet machine.
  for (const way of ways) {
    const titles = await paintsOf(house, way);
    expect(titles.at(-1), way).toBe("\u200b");
    expect(titles.length - 1, way).toBeLessThanOrEqual(before[way]);
  }
  await expect.poll(() => endings(house)).toEqual(ways.map(() => "left_fast"));
  await house.stop();
});

test("Y4: with the server frozen the page is blank and the other site comes; the chat is left when it thaws", async () => {
  const porch = await porchlight();
  try {
    await annaJoins(porch);
    const anna = await counsellor(porch);
    await anna.signIn();
    await anna.available();
    const noor = await young(porch);
    let blank = false;
    const { page } = noor;
    await page.context().route("https://www.wikipedia.org/**", async (route) => {
      await expect.poll(() => blank).toBe(true);
      await route.fulfill({ contentType: "text/html", body: "<title>News</title><h1>Ordinary news</h1>" });
    });
    await noor.start("hello");
    await anna.take();
    await anna.say("how are you?");
    await noor.sees("how are you?");

    await page.exposeFunction("painted", (isBlank: boolean) => {
      blank ||= isBlank;
    });
    await page.evaluate(watched);
    porch.freeze(true);
    await page.click("#leave", { noWaitAfter: true });
    await page.waitForURL("https://www.wikipedia.org/");
    expect(await page.textContent("h1")).toBe("Ordinary news");

    porch.freeze(false);
    await anna.state("left fast");
    await expect.poll(() => page.context().cookies(porch.origin)).toEqual([]);
  } finally {
    porch.freeze(false);
    await close();
    await porch.remove();
  }
});

test("Y5: the shipped policy lets everybody leave, and fetching ahead leaves the chat alive", async () => {
  const house = await server();
  const noor = await inAChat(house);
  const { page } = noor;
  const complaints: string[] = [];
  page.on("console", (line) => line.type() === "error" && complaints.push(line.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  for (const purpose of ["prefetch", "prefetch;prerender", "prefetch;anonymous-client-ip"]) {
    const ahead = { headers: { "Sec-Purpose": purpose }, maxRedirects: 0 };
    const answer = await page.context().request.get(`${house.origin}/leave`, ahead);
    expect(answer.status()).toBe(503);
    expect(answer.headers()["set-cookie"]).toBeUndefined();
  }
  expect(endings(house)).toEqual([]);
  await noor.say("still here");
  await page.waitForSelector(".sending", { state: "detached" });
  expect(complaints).toEqual([]);

  const policies: (string | undefined)[] = [];
  page.on("response", (answer) => policies.push(answer.headers()["content-security-policy"]));
  await page.reload();
  expect(policies[0]).toContain("form-action 'self'");
  await page.click("#leave", { noWaitAfter: true });
  await page.waitForURL(site.url);
  await expect.poll(() => endings(house)).toEqual(["left_fast"]);
  expect(complaints).toEqual([]);
  await page.context().close();
  await house.stop();
});

test("whoever leaves while the script of the chat is still on its way is not brought back", async () => {
  const house = await server();
  await leadTo(house, site);
  await open(house);
  const noor = await young(house);
  const { page } = noor;
  await page.clock.install();
  await page.route("**/static/chat.*", () => {});
  // Listens after the page itself has: what was heard has been acted on.
  await page.addInitScript(`{ const { send } = XMLHttpRequest.prototype; XMLHttpRequest.prototype.send = function (body) {
    this.addEventListener("loadend", () => { window.heard = this.status; }); send.call(this, body); }; }`);
  await noor.come();
  await page.fill("#text", "hello");
  await page.click("form[action^='/start'] .big", { noWaitAfter: true });
  await expect.poll(() => page.evaluate("window.heard")).toBe(204);
  const goes: string[] = [];
  page.on("request", (one) => one.isNavigationRequest() && goes.push(one.url()));
  // As leaving does, while the other site does not answer.
  await page.evaluate(`document.documentElement.textContent = ""`);
  await page.clock.runFor(10_000);
  // What was asked for before this has been seen by now.
  const last = page.waitForRequest("**/healthz");
  await page.evaluate(`void fetch("/healthz")`);
  await last;
  expect(goes).toEqual([]);
  await page.context().close();
  await house.stop();
});
