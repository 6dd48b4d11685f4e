import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { atChat, chatWith, press } from "#tests/support/people/in-chat.ts";
import { counsellor } from "#tests/support/people/people.ts";
import { type TimedServer, timedServer } from "#tests/support/states/youth/youth.ts";

let house: TimedServer;

beforeEach(async () => {
  house = await timedServer();
  await open(house);
});
afterEach(() => house.stop());
afterAll(close);

async function atWork(name: string) {
  const one = await counsellor(house, { name });
  await one.signIn();
  await one.page.waitForSelector("#sound:not([hidden])");
  return one;
}

test("Anna asks with one key, Béla hears of it and joins by keyboard, Aino is told who was quicker", async () => {
  const { noor, id, page } = await chatWith(house, { youngJs: true });
  const [bela, aino] = [await atWork("bela"), await atWork("aino")];
  await bela.page.evaluate(`document.addEventListener("signal", () => document.body.setAttribute("data-heard", ""))`);
  await page.locator(`#scroll-${id}`).press("q");
  await page.waitForSelector(`#help-words-${id}:focus`);
  await page.keyboard.type("is this abuse?");
  await press(page, "Enter");
  await page.waitForSelector(`#say-${id}:focus`);
  await bela.page.locator("#help-menu summary", { hasText: "Help wanted (1)" }).waitFor();
  await bela.page.waitForSelector("body[data-heard]");
  await expect.poll(() => bela.page.textContent("#arrived")).toContain("is asking for help");
  await aino.page.locator(".help-rows", { hasText: "is this abuse?" }).waitFor({ state: "attached" });
  await aino.page.locator("#help-menu summary").click();
  await bela.page.locator("body").press("g");
  await bela.page.waitForSelector("#help-menu[open]");
  expect(await bela.page.textContent(".help-rows")).toContain("Mika is asking for help");
  await press(bela.page, "Tab", "Enter");
  await bela.page.waitForSelector(`#pane-${id} .log`);
  await bela.page.locator(".log .m", { hasText: "i do not want to live" }).waitFor();
  await page.locator("#help-menu").waitFor({ state: "detached" });
  await page.waitForSelector(`#ask-help-${id}`);
  // Aino's list is shorter by now; one that was pressed a moment too late says who was quicker.
  await aino.page.locator("#help-menu").waitFor({ state: "detached" });
  const late = await aino.page.evaluate(async (address) => {
    const answer = await fetch(address, { method: "POST", headers: { "HX-Request": "true" } });
    return answer.text();
  }, `/staff/conversation/${id}/help/answer`);
  expect(late).toContain("Luna got there first");
  await noor.sees("Luna");
  expect(await noor.page.content()).not.toMatch(/abuse|is asking for help|Kovács/);
});

test("what is asked is taken back with two presses, and the end of the chat takes it back too", async () => {
  const { anna, id, page } = await atChat(house);
  const bela = await atWork("bela");
  await page.click(`#ask-help-${id} button`);
  await bela.page.waitForSelector("#help-menu");
  await page.click(`#help-back-${id}`);
  await bela.page.locator("#help-menu").waitFor({ state: "detached" });
  await page.click(`#ask-help-${id} button`);
  await bela.page.waitForSelector("#help-menu");
  await press(page, "Escape");
  await anna.end();
  await bela.page.locator("#help-menu").waitFor({ state: "detached" });
});
