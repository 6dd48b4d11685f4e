import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { axe, close } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { openMenu, type Young, young } from "#tests/support/people/people.ts";
import { another, newest, take, write } from "#tests/support/states/youth/youth.ts";

// What stands around the words: how far it is to everything by keys, how much of a small screen is left, and the one menu.

let house: Server;
let noor: Young;
beforeEach(async () => {
  house = await server();
  await open(house);
});
afterEach(async () => {
  await noor.page.context().close();
  await house.stop();
});
afterAll(close);

const noWait = { noWaitAfter: true } as const;

/** What Tab comes to, from the top of the page until it leaves it. */
async function stops({ page }: Young): Promise<string[]> {
  const found: string[] = [];
  await page.evaluate("document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')");
  for (;;) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate<string>(
      "(() => { const at = document.activeElement; return at === document.body ? '' : (at.id || at.name || at.textContent.trim()) })()",
    );
    if (at === "" || found.length > 40) return found;
    found.push(at);
  }
}

test("Y20: who waits has at most twelve stops for keys, and who chats fewer, with the menu folded", async () => {
  await another(house, "first");
  noor = await young(house, { width: 360 });
  await noor.start("things at home are bad again");
  const waiting = await stops(noor);
  expect(waiting.length, waiting.join(" · ")).toBeLessThanOrEqual(12);
  await take(house);
  await take(house);
  await noor.page.waitForSelector("#state.talking");
  const talking = await stops(noor);
  expect(talking.length, talking.join(" · ")).toBeLessThan(waiting.length);
});

test("Y20: with a keyboard up, 360 × 400, at least 220 px show words, and both ways out stay", async () => {
  noor = await young(house, { width: 360 });
  await noor.start("things at home are bad again");
  await take(house);
  await noor.page.waitForSelector("#state.talking");
  for (let n = 0; n < 6; n++) await write(house, newest(house), "counsellor", `Question ${n}: does it happen often?`);
  await noor.sees("Question 5");
  await noor.page.setViewportSize({ width: 360, height: 400 });
  await noor.page.click("#text");
  const [top, dock] = [await noor.page.locator("#top").boundingBox(), await noor.page.locator(".dock").boundingBox()];
  expect(dock!.y - (top!.y + top!.height)).toBeGreaterThanOrEqual(220);
  expect(dock!.y + dock!.height).toBeLessThanOrEqual(400);
  for (const way of ["#leave", "#sos a"]) {
    const { y, height } = (await noor.page.locator(way).boundingBox())!;
    expect([y >= 0, height >= 36]).toEqual([true, true]);
  }
});

test.each([true, false])(
  "the menu holds what is seldom wanted, and nothing of the page moves when it opens (scripts: %s)",
  async (js) => {
    noor = await young(house, { js, width: 320 });
    await noor.start("things at home are bad again");
    await openMenu(noor.page);
    const names = await noor.page
      .locator(".sheet a.row-to:visible, .sheet > details > summary:visible")
      .allTextContents();
    expect(names).toEqual(expect.arrayContaining(["Get a code to come back", "Secret word", "How this works"]));
    expect(await axe(noor.page)).toEqual([]);
    const { x, width } = (await noor.page.locator(".sheet").boundingBox())!;
    expect([x >= 0, x + width <= 320]).toEqual([true, true]);
  },
);

test.each([true, false])(
  "for someone who comes back from a page beside the chat the menu is folded, by its link and by Back (scripts: %s)",
  async (js) => {
    noor = await young(house, { js, width: 360 });
    await noor.start("things at home are bad again");
    const { page } = noor;
    for (const back of [() => page.click("main:visible a.big", noWait), () => page.goBack({ waitUntil: "commit" })]) {
      await openMenu(page);
      await page.click(".sheet a[href='/how']", noWait);
      await page.locator("article:visible").waitFor();
      await back();
      await page.locator("#more > summary:visible").waitFor();
      expect(await page.locator("#more[open]").count()).toBe(0);
      // Keys go on from the menu, not from the top of the page.
      if (js) expect(await page.evaluate("document.activeElement.matches('#more > summary')")).toBe(true);
    }
  },
);
