import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { changeService, service } from "#src/directory/entry/services.ts";
import { close, page as newPage } from "#tests/support/browser/browser.ts";
import { type Lynx, lynx } from "#tests/support/browser/lynx.ts";
import { open } from "#tests/support/house/helpline.ts";
import { exitSite, leadTo, pressBack } from "#tests/support/people/leaving.ts";
import { openMenu, young } from "#tests/support/people/people.ts";
import { night, oneInTurn } from "#tests/support/run/night.ts";
import { houseWithPlaces, sends } from "#tests/support/states/youth/other.ts";
import { newest, take, write } from "#tests/support/states/youth/youth.ts";

// A young person looks for other places that help, alone and beside a chat.

let house: Awaited<ReturnType<typeof houseWithPlaces>>;
let terminal: Lynx | undefined;

beforeEach(async () => {
  house = await houseWithPlaces();
});
afterEach(async () => {
  await terminal?.quit();
  terminal = undefined;
  await house.stop();
});
afterAll(close);

const words = "things at home are bad and i dont know who to tell";
const names = (of: Page) => of.locator("#found h3:visible").allTextContents();

/** What a page asks for beyond this helpline. */
function watch(page: Page): string[] {
  const foreign: string[] = [];
  page.on("request", (asked) => {
    const address = asked.url();
    if (!address.startsWith(house.origin) && !address.startsWith("data:")) foreign.push(address);
  });
  return foreign;
}

