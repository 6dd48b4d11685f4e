import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { type Counsellor, counsellor, type Young, young } from "#tests/support/people/people.ts";
import { patience } from "#tests/support/run/night.ts";
import { type TimedServer, timedServer } from "#tests/support/states/youth/youth.ts";

// A counsellor's browser dies in the middle of a chat: what she, a colleague and the young person see.

const minute = 60_000;
let house: TimedServer;
let anna: Counsellor;
let bela: Counsellor;
let noor: Young;

beforeEach(async () => {
  house = await timedServer();
  anna = await counsellor(house);
  bela = await counsellor(house, { name: "bela" });
  noor = await young(house);
  for (const one of [anna, bela]) {
    await one.signIn();
    await one.available();
  }
});
afterEach(async () => {
  expect(house.reported).toEqual([]);
  for (const { page } of [anna, bela, noor]) await page.context().close();
  await house.stop();
});
afterAll(close);

test("colleagues see it, Noor is told and goes first, and Anna reads what happened, with her words", async () => {
  await noor.start("it is bad again");
  const id = await anna.take();
  await noor.told("Mika is here");
  await anna.page.fill(`#say-${id}`, "I am still");
  // Kept here until the server has it, then the line is dead.
  await expect.poll(() => house.heard.some(({ type }) => type === "typing")).toBe(true);
  await anna.page.context().setOffline(true);
  await anna.page.evaluate("document.dispatchEvent(new Event('offline'))");
  await expect
    .poll(() => house.helpline.hub.heard(`staff:${house.anna.id}`), { timeout: patience(30_000) })
    .toBe(false);

  house.clock.pass(minute + 1_000);
  const mark = bela.page.locator(`#left-${id}`);
  await mark.waitFor();
  expect(await mark.textContent()).toContain("with Mika");
  await noor.told("Mika");
  expect(await bela.page.locator("#queue .row").count()).toBe(0);

  house.clock.pass(5 * minute);
  await bela.page.waitForSelector(`#waiting-${id}`);
  expect(await mark.count()).toBe(0);
  await noor.told("You’re next");
  await noor.sees("Sorry, Mika’s connection dropped and hasn’t come back.");
  await bela.take();
  await noor.told("Luna is here");
  await bela.sees("it is bad again");

  await anna.page.context().setOffline(false);
  const said = anna.page.locator(`#foot-${id}`);
  await said.getByText("You were disconnected.").waitFor({ timeout: patience(30_000) });
  expect(await said.textContent()).toContain("is now with Luna");
  expect(await anna.page.inputValue(`#unsent-${id}`)).toBe("I am still");
  expect(await anna.page.locator("#chats .taken-back").textContent()).toContain("is now with Luna");
  expect(await anna.page.locator(`#chat-${id}`).count()).toBe(0);
  // She reads nothing of what is said from now on.
  await bela.say("I am Luna");
  await noor.sees("I am Luna");
  expect(await anna.page.content()).not.toContain("I am Luna");
});
