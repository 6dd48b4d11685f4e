import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { currentTexts } from "#src/settings/texts/texts.ts";
import { close } from "#tests/support/browser/browser.ts";
import { type Looked, look } from "#tests/support/browser/look.ts";
import { open } from "#tests/support/house/helpline.ts";
import { monday } from "#tests/support/people/admin.ts";
import { young } from "#tests/support/people/people.ts";
import { drawn, night } from "#tests/support/run/night.ts";
import { ainoAt } from "#tests/support/states/admin/admin.ts";
import { everyTextsState } from "#tests/support/states/admin/texts.ts";

afterAll(close);

const seen: Looked[] = [];
/** By day one of the states is looked at whole: pictures and axe, at both widths and in both schemes. */
const turn = drawn("the texts") % 8;

test("every state of the texts is looked at, small and large, light and dark", async () => {
  const house = await everyTextsState(async (name: string, page: Page) => {
    seen.push(await look(page, name, { whole: night || seen.length === turn }));
  });
  expect(house.reported).toEqual([]);
  await house.stop();
  expect(seen.map(({ name }) => name)).toEqual([
    "texts-none",
    "texts-saved",
    "texts-refused",
    "texts-after-update",
    "texts-meanwhile",
    "texts-found",
    "texts-not-found",
    "texts-mails",
  ]);
}, 300_000);

test("axe has nothing against any of them, and none scrolls sideways at 320 px with text at 200 %", () => {
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.flatMap(({ complaints }) => complaints)).toEqual([]);
  expect(seen.flatMap(({ wide }) => wide)).toEqual([]);
  expect(seen.flatMap(({ unchecked }) => unchecked)).toEqual([]);
});

test("by keyboard alone Aino finds a text, sees it as Noor will, and Noor reads it", async () => {
  const { house, aino } = await ainoAt(monday);
  await open(house);
  const { page } = aino;
  await page.goto(`${house.origin}/admin/texts`);
  await page.focus("#q");
  await page.keyboard.type("here to listen");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=here/);
  await page.focus("#text-youth-door-title");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("Come in, we listen");
  await page.frameLocator("iframe[name^='preview']:not(.coming)").getByText("Come in, we listen").waitFor();
  expect(currentTexts(house.helpline.db)).toEqual({});
  while ((await page.evaluate("document.activeElement.value")) !== "save") await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.locator("#saved").waitFor();
  const noor = await young(house);
  await noor.come();
  await noor.page.getByRole("heading", { name: "Come in, we listen" }).waitFor();
  await page.locator("#saved button").click();
  await page.locator("#history li >> nth=1").waitFor();
  await noor.come();
  await noor.page.getByRole("heading", { name: "Someone’s here to listen" }).waitFor();
  await noor.page.context().close();
  await page.context().close();
  await house.stop();
});

test("without scripts: changed, looked at, saved and as shipped again", async () => {
  const { house, aino } = await ainoAt(monday, false);
  const { page } = aino;
  await page.goto(`${house.origin}/admin/texts?language=fr&group=closed`);
  await page.fill("#text-youth-closed-again", "Regarde encore");
  await page.click("#preview-button");
  await page.frameLocator("iframe[name='preview']").getByText("Regarde encore").waitFor();
  expect(currentTexts(house.helpline.db)).toEqual({});
  await page.click(".save .main");
  await page.locator("#saved").waitFor();
  expect(currentTexts(house.helpline.db)).toEqual({ "fr youth.closed.again": "Regarde encore" });
  await page.click("button[value='reset fr youth.closed.again']");
  await page.locator("#saved").waitFor();
  expect(currentTexts(house.helpline.db)).toEqual({});
  await page.context().close();
  await house.stop();
});
