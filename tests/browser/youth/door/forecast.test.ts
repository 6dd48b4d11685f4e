import type { CDPSession } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { comesIn, youthEnds } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { lineMoved } from "#tests/support/house/moved.ts";
import { sendsTo } from "#tests/support/outside/post.ts";
import { openMenu, type Young, young } from "#tests/support/people/people.ts";
import { evenings, houseWithHours, stay } from "#tests/support/states/youth/door.ts";
import { type TimedServer, take, timedServer } from "#tests/support/states/youth/youth.ts";

// Place and range follow the line, the focus stays, and a screen reader hears of it once a minute at most.

let house: TimedServer;
let noor: Young;

beforeEach(async () => {
  house = await timedServer();
  await annaStays();
  await lineMoved(house, house.clock);
});
afterEach(async () => {
  expect(house.reported).toEqual([]);
  await noor.page.context().close();
  await house.stop();
});
afterAll(close);

/** Anna is there, at a console that stays open however long it takes the line to move: else she is soon taken for gone. */
async function annaStays() {
  await open(house);
  house.helpline.staff.opened(house.anna.id);
}

/** Counts what a screen reader is told: what changes in the state while it is live. */
const counting = `window.spoken = []; new MutationObserver(() => {
  const state = document.getElementById("state");
  if (state.getAttribute("aria-live") !== "off") spoken.push(state.querySelector("h1").textContent);
}).observe(document.getElementById("state"), { childList: true, subtree: true, characterData: true });`;
const spoken = () => noor.page.evaluate<string[]>("spoken");

/** How the browser itself tells a screen reader of the state: "polite", "assertive" or "off". */
async function liveness(session: CDPSession): Promise<unknown> {
  const { root } = await session.send("DOM.getDocument");
  const { nodeId } = await session.send("DOM.querySelector", { nodeId: root.nodeId, selector: "#state" });
  const { nodes } = await session.send("Accessibility.getPartialAXTree", { nodeId, fetchRelatives: false });
  return nodes[0]!.properties?.find(({ name }) => name === "live")?.value.value ?? "off";
}

test("with scripts: five who go before Noor within a minute are heard of twice, and her words and focus stay", async () => {
  const before: number[] = [];
  for (let n = 0; n < 5; n += 1) before.push(await comesIn(house, null));
  noor = await young(house);
  const { page } = noor;
  await page.clock.install();
  await noor.start("hello");
  await page.waitForSelector(".place h1");
  await page.locator("#net").waitFor({ state: "attached" });
  expect(await page.textContent("#state")).toContain("About 35–40 minutes");
  const session = await page.context().newCDPSession(page);
  await session.send("Accessibility.enable");
  await page.evaluate(counting);
  expect(await liveness(session)).toBe("polite");
  await page.fill("#text", "and one more thing");
  const shown = ["You’re fifth", "You’re fourth", "You’re third", "You’re second", "You’re next"];
  for (const [n, place] of shown.entries()) {
    await youthEnds(house, before[n]!);
    await page.locator("#state h1", { hasText: place }).waitFor();
    expect(await page.evaluate("document.activeElement.id")).toBe("text");
  }
  expect(await page.textContent("#state")).toContain("About 5–10 minutes");
  expect(await spoken()).toEqual(["You’re fifth in line"]);
  expect(await liveness(session)).toBe("off");
  await page.clock.fastForward(61_000);
  await expect.poll(spoken).toEqual(["You’re fifth in line", "You’re next"]);
  expect(await liveness(session)).toBe("polite");
  expect(await page.evaluate("document.activeElement.id")).toBe("text");
  expect(await page.inputValue("#text")).toBe("and one more thing");
});

test("what has not changed is not painted again, nor said again, and the way out keeps the focus", async () => {
  const before = [await comesIn(house, null), await comesIn(house, null)];
  noor = await young(house);
  const { page } = noor;
  await page.clock.install();
  await noor.start("hello");
  await page.locator("#state h1", { hasText: "You’re third" }).waitFor();
  await page.locator("#net").waitFor({ state: "attached" });
  await openMenu(page);
  await page.evaluate(`document.querySelector("#way a").focus()`);
  await page.evaluate(counting);
  // Somebody is taken on no line of hers: the state comes again as it was.
  house.helpline.db.announce({ type: "wait.outlook" });
  house.helpline.db.announce({ type: "wait.outlook" });
  await youthEnds(house, before[0]!);
  await page.locator("#state h1", { hasText: "You’re second" }).waitFor();
  expect(await page.evaluate("document.activeElement.matches('#way a')")).toBe(true);
  expect(await spoken()).toEqual(["You’re second in line"]);
  await page.clock.fastForward(61_000);
  house.helpline.db.announce({ type: "wait.outlook" });
  await youthEnds(house, before[1]!);
  await page.locator("#state h1", { hasText: "You’re next" }).waitFor();
  expect(await spoken()).toEqual(["You’re second in line", "You’re next"]);
});

test("a link in the state keeps the focus while the place and the range beside it change", async () => {
  await house.stop();
  house = await houseWithHours(Date.UTC(2026, 10, 24, 16), evenings);
  await annaStays();
  await sendsTo(house, 9);
  await lineMoved(house, house.clock);
  const before = [await comesIn(house, null), await comesIn(house, null)];
  noor = await young(house);
  const { page } = noor;
  await noor.start("hello");
  await page.locator("#state h1", { hasText: "You’re third" }).waitFor();
  // Ten minutes before closing: she can leave an address.
  await stay(house, Date.UTC(2026, 10, 24, 19, 50) - house.clock.now());
  const link = page.locator("#state a[href='/later']");
  await link.waitFor();
  await link.focus();
  const range = await page.textContent(".place p");
  await youthEnds(house, before[0]!);
  await page.locator("#state h1", { hasText: "You’re second" }).waitFor();
  expect(await page.textContent(".place p")).not.toBe(range);
  expect(await page.evaluate("document.activeElement.matches('#state a')")).toBe(true);
});

test("whoever is taken hears of it at once, whatever was said a moment before", async () => {
  const before = await comesIn(house, null);
  const other = await comesIn(house, null);
  noor = await young(house);
  const { page } = noor;
  await page.clock.install();
  await noor.start("hello");
  await page.waitForSelector(".place h1");
  await page.evaluate(counting);
  for (const [id, place] of [
    [before, "You’re second"],
    [other, "You’re next"],
  ] as const) {
    await youthEnds(house, id);
    await page.locator("#state h1", { hasText: place }).waitFor();
  }
  expect(await spoken()).toEqual(["You’re second in line"]);
  await take(house);
  await page.waitForSelector("#state.talking");
  const taken = await page.textContent("#state h1");
  expect(taken).toContain("Mika");
  expect(await page.getAttribute("#state", "role")).toBe("alert");
  await page.clock.fastForward(61_000);
  expect(await spoken()).toEqual(["You’re second in line", taken]);
});

test("without scripts: the page and the one line of the frame say how long it takes", async () => {
  await comesIn(house, null);
  noor = await young(house, { js: false });
  await noor.start("hello");
  expect(await noor.page.textContent("#state")).toContain("About 10–15 minutes");
  await noor.told("You’re second in line · About 10–15 minutes");
});
