import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { referralsOf } from "#src/conversation/messages/referral.ts";
import { messages } from "#src/conversation/reading.ts";
import { openReports } from "#src/directory/care/reports.ts";
import { changeService, service } from "#src/directory/entry/services.ts";
import { close } from "#tests/support/browser/browser.ts";
import { focusSeen } from "#tests/support/browser/keyboard.ts";
import { act } from "#tests/support/house/http.ts";
import { somePlaces } from "#tests/support/house/places.ts";
import { held } from "#tests/support/outside/held.ts";
import { atChat, chatWith, press } from "#tests/support/people/in-chat.ts";
import { opening, young } from "#tests/support/people/people.ts";
import { type TimedServer, timedServer } from "#tests/support/states/youth/youth.ts";

let house: TimedServer;
let ids: Awaited<ReturnType<typeof somePlaces>>;
let pages: Page[] = [];

beforeEach(async () => {
  house = await timedServer();
  ids = await somePlaces(house.helpline.db);
});
afterEach(async () => {
  expect(house.reported).toEqual([]);
  for (const one of pages) await one.context().close();
  pages = [];
  await house.stop();
});
afterAll(close);

/** Noor is in a chat with Anna; their pages are closed after the test. */
async function inChat(options: Parameters<typeof chatWith>[1] = {}) {
  const chat = await chatWith(house, options);
  pages.push(chat.anna.page, chat.noor.page);
  return chat;
}

/** The same where nobody looks at Noor's page. */
async function atSearch(options: Parameters<typeof atChat>[1] = {}) {
  const chat = await atChat(house, options);
  pages.push(chat.page);
  return chat;
}

const set = (id: string, more: object) =>
  act(house, house.aino, (tx, emit) => {
    changeService(tx, emit, { id, entry: { ...service(tx, id)!.entry, ...more } });
  });
const sent = (id: number) => referralsOf(house.helpline.db, id).map(({ serviceName }) => serviceName);

test("Anna finds and sends a card in at most 6 keystrokes; Noor sees it without JavaScript; a later edit does not change it", async () => {
  const { anna, noor, id, page } = await inChat();
  await anna.say("I am glad you write.");
  await page.fill(`#say-${id}`, "half a thought");
  await press(page, "Escape", "r");
  await page.waitForSelector(`#words-${id}:focus`);
  await focusSeen(page);
  // Nobody waits for what is found; what is sent has been seen.
  let keystrokes = await press(page, "s", "u", "ArrowDown", "Enter");
  await page.waitForSelector(".preview-cards .card");
  keystrokes += await press(page, "Control+Enter");
  expect(keystrokes).toBeLessThanOrEqual(6);
  await page.waitForSelector(`#log-${id} .sent-cards`);
  expect(sent(id)).toEqual(["Lifeline"]);
  await page.waitForSelector(`#say-${id}:focus`);
  expect(await page.inputValue(`#say-${id}`)).toBe("half a thought");

  // No round corner cuts the first letter of a line.
  const lines = `[...document.querySelectorAll("#log-${id} .sent-cards p")]`;
  const corners = await page.evaluate(`[...new Set(${lines}.map((one) => getComputedStyle(one).borderRadius))]`);
  expect(corners).toEqual(["0px"]);
  const card = noor.log.locator("article", { hasText: "Lifeline" });
  await card.waitFor();
  expect(await card.locator('a[href="tel:080032123"]').count()).toBe(1);
  await set(ids.suicide, { name: "Another name", summary: "Another line." });
  await noor.page.reload(opening);
  await card.waitFor();
  expect(await card.textContent()).toContain("Talk to somebody");
  await page.reload();
  await page.waitForSelector(`#log-${id} .sent-cards`);
  expect(await page.textContent(`#log-${id}`)).not.toContain("Another name");
});

test("the way to the other places sends nothing of what is half written, whatever key is held and however its form goes", async () => {
  const { id, noor, page } = await inChat();
  const before = await noor.lines();
  const way = `#pane-${id} .side-tabs button[data-tab=referrals]`;
  await page.fill(`#say-${id}`, "half a thought");
  for (const key of ["Control", "Meta", "Shift"] as const) {
    await page.click(way, { modifiers: [key] });
    await page.waitForSelector(`#words-${id}:focus`);
    await page.keyboard.press("Escape");
    await page.waitForSelector(`#say-${id}:focus`);
  }
  expect(await page.inputValue(`#say-${id}`)).toBe("half a thought");
  // As where nothing stops the press.
  await page.evaluate(`document.getElementById("compose-${id}").requestSubmit(document.querySelector("${way}"))`);
  await page.waitForURL(/referrals/);
  expect(await page.inputValue(`#say-${id}`)).toBe("half a thought");
  expect(messages(house.helpline.db, id).map(({ text }) => text)).not.toContain("half a thought");
  expect(await noor.lines()).toEqual(before);
});

