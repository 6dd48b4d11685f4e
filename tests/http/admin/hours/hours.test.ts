import { beforeEach, describe, expect, test } from "vitest";
import { formatSpans } from "#src/hours/times.ts";
import { heardSince, person, says, staff } from "#tests/support/house/http.ts";
import { stored as everything } from "#tests/support/house/tables.ts";
import { type Desk, desk, evenings } from "#tests/support/people/admin.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

let at: Desk;

beforeEach(async () => {
  at = await desk();
});

const week = (id?: number) => at.stored(id).calendar!.week.map(formatSpans);

describe("a week", () => {
  test("typed as people write it and saved: a shift past midnight, several spans a day, and what is understood beside it", async () => {
    const page = await (await at.hours()).fill(evenings).press("save");
    expect(page.answer.status).toBe(200);
    expect(page.words("#saved")).toContain("Saved");
    const day = "16:00–22:00";
    expect(week()).toEqual([day, day, day, day, "22:00–02:00", "09:00–12:00, 22:00–04:00", ""]);
    expect(at.stored()).toMatchObject({ timeZone: "Europe/Helsinki", calendar: { lastEntryMinutes: 30 } });
    expect(page.value("week.5")).toBe("09:00–12:00, 22:00–04:00");
    expect(page.beside("week.4").said).toMatch(/^22:00.*02:00.*Saturday/);
    expect(page.beside("week.6").said).toBe("closed");
    expect(at.line.reported).toEqual([]);
  });

  test.each([
    ["16-22", "16:00–22:00"],
    ["  16.00 — 22.00 ", "16:00–22:00"],
    ["9:00–12:00, 16:00–22:00", "09:00–12:00, 16:00–22:00"],
    ["de 9h à 12h et 16h30 à 22h", "09:00–12:00, 16:30–22:00"],
    ["van 9 uur tot 12 uur; 16u-22u", "09:00–12:00, 16:00–22:00"],
    ["4 pm to 10.30 p.m.", "16:00–22:30"],
    ["22-2", "22:00–02:00"],
    ["18:00-26:00", "18:00–02:00"],
    ["20-24", "20:00–24:00"],
    ["0-24", "00:00–24:00"],
    ["8-8", "08:00–08:00"],
    ["１６：００～２２：００", "16:00–22:00"],
    ["Gesloten", ""],
    ["x", ""],
  ])("“%s” is %s", async (typed, understood) => {
    const page = await (await at.hours()).fill({ mode: "hours", "week.0": "6-7", "week.2": typed }).press("save");
    expect(week()[2]).toBe(understood);
    expect(page.value("week.2")).toBe(understood);
  });

  test("a line without hours says so, and hours are given up and had back", async () => {
    const without = await at.hours();
    expect(without.value("mode")).toBe("whenever");
    expect(without.words("#preview")).toContain(says("admin.hours.mode.whenever"));
    await without.fill(evenings).press("save");
    const page = await (await at.hours()).fill({ mode: "whenever", "week.0": "tea time" }).press("save");
    expect(at.stored().calendar).toBeNull();
    expect(page.value("mode")).toBe("whenever");
    await page.press("", "form#undo");
    expect(week()[4]).toBe("22:00–02:00");
  });

  test("saving what is set already is no change: nothing stands in the history, nothing is offered to be undone", async () => {
    await (await at.hours()).fill(evenings).press("save");
    const before = at.line.heard.length;
    const page = await (await at.hours()).press("save");
    expect(page.words("#saved")).toBe(says("admin.form.saved_same"));
    expect(page.answer.text).not.toContain('form="undo"');
    expect(heardSince(at.line, before)).toEqual([]);
  });
});

