import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { close, page as newPage } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { exitSite, leadTo, pressBack } from "#tests/support/people/leaving.ts";
import { inLanguage, openMenu, young } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";
import { houseWithPlaces } from "#tests/support/states/youth/other.ts";
import { take } from "#tests/support/states/youth/youth.ts";

// The ways back from a place to what was found: for her they are there, for whoever comes after her they are not.

let house: Awaited<ReturnType<typeof houseWithPlaces>>;
const site = exitSite();

beforeEach(async () => {
  house = await houseWithPlaces();
  await leadTo(house, site);
});
afterEach(() => house.stop());
afterAll(async () => {
  await close();
  await site.stop();
});

const names = (of: Page) => of.locator("#found:visible h3").allTextContents();
const heading = (of: Page, words: string) => of.locator("h1:visible", { hasText: words }).waitFor();

/** Noor looks for something; one place fits. */
async function finds(noor: Page) {
  await noor.goto(`${house.origin}/other`);
  await noor.fill("#q", "lonely");
  await noor.click("form summary");
  await noor.selectOption("#age", "15");
  await noor.press("#q", "Enter");
  await noor.waitForURL(/w=.*#found$/);
  expect(await names(noor)).toEqual(["Awel"]);
}

async function isWhatSheFound(noor: Page) {
  await noor.locator("#found:visible").waitFor();
  expect(await names(noor)).toEqual(["Awel"]);
  expect(await noor.locator("#q:visible").inputValue()).toBe("lonely");
  expect(await noor.locator("#age:visible").inputValue()).toBe("15");
}

test.each(oneInTurn("back from a place", [true, false]))(
  "from a place, Back and the way of the page itself lead to what she found (JavaScript: %s)",
  async (js) => {
    const noor = await newPage({ js, remembers: true });
    await finds(noor);
    await noor.click("h3 button");
    await heading(noor, "Awel");
    await noor.goBack({ waitUntil: "commit" });
    await isWhatSheFound(noor);
    await noor.click("h3 button");
    await heading(noor, "Awel");
    await noor.click("main button >> text=chat.example");
    await heading(noor, "You’re going to another site");
    await noor.click("main button:visible >> text=Back");
    await heading(noor, "Awel");
    await noor.click("main button:visible >> text=Back to the results");
    await isWhatSheFound(noor);
    const address = await noor.evaluate<string>("location.pathname + location.search + location.hash");
    // What stands behind `w` is drawn by chance.
    expect(address.replace(/w=[\w-]+/, "")).not.toMatch(/lonely|15|[0-9a-f]{8}-/);
    await noor.context().close();
  },
);

test.each(oneInTurn("left from a place", [true, false]))(
  "after leaving fast from a place no Back shows it, nor what she looked for (JavaScript: %s)",
  async (js) => {
    const noor = await newPage({ js, remembers: true });
    await finds(noor);
    await noor.click("h3 button");
    await heading(noor, "Awel");
    if (!js) {
      await noor.click("main button >> text=chat.example");
      await heading(noor, "You’re going to another site");
      await noor.goBack({ waitUntil: "commit" });
      await heading(noor, "Awel");
    }
    await noor.click("#leave", { noWaitAfter: true });
    await noor.waitForURL(site.url);
    const shown = await pressBack(noor);
    expect(shown.length).toBeGreaterThan(1);
    // The list of everybody is no trace: there the place stands among all others.
    expect(shown.filter((page) => /lonely|selected=|<h1[^>]*>(?!Other places)/.test(page))).toEqual([]);
    await noor.context().close();
  },
);

test.each(oneInTurn("found in another language", [true, false]))(
  "in another language what she found stays found (JavaScript: %s)",
  async (js) => {
    const noor = await newPage({ js });
    await finds(noor);
    await inLanguage(noor, "fr");
    await noor.waitForURL(/l=fr/);
    await isWhatSheFound(noor);
    await noor.click("h3 button");
    await heading(noor, "Awel");
    await inLanguage(noor, "nl");
    await noor.locator("html[lang=nl]").waitFor();
    await heading(noor, "Awel");
    await noor.context().close();
  },
);

test("looking up how it works and coming back, what she found is still there", async () => {
  const noor = await newPage();
  await finds(noor);
  await noor.click("footer a[href^='/how']");
  await heading(noor, "How this works");
  await noor.goBack();
  await isWhatSheFound(noor);
  await noor.context().close();
});

test("from nothing found to all places, to one and back: all of them, and in another language the whole page", async () => {
  const noor = await newPage();
  await noor.goto(`${house.origin}/other`);
  await noor.fill("#q", "zzzz");
  await noor.press("#q", "Enter");
  await noor.click("#found a.big >> text=All places");
  await noor.locator("#found:visible h3").nth(3).waitFor();
  await noor.click("h3 button:visible >> text=Awel");
  await heading(noor, "Awel");
  await noor.click("main button:visible >> text=All places");
  await noor.locator("h1:visible", { hasText: "Other places" }).waitFor();
  expect((await names(noor)).length).toBeGreaterThan(3);
  await inLanguage(noor, "fi");
  await noor.waitForSelector("html[lang=fi]");
  await noor.context().close();
});

test("a place that cannot be fetched: the browser goes there, and says itself what is the matter", async () => {
  const noor = await newPage();
  for (const path of ["/", "/other"]) {
    await noor.goto(house.origin + path);
    let tries = 0;
    await noor.route("**/other", (route) => (tries++ ? route.continue() : route.abort()));
    await noor.click("h3 button >> text=Awel");
    await noor.waitForURL(/w=/);
    await heading(noor, "Awel");
    expect(tries).toBe(2);
    await noor.unrouteAll();
  }
  await noor.context().close();
});

test("a list that Back brings back is the list of everybody, and not the door", async () => {
  const noor = await newPage({ remembers: true });
  await finds(noor);
  await noor.goBack({ waitUntil: "commit" });
  await noor.locator("#found h3").nth(3).waitFor();
  expect(new URL(noor.url()).pathname).toBe("/other");
  await noor.context().close();
});

test("beside a chat the way back from a place has what she found, and leads on to the chat", async () => {
  await open(house);
  const noor = await young(house);
  const { page } = noor;
  await noor.start("hello");
  await take(house);
  await page.waitForSelector("#state.talking");
  await page.fill("#text", "not sent yet");
  await openMenu(page);
  await page.click("#more a[href^='/other']");
  await page.fill("#q", "lonely");
  await page.press("#q", "Enter");
  await expect.poll(() => names(page)).toEqual(["Awel"]);
  await page.click("h3 button:visible");
  await heading(page, "Awel");
  await page.click("main button:visible >> text=Back to the results");
  await expect.poll(() => names(page)).toEqual(["Awel"]);
  expect(await page.locator("#q:visible").inputValue()).toBe("lonely");
  await page.click("main:visible a.big >> text=Back to your chat");
  await page.waitForSelector("#text:visible");
  expect(await page.inputValue("#text")).toBe("not sent yet");
  await page.context().close();
});
