import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { availabilityOf } from "#src/staff/staff.ts";
import { close, page as tab } from "#tests/support/browser/browser.ts";
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

/** Only this page of the staff is open, and she is available. */
async function onlyAt(path: string) {
  await anna.page.goto(house.origin + path);
  await expect.poll(() => house.helpline.hub.heard(`bar:${house.anna.id}`)).toBe(true);
}

test.each([360, 1280] as const)(
  "on any other page she is asked too, and away after 30 minutes (%i px)",
  async (width) => {
    const { page } = anna;
    await page.setViewportSize({ width, height: 740 });
    await onlyAt("/staff/records");
    await pass(24);
    expect(await page.isVisible("#still-here")).toBe(false);
    await page.clock.fastForward(minute);
    await page.waitForSelector("#still-here:visible");
    expect(isThere()).toBe("available");
    await pass(5);
    await page.waitForSelector("#covered:visible");
    await expect.poll(isThere).toBe("away");
    await page.waitForSelector("#be-away[aria-pressed=true]");
    await page.click("#covered .main");
    await expect.poll(isThere).toBe("available");
    expect(new URL(page.url()).pathname).toBe("/staff/records");
  },
);

test("what stands half written there is not lost: the first letter answers and is kept, no key sends it, and the cover takes nothing away", async () => {
  const { page } = anna;
  await onlyAt("/staff/me");
  await page.fill("#alias", "Mika");
  await page.press("#alias", "ArrowLeft");
  await pass(25);
  await page.waitForSelector("#still-here:visible");
  await page.keyboard.type("ael");
  expect([await page.inputValue("#alias"), await page.isVisible("#still-here")]).toEqual(["Mikaela", false]);
  for (const key of ["Enter", "Space", "Escape"]) {
    await pass(25);
    await page.waitForSelector("#still-here:visible");
    await page.keyboard.press(key);
    expect([await page.inputValue("#alias"), await page.isVisible("#still-here")]).toEqual(["Mikaela", false]);
  }
  expect(isThere()).toBe("available");
  await pass(25);
  await page.waitForSelector("#still-here:visible");
  await pass(5);
  await page.waitForSelector("#covered:visible");
  await expect.poll(isThere).toBe("away");
  await page.keyboard.type("x");
  await page.click("#covered .main");
  await expect.poll(isThere).toBe("available");
  await page.keyboard.type("l");
  expect(await page.inputValue("#alias")).toBe("Mikaella");
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe("/staff/me");
});

test("where the line is dead just then, she is away as soon as it is back", async () => {
  const { page } = anna;
  await onlyAt("/staff/records");
  let tried = 0;
  await page.route("**/staff/available", (route) => {
    tried += 1;
    return route.abort();
  });
  await pass(25);
  await page.waitForSelector("#still-here:visible");
  await pass(5);
  await page.waitForSelector("#covered:visible");
  await expect.poll(() => tried).toBeGreaterThan(0);
  expect(isThere()).toBe("available");
  await page.unroute("**/staff/available");
  await page.clock.fastForward(11_000);
  await expect.poll(isThere).toBe("away");
});

test("while she writes on another page the console behind it asks nothing, and she stays available", async () => {
  const { page } = anna;
  const records = await tab({ beside: page });
  await records.goto(`${house.origin}/staff/records`);
  for (let n = 0; n < 31; n += 1) {
    await records.keyboard.press("a");
    await page.clock.fastForward(minute);
  }
  await page.clock.fastForward(11_000);
  for (const one of [page, records])
    for (const id of ["#still-here", "#covered"]) expect(await one.isVisible(id)).toBe(false);
  expect(isThere()).toBe("available");
});

test("of two pages that are covered one press uncovers both", async () => {
  const { page } = anna;
  const records = await tab({ beside: page });
  await records.goto(`${house.origin}/staff/records`);
  await pass(25);
  for (const one of [page, records]) await one.waitForSelector("#still-here:visible");
  await pass(5);
  for (const one of [page, records]) await one.waitForSelector("#covered:visible");
  await expect.poll(isThere).toBe("away");
  await records.click("#covered .main");
  await page.waitForSelector("#covered", { state: "hidden" });
  await expect.poll(isThere).toBe("available");
  // Later on she is away by her own word, and the other page does not take it back.
  await records.click("#be-away");
  await expect.poll(isThere).toBe("away");
  await pass(31);
  expect([isThere(), await page.isVisible("#covered")]).toEqual(["away", false]);
});
