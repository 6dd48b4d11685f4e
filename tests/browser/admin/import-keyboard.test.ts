import { afterAll, expect, test } from "vitest";
import { services } from "#src/directory/entry/services.ts";
import { close } from "#tests/support/browser/browser.ts";
import { tabTo } from "#tests/support/browser/keyboard.ts";
import { ainoAt } from "#tests/support/states/admin/admin.ts";
import { tuesday } from "#tests/support/states/admin/directory.ts";
import { placesFile } from "#tests/support/states/admin/import.ts";

afterAll(close);

test("a file is looked at, put in and taken back by keyboard alone", async () => {
  const { house, aino } = await ainoAt(tuesday);
  const { page } = aino;
  await page.goto(`${house.origin}/admin/directory/import`);
  await tabTo(page, "#rows", 60);
  await page.keyboard.insertText(placesFile.buffer.toString());
  await tabTo(page, "[name=visibility]", 60);
  await page.keyboard.press("ArrowDown");
  await tabTo(page, ".fields > .main", 60);
  await page.keyboard.press("Enter");
  await page.locator("form[action$='/apply']").waitFor();
  await tabTo(page, "form[action$='/apply'] button", 60);
  await page.keyboard.press("Enter");
  await page.locator("#saved").waitFor();
  expect(services(house.helpline.db).filter(({ entry }) => entry.visibility === "public")).toHaveLength(62);
  await tabTo(page, "form[action$='/undo'] button", 60);
  await page.keyboard.press("Space");
  await page.locator("form[action$='/undo']").waitFor({ state: "detached" });
  expect(services(house.helpline.db)).toEqual([]);
  await page.context().close();
  await house.stop();
});
