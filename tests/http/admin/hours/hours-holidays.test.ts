import { beforeEach, expect, test } from "vitest";
import { stored as everything } from "#tests/support/house/tables.ts";
import { type Desk, desk, evenings } from "#tests/support/people/admin.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

let at: Desk;

beforeEach(async () => {
  at = await desk();
});

const rules = () => at.stored().calendar!.dayRules;
const inCountry = async (country: string) =>
  (await sheet(at.aino, "/admin/lines/1")).fill({ country }).press("", "form.fields");

test("those of the line's country that are still to come in this year and the next are offered, and close nothing", async () => {
  const page = await (await at.hours()).fill(evenings).press("save");
  const offers = page.words("#holidays");
  expect(offers).toContain("All Saints’ Day Sun 1 Nov 2026");
  expect(offers).toContain("National Day Wed 21 Jul 2027");
  expect(offers).toContain("Christmas Day Sat 25 Dec 2027");
  expect(offers).not.toMatch(/Jul 2026|2028/);
  expect(rules()).toEqual([]);
  await inCountry("FI");
  expect((await at.hours()).words("#holidays")).toContain("Independence Day Sun 6 Dec 2026");
  await inCountry("");
  expect((await at.hours()).answer.text).not.toContain('value="accept');
});

test("one by one: it stands among the exceptions, is not offered again, and is stored with Save only", async () => {
  const before = everything(at.files);
  const page = await (await at.hours()).fill(evenings).press("accept 2026-12-25");
  expect(page.value("day.0.label")).toBe("Christmas Day");
  expect(page.value("day.0.kind")).toBe("public_holiday");
  expect(page.answer.text).toMatch(/value="accept 2027-01-01"[^>]* autofocus=""/);
  expect(page.words("#holidays")).not.toContain("Fri 25 Dec 2026");
  expect(page.value("week.4")).toBe("22:00–02:00");
  expect(everything(at.files)).toEqual(before);
  await (await page.press("accept 2027-01-01")).press("save");
  expect(rules()).toMatchObject([
    { kind: "public_holiday", from: "2026-12-25", to: "2026-12-25", label: "Christmas Day", spans: [] },
    { kind: "public_holiday", from: "2027-01-01", label: "New Year’s Day" },
  ]);
});

test("all at once, then one of them taken back: it is offered again", async () => {
  const page = await (await at.hours()).fill(evenings).press("accept all");
  expect(page.answer.text).not.toContain('value="accept');
  const saved = await page.press("save");
  expect(rules()).toHaveLength(13);
  const back = await saved.press("remove day.2");
  expect(back.words("#holidays")).toContain("Christmas Day Fri 25 Dec 2026");
  expect(back.answer.text.match(/value="accept /g)).toHaveLength(1);
  await back.press("save");
  expect(rules().map(({ from }) => from)).not.toContain("2026-12-25");
});

test("a holiday that has hours of its own already is not offered; one in the school holidays is", async () => {
  const added = await (await at.hours()).fill(evenings).press("add day");
  const week = { "day.0.from": "2026-12-21", "day.0.to": "2027-01-03", "day.0.label": "Winter" };
  const oneOff = await added.fill(week).press("preview");
  expect(oneOff.words("#holidays")).not.toMatch(/25 Dec 2026|1 Jan 2027/);
  const school = await oneOff.fill({ "day.0.kind": "school_holiday" }).press("preview");
  expect(school.words("#holidays")).toMatch(/25 Dec 2026.*1 Jan 2027/);
});

test.each(["accept 2026-12-24", "accept", "accept ", "accept __proto__", "accept 2026-07-21"])(
  "“%s”, which no page offers, adds nothing",
  async (action) => {
    const fields = (await at.hours()).fill(evenings).fields();
    const { status, text } = await at.aino.post("/admin/hours/draft", [...fields, ["do", action]]);
    expect(status).toBe(200);
    expect(text).not.toContain('name="day.0');
  },
);
