import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { axe, close } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { counsellor, opening, openMenu, young } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";
import { newest, take } from "#tests/support/states/youth/youth.ts";

let house: Server;
beforeEach(async () => {
  house = await server();
  await open(house);
});
afterEach(async () => {
  expect(house.reported).toEqual([]);
  await house.stop();
});
afterAll(close);

const noWait = { noWaitAfter: true } as const;

test.each(oneInTurn("changes in line", [true, false]))(
  "Noor changes what she wrote in line, and Anna’s queue follows (JavaScript: %s)",
  async (js) => {
    const anna = await counsellor(house);
    await anna.signIn();
    const noor = await young(house, { js, width: 360 });
    await noor.start("my dad hit me");
    const row = anna.page.locator(`#waiting-${newest(house)} .words`);
    await expect.poll(() => row.textContent()).toBe("my dad hit me");

    await openMenu(noor.page);
    await noor.page.locator("#way a").click(noWait);
    const box = noor.page.locator("textarea[name^=words]");
    await expect.poll(() => box.inputValue()).toBe("my dad hit me");
    expect(await axe(noor.page)).toEqual([]);
    await box.fill("things at home are bad");
    await noor.page.locator("form[action='/change'] button").click(noWait);
    await noor.sees("things at home are bad");
    expect(await noor.lines()).toEqual(["me: things at home are bad"]);
    await expect.poll(() => row.textContent()).toBe("things at home are bad");

    await openMenu(noor.page);
    await noor.page.locator("#way a").click(noWait);
    await box.fill("");
    await noor.page.locator("form[action='/change'] button").click(noWait);
    await noor.log.locator(".m.notice", { hasText: "This message was deleted." }).waitFor();
    expect(await noor.page.locator("#way a").count()).toBe(0);
    await expect.poll(() => row.textContent()).toBe("Nothing written yet");

    await noor.say("hello");
    await noor.sees("hello");
    expect(await noor.lines()).toEqual(["me: hello"]);
    await noor.page.context().close();
    await anna.page.context().close();
  },
);

test.each(oneInTurn("changes too late", [true, false]))(
  "Anna is faster: Noor’s new words are hers to copy, and lead to the chat (JavaScript: %s)",
  async (js) => {
    const noor = await young(house, { js, width: 360 });
    await noor.start("my dad hit me");
    const { page } = noor;
    await openMenu(page);
    await page.locator("#way a").click(noWait);
    await page.locator("textarea[name^=words]").fill("nothing");
    await take(house);
    await page.locator("form[action='/change'] button").click(noWait);
    await page.getByRole("alert").filter({ hasText: "Someone can already read this" }).waitFor();
    expect(await page.locator("#kept-words").inputValue()).toBe("nothing");
    expect(await axe(page)).toEqual([]);
    await page.locator("h1 ~ a.big").click(noWait);
    await noor.told("Mika is here");
    expect(await noor.lines()).toEqual(["me: my dad hit me"]);
    await page.context().close();
  },
);

test("her other tab has the new words at once, and the way to change them with the first", async () => {
  const noor = await young(house);
  await noor.start("");
  expect(await noor.page.locator("#way a").count()).toBe(0);
  const out = noor.page.locator("#out [action='/end'] button");
  await noor.say("my dad hit me");
  await noor.page.locator("#way a").waitFor({ state: "attached" });
  await out.focus();
  const other = await noor.page.context().newPage();
  await other.goto(`${house.origin}/change`, opening);
  await other.fill("textarea[name^=words]", "hello");
  await other.click("form[action='/change'] button");
  await other.locator(".m p", { hasText: "hello" }).waitFor();
  await noor.sees("hello");
  expect(await noor.lines()).toEqual(["me: hello"]);
  await other.goto(`${house.origin}/change`, opening);
  await other.fill("textarea[name^=words]", "");
  await other.click("form[action='/change'] button");
  await expect.poll(() => noor.page.locator("#way a").count()).toBe(0);
  expect(await noor.page.evaluate("document.activeElement.matches('#out [action=\"/end\"] button')")).toBe(true);
  await noor.page.context().close();
});

test("what she has half typed is there when she comes back from changing other words, saved or not", async () => {
  const noor = await young(house);
  const { page } = noor;
  await noor.start("my dad hit me");
  await noor.say("and more");
  await page.fill("#text", "I wanted to s");
  const link = page.locator("#way a");
  await openMenu(page);
  await link.click(noWait);
  const boxes = page.locator("textarea[name^=words]");
  await expect.poll(() => boxes.count()).toBe(2);
  // A screen reader is led to what has come.
  expect(
    await page.evaluate("document.activeElement.contains(document.querySelector('form[action=\"/change\"]'))"),
  ).toBe(true);
  expect(await axe(page)).toEqual([]);
  await page.locator("main:not(#main) a.big").click(noWait);
  await page.waitForSelector("#more:not([open]) > summary:focus");
  expect(await page.inputValue("#text")).toBe("I wanted to s");

  await openMenu(page);
  await link.click(noWait);
  await boxes.nth(0).fill("things at home are bad");
  await boxes.nth(1).fill("and worse");
  await page.click("form[action='/change'] button");
  await noor.sees("and worse");
  expect(await noor.lines()).toEqual(["me: things at home are bad", "me: and worse"]);
  expect(await page.inputValue("#text")).toBe("I wanted to s");
  await page.press("#text", "Enter");
  await noor.sees("I wanted to s");
  await page.context().close();
});
