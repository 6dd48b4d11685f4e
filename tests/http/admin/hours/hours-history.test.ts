import { beforeEach, expect, test } from "vitest";
import { setHours } from "#src/hours/opening-hours.ts";
import { formatSpans } from "#src/hours/times.ts";
import { heardSince, says } from "#tests/support/house/http.ts";
import { stored as everything, rows } from "#tests/support/house/tables.ts";
import { type Desk, desk, evenings } from "#tests/support/people/admin.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

let at: Desk;

beforeEach(async () => {
  at = await desk();
});

const hour = 3_600_000;
const monday = () => at.stored().calendar?.week.map(formatSpans)[0];
const item = (n: number) => `.history li:nth-child(${n})`;

/** Aino sets hours, and an hour later she changes Monday. */
async function twoChanges() {
  await (await at.hours()).fill(evenings).press("save");
  at.clock.pass(hour);
  return (await at.hours()).fill({ "week.0": "18-20", last_entry: "20" }).press("save");
}

test("nothing has been changed yet", async () => {
  expect((await at.hours()).words("#history")).toContain(says("admin.entry.history_none"));
});

test("who changed what when, the newest first, in the zone of the line", async () => {
  const page = await twoChanges();
  expect(page.words(item(1))).toContain("Monday: 16:00–22:00 → 18:00–20:00; last entry 30 → 20 minutes");
  expect(page.words(item(1))).toMatch(/13:00 · Robin/);
  expect(page.words(item(2))).toMatch(/hours set for the first time; .*12:00 · Robin/);
  expect(page.words("#history")).not.toContain("Aino");
});

test("seasons, exceptions and stretches of time that come, change and go", async () => {
  const first = await (await at.hours()).fill(evenings).press("save");
  const added = await (await first.press("add day")).press("add cut");
  const typed = {
    "day.0.label": "Team day",
    "day.0.from": "2026-10-20",
    "cut.0.from": "2026-10-21T18:00",
    "cut.0.to": "2026-10-21T19:00",
  };
  const saved = await added.fill(typed).press("save");
  expect(saved.words(item(1))).toMatch(/added Team day \(20 October 2026\); added .*21.* 18:00/);
  const changed = await saved.fill({ "day.0.hours": "20-21" }).press("save");
  expect(changed.words(item(1))).toContain("changed Team day (20 October 2026)");
  const removed = await (await changed.press("remove day.0")).press("save");
  expect(removed.words(item(1))).toContain("removed Team day (20 October 2026)");
});

test("what the command line set is said to be of nobody", async () => {
  const calendar = { timeZone: "Europe/Brussels", lastEntryMinutes: 0, seasons: [], dayRules: [], cuts: [] };
  const week = Array.from({ length: 7 }, () => [{ opens: 960, closes: 1320 }]);
  await at.line.helpline.db.change("command line", (tx, emit) =>
    setHours(tx, emit, { lineId: 1, timeZone: "Europe/Brussels", calendar: { ...calendar, week } }),
  );
  expect((await at.hours()).words(item(1))).toContain(`· ${says("admin.history.by_porchlight")}`);
});

test("the last change is undone by one press after saving, and the undo by another", async () => {
  const undone = await (await twoChanges()).press("", "form#undo");
  expect(monday()).toBe("16:00–22:00");
  expect(undone.words("#saved")).toContain("Saved");
  expect(undone.words(item(1))).toContain("Monday: 18:00–20:00 → 16:00–22:00");
  await undone.press("", "form#undo");
  expect(monday()).toBe("18:00–20:00");
});

test("back before an earlier change also undoes what came after it", async () => {
  const page = await twoChanges();
  expect(page.words("#history")).toContain(says("admin.history.hint"));
  await page.press("", `${item(2)} form`);
  expect(at.stored().calendar).toBeNull();
  expect(at.stored().timeZone).toBe("Europe/Brussels");
});

test("an undo that a colleague's change came before is not made, and tells what the colleague did", async () => {
  const page = await twoChanges();
  await (await sheet(await at.sven(), "/admin/hours")).fill({ "week.1": "9-10" }).press("save");
  const before = everything(at.files);
  const refused = await page.press("", "form#undo");
  expect(refused.answer.status).toBe(409);
  expect(refused.words("[role=alert]")).toContain(says("admin.history.not_undone"));
  expect(refused.words("[role=alert]")).toContain("Ash,");
  expect(refused.words("[role=alert]")).toContain("Tuesday: 16:00–22:00 → 09:00–10:00");
  expect(everything(at.files)).toEqual(before);
  expect(monday()).toBe("18:00–20:00");
});

test("pressed twice it does no more", async () => {
  const page = await twoChanges();
  await page.press("", "form#undo");
  const before = at.line.heard.length;
  const again = await page.press("", "form#undo");
  expect(again.answer.status).toBe(200);
  // Nothing was done, so nothing is offered to be undone as if it had been.
  expect(again.answer.text).not.toContain('id="undo"');
  expect(heardSince(at.line, before)).toEqual([]);
  expect(monday()).toBe("16:00–22:00");
});

test("a change that there is not, of another line or of something else, is none", async () => {
  await twoChanges();
  await at.addLine({ name: "Nederlands" });
  const before = everything(at.files);
  const [newest] = rows<{ id: number }>(at.files, "audit")
    .map(({ id }) => String(id))
    .slice(-2);
  const of = (line: string, change: string) => ({ line, change, based_on: newest! });
  for (const form of [of("1", "999"), of("2", newest!), of("1", "x"), of("__proto__", newest!), of("", ""), {}]) {
    const { status } = await at.aino.post("/admin/hours/undo", form as Record<string, string>);
    expect([form, status]).toEqual([form, 404]);
  }
  expect(everything(at.files)).toEqual(before);
});
