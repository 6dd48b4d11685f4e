import { afterAll, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { type Language, translate } from "#src/i18n/i18n.ts";
import { close } from "#tests/support/browser/browser.ts";
import { tooWide } from "#tests/support/browser/look.ts";
import { oneInTurn } from "#tests/support/run/night.ts";
import { ainoAt } from "#tests/support/states/admin/admin.ts";
import { smallDirectory, tuesday } from "#tests/support/states/admin/directory.ts";
import { looksAtFile } from "#tests/support/states/admin/import.ts";

// The languages with the longest words: what fits in English may not fit in them.

afterAll(close);

/** What of a page is cut off: words that are wider or higher than the button, tab or label they stand in. */
const cut = `[...document.querySelectorAll("main button, main a, main label, main legend, main summary, main th")].flatMap((one) => {
  const { overflow, textOverflow, display } = getComputedStyle(one);
  const hides = overflow !== "visible" || textOverflow === "ellipsis";
  const isCut = one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1;
  return display !== "inline" && one.clientWidth > 2 && hides && isCut ? [one.textContent.trim()] : [];
})`;

test.each(oneInTurn("long words", ["fi", "hu", "fr"] as const))(
  "%s: no page of the directory scrolls sideways on a small screen with large letters, and no words are cut",
  async (language: Language) => {
    const { house, aino } = await ainoAt(tuesday);
    const { page } = aino;
    const { db } = house.helpline;
    const ids = await smallDirectory(house);
    await db.change("porchlight", (tx) => tx.run(q.updateTable("staff").set({ language })));
    const wide: string[] = [];
    const look = async (path: string) => {
      wide.push(...(await tooWide(page, `${language} ${path}`)));
      await page.setViewportSize({ width: 360, height: 740 });
      wide.push(...(await page.evaluate<string[]>(cut)).map((words) => `${language} ${path} cuts “${words}”`));
    };
    for (const path of ["", "/week", "/regions", "/new", `/${ids.shelter}`, "/export", "/sharing", "/deleted"]) {
      await page.goto(`${house.origin}/admin/directory${path}`);
      await look(path);
    }
    await page.goto(`${house.origin}/admin/directory`);
    expect(await page.locator("h1").textContent()).toBe(translate(language)("staff.nav.directory"));
    await page.goto(`${house.origin}/admin/directory/import`);
    await look("/import");
    await looksAtFile(page);
    await look("/import/1");
    for (const path of ["", "?rule=1", "/try?reach=1"]) {
      await page.goto(`${house.origin}/admin/assessment${path}`);
      await look(`assessment${path}`);
    }
    expect(wide).toEqual([]);
    expect(house.reported).toEqual([]);
    await page.context().close();
    await house.stop();
  },
);
