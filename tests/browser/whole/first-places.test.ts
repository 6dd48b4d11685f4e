import type { Page } from "playwright-core";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { openMemory } from "#src/db/files.ts";
import { services } from "#src/directory/entry/services.ts";
import { setSetting } from "#src/settings/settings.ts";
import { close, page } from "#tests/support/browser/browser.ts";
import { firstLink, withoutPeople } from "#tests/support/house/first-run.ts";
import { evening } from "#tests/support/house/helpline.ts";
import { server } from "#tests/support/house/server.ts";
import { young } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";

afterAll(close);

/** From the first link to an open helpline with ten checked places. A field, a choice, a press and an opened address are one each. */
const most = 36;

/** Country, a line there about suicide, and a word of its name. */
const countries = [
  ["FI", "MIELI Kriisipuhelin", "mieli"],
  ["BE", "Zelfmoordlijn 1813", "zelfmoordlijn"],
  ["HU", "Lelki Elsősegély 116-123", "lelki"],
] as const;

test.each(oneInTurn("first places", countries))(
  "%s: from the first link to an open helpline with ten checked places, seen by Noor, by a search and by the first questions",
  async (country, line, word) => {
    const files = openMemory(evening.now());
    const house = await server({ files, asShipped: true });
    await house.helpline.db.change("porchlight", (tx, emit) =>
      setSetting(tx, emit, { name: "opening", value: "not_yet" }),
    );
    withoutPeople(files);
    onTestFinished(() => house.stop());
    const aino = await page({ width: 360 });
    onTestFinished(() => aino.context().close());
    await staysHere(aino);
    let actions = 0;
    const does = async (act: Promise<unknown>) => {
      actions += 1;
      await act;
    };

    await does(aino.goto(`${house.origin}/staff/welcome/${await firstLink(house)}`));
    await does(aino.fill("#helpline", "The porch"));
    await does(aino.selectOption("#country", country));
    await does(aino.click(".fields .main"));
    await aino.locator("#password").waitFor();
    await does(aino.fill("#alias", "Kestrel"));
    await does(aino.fill("#real_name", "Aino Virtanen"));
    await does(aino.fill("#name", "aino"));
    await does(aino.fill("#password", "a porch with a light"));
    await does(aino.click("main .main"));
    await aino.waitForURL(/\/admin\/open$/);

    await does(aino.click("#places .row-of a"));
    expect(await aino.inputValue("#country")).toBe(country);
    await does(aino.locator("form.fields .main").first().click());
    await aino.locator("#places").waitFor();
    const added = services(house.helpline.db);
    expect(added.length).toBeGreaterThan(8);
    expect(added.every(({ entry }) => entry.visibility === "to_check")).toBe(true);

    // The number or the page, then the press that says that it is right.
    for (let n = 0; n < Math.min(10, added.length); n += 1) {
      const row = aino.locator("#places > .place-row:not(.place-done)").first();
      const id = await row.getAttribute("id");
      await does(row.locator(".place-ways a, .soft a[target]").first().click());
      await does(row.locator("form.row-of button").first().click());
      await aino.locator(`#done a[href="/admin/directory/${id!.slice("place-".length)}"]`).waitFor();
    }
    const checked = services(house.helpline.db).filter(({ entry }) => entry.visibility === "public");
    expect(checked).toHaveLength(Math.min(10, added.length));

    await does(aino.goto(`${house.origin}/admin/open`));
    await aino.locator("#places.done").waitFor();
    await does(aino.check("#anyway"));
    await does(aino.click("form.press .main"));
    await aino.locator("#opening .dot.open").waitFor();
    process.stdout.write(`${country}: ${actions} actions to an open helpline with ${checked.length} checked places\n`);
    expect(actions).toBeLessThanOrEqual(most);

    const noor = await young(house);
    onTestFinished(() => noor.page.context().close());
    await noor.come();
    await noor.page.locator("#elsewhere, .card, .cards").first().waitFor();
    expect(await noor.page.textContent("main")).toContain(line);
    await noor.page.goto(`${house.origin}/other?q=${word}`);
    expect(await noor.page.textContent("main")).toContain(line);
    for (const { entry } of services(house.helpline.db)) {
      if (entry.visibility === "to_check") expect(await noor.page.textContent("body")).not.toContain(entry.name);
    }

    await house.helpline.db.change("porchlight", (tx, emit) =>
      setSetting(tx, emit, { name: "assessment", value: { on: true, questions: ["topics"] } }),
    );
    await noor.page.goto(`${house.origin}/which`);
    await noor.page.locator("label", { has: noor.page.locator("input[value=suicide]") }).click();
    await noor.page.click("button[value=next]");
    await noor.page.getByText(line).first().waitFor();

    await aino.goto(`${house.origin}/staff`);
    await aino.click("#be-available");
    await aino.waitForSelector("#be-available[aria-pressed=true]");
    await noor.start("I do not want to go on");
    await aino.click("#take-next");
    await aino.waitForURL(/conversation\/\d+/);
    await aino.goto(`${aino.url().replace(/[?#].*/, "")}/referrals`);
    await aino.locator("[name=words]").first().fill(word);
    await aino.locator("[name=words]").first().press("Enter");
    await aino.getByText(line).first().waitFor();
    expect(files.data.prepare("SELECT count(*) AS n FROM verification").get()).toEqual({ n: checked.length });
    expect(house.reported).toEqual([]);
  },
);

/** What leads out of the helpline is pressed and goes nowhere: no test calls a line or asks its page. */
async function staysHere(of: Page): Promise<void> {
  await of.addInitScript(`addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link && (!link.protocol.startsWith("http") || link.target === "_blank")) event.preventDefault();
  })`);
}