describe("the next 14 days", () => {
  test("follow what is typed, with last entries, the night the clock goes back, and nothing stored", async () => {
    const before = everything(at.files);
    const page = await (await at.hours()).fill({ ...evenings, last_entry: "20" }).press("preview");
    expect(page.answer.status).toBe(200);
    const shown = page.words("#preview");
    expect(shown).toContain("Mon 19 Oct 16:00–22:00, no new chats from 21:40");
    expect(shown).toMatch(/Fri 23 Oct 22:00\D+02:00\D+Sat\D+01:40/);
    expect(shown).toMatch(/Sun 25 Oct until 04:00 The clocks change: 04:00 becomes 03:00\./);
    expect(shown).toContain("Sun 1 Nov");
    expect(shown).not.toContain("Mon 2 Nov");
    expect(page.answer.text.match(/<li><time/g)).toHaveLength(14);
    expect(everything(at.files)).toEqual(before);
    const again = await page.fill({ "week.0": "" }).press("preview");
    expect(again.words("#preview")).toContain("Mon 19 Oct closed");
  });

  test("mark the night the clock goes forward", async () => {
    at = await desk(Date.UTC(2026, 2, 23, 9));
    const page = await (await at.hours()).fill({ ...evenings, zone: "Europe/Brussels" }).press("preview");
    expect(page.words("#preview")).toContain("Sun 29 Mar until 04:00 The clocks change: 02:00 becomes 03:00.");
  });

  test("show what can be read of a draft; the rest has its sentence at the top and beside the field", async () => {
    const page = await (await at.hours()).fill({ ...evenings, "week.1": "tea time" }).press("preview");
    expect(page.answer.status).toBe(200);
    expect(page.words("#preview")).toContain("Tue 20 Oct closed");
    expect(page.words("#preview")).toContain("Wed 21 Oct 16:00–22:00");
    expect(page.words("#preview")).toContain(says("admin.hours.preview_partly"));
    const sentence = says("admin.hours.problem.not_a_span", { part: "tea time" });
    expect(page.beside("week.1").wrong).toBe(sentence);
    expect(page.words(".summary")).toContain(`Tuesday: ${sentence}`);
    expect(page.value("week.1")).toBe("tea time");
  });

  test("a name of a holiday and of a cut stand beside their day", async () => {
    const first = await (await at.hours()).fill(evenings).press("add day");
    const second = await first.fill({ "day.0.label": "Team day", "day.0.from": "2026-10-20" }).press("add cut");
    const cut = { "cut.0.from": "2026-10-21T18:00", "cut.0.to": "2026-10-21T20:00", "cut.0.label": "Fire drill" };
    const shown = (await second.fill(cut).press("preview")).words("#preview");
    expect(shown).toContain("Tue 20 Oct closed Team day");
    expect(shown).toContain(
      "Wed 21 Oct 16:00–18:00, no new chats from 17:30, 20:00–22:00, no new chats from 21:30 Fire drill",
    );
  });
});

describe("what is likely not meant is saved and told (H15)", () => {
  test.each([
    ["a span no longer than the last entry", { "week.6": "18:00-18:30" }, "week.6", "shorter_than_last_entry"],
    ["more than 16 hours", { "week.6": "6-22:30" }, "week.6", "very_long"],
  ] as const)("%s", async (_what, more, field, warning) => {
    const sentence = says(`admin.hours.warning.${warning}`);
    const page = await (await at.hours()).fill({ ...evenings, ...more }).press("save");
    expect(week()[6]).not.toBe("");
    expect(page.words(".summary")).toBe(`${says("admin.hours.saved_but")} Sunday: ${sentence}`);
    expect(page.beside(field)).toMatchObject({ said: expect.stringContaining(sentence), wrong: "" });
  });

  test("a line that never opens", async () => {
    const page = await (await at.hours()).fill({ mode: "hours" }).press("save");
    expect(page.beside("week").said).toBe(says("admin.hours.warning.never_open"));
    expect(at.stored().calendar).not.toBeNull();
  });

  test("16 hours, a whole day and an opening one minute longer than the no new chats from are none", async () => {
    const more = { "week.4": "6-22", "week.5": "0-24", "week.6": "18:00-18:31" };
    const page = await (await at.hours()).fill({ ...evenings, ...more }).press("save");
    expect(page.answer.text).not.toContain(says("admin.hours.saved_but"));
  });
});

