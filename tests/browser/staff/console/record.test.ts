import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { offer } from "#src/queue/handover/hand-over.ts";
import { noteOf, recordOfChat, unfinishedRecords } from "#src/record/reading.ts";
import { tickedReasons } from "#src/record/reasons/ticks.ts";
import { close, page as tab } from "#tests/support/browser/browser.ts";
import { talking } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act, says } from "#tests/support/house/http.ts";
import { endedChat } from "#tests/support/house/records.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { counsellor, young } from "#tests/support/people/people.ts";
import { write } from "#tests/support/states/youth/youth.ts";

let house: Server;
beforeEach(async () => {
  house = await server();
});
afterEach(() => house.stop());
afterAll(close);
const db = () => house.helpline.db;

/** A script that names the elements within another that scroll. */
const scrolling = (within: string) => `[...document.querySelectorAll("${within}, ${within} *")]
  .filter((one) => /auto|scroll/.test(getComputedStyle(one).overflowY) && one.scrollHeight > one.clientHeight + 1)
  .map((one) => one.className || one.tagName)`;

/** Presses keys one by one, and counts them. */
function counted(page: Page) {
  let n = 0;
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
    n += keys.flatMap((key) => key.split("+")).length;
  };
  return { press, count: () => n };
}

test("Anna ends with Noor and finishes a usual record in eight keys; Noor sees nothing of it", async () => {
  const [anna, noor] = [await counsellor(house), await young(house)];
  await anna.signIn();
  await anna.available();
  await noor.start("they made a group without me");
  const id = await anna.take();
  const { page } = anna;
  const focused = (wanted: string) => expect.poll(() => page.locator(`${wanted}:focus`).count()).toBe(1);
  await page.locator(".scroll").press("e");
  await focused(".end [data-shut]");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await focused(`#record-${id}-find`);
  const keys = counted(page);
  await keys.press("b", "u", "Enter");
  await page.locator(`#record-${id} .ticked .record-chip`, { hasText: "Bullying" }).waitFor();
  await keys.press("1", "2", "2", "Control+Enter");
  expect(keys.count()).toBe(8);
  await page.waitForSelector(`#recorded-${id}`);
  expect(recordOfChat(db(), id)!.coding).toMatchObject({
    reasons: ["violence.bullying"],
    actions: ["direct"],
    outcome: "next_step",
    riskPresent: "no",
  });
  expect(await noor.page.content()).not.toMatch(/Bullying/);
}, 60_000);

