import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { endings, exitSite, holds, leadTo, pagesBefore } from "#tests/support/people/leaving.ts";
import { opening, type Young, young } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";
import { take, write } from "#tests/support/states/youth/youth.ts";

// Noor leaves fast while no network carries that anywhere: her screen is clear at once, nothing brings the chat back, and the first
// request that gets through, however it comes, is her leaving.

let house: Server;
let noor: Young;
let id: number;
const site = exitSite();
const secret = { first: "first-words-of-noor", heard: "question-of-mika", draft: "words-never-sent" };
const telling = [...Object.values(secret), "Mika", "Continue your chat", "data-last", 'role="log"', "data-ended"];

beforeEach(async () => {
  house = await server();
  await leadTo(house, site);
  await open(house);
  noor = await young(house, { remembers: true });
  await noor.start(secret.first);
  id = await take(house);
  await write(house, id, "counsellor", secret.heard);
  await noor.sees(secret.heard);
  // A page in between, so that there is something of the chat to go back to.
  await noor.page.goto(`${house.origin}/how`);
  await noor.page.click("article .big", { noWaitAfter: true });
  await noor.sees(secret.heard);
  await noor.page.fill("#text", secret.draft);
});
afterEach(async () => {
  await noor.page.context().close();
  expect(house.reported).toEqual([]);
  await house.stop();
});
afterAll(async () => {
  await close();
  await site.stop();
});

const network = (page: Page, on: boolean) => page.context().setOffline(!on);

async function leaves(how: "tap" | "Shift") {
  if (how === "tap") return noor.page.click("#leave", { noWaitAfter: true });
  for (let n = 0; n < 3; n++) await noor.page.keyboard.press("Shift");
}

/** What a page shows that must not, once it has come to rest, whatever the browser puts there without a network. */
async function found(page: Page): Promise<string[]> {
  await expect.poll(() => page.evaluate("document.readyState").catch(() => "")).toBe("complete");
  const shown = await holds(page);
  return telling.filter((words) => shown.includes(words));
}

/** Leaves without a network, and comes to rest on what the browser says of that. */
async function leavesOffline(how: "tap" | "Shift" = "tap") {
  await network(noor.page, false);
  await leaves(how);
  await noor.page.waitForFunction("!document.getElementById('leave')");
}

test.each(oneInTurn("leaves without a network", ["tap", "Shift"] as const))(
  "left by %s, the screen is clear, and neither reload nor Back brings anything of it, without the network and with it",
  async (how) => {
    const { page } = noor;
    const before = await pagesBefore(page);
    await leavesOffline(how);
    expect(await found(page)).toEqual([]);
    expect(endings(house)).toEqual([]);
    await page.reload({ waitUntil: "commit" }).catch(() => {});
    expect(await found(page)).toEqual([]);
    expect(await pagesBefore(page)).toBeLessThanOrEqual(before);
    for (let n = 0; n < before; n++) {
      await page.goBack({ waitUntil: "commit" }).catch(() => {});
      expect(await found(page), `${n + 1} back`).toEqual([]);
    }
    await network(page, true);
    for (let n = 0; n < before; n++) {
      await page.goForward({ waitUntil: "commit" }).catch(() => {});
      expect(await found(page), `${n + 1} forward again`).toEqual([]);
    }
    await expect.poll(() => endings(house)).toEqual(["left_fast"]);
    await expect.poll(() => page.context().cookies()).toEqual([]);
  },
);

test("the network back, whoever types the address finds the door, and she has left", async () => {
  const { page } = noor;
  await leavesOffline();
  await network(page, true);
  await page.goto(house.origin, opening);
  await page.waitForSelector("form[action^='/start']");
  expect(await found(page)).toEqual([]);
  expect(endings(house)).toEqual(["left_fast"]);
  expect(await page.context().cookies()).toEqual([]);
});

test("so does a tab that is opened again, without a script that could say anything", async () => {
  const { page } = noor;
  await leavesOffline();
  const again = await page.context().newPage();
  await page.close();
  await network(again, true);
  await again.route("**/static/*.js", (route) => route.abort());
  await again.goto(`${house.origin}/log`, opening).catch(() => {});
  await again.goto(house.origin, opening);
  await again.waitForSelector("form[action^='/start']");
  expect(await found(again)).toEqual([]);
  expect(endings(house)).toEqual(["left_fast"]);
  noor = { ...noor, page: again };
});

test("another tab of the same chat closes with the first that it asks for when the network is back", async () => {
  const { page } = noor;
  const other = await page.context().newPage();
  // A socket that outlives the gap asks for nothing.
  await other.addInitScript("delete self.WebSocket");
  await other.goto(house.origin, opening);
  await other.locator(".m p", { hasText: secret.heard }).waitFor();
  await leavesOffline();
  await network(other, true);
  await other.waitForSelector("form[action^='/start']");
  expect(await found(other)).toEqual([]);
  expect(endings(house)).toEqual(["left_fast"]);
  expect(await page.context().cookies()).toEqual([]);
});

test("with the network there nothing of all this stays: the mark goes with the cookie of the chat", async () => {
  const { page } = noor;
  await leaves("tap");
  await page.waitForURL(site.url);
  await expect.poll(() => endings(house)).toEqual(["left_fast"]);
  await expect.poll(() => page.context().cookies()).toEqual([]);
});
