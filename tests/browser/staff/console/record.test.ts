import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { noteOf, recordOfChat, unfinishedRecords } from "#src/record/reading.ts";
import { close } from "#tests/support/browser/browser.ts";
import { talking } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
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

test("Anna ends with Noor and codes the record by keyboard alone; Noor sees nothing of it", async () => {
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
  // A word that is in no reason: the groups stand there to be opened, and Enter ticks nothing.
  await page.keyboard.type("exam");
  await page.locator(`#record-${id} .look-for`, { hasText: "No matching reason: choose below." }).waitFor();
  expect(await page.locator(`#record-${id}-education`).isVisible()).toBe(true);
  await page.keyboard.press("Enter");
  expect(await page.locator(`#record-${id} [name=reason]:checked`).count()).toBe(0);
  await page.keyboard.press("Escape");
  await page.keyboard.type("bully");
  await page.keyboard.press("Enter");
  await focused(`#record-${id}-find`);
  await page.keyboard.type("FRIEND");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await page.keyboard.press("Escape");
  await focused(`#record-${id}-find`);
  expect(await page.locator(`#record-${id} .ticked`).textContent()).toBe("Ticked: Bullying · Friends and friendships");
  await page.locator(`#record-${id}-note`).focus();
  await page.keyboard.type("Her sister knows.");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForSelector(`#recorded-${id}`);
  const record = recordOfChat(db(), id)!;
  expect(record.coding.reasons).toEqual(["peers.friends", "violence.bullying"]);
  expect(noteOf(db(), record.id)).toBe("Her sister knows.");
  expect(await noor.page.content()).not.toMatch(/sister|Bullying/);
}, 60_000);

test("what is ticked and typed is kept by itself, survives a reload, and no update takes it away", async () => {
  const anna = await counsellor(house);
  await anna.signIn();
  await anna.available();
  const [id, other] = [await endedChat(house), await talking(house)];
  const { page } = anna;
  await page.goto(`${house.origin}/staff/conversation/${id}`);
  await page.fill(`#record-${id}-note`, "half a sen");
  await page.click(`#record-${id}-age summary:has-text("12–14")`);
  await page.check(`#record-${id}-age [value="13-14"]`);
  for (let n = 0; n < 20; n += 1) await write(house, other, "youth", `more ${n}`);
  await page.waitForSelector(`#record-${id} .kept:not([hidden])`);
  expect(await page.inputValue(`#record-${id}-note`)).toBe("half a sen");
  await page.fill(`#record-${id}-note`, "half a sentence");
  await page.reload();
  await expect
    .poll(() => unfinishedRecords(db(), house.anna.id).map((one) => noteOf(db(), one.id)))
    .toEqual(["half a sentence"]);
  await page.reload();
  expect(await page.inputValue(`#record-${id}-note`)).toBe("half a sentence");
  // Folded though it is, what was chosen is seen at once.
  expect(await page.locator(`#record-${id}-age [value="13-14"]`).isVisible()).toBe(true);
  expect(await page.isChecked(`#record-${id}-age [value="13-14"]`)).toBe(true);
  await page.locator(`#record-${id} .row-of [value=later]`).click();
  await page.locator(`#record-${id} .kept`, { hasText: "It’s waiting for you under “Contact records”" }).waitFor();
  await page.click(`#close-${id}`);
  await page.waitForSelector(".to-finish");
  await page.click(".to-finish");
  await page.click(".record-rows a");
  await page.click("#record [value=joke]");
  await page.waitForSelector("#saved");
  expect(unfinishedRecords(db(), house.anna.id)).toEqual([]);
}, 60_000);

test("without JavaScript: refused beside the field, put by, changed within its hours, and by hand", async () => {
  await open(house);
  const anna = await counsellor(house, { js: false });
  await anna.signIn();
  const id = await endedChat(house);
  const { page } = anna;
  await page.goto(`${house.origin}/staff/conversation/${id}`);
  await page.fill(`#record-${id}-note`, "Her sister knows.");
  await page.click(`#record-${id} [value=finish]`);
  expect(await page.locator(".wrong[role=alert]").textContent()).toContain("Tick at least one reason");
  expect(await page.inputValue("#record-note")).toBe("Her sister knows.");
  await page.click("#record-family summary");
  await page.check("[value='family.siblings']");
  await page.click("#record [value=finish]:visible");
  await page.click(`#recorded-${id} a`);
  await page.selectOption("#record-gender", "girl");
  await page.click("#record [value=finish]");
  await page.waitForSelector("#saved");
  expect(recordOfChat(db(), id)?.coding).toMatchObject({ reasons: ["family.siblings"], gender: "girl" });
  await page.click("text=Add a contact");
  await page.check("[value=visit]");
  await page.click("#record [value=thanks]");
  expect(await page.locator(".record-rows").last().textContent()).toContain("Thank you");
}, 60_000);
