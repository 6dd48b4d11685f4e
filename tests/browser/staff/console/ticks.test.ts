import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { offer } from "#src/queue/handover/hand-over.ts";
import { recordOfChat } from "#src/record/reading.ts";
import { tickedReasons } from "#src/record/reasons/ticks.ts";
import { close, page as tab } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { counsellor, young } from "#tests/support/people/people.ts";

// Reasons that are ticked while a chat goes on.

let house: Server;
beforeEach(async () => {
  house = await server();
});
afterEach(() => house.stop());
afterAll(close);

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
  await page.click(`#about-${id} [data-tab=reasons]`);
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
