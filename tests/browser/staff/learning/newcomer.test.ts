import type { Page } from "playwright-core";
import { afterAll, afterEach, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { newcomer } from "#tests/support/house/helpline.ts";
import { says } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { type Counsellor, counsellor, young } from "#tests/support/people/people.ts";

let house: Server;
const pages: Page[] = [];
afterEach(async () => {
  expect(house.reported).toEqual([]);
  for (const page of pages.splice(0)) await page.context().close();
  await house.stop();
});
afterAll(close);

async function signedIn(name: string): Promise<Counsellor> {
  const one = await counsellor(house, { name });
  pages.push(one.page);
  await one.signIn();
  return one;
}

async function writes(words: string) {
  const one = await young(house);
  pages.push(one.page);
  await one.start(words);
  return one;
}

/** Béla moves Noa on, on her page. */
async function moves({ page }: Counsellor, stage: string, buddy: string): Promise<void> {
  await page.check(`[name=stage][value=${stage}]`);
  await page.selectOption("#buddy", { label: buddy });
  await page.click("[value=move]");
  await page.locator("#saved", { hasText: says("staff.learning.done.move") }).waitFor();
}

/** Ticks how somebody answers: everything usually so, and safe. */
async function rates({ page }: Counsellor): Promise<void> {
  for (const phase of ["welcome", "clarify", "goal", "work", "close"]) await page.check(`[name=${phase}][value="2"]`);
  for (const box of await page.locator("[name=safety]").all()) await box.check();
  await page.click("[value=rate]");
  await page.locator("#saved").waitFor();
}

test("SG24: Noa practises, reads along with Anna, answers with Anna beside her, rates herself, is signed off and answers alone", async () => {
  house = await server();
  const { id } = await newcomer(house.helpline, "noa", "Noa Claes", "Juno", ["counsellor"]);
  const [noa, anna, bela] = [await signedIn("noa"), await signedIn("anna"), await signedIn("bela")];

  // In training she is led to practice, and finds no console.
  expect(new URL(noa.page.url()).pathname).toBe("/staff/practice");
  await noa.page.goto(`${house.origin}/staff`);
  expect(new URL(noa.page.url()).pathname).toBe("/staff/practice");

  // A shadow: she finds the chat on her page of learning; Anna sees her come, Noor does not.
  await bela.page.goto(`${house.origin}/staff/learning/${id}`);
  await moves(bela, "shadow", "Mika");
  await anna.available();
  const noor = await writes("it is about my brother");
  const first = await anna.take();
  await noa.page.goto(`${house.origin}/staff/learning`);
  await noa.page.click(`a[href="/staff/conversation/${first}"]`);
  expect(await noa.page.content()).not.toContain("it is about my brother");
  await noa.page.click(`#read-along-${first}`);
  await noa.sees("it is about my brother");
  await anna.page.waitForSelector(`#seats-${first}:has-text("Juno is reading along")`);
  expect(await noa.page.locator(`#say-${first}, #be-available, #take-next:enabled`).count()).toBe(0);
  expect(await noor.page.content()).not.toMatch(/Juno|Claes/);

  // With a buddy: not without the papers; then her first chat, which Anna has beside her own at once.
  await bela.page.check("[name=stage][value=buddy]");
  await bela.page.selectOption("#buddy", { label: "Mika" });
  await bela.page.click("[value=move]");
  await bela.page.locator("#stage-wrong", { hasText: says("error.papers_first") }).waitFor();
  for (const paper of ["undertaking", "references", "certificate"]) await bela.page.fill(`#${paper}`, "2026-10-01");
  await bela.page.click("[value=papers]");
  await bela.page.locator("#saved", { hasText: says("staff.learning.done.papers") }).waitFor();
  await moves(bela, "buddy", "Mika");
  await noa.page.goto(`${house.origin}/staff`);
  await noa.available();
  const sam = await writes("I have nobody to tell");
  const second = await noa.take();
  await noa.page.waitForSelector(`#seats-${second}:has-text("Mika is reading along")`);
  await noa.say("I am here. Tell me.", second);
  await sam.sees("I am here. Tell me.");
  await anna.page.goto(`${house.origin}/staff/conversation/${second}`);
  await anna.sees("I am here. Tell me.");

  // Anna goes: Noa is away too, and reads why when she presses Available.
  await anna.page.click("#be-away");
  await noa.page.waitForSelector("#be-away[aria-pressed=true]");
  await anna.page.click("#be-available");
  await anna.page.waitForSelector("#be-available[aria-pressed=true]");

  // Signed off by the one supervisor there is, after her own rating.
  await noa.page.goto(`${house.origin}/staff/learning`);
  await rates(noa);
  await bela.page.goto(`${house.origin}/staff/learning/${id}`);
  await bela.page.getByText(says("staff.learning.needs_one")).waitFor();
  await rates(bela);
  await anna.page.click("#be-away");
  await noa.page.goto(`${house.origin}/staff/conversation/${second}`);
  await noa.available();
  await noa.say("I am still here.", second);
  await sam.sees("I am still here.");
});
