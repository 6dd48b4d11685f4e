import { beforeEach, describe, expect, test } from "vitest";
import { formatSpans } from "#src/hours/times.ts";
import { person, says, script } from "#tests/support/house/http.ts";
import { stored as everything } from "#tests/support/house/tables.ts";
import { type Desk, desk, evenings } from "#tests/support/people/admin.ts";

let at: Desk;

beforeEach(async () => {
  at = await desk();
});

const calendar = () => at.stored().calendar!;

describe("copying Monday", () => {
  test("to the days that are ticked, and to no other; nothing is stored by it", async () => {
    const before = everything(at.files);
    const page = (await at.hours()).fill({ ...evenings, "week.0": "18-20", "week.copy": ["2", "6"] });
    const copied = await page.press("copy week");
    const days = [0, 1, 2, 3, 4, 5, 6].map((day) => copied.value(`week.${day}`));
    expect(days).toEqual(["18-20", "16-22", "18-20", "16-22", "22:00–02:00", "9-12, 22-4", "18-20"]);
    expect(everything(at.files)).toEqual(before);
  });

  test("offers the working days at first", async () => {
    const copied = await (await at.hours()).fill({ mode: "hours", "week.0": "9-17" }).press("copy week");
    expect([4, 5].map((day) => copied.value(`week.${day}`))).toEqual(["9-17", ""]);
  });

  test("within a season, the usual week stays; what no page offers is passed over", async () => {
    const page = await (await at.hours()).fill(evenings).press("add season");
    page.fill({ "season.0.week.0": "10-12", "season.0.week.copy": ["6", "0", "7", "x"] });
    const copied = await page.press("copy season.0.week");
    expect([copied.value("season.0.week.6"), copied.value("week.6")]).toEqual(["10-12", ""]);
    expect(copied.answer.text).toMatch(/<details class="group" id="season-0" open=""/);
  });

  test("tells all the same of a day in it that cannot be read", async () => {
    const page = await (await at.hours()).fill(evenings).press("add season");
    const copied = await page.fill({ "season.0.week.6": "tea time" }).press("copy season.0.week");
    expect(copied.beside("season.0.week.6").wrong).toBe(says("admin.hours.problem.not_a_span", { part: "tea time" }));
  });
});

describe("seasons", () => {
  test("begin as the usual week, are changed, saved and taken away again", async () => {
    const added = await (await at.hours()).fill(evenings).press("add season");
    expect(added.value("season.0.week.4")).toBe("22:00–02:00");
    expect(added.beside("season.0.from")).toEqual({ said: "", wrong: "" });
    const summer = {
      "season.0.label": "Summer",
      "season.0.from": "2027-07-01",
      "season.0.to": "2027-08-31",
      "season.0.week.0": "18-20",
    };
    const saved = await added.fill(summer).press("save");
    const [season] = calendar().seasons;
    expect(season).toMatchObject({ label: "Summer", from: "2027-07-01", to: "2027-08-31" });
    expect(season!.week.slice(0, 2).map(formatSpans)).toEqual(["18:00–20:00", "16:00–22:00"]);
    expect(saved.words("#season-0")).toContain("Summer 1 July – 31 August 2027");
    await (await saved.press("remove season.0")).press("save");
    expect(calendar().seasons).toEqual([]);
  });

  test("say in their line when they are closed on all days, and only then", async () => {
    const page = await (await at.hours()).fill(evenings).press("add season");
    const dates = { "season.0.label": "Summer", "season.0.from": "2027-07-01", "season.0.to": "2027-08-31" };
    const shut = Object.fromEntries([0, 1, 2, 3, 4, 5].map((day) => [`season.0.week.${day}`, ""]));
    const closed = await page.fill({ ...dates, ...shut, "season.0.week.6": "closed" }).press("preview");
    expect(closed.words("#season-0-more")).toBe("1 July – 31 August 2027 · closed");
    const sundays = await closed.fill({ "season.0.week.6": "10-12" }).press("preview");
    expect(sundays.words("#season-0-more")).toBe("1 July – 31 August 2027");
    const unread = await closed.fill({ "season.0.week.6": "tea time" }).press("preview");
    expect(unread.words("#season-0-more")).toBe("1 July – 31 August 2027");
  });

  test("may have no end; two that share days are refused beside the later one", async () => {
    const first = await (await at.hours()).fill(evenings).press("add season");
    const second = await first.fill({ "season.0.label": "New", "season.0.from": "2027-07-01" }).press("add season");
    const refused = await second.fill({ "season.1.from": "2028-01-01", "season.1.to": "2028-02-01" }).press("save");
    expect(refused.beside("season.1.from").wrong).toBe(says("admin.hours.problem.overlaps"));
    await (await refused.press("remove season.1")).press("save");
    expect(calendar().seasons).toMatchObject([{ from: "2027-07-01", to: null }]);
  });
});

