import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { availabilityOf } from "#src/staff/staff.ts";
import { close } from "#tests/support/browser/browser.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { type Counsellor, counsellor, young } from "#tests/support/people/people.ts";

// Nothing is typed or moved for a long time: a question, then a cover. The clock of the page alone goes on.

const minute = 60_000;
let house: Server;
let anna: Counsellor;
beforeEach(async () => {
  house = await server();
  anna = await counsellor(house);
  await anna.page.clock.install();
  await anna.signIn();
  await anna.available();
});
afterEach(async () => {
  await anna.page.context().close();
  await house.stop();
});
afterAll(close);

const isThere = () => availabilityOf(house.helpline.db, house.anna.id);
const pass = (minutes: number) => anna.page.clock.fastForward(minutes * minute + 11_000);

test("after 25 minutes she is asked, any movement is an answer; the field she was in has the caret again", async () => {
  const { page } = anna;
  const noor = await young(house);
  await noor.start("hello");
  const id = await anna.take();
  await page.fill(`#say-${id}`, "I am think");
  await pass(24);
  expect(await page.isVisible("#still-here")).toBe(false);
  await page.clock.fastForward(minute);
  await page.waitForSelector("#still-here:visible");
  await page.mouse.move(300, 300);
  await page.clock.fastForward(11_000);
  await page.waitForSelector("#still-here", { state: "hidden" });
  expect(isThere()).toBe("available");
  await page.keyboard.type("ing");
  expect(await page.inputValue(`#say-${id}`)).toBe("I am thinking");
  await noor.page.context().close();
});

test("after 30 minutes the screen is covered and she is away; nobody is signed out, no chat is cut, one press leads back", async () => {
  const { page } = anna;
  const noor = await young(house);
  await noor.start("hello");
  const id = await anna.take();
  await pass(25);
  await page.waitForSelector("#still-here:visible");
  await pass(5);
  await page.waitForSelector("#covered:visible");
  await expect.poll(isThere).toBe("away");
  const hit = "document.elementFromPoint(400, 300).closest('dialog, #console')?.id";
  expect(await page.evaluate(hit)).not.toBe("console");
  await page.mouse.move(300, 300);
  // No letter is a command behind the cover.
  await page.keyboard.press("e");
  await pass(0);
  expect(await page.isVisible("#covered")).toBe(true);
  expect(await page.locator("details.end[open]").count()).toBe(0);
  expect(conversation(house.helpline.db, id)!.counsellorId).toBe(house.anna.id);
  await noor.told("Mika is here");
  await page.click("#covered .main");
  await expect.poll(isThere).toBe("available");
  await anna.say("Here I am", id);
  await noor.sees("Here I am");
  await noor.page.context().close();
});

test("whoever is away and in no chat is asked nothing", async () => {
  const { page } = anna;
  await page.click("#be-away");
  await page.waitForSelector("#be-away[aria-pressed=true]");
  await pass(31);
  await pass(1);
  expect(await page.isVisible("#still-here")).toBe(false);
  expect(await page.isVisible("#covered")).toBe(false);
});
