import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { close, page } from "#tests/support/browser/browser.ts";
import { aliveIn, listenTo, textsOf, turnedIn } from "#tests/support/browser/inert.ts";
import { annaSays, youthSays } from "#tests/support/house/chats.ts";
import { staff } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { clean } from "#tests/support/made/corpus.ts";
import { addresses, batches, payloads } from "#tests/support/made/payloads.ts";
import { type Counsellor, counsellor, opening, type Young, young } from "#tests/support/people/people.ts";

// PROMISES.md S8, A9, A10: what attackers write, said by both sides of one chat, and looked at by everybody who can.

/** Each as it may be shown; what shows nothing at all is no message. */
const said = payloads.map((one) => clean(one).trim()).filter((one) => one !== "");
const typed = batches(3_800).map((one) => clean(one).trim());
const heard: string[] = [];
let house: Server;
let noor: Young;
let anna: Counsellor;
/** Noor’s other browser, without scripts. */
let plain: Page;
let bela: Page;

beforeAll(async () => {
  house = await server();
  [noor, anna] = [await young(house), await counsellor(house)];
  bela = await page({ width: 1280 });
  plain = await page({ js: false });
  for (const one of [noor.page, anna.page, bela, plain]) await listenTo(one, house.origin, heard);
  await anna.signIn();
  await anna.available();
  await noor.start(said[0]!);
  const id = await anna.take();
  await plain.context().addCookies(await noor.page.context().cookies());
  await plain.goto(house.origin, opening);
  const supervisor = await staff(house, house.bela, house);
  await supervisor.post(`/staff/conversation/${id}/read-along`);
  await bela.context().addCookies([{ name: "staff", value: supervisor.cookies.get("staff")!, url: house.origin }]);
  await bela.goto(`${house.origin}/staff/conversation/${id}`);
  await Promise.all(said.slice(1).flatMap((one) => [youthSays(house, id, one), annaSays(house, id, one)]));
  for (const one of typed) await noor.say(one);
  for (const [at, theirs] of [
    [noor.page, ".m.me:not(.sending) p"],
    [anna.page, ".m.youth p"],
  ] as const)
    await at
      .locator(theirs)
      .nth(said.length + typed.length - 1)
      .waitFor({ state: "attached" });
});
afterAll(async () => {
  await close();
  await house.stop();
});

const shownBy = (at: Page, selector: string) => textsOf(at.mainFrame(), selector);
const logOf = (at: Page) => at.frames().find((frame) => new URL(frame.url()).pathname === "/log")!;

test("[ASVS 3.2.1, 3.2.2, 1.2.1] S8 A9: more than 200 hostile texts are shown to the letter to both sides, whoever looks on and whoever has no scripts", async () => {
  expect(said.length).toBeGreaterThan(200);
  const theirs = [...said, ...typed];
  expect(await shownBy(noor.page, ".m.me p")).toEqual(theirs);
  expect(await shownBy(noor.page, ".m.them p")).toEqual(said.slice(1));
  for (const at of [anna.page, bela]) expect(await shownBy(at, ".m.youth p")).toEqual(theirs);
  expect(await shownBy(anna.page, ".m.mine p")).toEqual(said.slice(1));
  expect(await shownBy(bela, ".m.other p")).toEqual(said.slice(1));
  await expect.poll(() => textsOf(logOf(plain), ".m.me p")).toEqual(theirs);
});

test("[ASVS 1.2.2] S8: an address that someone writes is shown as text, never as a link", async () => {
  for (const at of [noor.page.mainFrame(), anna.page.mainFrame(), bela.mainFrame(), logOf(plain)]) {
    const shown = await textsOf(at, ".m p");
    expect(addresses.map((one) => clean(one).trim()).filter((one) => !shown.includes(one))).toEqual([]);
    expect(await textsOf(at, ".m a, .m p *, .words a, .words > bdi *")).toEqual([]);
  }
});

test("S8: letters that turn others round, and towers of accents, stay within their own words", async () => {
  for (const at of [noor.page, anna.page, bela])
    expect(await turnedIn(at, "[\\u2066-\\u2069\\u202a-\\u202e][\\s\\S]*")).toEqual([]);
  for (const at of [noor.page, anna.page]) {
    expect(await at.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  }
  // Beside the bubble nothing of a tower is painted: it looks there as it does beside any other.
  await anna.page.reload();
  const beside = async (words: string) => {
    const row = anna.page.locator(".m.youth", { hasText: words }).first();
    await row.scrollIntoViewIfNeeded();
    const [bubble, when] = [await row.locator("p").boundingBox(), await row.locator(".when").boundingBox()];
    const left = when!.x + when!.width + 4;
    const clip = { x: left, y: bubble!.y, width: 40, height: 30 };
    return anna.page.screenshot({ clip });
  };
  expect((await beside("algo")).equals(await beside("from nothing"))).toBe(true);
});

test("[ASVS 3.2.3, 3.4.3, 1.3.2] S8 A10: none of them runs, asks for anything, leads anywhere, or becomes an element or the name of one", async () => {
  for (const at of [noor.page, anna.page, bela, plain]) expect(await aliveIn(at)).toEqual([]);
  await noor.page.reload();
  await anna.page.reload();
  await plain.goto(house.origin, opening);
  for (const at of [noor.page, anna.page, plain]) expect(await aliveIn(at)).toEqual([]);
  expect(heard).toEqual([]);
  expect(house.reported).toEqual([]);
});

test("what looks for all that notices it", async () => {
  const hostile = await page();
  const noticed: string[] = [];
  await listenTo(hostile, house.origin, noticed);
  await hostile.route(`${house.origin}/hostile`, (route) =>
    route.fulfill({
      contentType: "text/html; charset=utf-8",
      headers: { "Content-Security-Policy": "default-src 'none'; script-src 'unsafe-inline'" },
      body: `<html><img data-planted src=//evil.example/i><b onfocus=hit()></b><script>hit()</script>
        <a href="javascript:hit()">x</a><p>We were told “\u202eABC” by somebody</p><i id=log></i><i id=log></i>`,
    }),
  );
  await hostile.goto(`${house.origin}/hostile`);
  await expect.poll(() => noticed.join("\n")).toMatch(/request: http:\/\/evil\.example\/i/);
  expect(noticed.join("\n")).toContain("a script ran");
  const alive = (await aliveIn(hostile)).join("\n");
  for (const one of ["data-planted", "<script>", "onfocus=hit()", "href=javascript:hit()", "two of #log"])
    expect(alive).toContain(one);
  expect(await turnedIn(hostile, "\\u202eABC")).toEqual([expect.stringContaining("by somebody")]);
});