test("a broad word opens its group and ticks nothing; arrows move, and what is ticked can be taken back", async () => {
  const anna = await counsellor(house);
  await anna.signIn();
  await anna.available();
  const id = await endedChat(house);
  const { page } = anna;
  await page.goto(`${house.origin}/staff/conversation/${id}`);
  const record = page.locator(`#record-${id}`);
  const find = page.locator(`#record-${id}-find`);
  const before = await record.locator("[id$=-action]").boundingBox();
  await find.pressSequentially("violence");
  await record.locator(".found-reasons [data-first][data-group]").waitFor();
  expect(await record.locator("[id$=-action]").boundingBox()).toEqual(before);
  await find.press("Enter");
  await record.locator("details[data-group=violence][open] [name=reason]:focus").first().waitFor();
  expect(await record.locator("[name=reason]:checked").count()).toBe(0);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  expect(await record.locator("[value='violence.early_marriage']").isChecked()).toBe(true);
  await page.keyboard.press("Escape");
  await find.pressSequentially("parents fight");
  await record.locator(".found-reasons mark", { hasText: "parents fight" }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await record.locator(".ticked .record-chip", { hasText: "Relationship to caregiver" }).waitFor();
  await record.locator("[data-untick='violence.early_marriage']").click();
  expect(await record.locator("[name=reason]:checked").count()).toBe(1);
  // A single choice is taken back by a second click.
  await record.locator("label", { hasText: "Relieved" }).click();
  expect(await record.locator("[value=relieved]").isChecked()).toBe(true);
  await record.locator("label", { hasText: "Relieved" }).click();
  expect(await record.locator("[value=relieved]").isChecked()).toBe(false);
}, 60_000);

test("what was no counselling is finished with two keys", async () => {
  const anna = await counsellor(house);
  await anna.signIn();
  await anna.available();
  const id = await endedChat(house);
  const { page } = anna;
  await page.goto(`${house.origin}/staff/conversation/${id}`);
  await page.locator(`#record-${id}-find`).focus();
  const keys = counted(page);
  await keys.press("x", "3");
  expect(keys.count()).toBe(2);
  await page.waitForSelector(`#recorded-${id}`);
  expect(recordOfChat(db(), id)?.coding.outcome).toBe("joke");
  // It was none: one press takes it back, and she goes on in the form.
  await page.click(`#record-undo-${id}`);
  await expect.poll(() => page.locator(`#record-${id}-find:focus`).count()).toBe(1);
  expect(recordOfChat(db(), id)).toMatchObject({ finishedAt: null, coding: { outcome: null } });
}, 60_000);

test("at 1280 by 800 the record stands beside its chat, without a scroll bar; at 360 it is one page", async () => {
  const anna = await counsellor(house);
  await anna.signIn();
  await anna.available();
  const id = await endedChat(house);
  const { page } = anna;
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${house.origin}/staff/conversation/${id}`);
  const record = page.locator(`#record-${id}`);
  await record.locator(".look-for").waitFor();
  const [log, form] = [await page.locator(".scroll").boundingBox(), await record.boundingBox()];
  expect(log!.x + log!.width).toBeLessThanOrEqual(form!.x + 1);
  const finish = await record.locator("footer").boundingBox();
  expect(finish!.y + finish!.height).toBeLessThanOrEqual(800);
  expect(await page.evaluate(scrolling(`#record-${id}`))).toEqual([]);
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
  await record.locator("[value=finish]").scrollIntoViewIfNeeded();
  expect(await record.locator("[value=finish]").isVisible()).toBe(true);
}, 60_000);

test("what is ticked and typed is kept by itself, survives a reload, and no update takes it away", async () => {
  const anna = await counsellor(house);
  await anna.signIn();
  await anna.available();
  const [id, other] = [await endedChat(house), await talking(house)];
  const { page } = anna;
  await page.goto(`${house.origin}/staff/conversation/${id}`);
  await page.fill(`#record-${id}-note`, "half a sen");
  await page.selectOption(`#record-${id}-age`, "13-14");
  for (let n = 0; n < 20; n += 1) await write(house, other, "youth", `more ${n}`);
  await page.waitForSelector(`#record-${id} .kept`);
  expect(await page.inputValue(`#record-${id}-note`)).toBe("half a sen");
  await page.fill(`#record-${id}-note`, "half a sentence");
  await page.reload();
  await expect
    .poll(() => unfinishedRecords(db(), house.anna.id).map((one) => noteOf(db(), one.id)))
    .toEqual(["half a sentence"]);
  await page.reload();
  expect(await page.inputValue(`#record-${id}-note`)).toBe("half a sentence");
  expect(await page.inputValue(`#record-${id}-age`)).toBe("13-14");
  await page.locator(`#record-${id} footer [value=later]`).click();
  await page.locator(`#record-${id} .kept`, { hasText: says("staff.record.kept_later") }).waitFor();
  await page.click(`#close-${id}`);
  await page.waitForSelector(".to-finish");
  await page.click(".to-finish");
  await page.click(".record-rows a");
  await page.click("#record .one-click summary");
  await page.click("#record [value=joke]");
  await page.waitForSelector("#saved");
  expect(unfinishedRecords(db(), house.anna.id)).toEqual([]);
}, 60_000);

test("without JavaScript: refused beside the field, put by, changed within its hours, and by hand", async () => {
  await open(house);
  const anna = await counsellor(house, { js: false });
  await anna.signIn();
  await anna.available();
  const id = await endedChat(house);
  const { page } = anna;
  await page.goto(`${house.origin}/staff/conversation/${id}`);
  await page.fill(`#record-${id}-note`, "Her sister knows.");
  await page.click(`#record-${id} [value=finish]`);
  expect(await page.locator(".wrong[role=alert]").textContent()).toContain(says("staff.record.choose"));
  expect(await page.inputValue("#record-note")).toBe("Her sister knows.");
  await page.click("#record-family summary");
  await page.check("[value='family.siblings']");
  await page.click("#record [value=finish]:visible");
  await page.click(`#recorded-${id} a`);
  await page.selectOption("#record-gender", "girl");
  await page.click("#record [value=finish]");
  await page.waitForSelector("#saved");
  expect(recordOfChat(db(), id)?.coding).toMatchObject({ reasons: ["family.siblings"], gender: "girl" });
  await page.click(`text=${says("staff.records.new")}`);
  await page.check("[value=visit]");
  await page.click("#record .one-click summary");
  await page.click("#record [value=thanks]");
  expect(await page.locator(".record-rows").last().textContent()).toContain("Thank you");
}, 60_000);

// Reasons that are ticked while the chat goes on.

async function talk() {
  const [anna, noor] = [await counsellor(house), await young(house)];
  await anna.signIn();
  await anna.available();
  await noor.start("they made a group without me");
  const id = await anna.take();
  const kept = () => tickedReasons(house.helpline.db, id);
  return { anna, noor, id, kept };
}

test("Anna ticks during the chat, reloads, ends it, finds it ticked, and finishes", async () => {
  const { anna, noor, id, kept } = await talk();
  const { page } = anna;
  await page.click(`#about-${id} [data-tab=reasons]`);
  const find = page.locator(`#ticking-${id}-find`);
  await expect.poll(() => page.locator(`#ticking-${id}-find:focus`).count()).toBe(1);
  await find.pressSequentially("bu");
  await page.locator(`#ticking-${id} .found-reasons [data-first]`).waitFor();
  await page.keyboard.press("Enter");
  await expect.poll(kept).toEqual(["violence.bullying"]);
  await page.reload();
  await page.waitForSelector("#sound:not([hidden])");
  await page.click(`#about-${id} [data-tab=reasons]`);
  expect(await page.locator(`#ticking-${id} [value='violence.bullying'][name=reason]`).isChecked()).toBe(true);
  // Of another tab of hers the first one hears.
  const other = await tab({ beside: page });
  await other.goto(`${house.origin}/staff/conversation/${id}/reasons`);
  await other.locator(`#ticking-${id} [data-untick='violence.bullying']`).click();
  await expect.poll(kept).toEqual([]);
  await expect.poll(() => page.locator(`#ticking-${id} [name=reason]:checked`).count()).toBe(0);
  await other.locator(`#ticking-${id}-find`).pressSequentially("bu");
  await other.locator(`#ticking-${id} .found-reasons [data-first]`).waitFor();
  await other.keyboard.press("Enter");
  await expect.poll(kept).toEqual(["violence.bullying"]);
  await other.close();
  // She looks for another one while Noor ends it: her words go on in the record.
  await find.pressSequentially("sib");
  await noor.end();
  const found = page.locator(`#record-${id}-find`);
  await expect.poll(() => page.locator(`#record-${id}-find:focus`).count()).toBe(1);
  expect(await found.inputValue()).toBe("sib");
  await page.keyboard.press("Escape");
  await page.locator(`#record-${id} .ticked .record-chip`, { hasText: "Bullying" }).waitFor();
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector(`#recorded-${id}`);
  expect(recordOfChat(house.helpline.db, id)?.coding.reasons).toEqual(["violence.bullying"]);
}, 60_000);

test("handed over, Béla finds what Anna ticked; on a phone too, and Esc leads back to the chat", async () => {
  const { anna, id, kept } = await talk();
  const { page } = anna;
  await page.setViewportSize({ width: 360, height: 740 });
  await page.click(`#facts-${id} summary`);
  await page.click(`#facts-${id} [data-tab=reasons]`);
  await page.locator(`#ticking-${id} details[data-group=family] summary`).click();
  await page.locator(`#ticking-${id} label`, { hasText: "sibling" }).first().click();
  await expect.poll(kept).toEqual(["family.siblings"]);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect.poll(() => page.locator(`#say-${id}:focus`).count()).toBe(1);
  const bela = await counsellor(house, { name: "bela" });
  await bela.signIn();
  await open(house, house.bela);
  const hand = { conversationId: id, staffId: house.anna.id, to: { staffId: house.bela.id } };
  await act(house, house.anna, (tx, emit) => offer(tx, emit, { ...hand, summary: "School.", asked: { agreed: true } }));
  await bela.page.goto(`${house.origin}/staff`);
  await bela.page.click("form[action$='/handover/accept'] button");
  await bela.page.click(`#about-${id} [data-tab=reasons]`);
  await bela.page.locator(`#ticking-${id} [data-untick='family.siblings']`).waitFor();
}, 60_000);
