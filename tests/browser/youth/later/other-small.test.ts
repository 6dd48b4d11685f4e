import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { languages } from "#src/i18n/i18n.ts";
import { setSetting, settings } from "#src/settings/settings.ts";
import { close, page as newPage } from "#tests/support/browser/browser.ts";
import { place } from "#tests/support/house/directory.ts";
import { open } from "#tests/support/house/helpline.ts";
import { always } from "#tests/support/people/other-places.ts";
import { openMenu, young } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";
import { houseWithPlaces } from "#tests/support/states/youth/other.ts";

// The directory on the small screen of a cheap phone.

let house: Awaited<ReturnType<typeof houseWithPlaces>>;

beforeEach(async () => {
  house = await houseWithPlaces();
});
afterEach(() => house.stop());
afterAll(close);

const topOf = (of: Page, what: string) =>
  of.evaluate<number>(`document.querySelector(${JSON.stringify(what)}).getBoundingClientRect().top`);

test("the search stands in sight, however many ways there are to get help without talking", async () => {
  const { emergency } = settings(house.helpline.db);
  await house.helpline.db.change("porchlight", (tx, emit) => {
    const first = emergency[0]!;
    const value = [
      { ...first, sms: "114" },
      { ...first, country: "FR", sms: "114" },
      { ...first, country: "ES" },
    ];
    setSetting(tx, emit, { name: "emergency", value });
  });
  const noor = await newPage();
  await noor.setViewportSize({ width: 360, height: 640 });
  for (const language of oneInTurn("search in sight", languages)) {
    await noor.goto(`${house.origin}/other?l=${language}`);
    const bottom = await noor.evaluate<number>("document.getElementById('q').getBoundingClientRect().bottom");
    expect(bottom, language).toBeLessThanOrEqual(640);
  }
  await noor.context().close();
});

test("with all choices unfolded and text at 200 % no language scrolls sideways at 320 px", async () => {
  const noor = await newPage({ width: 320 });
  for (const language of oneInTurn("choices unfolded", languages)) {
    await noor.goto(`${house.origin}/other?l=${language}`);
    await noor.click("form summary");
    await noor.evaluate("document.documentElement.style.fontSize = '212.5%'");
    expect(await noor.evaluate("document.documentElement.scrollWidth"), language).toBe(320);
  }
  await noor.context().close();
});

test("the others in line unfold below the finger, and the page does not jump to their end", async () => {
  for (let n = 0; n < 5; n++) await place(house.helpline.db, `More help ${n}`, { calendar: always, emergency: true });
  await open(house);
  const noor = await young(house);
  await noor.page.setViewportSize({ width: 360, height: 640 });
  await noor.start("hello");
  await openMenu(noor.page);
  const before = await topOf(noor.page, "#places summary");
  await noor.page.click("#places summary");
  await noor.page.locator("#places h2").nth(4).waitFor();
  await noor.page.evaluate("new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))");
  const after = await topOf(noor.page, "#places summary");
  // It may come up to below what stays at the top, never past it.
  const head = await noor.page.evaluate<number>("document.querySelector('#top').offsetHeight");
  expect(after).toBeGreaterThan(head);
  expect(after).toBeLessThanOrEqual(before);
  await noor.page.context().close();
});