test.each(oneInTurn("finds a place", [true, false]))(
  "Noor finds a place, reads about it and sees where its chat leads (JavaScript: %s)",
  async (js) => {
    const noor = await newPage({ js });
    const foreign = watch(noor);
    await noor.goto(house.origin);
    await noor.click("footer a[href^='/other']");
    await noor.waitForURL(/\/other$/);
    expect(await names(noor)).toEqual(["Night line", "Awel", "Overkop house", "Legal café"]);
    await noor.fill("#q", "lonely");
    await noor.click("form summary");
    await noor.selectOption("#age", "15");
    await noor.selectOption("#language", "nl");
    await noor.check("[name=free]");
    await noor.press("#q", "Enter");
    await noor.waitForURL(/\/other\?w=[\w-]+#found$/);
    await noor.locator("#found p", { hasText: "1 place found" }).waitFor();
    expect(await names(noor)).toEqual(["Awel"]);
    expect(await noor.title()).toBe("Chat");
    await noor.click("h3 button");
    await noor.locator("h1", { hasText: "Awel" }).waitFor();
    await noor.click(".way >> text=chat.example");
    await noor.locator("h1", { hasText: "You’re going to another site" }).waitFor();
    expect(foreign).toEqual([]);
    await noor.context().close();
  },
);

test("the other site is opened in a tab of its own, and learns nothing of where she came from", async () => {
  const noor = await newPage();
  const sent: Record<string, string>[] = [];
  await noor.context().route("https://www.chat.example/**", async (route) => {
    sent.push(await route.request().allHeaders());
    await route.fulfill({ body: "<title>Their chat</title>", contentType: "text/html" });
  });
  await noor.goto(`${house.origin}/other/${house.ids.open}`);
  await noor.click(".way >> text=chat.example");
  await noor.locator("h1:visible", { hasText: "You’re going to another site" }).waitFor();
  const [tab] = await Promise.all([noor.context().waitForEvent("page"), noor.click("main a.way:visible >> nth=0")]);
  await tab.waitForLoadState();
  expect(await tab.title()).toBe("Their chat");
  expect(sent).toHaveLength(1);
  expect(sent[0]!.referer).toBe(undefined);
  expect(await tab.evaluate("opener === null && document.referrer === ''")).toBe(true);
  expect(await noor.locator("h1:visible").textContent()).toBe("You’re going to another site");
  await noor.context().close();
});

test("beside a chat she looks for places without losing it: what she was writing stays, and what comes meanwhile is there", async () => {
  await open(house);
  const noor = await young(house);
  const { page } = noor;
  await noor.start("hello");
  const id = await take(house);
  await page.waitForSelector("#state.talking");
  await page.fill("#text", words);
  await openMenu(page);
  await page.click("#more a[href^='/other']");
  await page.locator("h1:visible", { hasText: "Other places that help" }).waitFor();
  // The times of a place are told by her own clock too.
  expect(await page.locator("#found .is", { hasText: "21:00" }).textContent()).not.toContain("22:00");
  await page.fill("#q", "rights");
  await page.press("#q", "Enter");
  await expect.poll(() => names(page)).toEqual(["Legal café"]);
  await page.click("#found h3 button");
  await page.locator("h1:visible", { hasText: "Legal café" }).waitFor();
  await write(house, id, "counsellor", "I am still here");
  await page.click("main:visible a.big >> text=Back to your chat");
  await noor.sees("I am still here");
  expect(await page.inputValue("#text")).toBe(words);
  expect(new URL(page.url()).pathname).toBe("/");
  // The browser's own Back does the same.
  await openMenu(page);
  await page.click("#more a[href^='/other']");
  await page.locator("h1:visible", { hasText: "Other places that help" }).waitFor();
  // The list that was there is not the one she asks for now.
  await page.evaluate("document.querySelector('main:not(#main) #found, #found').dataset.before = '1'");
  await page.click("main:visible form .big");
  await page.locator("#found:not([data-before]) h3:visible >> nth=0").waitFor();
  await page.goBack();
  await page.waitForSelector("#text:visible");
  expect(await page.inputValue("#text")).toBe(words);
  await page.context().close();
});

test("without a network a search beside the chat says so, and her words stay", async () => {
  await open(house);
  const { page } = await young(house);
  await page.goto(house.origin);
  await page.fill("#text", words);
  await page.click("footer a[href^='/other']");
  await page.locator("#q:visible").waitFor();
  await page.context().setOffline(true);
  await page.fill("#q", "help");
  await page.press("#q", "Enter");
  await page.goBack();
  await page.locator("#refused", { hasText: "You’re offline" }).waitFor();
  expect(await page.inputValue("#text")).toBe(words);
  await page.context().close();
});

test.each(oneInTurn("a card", [true, false]))(
  "a card that Anna sends is there to be tapped, and stays as it was sent (JavaScript: %s)",
  async (js) => {
    await open(house);
    const noor = await young(house, { js });
    const foreign = watch(noor.page);
    await noor.start("hello");
    await take(house);
    await sends(house, newest(house), [house.ids.closed, house.ids.open]);
    const card = noor.log.locator(".wide article", { hasText: "Legal café" });
    await card.waitFor();
    const read = await card.textContent();
    // By her own clock, alone or beside the place's, where a script can know it.
    expect(read).toMatch(/Opens tomorrow at 1[34]:00/);
    await house.helpline.db.change("porchlight", (tx, emit) => {
      const { entry } = service(tx, house.ids.closed)!;
      changeService(tx, emit, { id: house.ids.closed, entry: { ...entry, name: "Other", channels: [], alert: "" } });
    });
    await noor.page.goto(house.origin, { waitUntil: "commit" });
    await card.waitFor();
    expect(await card.textContent()).toBe(read);
    expect(await noor.log.locator("a[href='tel:102']").count()).toBe(1);
    const go = card.locator("a", { hasText: "Go to the site" }).last();
    expect(await go.isVisible()).toBe(false);
    await card.locator("summary", { hasText: "rights.example" }).click();
    await go.waitFor();
    expect(await go.getAttribute("href")).toBe("https://rights.example/youth");
    expect(await go.getAttribute("rel")).toBe("noreferrer noopener");
    await noor.end();
    // Its first way is one tap there, above whatever deletes.
    await noor.page.locator(".place h3", { hasText: "Legal café" }).waitFor();
    expect(foreign).toEqual([]);
    await noor.page.context().close();
  },
);

test("in line the others unfold, and go by themselves when the chat begins", async () => {
  await open(house);
  const noor = await young(house);
  await noor.start("hello");
  await openMenu(noor.page);
  await noor.page.click("#places summary");
  expect(await noor.page.locator("#places h2:visible").allTextContents()).toEqual(["Night line", "Awel"]);
  await take(house);
  await noor.page.waitForSelector("#state.talking");
  await expect.poll(() => noor.page.locator("#places h2").count()).toBe(0);
  await noor.page.context().close();
});

// By day tests/browser/youth/leave/leave-other.test.ts leaves from here.
test.runIf(night).each([true, false])(
  "leave fast works from there, and Back shows nothing of what she looked for (JavaScript: %s)",
  async (js) => {
    const site = exitSite();
    await leadTo(house, site);
    const noor = await newPage({ js, remembers: true });
    await noor.goto(`${house.origin}/other`);
    await noor.fill("#q", "my stepfather");
    await noor.press("#q", "Enter");
    await noor.waitForURL(/#found$/);
    await noor.click("#leave", { noWaitAfter: true });
    await noor.waitForURL(site.url);
    const shown = await pressBack(noor, 3);
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.filter((one) => one.includes("stepfather"))).toEqual([]);
    await noor.context().close();
    await site.stop();
  },
);

test("in lynx too: she looks, chooses and reads whom to call", async () => {
  terminal = lynx(`${house.origin}/other`);
  await terminal.sees("Other places that help");
  await terminal.writes("What do you need?", "lonely");
  await terminal.presses("Search");
  await terminal.sees("1 place found");
  await terminal.presses("Awel");
  await terminal.sees("Volunteers listen.");
  expect(await terminal.screen()).toContain("Call 102");
});