test("keys: the arrows go through the results, letters go on searching, what is ticked stays ticked, Esc goes back to the chat", async () => {
  const { id, page } = await atSearch();
  await press(page, "Escape", "r");
  await page.waitForSelector(".found-row >> nth=3");
  // A keyboard that comes up on a screen must not move the filters away.
  for (const width of [360, 1280]) await page.setViewportSize({ width, height: 740 });
  await page.evaluate("new Promise(requestAnimationFrame)");
  for (const one of [".referrals", ".find-scroll"])
    expect(await page.evaluate(`document.querySelector("${one}").scrollTop`)).toBe(0);
  await press(page, "ArrowDown", "ArrowDown", " ");
  const second = await page.evaluate("document.activeElement.value");
  await page.waitForSelector(".preview-cards .card");
  expect(await page.evaluate("document.activeElement.value")).toBe(second);
  await focusSeen(page);
  await press(page, "ArrowUp", "ArrowUp");
  await page.waitForSelector(`#words-${id}:focus`);
  await press(page, "ArrowDown", "b", "e", "d");
  expect(await page.inputValue(`#words-${id}`)).toBe("bed");
  await page.waitForSelector(`[data-words=bed]`);
  // One that other words do not find is still on the card.
  expect(await page.locator(".others :checked").getAttribute("value")).toBe(second);
  await press(page, "Escape");
  await page.waitForSelector(`#say-${id}:focus`);
  expect(await page.locator(`#words-${id}`).isVisible()).toBe(false);
  await press(page, "Escape", "r");
  await page.waitForSelector(`#words-${id}:focus`);
  expect(await page.inputValue(`#words-${id}`)).toBe("bed");
  expect(await page.locator(".preview-cards .card").count()).toBe(1);
  // A letter is a letter in the field, and no key.
  await press(page, "r");
  expect(await page.inputValue(`#words-${id}`)).toBe("r");
});

test("faster than the card can come: it is not sent unseen, its button has the focus, and one Enter more sends it", async () => {
  const { id, page } = await atSearch();
  await press(page, "Escape", "r");
  await page.waitForSelector(`#words-${id}:focus`);
  const line = await held(page, "**/referrals");
  const keystrokes = await press(page, "s", "u", "ArrowDown", "Enter", "Control+Enter");
  line.letGo();
  await page.waitForSelector(`#send-cards-${id}:focus`);
  await focusSeen(page);
  expect(sent(id)).toEqual([]);
  await page.waitForSelector(`[name=service]:checked`);
  expect(keystrokes + (await press(page, "Enter"))).toBeLessThanOrEqual(6);
  await page.waitForSelector(`#log-${id} .sent-cards`);
  expect(sent(id)).toEqual(["Lifeline"]);
});

test("one that is hidden while it is ticked cannot be sent: a sentence, and the other one is still ticked", async () => {
  const { id, page } = await atSearch();
  await press(page, "Escape", "r");
  await page.check(`#place-${id}-${ids.suicide}`);
  await page.check(`#place-${id}-${ids.dutch}`);
  await page.waitForSelector(".preview-cards .card >> nth=1");
  await set(ids.dutch, { visibility: "hidden" });
  await press(page, "Control+Enter");
  await page.waitForSelector(".on-card .wrong");
  expect(await page.textContent(".on-card .wrong")).toBe(
    "Removed from the card, because they can’t be sent any more: Praatlijn.",
  );
  expect(await page.isChecked(`#place-${id}-${ids.suicide}`)).toBe(true);
  expect(await page.locator(`#place-${id}-${ids.dutch}`).count()).toBe(0);
  expect(sent(id)).toEqual([]);
  await page.click(`#send-cards-${id}`);
  await page.waitForSelector(`#log-${id} .sent-cards`);
  expect(sent(id)).toEqual(["Lifeline"]);
});

test("how far it went: from under the card, with their yes asked first, and read in both places without a reload", async () => {
  const { anna, id, page, noor } = await inChat({ youngJs: true });
  await press(page, "Escape", "r");
  await press(page, "s", "u", "ArrowDown", "Enter");
  await page.click(`#send-cards-${id}`);
  await noor.page.locator("article", { hasText: "Lifeline" }).waitFor();
  // What one comes for is the search: the rest is folded.
  await page.locator(".sent summary", { hasText: "Sent in this chat: 1" }).waitFor();
  expect(await page.locator(".went").isVisible()).toBe(false);
  await page.click(".how-far");
  await page.waitForSelector(".went summary:focus");
  expect(await page.locator(".went .consent").isVisible()).toBe(false);
  await page.check(".went [value=accompanied]");
  expect(await page.textContent(".went .asking")).toContain("Would you like me to contact them now");
  await page.click(".went .second");
  await page.waitForSelector(".went .wrong");
  await page.waitForSelector(".went [name=consent]:focus");
  expect(await page.textContent("#refused")).toBe("");
  expect(await page.isChecked(".went [value=accompanied]")).toBe(true);
  await page.check(".went [name=consent]");
  await page.selectOption(".went select", "contacted");
  await page.click(".went .second");
  await page.locator(".how-far", { hasText: "Contacted together · In contact" }).waitFor();
  await page.locator(".went:not([open]) summary:focus", { hasText: "Contacted together · In contact" }).waitFor();
  expect(await noor.page.content()).not.toMatch(/Contacted together|In contact/);
  await noor.end();
  // Nothing more can be sent, but how it went can still be noted.
  await anna.page.waitForSelector(".over");
  expect(await page.locator(`#find-${id}`).isVisible()).toBe(false);
  expect(await page.locator(".referrals .after-end").isVisible()).toBe(true);
  expect(await page.locator(".went").isVisible()).toBe(true);
});

