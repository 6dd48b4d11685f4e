import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { lines, lineValues } from "#src/hours/lines.ts";
import { close, page as opened } from "#tests/support/browser/browser.ts";
import { member } from "#tests/support/house/helpline.ts";
import { monday } from "#tests/support/people/admin.ts";
import { counsellor } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";
import { ainoAt } from "#tests/support/states/admin/admin.ts";
import type { TimedServer } from "#tests/support/states/youth/youth.ts";

afterAll(close);

const scripts = [
  ["JavaScript", true],
  ["no JavaScript", false],
] as const;

describe.each(oneInTurn("lines", scripts))("two admins at the lines, with %s", (_, js) => {
  let house: TimedServer;
  let aino: Page;
  let sven: Page;

  beforeEach(async () => {
    const made = await ainoAt(monday, js);
    house = made.house;
    aino = made.aino.page;
    await member(house.helpline, "sven", "Sven Berg", "Ash", ["admin"]);
    const other = await counsellor(house, { name: "sven", js });
    await other.signIn();
    sven = other.page;
  });

  afterEach(async () => {
    expect(house.reported).toEqual([]);
    await aino.context().close();
    await sven.context().close();
    await house.stop();
  });

  const save = (page: Page) => page.click("form.fields .main");
  const saved = (page: Page) => page.locator("#saved").waitFor();
  const stored = () => lineValues(house.helpline.db, 1);

  test("the second sees what the first changed, loses nothing typed, and saves again or goes back", async () => {
    for (const page of [aino, sven]) await page.goto(`${house.origin}/admin/lines/1`);
    await aino.fill("#name", "Awel");
    await aino.fill("#ageTo", "18");
    await aino.check(`input[name=languages][value=nl]`);
    await save(aino);
    await saved(aino);

    await sven.fill("#name", "Nachtlijn");
    await sven.fill("#intakeCap", "4");
    await sven.check(`input[name=staff][value="${house.anna.id}"]`);
    await save(sven);
    const told = sven.locator("[role=alert]:focus");
    await told.waitFor();
    expect(await told.locator("li").allTextContents()).toEqual([
      expect.stringMatching(
        /^Robin, 19 October 2026 at \d\d:00: Name: Main line → Awel; Languages: All languages → Nederlands; Ages: as for the whole helpline → –18$/,
      ),
    ]);
    expect(await sven.inputValue("#name")).toBe("Nachtlijn");
    expect(await sven.inputValue("#intakeCap")).toBe("4");
    expect(await sven.isChecked(`input[name=staff][value="${house.anna.id}"]`)).toBe(true);
    expect(stored()).toMatchObject({ name: "Awel", ageTo: 18, languages: ["nl"] });

    await save(sven);
    await saved(sven);
    expect(stored()).toMatchObject({ name: "Nachtlijn", ageTo: null, intakeCap: 4, staffIds: [house.anna.id] });
    const changes = sven.locator("#history li");
    expect(await changes.count()).toBe(2);
    await sven.click("#saved button");
    await sven.locator("#history li >> nth=2").waitFor();
    expect(stored()).toMatchObject({ name: "Awel", ageTo: 18, languages: ["nl"], intakeCap: null, staffIds: [] });
    await changes.last().locator("button").click();
    await sven.locator("#name[value='Main line']").waitFor();
    expect(stored()).toMatchObject({ name: "Main line", ageTo: null, languages: [] });
  });

  test("a second line asks for a name of the first; a colleague who was faster has named it already", async () => {
    for (const page of [aino, sven]) {
      await page.goto(`${house.origin}/admin/lines`);
      await page.click("#another summary");
    }
    await aino.fill("#name", "Nederlands");
    await save(aino);
    await aino.locator("#firstName[aria-invalid=true]").waitFor();
    expect(await aino.inputValue("#name")).toBe("Nederlands");
    await aino.fill("#firstName", "English");
    await save(aino);
    await saved(aino);

    await sven.fill("#name", "Français");
    await sven.fill("#firstName", "Deutsch");
    await save(sven);
    await sven.locator("#name-note", { hasText: "named the first one “English”" }).waitFor();
    expect(await sven.locator("#firstName").count()).toBe(0);
    await save(sven);
    await saved(sven);
    expect(lines(house.helpline.db).map(({ name }) => name)).toEqual(["English", "Nederlands", "Français"]);

    const noor = await opened({ js });
    await noor.goto(house.origin);
    expect(await noor.textContent("main")).not.toContain("Main line");
    await noor.context().close();
  });
});
