import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { end } from "#src/queue/end/ending.ts";
import { close } from "#tests/support/browser/browser.ts";
import { focused, focusSeen, settled, tabTo } from "#tests/support/browser/keyboard.ts";
import { open, password } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { counsellor, young } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";
import { another, newest, take, write } from "#tests/support/states/youth/youth.ts";

let house: Server;

beforeEach(async () => {
  house = await server();
});
afterEach(() => house.stop());
afterAll(close);

test.each(oneInTurn("Noor by keyboard", [360, 1280] as const))(
  "Noor comes, waits, talks and ends by keyboard alone (%i px)",
  async (width) => {
    await open(house);
    const noor = await young(house, { width });
    const { page } = noor;
    await noor.come();
    await page.waitForSelector("footer");
    await page.keyboard.press("Tab");
    expect(await focusSeen(page)).toContain("skip");
    await page.keyboard.press("Tab");
    expect(await focusSeen(page)).toContain("#leave");
    await tabTo(page, "#text");
    await page.keyboard.type("I cannot sleep");
    await tabTo(page, "form[action^='/start'] .big");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#chat", { state: "attached" });
    await page.waitForSelector("#check", { state: "hidden" });
    await tabTo(page, "#feeling [name='felt']");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#feeling.thanks:focus");
    const id = await take(house);
    await page.waitForSelector("#state.talking");
    await tabTo(page, "#text");
    await write(house, id, "counsellor", "Hi, I am Mika.");
    await noor.sees("Hi, I am Mika.");
    await focused(page, "#text");
    await page.keyboard.type("hello Mika");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("second line");
    await page.keyboard.press("Enter");
    await page.locator("#log [data-seq]", { hasText: "hello Mika" }).waitFor();
    await focused(page, "#text");
    await write(house, id, "counsellor", "Take your time.");
    await noor.sees("Take your time.");
    await focused(page, "#text");
    expect((await noor.lines()).at(-2)).toBe("me: hello Mika\nsecond line");
    await tabTo(page, "#more > summary");
    await page.keyboard.press("Enter");
    await tabTo(page, "#way summary");
    await page.keyboard.press("Enter");
    await tabTo(page, "#way .big");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-ended]");
    await tabTo(page, "#after [value='bit']");
    await page.keyboard.press("Space");
    await page.waitForSelector("#after:focus form[action='/feeling']");
    await tabTo(page, "#after [name='felt']");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#after:focus form[action='/next']");
    await tabTo(page, "#after [value='skip']");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#after.over");
    await tabTo(page, "form[action='/wipe'] .big");
    await page.keyboard.press("Enter");
    await page.waitForSelector("form[action^='/start']");
  },
);

/** Anna has signed in and is available, and Noor waits. */
async function evening() {
  const { page, signIn, available } = await counsellor(house);
  await signIn();
  await page.waitForSelector("#sound:not([hidden])");
  await available();
  await noorWaits(page);
  return page;
}

async function noorWaits(page: Page) {
  await another(house, "words of Noor");
  await page.waitForSelector("#queue .row", { state: "attached" });
}

/** The same, all by keyboard. */
async function eveningByKeyboard() {
  const { page } = await counsellor(house);
  await page.goto(`${house.origin}/staff/sign-in`);
  await tabTo(page, "#name");
  await page.keyboard.type("anna");
  await tabTo(page, "#password");
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await page.waitForSelector("#sound:not([hidden])");
  // A button that htmx does not know yet brings a whole page, and the focus starts anew.
  await page.waitForLoadState();
  await tabTo(page, "#be-available");
  await page.keyboard.press("Space");
  await page.waitForSelector("#be-available[aria-pressed=true]");
  await focused(page, "#be-available");
  await noorWaits(page);
  return page;
}

test("Anna takes, switches, writes, looks beside and ends by keyboard alone", async () => {
  const page = await eveningByKeyboard();
  await page.keyboard.press("n");
  await focused(page, ".pane .compose textarea");
  const first = newest(house);
  await page.keyboard.type("Hi, n and e are letters here?");
  await page.keyboard.press("Enter");
  await page.waitForSelector(`#log-${first} .mine`);
  await focused(page, `#say-${first}`);
  await page.keyboard.press("Escape");
  await focused(page, `#scroll-${first}`);

  await page.keyboard.press("?");
  await page.waitForSelector("#keys[open]");
  await focusSeen(page);
  await page.keyboard.press("Escape");
  await page.waitForSelector("#keys:not([open])", { state: "attached" });
  await focused(page, `#scroll-${first}`);

  await another(house, "words of Sam");
  await page.waitForSelector("#queue .row");
  await page.keyboard.press("j");
  await focused(page, "#queue .link");
  await page.keyboard.press("j");
  await focused(page, "#chats .open");
  await page.keyboard.press("k");
  await page.keyboard.press("Enter");
  const second = newest(house);
  await focused(page, `#say-${second}`);
  await page.keyboard.press("Escape");
  await page.keyboard.press("b");
  await page.waitForSelector(".panes.two");
  await focused(page, `#say-${first}`);
  await page.keyboard.press("Escape");
  // Both stay open: the number leads to the field of its chat.
  await page.keyboard.press("2");
  await focused(page, `#say-${second}`);
  await page.waitForSelector(".panes.two");
  await page.keyboard.press("Escape");
  await page.keyboard.press("w");
  await focused(page, "textarea[id^=say-]");
  await page.keyboard.press("Escape");

  await page.keyboard.press("a");
  await page.waitForSelector("#be-away[aria-pressed=true]");
  await settled(page);
  await page.keyboard.press("a");
  await page.waitForSelector("#be-available[aria-pressed=true]");
  await settled(page);

  await page.keyboard.press("e");
  await focused(page, ".end [data-shut]");
  await page.keyboard.press("Escape");
  await focused(page, ".end summary");
  // A stray e and Enter end nothing.
  await page.keyboard.press("e");
  await focused(page, ".end [data-shut]");
  await page.keyboard.press("Enter");
  await focused(page, ".end summary");
  await page.keyboard.press("e");
  await page.keyboard.press("Shift+Tab");
  await focused(page, ".end .main");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".over");
  // The record comes first; whoever closes without one is asked once.
  await focused(page, ".record [type=search]");
  await page.locator("[id^=close-]").focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector(".close-ask");
  await focused(page, "[id^=close-]");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".over", { state: "detached" });
});