describe("exceptions", () => {
  test("with hours of their own and a note that young people read", async () => {
    const added = await (await at.hours()).fill(evenings).press("add day");
    const day = {
      "day.0.label": "Day of the team",
      "day.0.from": "2026-10-20",
      "day.0.to": "2026-10-21",
      "day.0.hours": "20-22",
      "day.0.note": "Today we start at eight.",
    };
    await added.fill(day).press("save");
    expect(calendar().dayRules).toEqual([
      {
        kind: "one_off",
        from: "2026-10-20",
        to: "2026-10-21",
        label: "Day of the team",
        note: "Today we start at eight.",
        spans: [{ opens: 1200, closes: 1320 }],
      },
    ]);
    const how = await person(at.line).get("/how");
    expect(how.text).toContain("Today we start at eight.");
    expect(how.text).not.toContain("Day of the team");
  });

  test("of one day when no last day is given; removed they are gone, the others stay", async () => {
    const one = await (await at.hours()).fill(evenings).press("add day");
    const two = await one.fill({ "day.0.from": "2026-10-20", "day.0.label": "One" }).press("add day");
    const saved = await two
      .fill({ "day.1.from": "24.12.2026", "day.1.label": "Two", "day.1.hours": "22–2" })
      .press("save");
    expect(calendar().dayRules.map(({ from, to }) => `${from} ${to}`)).toEqual([
      "2026-10-20 2026-10-20",
      "2026-12-24 2026-12-24",
    ]);
    expect(saved.beside("day.1.hours").said).toMatch(/^22:00.*02:00 the next day/);
    await (await saved.press("remove day.0")).press("save");
    expect(calendar().dayRules).toMatchObject([{ label: "Two", spans: [{ opens: 1320, closes: 1560 }] }]);
  });

  test("that are over are folded away and kept", async () => {
    const added = await (await at.hours()).fill(evenings).press("add day");
    const saved = await added.fill({ "day.0.label": "Long ago", "day.0.from": "2026-01-06" }).press("save");
    expect(saved.words("#past")).toContain(says("admin.hours.days_past", { n: 1 }));
    await saved.fill({ "week.6": "10-12" }).press("save");
    expect(calendar().dayRules).toMatchObject([{ label: "Long ago" }]);
  });
});

describe("stretches of time", () => {
  test("closed and open, whatever the week says", async () => {
    const one = await (await at.hours()).fill(evenings).press("add cut");
    const closed = { "cut.0.from": "2026-10-20T18:00", "cut.0.to": "2026-10-20T19:30", "cut.0.label": "Fire drill" };
    const two = await one.fill(closed).press("add cut");
    const open = { "cut.1.kind": "open", "cut.1.from": "25.10.2026 10:00", "cut.1.to": "2026-10-25T12:00:00" };
    const saved = await two.fill(open).press("save");
    expect(calendar().cuts).toEqual([
      { kind: "closed", from: "2026-10-20T18:00", to: "2026-10-20T19:30", label: "Fire drill" },
      { kind: "open", from: "2026-10-25T10:00", to: "2026-10-25T12:00", label: "" },
    ]);
    expect(saved.words("#preview")).toContain("Tue 20 Oct 16:00–18:00, no new chats from 17:30, 19:30–22:00");
    expect(saved.words("#preview")).toContain("Sun 25 Oct 10:00–12:00");
    await (await saved.press("remove cut.0")).press("save");
    expect(calendar().cuts).toMatchObject([{ kind: "open" }]);
  });
});