test("something is wrong with a place: said beside the chat, thanked, and a mark beside it; what was typed is still there", async () => {
  const { id, page } = await atSearch();
  await press(page, "Escape", "r");
  await page.fill(`#words-${id}`, "life");
  await page.waitForSelector("[data-words=life]");
  // It is there for whoever does not point at it.
  expect(await page.evaluate("getComputedStyle(document.querySelector('.report')).opacity")).toBe("1");
  await page.click('.found-row .report:has-text("Report a mistake")');
  await page.waitForSelector("#report [name=reason]:focus");
  await page.click("#report .main");
  await page.waitForSelector("#report .wrong:not(:empty)");
  await page.check("#report [value=number_wrong]");
  await page.fill("#report-note", "it rings at a bakery");
  await page.click("#report .main");
  await page.waitForSelector("#report [role=status]");
  expect(openReports(house.helpline.db).map(({ note }) => note)).toEqual(["it rings at a bakery"]);
  await page.click("#report [data-shut-report]");
  await page.locator(".caution", { hasText: "A colleague reported a mistake" }).waitFor();
  expect(await page.inputValue(`#words-${id}`)).toBe("life");
});

test("on a phone the search has the screen to itself, and sending brings the chat back", async () => {
  const { id, page } = await atSearch({ width: 360 });
  await page.click(".pane-acts [data-tab=referrals]");
  await page.waitForSelector(`#words-${id}:focus`);
  expect(await page.locator(`#scroll-${id}`).isVisible()).toBe(false);
  await page.fill(`#words-${id}`, "life");
  await page.waitForSelector("[data-words=life]");
  await page.click(".found-row label");
  await page.waitForSelector(`#send-cards-${id}`);
  const box = (await page.locator(`#send-cards-${id}`).boundingBox())!;
  expect(box.y + box.height).toBeLessThanOrEqual(740);
  expect(box.height).toBeGreaterThanOrEqual(44);
  await page.click(`#send-cards-${id}`);
  await page.waitForSelector(`#log-${id} .sent-cards`);
  expect(await page.locator(`#words-${id}`).isVisible()).toBe(false);
  await page.click(".pane-acts [data-tab=referrals]");
  await page.click(".shut-side");
  expect(await page.locator(`#scroll-${id}`).isVisible()).toBe(true);
});

test("without JavaScript Anna searches, looks at the card and sends it", async () => {
  const { id, page, noor } = await inChat({ js: false });
  await page.fill(`#say-${id}`, "half a thought");
  await page.click(".side-tabs [data-tab=referrals]");
  // What cannot be kept on the way to the results is not asked for.
  expect(await page.locator(`#say-${id}`).isVisible()).toBe(false);
  await page.fill(`#words-${id}`, "suicide");
  await page.click(".find-words .second");
  expect(await page.locator(".found-row").count()).toBe(2);
  await page.check(`#place-${id}-${ids.suicide}`);
  await page.click(".on-card .plain");
  expect(await page.textContent(".preview-cards")).toContain("0800 32 123");
  await page.click(`#send-cards-${id}`);
  await page.waitForSelector(`#log-${id} .sent-cards`);
  await noor.log.locator("article", { hasText: "Lifeline" }).waitFor();
  expect(await page.inputValue(`#say-${id}`)).toBe("half a thought");
  await page.fill(`#say-${id}`, "half a thought more");
  await page.click(".how-far");
  await page.click(".went summary");
  await page.check(".went [value=prepared]");
  await page.click(".went .second");
  expect(await page.textContent(".went summary")).toContain("Prepared together");
  await page.click(".shut-side");
  expect(await page.inputValue(`#say-${id}`)).toBe("half a thought more");
});

test("when the chat ends under her search, the letters she goes on typing are no commands", async () => {
  const { noor, id, page } = await inChat({ youngJs: true });
  const sam = await young(house);
  pages.push(sam.page);
  await sam.start("is anybody there");
  await page.getByText("is anybody there").waitFor();
  await press(page, "Escape", "r");
  await page.waitForSelector(`#words-${id}:focus`);
  await noor.end();
  await page.waitForSelector(`#pane-${id} .over`);
  await press(page, "n", "n", "e");
  expect(await page.locator(".pane").count()).toBe(1);
  expect(house.heard.filter(({ type }) => type === "conversation.claimed")).toHaveLength(1);
});
