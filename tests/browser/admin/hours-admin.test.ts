import type { Page } from "playwright-core";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { line } from "#src/hours/lines.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { browser, close } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { monday } from "#tests/support/people/admin.ts";
import { oneInTurn } from "#tests/support/run/night.ts";
import { ainoAt, schoolHolidays } from "#tests/support/states/admin/admin.ts";
import { pass } from "#tests/support/states/youth/door.ts";
import type { TimedServer } from "#tests/support/states/youth/youth.ts";

let house: TimedServer;
let aino: Page;

/** Aino looks at the hours of the only line: none are set. */
async function atHours(js: boolean) {
  const made = await ainoAt(monday, js, "/admin/hours");
  house = made.house;
  aino = made.aino.page;
}

afterEach(async () => {
  expect(house.reported).toEqual([]);
  await aino.context().close();
  await house.stop();
});
afterAll(close);

const stored = (): Calendar | null => line(house.helpline.db, 1)!.calendar;
const save = () => aino.click(".save .main");
const saved = () => aino.locator("#saved").waitFor();

/** What the door says at an instant: the heading, the pill, and when it opens again. */
async function doorSays(of: Page, at: string): Promise<string> {
  pass(house, Date.parse(at) - house.clock.now());
  await of.goto(house.origin);
  const texts = await of.locator("h1, .pill, #now .next").allTextContents();
  return texts.join(" | ").replaceAll(/ \([^)]* time\)|, in \d+ \w+/gi, "");
}

const openUntil = (time: string) => `Someone’s here to listen | Open until ${time} · nobody waiting`;
const closed = (next: string) => `We’re closed right now. We’re back ${next}. | Closed`;
const closing = (next: string) => `We’re closing soon | Closing soon | We’re back ${next}.`;

// In Helsinki, whose clock is three hours ahead until 25 October and in summer, and two in winter.
const moments: [string, string][] = [
  ["2026-10-19T12:59:59Z", closed("today at 16:00")],
  ["2026-10-19T13:00:00Z", openUntil("22:00")],
  ["2026-10-19T18:39:59Z", openUntil("22:00")],
  ["2026-10-19T18:40:00Z", closing("tomorrow at 16:00")],
  ["2026-10-23T19:00:00Z", openUntil("02:00")],
  ["2026-10-23T22:39:59Z", openUntil("02:00")],
  ["2026-10-23T22:40:00Z", closing("on Monday at 16:00")],
  ["2026-10-23T23:00:00Z", closed("on Monday at 16:00")],
  ["2026-12-18T20:30:00Z", openUntil("02:00")],
  ["2026-12-25T20:30:00Z", closed("on Monday at 16:00")],
  ["2027-06-30T13:00:00Z", openUntil("22:00")],
  ["2027-07-01T07:00:00Z", openUntil("12:00")],
  ["2027-07-01T13:00:00Z", closed("tomorrow at 10:00")],
];

const scripts = [
  ["JavaScript", true],
  ["no JavaScript", false],
] as const;