describe("what a form holds", () => {
  test("groups that were added and left empty are none", async () => {
    const one = await (await at.hours()).fill(evenings).press("add day");
    await (await one.press("add cut")).press("save");
    expect(calendar()).toMatchObject({ dayRules: [], cuts: [], seasons: [] });
  });

  test("what was just added is not complained of, and opens", async () => {
    const page = await (await at.hours()).fill(evenings).press("add cut");
    expect(page.answer.text).toMatch(/<details class="group" id="cut-0" open=""/);
    expect(page.answer.text).toMatch(/<select id="cut-0-kind"[^>]* autofocus=""/);
    expect(page.words("#cut-0-title")).toBe(says("admin.hours.cut_new"));
    const dated = await page.fill({ "cut.0.from": "2026-10-20T18:00" }).press("add day");
    expect(dated.words("#cut-0-title")).toBe(says("admin.hours.cut.closed"));
    expect(page.answer.text).not.toContain('class="wrong"');
  });

  test("numbers of groups may have gaps, and stay in their order", async () => {
    const fields = (await at.hours()).fill(evenings).fields();
    const day = (n: number, label: string): [string, string][] => [
      [`day.${n}.kind`, "one_off"],
      [`day.${n}.from`, "2026-12-24"],
      [`day.${n}.to`, ""],
      [`day.${n}.label`, label],
      [`day.${n}.note`, ""],
      [`day.${n}.hours`, ""],
    ];
    await at.aino.post("/admin/hours", [...fields, ...day(12, "twelve"), ...day(3, "three")]);
    expect(calendar().dayRules.map(({ label }) => label)).toEqual(["three", "twelve"]);
  });

  test.each(["mode", "zone", "last_entry", "week.3"])(
    "without %s, or with two of it, nothing is saved and the rest is kept",
    async (name) => {
      const before = everything(at.files);
      const fields = (await at.hours()).fill(evenings).fields();
      const [own] = fields.filter(([one]) => one === name);
      const rest = fields.filter(([one]) => one !== name);
      for (const [sent, problem] of [
        [rest, "missing"],
        [[...rest, own!, own!], "doubled"],
      ] as const) {
        const { status, text } = await at.aino.post("/admin/hours", [...sent]);
        expect(status).toBe(422);
        const note = new RegExp(`<p id="${name.replace(".", "-")}-note" class="wrong"[^>]*>([^<]+)`);
        expect(text.match(note)![1]).toBe(says(`admin.hours.problem.${problem}`));
        expect(text).toContain('value="22:00–02:00"');
      }
      expect(everything(at.files)).toEqual(before);
    },
  );
});

test("more groups than a calendar may hold are refused, and never more than a few more are drawn", async () => {
  const groups = ["season", "day", "cut"].flatMap((kind) =>
    Array.from({ length: 5_000 }, (_, i) => [`${kind}.${i}.label`, "x"] as [string, string]),
  );
  const fields: [string, string][] = [
    ...Object.entries({ ...evenings, line: "1", based_on: "0", do: "save" }),
    ...groups,
  ];
  const { status, text } = await at.aino.post("/admin/hours", fields);
  expect(status).toBe(422);
  const drawn = (kind: string) => text.match(new RegExp(`<details[^>]* id="${kind}-\\d+"`, "g"))!.length;
  expect([drawn("season"), drawn("day"), drawn("cut")]).toEqual([30, 1_100, 250]);
});

test("a script that asks while somebody types gets no history and no list of zones, and all that it shows", async () => {
  await (await at.hours()).fill(evenings).press("save");
  const sent = (await at.hours()).fields();
  const whole = (await at.aino.post("/admin/hours/draft", sent)).text;
  const quick = (await at.aino.post("/admin/hours/draft", sent, script)).text;
  expect([whole, quick].map((text) => text.includes("Africa/Abidjan"))).toEqual([true, false]);
  expect([whole, quick].map((text) => text.split('name="change"').length - 1)).toEqual([1, 0]);
  const live = (text: string) => text.match(/<[^>]* data-live="">[^<]*/g);
  expect(live(quick)).toEqual(live(whole));
});
