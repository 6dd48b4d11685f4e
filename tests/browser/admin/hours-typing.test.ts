import type { Dialog, Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { line } from "#src/hours/lines.ts";
import { close } from "#tests/support/browser/browser.ts";
import { focusSeen, tabTo } from "#tests/support/browser/keyboard.ts";
import { monday } from "#tests/support/people/admin.ts";
import { ainoAt } from "#tests/support/states/admin/admin.ts";
import type { TimedServer } from "#tests/support/states/youth/youth.ts";

let house: TimedServer;
let aino: Page;

beforeEach(async () => {
  const made = await ainoAt(monday, true, "/admin/hours");
  house = made.house;
  aino = made.aino.page;
});
afterEach(async () => {
  expect(house.reported).toEqual([]);
  await aino.context().close();
  await house.stop();
});
afterAll(close);

const week = () => line(house.helpline.db, 1)!.calendar?.week;
const note = (day: number) => aino.locator(`#week-${day}-note`);

test("picture and notes follow while she types; what is half typed is no mistake yet, and nothing moves under her hands", async () => {
  await aino.check("#mode-hours");
  await aino.locator("#preview .days").waitFor();
  const field = aino.locator("#week-4");
  const place = () => aino.evaluate("scrollY + document.getElementById('week-6').getBoundingClientRect().top");
  const before = await place();
  await field.pressSequentially("22-");
  await aino.locator("#unsaved", { hasText: "Unsaved changes" }).waitFor();
  await aino.locator("#preview", { hasText: "Something can’t be read yet." }).waitFor();
  expect(await aino.locator(".wrong:visible, [aria-invalid]").count()).toBe(0);
  await field.pressSequentially("2");
  await note(4).filter({ hasText: "22:00 until 02:00 on Saturday" }).waitFor();
  await aino.locator("#preview li", { hasText: "Fri 23 Oct22:00–02:00 (Sat)" }).waitFor();
  expect(await place()).toEqual(before);
  expect(await aino.evaluate("document.activeElement.id")).toBe("week-4");
  expect(await aino.evaluate("document.activeElement.selectionStart")).toBe(4);

  await aino.fill("#week-5", "late");
  await aino.keyboard.press("Tab");
  await note(5).filter({ hasText: "“late” is not understood." }).waitFor();
  expect(await aino.getAttribute("#week-5", "aria-invalid")).toBe("true");
  await aino.fill("#week-5", "");
  await note(5).filter({ hasText: "closed" }).waitFor();
  expect(await aino.getAttribute("#week-5", "aria-invalid")).toBeNull();
  expect(week()).toBeUndefined();

  await aino.click("button[value='add day']");
  await aino.fill("#day-0-label", "Staff day");
  await aino.fill("#day-0-from", "2026-10-22");
  await aino.locator("#day-0 summary", { hasText: "Staff day 22 October 2026 · closed" }).waitFor();
  await aino.locator("#preview li", { hasText: "Thu 22 OctclosedStaff day" }).waitFor();
});

test("how the earlier hours were understood is gone while she types what cannot be read", async () => {
  await aino.check("#mode-hours");
  await aino.fill("#week-0", "18-22");
  await note(0).filter({ hasText: "18:00–22:00" }).waitFor();
  await aino.fill("#week-0", "25-26");
  await aino.locator("#week-0-note:empty").waitFor({ state: "attached" });
  expect(await aino.getAttribute("#week-0", "aria-invalid")).toBeNull();
  await aino.keyboard.press("Tab");
  await note(0).filter({ hasText: "“25” is not a time of day." }).waitFor();
  await aino.focus("#week-0");
  await aino.fill("#week-0", "late");
  await aino.locator("#week-0-note.note:empty").waitFor({ state: "attached" });
  await aino.fill("#week-0", "8-12");
  await note(0).filter({ hasText: "08:00–12:00" }).waitFor();
});

test("where she works stays open under her hands, and the cursor stays there", async () => {
  const focused = () => aino.evaluate("document.activeElement.getAttribute('value') ?? document.activeElement.id");
  const press = (button: string) =>
    Promise.all([aino.waitForEvent("domcontentloaded"), aino.click(`button[value='${button}']`)]);
  const stands = (where: string) => expect.poll(focused).toBe(where);
  await aino.check("#mode-hours");
  await press("copy week");
  await stands("copy week");
  await press("add season");
  await stands("");
  expect(await aino.evaluate("document.activeElement.id")).toBe("season-0-label");
  await press("copy season.0.week");
  await stands("copy season.0.week");
  expect(await aino.isVisible("#season-0-week-4")).toBe(true);
  await press("add cut");
  await stands("cut-0-kind");
  await press("accept 2026-12-25");
  await stands("accept 2027-01-01");
  await aino.click("#later summary");
  const [later, next] = await aino
    .locator("#later button")
    .evaluateAll((all) => all.map((one) => one.getAttribute("value")!));
  await press(later!);
  await stands(next!);
  expect(await aino.isVisible(`#later button[value='${next}']`)).toBe(true);
});

test("by keyboard alone: from the first field to hours that are saved, and back again", async () => {
  await tabTo(aino, "#mode-whenever");
  await aino.keyboard.press("ArrowUp");
  await tabTo(aino, "#week-0");
  await aino.keyboard.type("16-22");
  await tabTo(aino, "button[value='copy week']");
  await Promise.all([aino.waitForURL(/draft/), aino.keyboard.press("Enter")]);
  // The page puts the cursor back where she was once it is drawn.
  await aino.locator("button[value='copy week']:focus").waitFor();
  await tabTo(aino, "#last_entry");
  await aino.keyboard.press("ControlOrMeta+a");
  await aino.keyboard.type("soon");
  // Enter in a field saves, and the sentence is where the cursor comes next.
  await aino.keyboard.press("Enter");
  await aino.locator(".summary:focus").waitFor();
  await focusSeen(aino);
  await aino.keyboard.press("Tab");
  expect(await aino.evaluate("document.activeElement.textContent")).toContain("Write the last entry as whole minutes");
  await aino.keyboard.press("Enter");
  expect(await aino.evaluate("document.activeElement.id")).toBe("last_entry");
  await aino.keyboard.press("ControlOrMeta+a");
  await aino.keyboard.type("20");
  await tabTo(aino, ".save .main");
  await aino.keyboard.press("Enter");
  await aino.locator("#saved").waitFor();
  expect(week()!.map((spans) => spans.length)).toEqual([1, 1, 1, 1, 1, 0, 0]);
  await tabTo(aino, "#saved button", 60);
  await aino.keyboard.press("Enter");
  await aino.locator("#mode-whenever:checked").waitFor();
  expect(week()).toBeUndefined();
});

test("leaving with something unsaved asks first; saving, and what only changes the form, does not", async () => {
  const asked: string[] = [];
  let answer = (dialog: Dialog) => dialog.dismiss();
  aino.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void answer(dialog);
  });
  const leave = () => aino.locator("nav a:visible[href^='/staff']").first().click({ noWaitAfter: true });

  await aino.check("#mode-hours");
  await aino.fill("#week-0", "16-22");
  await leave();
  await expect.poll(() => asked).toEqual(["beforeunload"]);
  expect(await aino.inputValue("#week-0")).toBe("16-22");
  await aino.click("button[value='add season']");
  await aino.locator("#season-0-label").waitFor();
  await aino.click("#seasons-title");
  await leave();
  await expect.poll(() => asked).toEqual(["beforeunload", "beforeunload"]);
  await aino.click("button[value='remove season.0']");
  await aino.locator("#season-0").waitFor({ state: "detached" });
  await aino.click(".save .main");
  await aino.locator("#saved").waitFor();

  // Typed and taken back is nothing to lose.
  await aino.fill("#week-1", "16-22");
  await aino.locator("#unsaved", { hasText: "Unsaved changes" }).waitFor();
  await aino.fill("#week-1", "");
  await aino.locator("#unsaved:empty").waitFor({ state: "attached" });
  await leave();
  await aino.waitForURL(/staff/);
  await aino.goBack();
  answer = (dialog) => dialog.accept();
  await aino.fill("#week-1", "8-9");
  await leave();
  await aino.waitForURL(/staff/);
  expect(asked).toHaveLength(3);
  expect(week()![1]).toEqual([]);
});

test("a colleague’s change is told while she types her own, and neither is lost", async () => {
  await aino.check("#mode-hours");
  await aino.fill("#week-0", "16-22");
  await aino.click(".save .main");
  await aino.locator("#saved").waitFor();
  const other = await aino.context().newPage();
  await other.goto(`${house.origin}/admin/hours`);
  await other.fill("#week-1", "9-12");
  await aino.fill("#week-2", "10-12");
  await other.click(".save .main");
  await other.locator("#saved").waitFor();
  await aino.click(".save .main");
  await aino.locator(".summary", { hasText: "Not saved: a colleague changed this in the meantime." }).waitFor();
  expect(await aino.textContent(".summary")).toContain("Tuesday: closed → 09:00–12:00");
  expect(await aino.inputValue("#week-2")).toBe("10-12");
  expect(week()![2]).toEqual([]);
  await aino.click(".save .main");
  await aino.locator("#saved").waitFor();
  expect(week()![2]).toEqual([{ opens: 600, closes: 720 }]);
});
