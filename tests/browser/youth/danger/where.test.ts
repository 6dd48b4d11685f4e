import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { messages } from "#src/conversation/reading.ts";
import { askWhere } from "#src/conversation/safety/where.ts";
import { translate } from "#src/i18n/i18n.ts";
import { axe, close, shot } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act, give } from "#tests/support/house/http.ts";
import { openMenu, type Young, young } from "#tests/support/people/people.ts";
import { newest, type TimedServer, timedServer } from "#tests/support/states/youth/youth.ts";

// “Where are you?” with a network that comes and goes (SG8): nothing says that it is sent before it is, and nothing of it is lost.

const t = translate("en");
const noWait = { noWaitAfter: true } as const;
const said = t("youth.where.said");
const words = t("youth.where.words", { place: "Gent" });
let house: TimedServer;
let noor: Young;
let id: number;
let faults: string[];

beforeEach(async () => {
  house = await timedServer({ asShipped: true });
  await open(house);
});
afterEach(async () => {
  await noor.page.context().close();
  await house.stop();
});
afterAll(close);

/** Noor talks with Mika, who asks where she is; she has typed a place. */
async function isAsked(js: boolean): Promise<Page> {
  noor = await young(house, { js, width: 360 });
  const { page } = noor;
  await page.setViewportSize({ width: 360, height: 640 });
  faults = [];
  page.on("pageerror", ({ message }) => faults.push(message));
  await noor.start("I took something");
  id = newest(house);
  await give(house, id, house.anna);
  if (js) await noor.told("Mika is here");
  else {
    await openMenu(page);
    await page.locator("#check button").click(noWait);
  }
  await act(house, house.anna, (tx, emit) => askWhere(tx, emit, { conversationId: id, staffId: house.anna.id }));
  await link().click(noWait);
  await page.fill("#place", "Gent");
  return page;
}
const link = () => noor.log.locator("a[href='/where']");
const stored = () => messages(house.helpline.db, id).filter(({ text }) => text === words).length;
const cut = (page: Page) => page.route("**/where", (route) => route.abort());
const failed = (page: Page) => page.waitForEvent("requestfailed", (one) => one.url().endsWith("/where"));
/** What she can read on the page as it stands. */
const seen = async (page: Page, text: string) => (await page.getByText(text).filter({ visible: true }).count()) > 0;

test("with scripts it is told again until it is heard; until then it says that nothing may be sent, and only then that it is", async () => {
  const page = await isAsked(true);
  const waits = t("youth.where.sending", { number: "112" });
  expect(await seen(page, waits)).toBe(false);
  await cut(page);
  await page.click("#where [value=say]", noWait);
  await failed(page);
  await page.getByText(waits).filter({ visible: true }).waitFor();
  expect([await seen(page, said), stored()]).toEqual([false, 0]);
  expect(await page.inputValue("#place")).toBe("Gent");
  await shot(page, "where-sending");
  expect(await axe(page)).toEqual([]);
  await page.unroute("**/where");
  await page.getByText(said).filter({ visible: true }).waitFor();
  expect([await seen(page, waits), stored()]).toEqual([false, 1]);
  await shot(page, "where-said");
  expect(await axe(page)).toEqual([]);
  // Back in the chat it stands there, and nothing asks for it any more.
  await page.locator("main a.big", { hasText: t("youth.frame.back_to_chat") }).click();
  await noor.sees(words);
  expect(await link().count()).toBe(0);
  expect(faults).toEqual([]);
});

test("with scripts it goes on being told from the chat, whoever went back there meanwhile", async () => {
  const page = await isAsked(true);
  await cut(page);
  await page.click("#where [value=say]", noWait);
  await failed(page);
  await page.goBack();
  await noor.page.locator("#text:visible").waitFor();
  expect(stored()).toBe(0);
  await page.unroute("**/where");
  await noor.sees(words);
  await link().waitFor({ state: "detached" });
  expect([stored(), faults]).toEqual([1, []]);
});

test("with scripts a page of the network is no answer, and is not shown", async () => {
  const page = await isAsked(true);
  await page.route("**/where", (route) =>
    route.fulfill({ body: "<h1>Sign in to this Wi-Fi</h1>", contentType: "text/html" }),
  );
  await page.click("#where [value=keep]", noWait);
  await page.waitForResponse((one) => one.url().endsWith("/where"));
  await page.unroute("**/where");
  await page.getByText(said).filter({ visible: true }).waitFor();
  expect([await seen(page, "Sign in"), faults]).toEqual([false, []]);
});

test("without scripts a dead network is the browser’s own page; the form leads to the chat, where it stands and nothing asks for it", async () => {
  const page = await isAsked(false);
  await cut(page);
  await page.click("#where [value=say]", noWait);
  await failed(page);
  expect([await seen(page, said), stored()]).toEqual([false, 0]);
  await page.unroute("**/where");
  await page.goto(`${house.origin}/where`);
  await page.fill("#place", "Gent");
  await page.click("#where [value=say]", noWait);
  await noor.sees(words);
  expect([await link().count(), stored()]).toEqual([0, 1]);
});