describe.each(oneInTurn("opening hours", scripts))("with %s", (_, js) => {
  test("a week with a shift past midnight, a season, a holiday and a last entry: the door keeps to them", async () => {
    await atHours(js);
    await aino.check("#mode-hours");
    await aino.fill("#zone", "Europe/Helsinki");
    await aino.fill("#last_entry", "20");
    await aino.fill("#week-0", "16-22");
    await aino.click("button[value='copy week']");
    await aino.locator("#week-3[value='16-22']").waitFor();
    await aino.fill("#week-4", "22-2");
    await aino.click("button[value='accept 2026-12-25']");
    await aino.locator("#day-0 summary", { hasText: "Christmas Day 25 December 2026 · closed" }).waitFor();
    await aino.click("button[value='add season']");
    await aino.fill("#season-0-label", "Summer");
    await aino.fill("#season-0-from", "2027-07-01");
    await aino.fill("#season-0-to", "2027-08-31");
    await aino.fill("#season-0-week-0", "10-12");
    await aino.click("button[value='copy season.0.week']");
    await aino.locator("#season-0-week-4[value='10-12']").waitFor({ state: "attached" });
    expect(await aino.textContent("#unsaved")).toBe("Unsaved changes");
    expect(stored()).toBeNull();
    await save();
    await saved();
    expect(await aino.textContent("#unsaved")).toBe("");
    const preview = (await aino.textContent("#preview"))!;
    for (const told of ["Fri 23 Oct22:00–02:00 (Sat)", "The clocks change: 04:00 becomes 03:00."]) {
      expect(preview).toContain(told);
    }

    await open(house);
    // Noor lives where the helpline is: by another clock the door would say the same hours otherwise.
    const helsinki = { javaScriptEnabled: js, timezoneId: "Europe/Helsinki", locale: "en" };
    const noor = await (await (await browser()).newContext(helsinki)).newPage();
    for (const [at, says] of moments) expect([at, await doorSays(noor, at)]).toEqual([at, says]);
    await noor.context().close();
  });

  test("what was saved can be undone, and the undoing too; the history says who did it", async () => {
    await atHours(js);
    await aino.check("#mode-hours");
    await aino.fill("#week-0", "16-22");
    await save();
    await saved();
    await aino.click("#saved button");
    await aino.locator("#mode-whenever:checked").waitFor();
    expect(stored()).toBeNull();
    const changes = aino.locator("#history li");
    expect(await changes.count()).toBe(2);
    expect(await changes.first().textContent()).toContain("set hours removed");
    expect(await changes.first().textContent()).toContain("Robin");
    await changes.first().locator("button").click();
    await aino.locator("#mode-hours:checked").waitFor();
    expect(await aino.inputValue("#week-0")).toBe("16:00–22:00");
    expect(stored()!.week[0]).toEqual([{ opens: 960, closes: 1320 }]);
  });

  test("what is wrong is said beside its field and at the top; all that was typed stays, and nothing is changed", async () => {
    await atHours(js);
    await aino.check("#mode-hours");
    await aino.click("button[value='add day']");
    const typed = {
      "#week-0": "tea time",
      "#week-1": "9:00 to 12:30",
      "#last_entry": "soon",
      "#zone": "Europe/Atlantis",
      "#day-0-from": "2026-12-24",
      "#day-0-to": "2026-12-23",
      "#day-0-note": "Merry 🎄 from all of us",
    };
    for (const [field, text] of Object.entries(typed)) await aino.fill(field, text);
    await save();
    await aino.locator(".summary h2", { hasText: "Not saved yet: 4 things to correct." }).waitFor();
    const said = (field: string) => aino.textContent(`#${field}-note`);
    expect(await said("week-0")).toBe(
      "“tea time” is not understood. Write a beginning and an end, such as 16:00–22:00.",
    );
    expect(await said("last_entry")).toBe("Write the last entry as whole minutes from 0 to 240.");
    expect(await said("zone")).toContain("This time zone is not known.");
    expect(await said("day-0-to")).toBe("The end is before the start.");
    expect(await aino.locator("#day-0-to").isVisible()).toBe(true);
    expect(await aino.locator("[aria-invalid=true]").evaluateAll((all) => all.map((one) => one.id))).toEqual([
      "week-0",
      "zone",
      "last_entry",
      "day-0-to",
    ]);
    for (const [field, text] of Object.entries(typed))
      expect([field, await aino.inputValue(field)]).toEqual([field, text]);
    expect(stored()).toBeNull();

    await aino.locator(".summary a").first().click();
    expect(await aino.locator(":target").getAttribute("id")).toBe("week-0");
    await aino.fill("#week-0", "16-22");
    await aino.fill("#zone", "Europe/Helsinki");
    await aino.fill("#last_entry", "20");
    await aino.fill("#day-0-to", "");
    await save();
    await saved();
    expect(stored()!.dayRules).toMatchObject([{ from: "2026-12-24", to: "2026-12-24", note: typed["#day-0-note"] }]);
  });

  test("school holidays from a file: looked at first, then taken, then saved", async () => {
    await atHours(js);
    await aino.check("#mode-hours");
    await aino.fill("#week-0", "16-22");
    await aino.click("button[value='read file']");
    await aino.locator("#upload-note", { hasText: "Choose a file first." }).waitFor();
    await aino.setInputFiles("#upload", schoolHolidays);
    await aino.click("button[value='read file']");
    const read = aino.locator("#file-read");
    await read.locator("h3", { hasText: "vacances.csv: 2 exceptions to add" }).waitFor();
    expect(await read.locator(".wrong").allTextContents()).toEqual([
      "Row 4, column “from”: “2026-02-30” is not a date. Write it like 2026-12-24 or 24.12.2026.",
    ]);
    expect(await read.locator("li:not(.wrong)").allTextContents()).toEqual([
      "Autumn holidays · 19 – 23 October 2026 · closed",
      "Christmas holidays · 21 December 2026 – 1 January 2027 · 14:00–18:00",
    ]);
    await aino.click("button[value='take file']");
    await aino.locator("#day-1").waitFor();
    expect(stored()).toBeNull();
    await save();
    await saved();
    expect(stored()!.week[0]).toHaveLength(1);
    expect(stored()!.dayRules.map(({ kind, label }) => [kind, label])).toEqual([
      ["school_holiday", "Autumn holidays"],
      ["school_holiday", "Christmas holidays"],
    ]);
    expect(await aino.textContent("#preview")).toContain("Autumn holidays");
  });
});