describe("two admins at once", () => {
  test("whoever saves second is told who changed what, keeps all that was typed, and may save again", async () => {
    const aino = (await at.hours()).fill({ ...evenings, "week.6": "10-12" });
    const sven = await at.sven();
    await (await sheet(sven, "/admin/hours")).fill({ ...evenings, "week.0": "17-23" }).press("save");
    const before = everything(at.files);

    const refused = await aino.press("save");
    expect(refused.answer.status).toBe(409);
    expect(refused.words("[role=alert]")).toContain(says("admin.history.meanwhile"));
    expect(refused.words("[role=alert]")).toMatch(/Ash, .*12:00: hours set for the first time; .*Monday: closed → 17/);
    for (const [name, value] of Object.entries({ ...evenings, "week.6": "10-12" }))
      expect([name, refused.value(name)]).toEqual([name, value]);
    expect(everything(at.files)).toEqual(before);

    await refused.press("save");
    expect([week()[0], week()[6]]).toEqual(["16:00–22:00", "10:00–12:00"]);
  });

  test("a button in between does not hide the colleague’s change", async () => {
    const aino = (await at.hours()).fill(evenings);
    await (await sheet(await at.sven(), "/admin/hours")).fill({ mode: "hours", "week.0": "17-23" }).press("save");
    const copied = await aino.press("copy week");
    expect((await copied.press("save")).answer.status).toBe(409);
    expect(week()[0]).toBe("17:00–23:00");
  });

  test("both set the same: nobody is in the way of anybody", async () => {
    const aino = (await at.hours()).fill(evenings);
    await (await sheet(await at.sven(), "/admin/hours")).fill(evenings).press("save");
    expect((await aino.press("save")).answer.status).toBe(200);
  });

  test.each([[[]], [["x"]], [["-1"]], [["0", "0"]], [["999999"]]])(
    "a form that does not say what it had seen (%j) is asked to look once more",
    async (stamps) => {
      await (await at.hours()).fill(evenings).press("save");
      const before = everything(at.files);
      const page = (await at.hours()).fill({ "week.6": "10-12", based_on: stamps });
      const refused = await page.press("save");
      expect(refused.answer.status).toBe(422);
      expect(refused.words(".summary")).toContain(says("admin.history.unknown"));
      expect(refused.value("week.6")).toBe("10-12");
      expect(everything(at.files)).toEqual(before);
      await refused.press("save");
      expect(week()[6]).toBe("10:00–12:00");
    },
  );
});

describe("several lines", () => {
  const secondLine = () => at.addLine({ name: "Nederlands" });

  test("each has hours of its own, one press apart", async () => {
    await secondLine();
    const page = await at.hours("?line=2");
    expect(page.words("h1")).toBe("Opening hours: Nederlands");
    expect(page.answer.text).toMatch(/href="\/admin\/hours\?line=2" aria-current="page"/);
    await page.fill(evenings).press("save");
    expect(at.stored(1).calendar).toBeNull();
    expect(week(2)[0]).toBe("16:00–22:00");
  });

  test("a form that names no line asks for which it is, keeps everything, and saves it there", async () => {
    await secondLine();
    const before = everything(at.files);
    const asked = await (await at.hours()).fill({ ...evenings, line: "77" }).press("save");
    expect(asked.answer.status).toBe(422);
    expect(asked.beside("line").wrong).toBe(says("admin.hours.problem.no_line"));
    expect(asked.value("week.4")).toBe("22:00–02:00");
    expect(everything(at.files)).toEqual(before);
    await asked.fill({ line: "2" }).press("save");
    expect(week(2)[4]).toBe("22:00–02:00");
  });

  test("the page of a line that there is not is none", async () => {
    for (const id of ["2", "0", "x", "1e0", "", "__proto__"])
      expect((await at.aino.get(`/admin/hours?line=${id}`)).status).toBe(404);
  });
});

test("nobody but an admin sees or sets hours", async () => {
  const form = new URLSearchParams((await at.hours()).fill(evenings).fields());
  const before = everything(at.files, "staff_session");
  for (const who of [at.line.anna, at.line.bela]) {
    const one = await staff(at.line, who);
    expect((await one.get("/admin/hours")).status).toBe(403);
    expect((await one.post("/admin/hours", [...form])).status).toBe(403);
    expect((await one.post("/admin/hours/draft", [...form])).status).toBe(403);
  }
  expect((await person(at.line).get("/admin/hours")).to).toBe("/staff/sign-in");
  expect(everything(at.files, "staff_session")).toEqual(before);
});