test("keys: they end the chat while Anna writes, and the letters still coming press nothing", async () => {
  const page = await evening();
  await page.keyboard.press("n");
  await focused(page, ".pane .compose textarea");
  const first = newest(house);
  await another(house, "words of Sam");
  await page.waitForSelector("#queue .row");
  await page.keyboard.type("I think we ");
  const ended = { conversationId: first, reason: "ended_by_youth", staffId: null } as const;
  await house.helpline.db.change("youth", (tx, emit) => end(tx, emit, ended));
  await page.waitForSelector(".over");
  await focused(page, "[id^=scroll-]");
  await page.keyboard.type("can answer that ene");
  await page.keyboard.press("Enter");
  await focused(page, "[id^=scroll-]");
  expect(await page.getAttribute("#be-available", "aria-pressed")).toBe("true");
  expect(house.heard.filter((event) => event.type === "conversation.claimed")).toHaveLength(1);
  expect(await page.locator(".unsent textarea").inputValue()).toBe("I think we ");
});

test("keys: pressed before htmx has reached its button, a key still acts within the page, and its chat gets the cursor", async () => {
  const page = await evening();
  await page.keyboard.press("n");
  await focused(page, ".pane .compose textarea");
  const first = newest(house);
  await another(house, "words of Sam");
  await page.waitForSelector("#queue .row");
  await page.keyboard.press("Escape");
  await page.keyboard.press("n");
  await focused(page, `#say-${newest(house)}`);
  await page.keyboard.press("Escape");
  await page.evaluate(`globalThis.samePage = true; const list = document.querySelector("#chats");
    list.replaceWith(list.cloneNode(true));`);
  await page.keyboard.press("1");
  await page.keyboard.press("Escape");
  await page.keyboard.press("2");
  await expect.poll(() => page.locator(`#say-${first}:focus, #say-${newest(house)}:focus`).count()).toBe(1);
  expect(await page.evaluate("globalThis.samePage")).toBe(true);
});

test("every stop of Tab through the console is seen, in the order of the eye", async () => {
  const page = await evening();
  await page.keyboard.press("n");
  await focused(page, ".pane .compose textarea");
  await another(house, "words of Sam");
  await page.waitForSelector("#queue .row");
  // What the channel says first paints the lists once more: Tab begins when that is done.
  const caughtUp = page.waitForEvent("websocket").then((socket) => socket.waitForEvent("framereceived"));
  await page.goto(page.url());
  await page.waitForSelector("#sound:not([hidden])");
  await caughtUp;
  await settled(page);
  const stops = await tabTo(page, ".send");
  const words =
    "skip, #be-available, #be-away, #sound, #show-keys, #take-next, #claim-, .open, #scroll-, #say-, .main send";
  const order = words.split(", ");
  const places = order.map((wanted) => stops.findIndex((stop) => stop.includes(wanted)));
  expect(order.filter((_, n) => places[n]! < 0)).toEqual([]);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

test("single keys can be switched off, and stay off", async () => {
  const page = await evening();
  await page.keyboard.press("?");
  await tabTo(page, "#keys-on");
  await page.keyboard.press("Space");
  await page.keyboard.press("Escape");
  await page.keyboard.press("n");
  await page.reload();
  await page.waitForSelector("#sound:not([hidden])");
  await page.keyboard.press("n");
  await page.keyboard.press("?");
  expect(await page.locator("#keys[open]").count()).toBe(0);
  expect(house.heard.filter((event) => event.type === "conversation.claimed")).toEqual([]);
});

test("what changes by itself is told to a screen reader in its way", async () => {
  const anna = await counsellor(house);
  await anna.signIn();
  await anna.available();
  const noor = await young(house);
  await noor.start("hello");
  const role = (page: Page, selector: string) => page.locator(selector).getAttribute("role");
  expect(await role(noor.page, "#state")).toBe("status");
  expect(await role(noor.page, "#talk")).toBe("log");
  expect(await role(noor.page, "#net")).toBe("status");
  expect(await role(noor.page, "#refused")).toBe("alert");
  const id = await anna.take();
  await noor.told("Mika is here");
  // Only being taken is worth an interruption.
  expect(await role(noor.page, "#state")).toBe("alert");
  const { page } = anna;
  expect(await role(page, `#scroll-${id}`)).toBe("log");
  for (const quiet of ["#offline", "#arrived"]) expect(await role(page, quiet)).toBe("status");
  for (const loud of ["#refused", `#refused-${id}`]) expect(await role(page, loud)).toBe("alert");
  await another(house, "me too");
  await expect.poll(() => page.textContent("#arrived")).toBe("Someone new is waiting.");
});
