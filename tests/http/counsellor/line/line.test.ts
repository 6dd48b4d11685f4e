import { beforeEach, describe, expect, test } from "vitest";
import type { OpenFiles } from "#src/db/files.ts";
import { setHours } from "#src/hours/opening-hours.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { overrideOf } from "#src/hours/rules/override.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import {
  field,
  heardSince,
  htmx,
  type Person,
  person,
  says,
  staff,
  unescaped,
  youth,
} from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";

/** Every day from 18:00 to 22:00 in Brussels. */
const evenings: Calendar = {
  timeZone: "Europe/Brussels",
  lastEntryMinutes: 30,
  week: Array.from({ length: 7 }, () => [{ opens: 18 * 60, closes: 22 * 60 }]),
  seasons: [],
  dayRules: [],
  cuts: [],
};
const minute = 60_000;

let clock: FakeClock;
let files: OpenFiles;
let line: House;
let anna: Person;
let bela: Person;

beforeEach(async () => {
  // 19:00 in Brussels, on a Tuesday.
  clock = fakeClock(Date.UTC(2026, 10, 24, 18, 0));
  line = await house({ clock });
  files = line.files;
  await open(line);
  anna = await staff(line, line.anna);
  bela = await staff(line, line.bela);
});

const setEvenings = () =>
  line.helpline.db.change("staff:3", (tx, emit) =>
    setHours(tx, emit, { lineId: 1, timeZone: evenings.timeZone, calendar: evenings }),
  );
const pause = (more: Record<string, string> = {}) =>
  bela.post("/staff/line/1/override", {
    kind: "paused",
    waiting: "0",
    end: "30",
    time: "",
    reason: "fire alarm",
    ...more,
  });
/** What the top line of a console says, without its marks. */
const bar = async (who: Person) => {
  const { text } = await who.get("/staff");
  const top = text.split(/<header id="bar"[^>]*>/)[1]!.split("</header>")[0]!;
  return unescaped(top.replace(/<svg[\s\S]*?<\/svg>/g, "").replace(/<[^>]+>/g, " "))
    .replace(/\s+/g, " ")
    .replace(/ ([,:])/g, "$1");
};
const decided = () => overrideOf(line.helpline.db, 1, clock.now());

describe("what the top line says", () => {
  test("without hours: open; with hours: until when, the last minutes, and when it opens again", async () => {
    expect(await bar(anna)).toContain("Open 1 available");
    await setEvenings();
    expect(await bar(anna)).toContain("Open until 22:00 1 available");
    clock.pass(150 * minute);
    expect(await bar(anna)).toContain("Closing soon (22:00)");
    clock.pass(30 * minute);
    expect(await bar(anna)).toContain("Closed, opens tomorrow 18:00");
    clock.pass(3 * 60 * minute);
    expect(await bar(anna)).toContain("Closed, opens 18:00");
  });

  test("nobody there inside the hours: what helps, in words, for everybody", async () => {
    await setEvenings();
    await anna.post("/staff/available", { availability: "away" });
    expect(await bar(anna)).not.toContain(says("staff.line.nobody_press"));
    clock.pass(10 * minute);
    expect(await bar(anna)).toContain("Paused");
    for (const who of [anna, bela]) expect(await bar(who)).toContain(says("staff.line.nobody_press"));
    await bela.post("/staff/available", { availability: "available" });
    expect(await bar(anna)).not.toContain(says("staff.line.nobody_press"));
  });

  test("late: the hours have begun and nobody has come yet", async () => {
    await setEvenings();
    await anna.post("/staff/available", { availability: "away" });
    clock.pass(23 * 60 * minute + minute);
    anna = await staff(line, line.anna);
    expect(await bar(anna)).toContain("Not staffed yet");
    expect(await bar(anna)).toContain(says("staff.line.nobody_press"));
  });
});

describe("POST /staff/line/:id/override", () => {
  test("Béla pauses for 30 minutes: the alias, until when and why stand in every console; it opens by itself", async () => {
    expect((await pause()).to).toBe("/staff");
    expect(decided()).toMatchObject({ kind: "paused", endsAt: clock.now() + 30 * minute, staffId: line.bela.id });
    for (const who of [anna, bela]) expect(await bar(who)).toContain("Paused by Luna until 19:30: fire alarm");
    expect(await bar(anna)).not.toMatch(/Béla|Kovács/);
    expect((await person(line).get("/")).text).not.toMatch(/fire alarm|Luna/);
    clock.pass(30 * minute);
    expect(await bar(anna)).toContain("Open 1 available");
  });

  test("until closing time, until it is lifted, until a typed time", async () => {
    await setEvenings();
    const at22 = Date.UTC(2026, 10, 24, 21);
    await pause({ end: "closing" });
    expect(decided()!.endsAt).toBe(at22);
    await pause({ end: "lift", kind: "closed" });
    expect(decided()).toMatchObject({ kind: "closed", endsAt: null });
    expect(await bar(anna)).toContain("Closed by Luna: fire alarm");
    await pause({ end: "time", time: "21h30" });
    expect(decided()!.endsAt).toBe(at22 - 30 * minute);
  });

  test("open outside the hours, and not inside them", async () => {
    await setEvenings();
    const inside = await pause({ kind: "open", end: "60" });
    expect([inside.status, inside.text.includes(says("error.override_inside"))]).toEqual([422, true]);
    clock.pass(4 * 60 * minute);
    await open(line);
    bela = await staff(line, line.bela);
    expect((await pause({ kind: "open", end: "60", reason: "" })).status).toBe(303);
    expect(await bar(anna)).toContain("Open until 24:00, opened by Luna");
  });

  test("shortly before closing: stay open longer, but not until before closing", async () => {
    await setEvenings();
    clock.pass(2 * 60 * minute + 40 * minute);
    bela = await staff(line, line.bela);
    expect(await bar(bela)).toContain("Stay open longer");
    const before = await pause({ kind: "open", end: "time", time: "21:55" });
    expect([before.status, before.text.includes(says("error.override_inside"))]).toEqual([422, true]);
    expect((await pause({ kind: "open", end: "60", reason: "" })).status).toBe(303);
    expect(await bar(anna)).toContain("Open until 22:40, opened by Luna");
  });

  test("a reason of markup stays words, and only the staff ever sees it", async () => {
    await pause({ reason: "<img src=x onerror=alert(1)> & ünïcode" });
    const { text } = await anna.get("/staff");
    expect(text).toContain("<bdi>&lt;img src=x onerror=alert(1)&gt; &amp; ünïcode</bdi>");
  });

  test.each([
    ["no time", { end: "time", time: "half nine" }, "error.override_time"],
    ["a time and another end", { end: "30", time: "21:30" }, "error.override_which"],
    ["no closing time to wait for", { end: "closing" }, "error.bad_input"],
    ["open without an end", { kind: "open", end: "lift" }, "error.override_inside"],
  ] as const)("%s: the sentence beside the field, and nothing typed is lost", async (_what, more, key) => {
    const before = line.heard.length;
    const { status, text } = await pause(more);
    expect(status).toBe(422);
    expect(text).toMatch(new RegExp(`role="alert"[^>]*>${says(key).replace(/[.?]/g, "\\$&")}`));
    expect(field(text, "reason")).toBe("fire alarm");
    expect(field(text, "time")).toBe("time" in more ? more.time : "");
    expect(heardSince(line, before)).toEqual([]);
  });

  test("a reason too long to read is refused with all of it", async () => {
    const { status, text } = await pause({ reason: "x".repeat(201) });
    expect([status, field(text, "reason").length]).toEqual([422, 201]);
    expect(text).toContain(says("error.bad_input"));
  });

  test("closing says first how many it sends home, and asks again when more have come", async () => {
    const noor = await youth(line, "my words");
    const form = (await bela.get("/staff/line/1?do=closed")).text;
    expect(form).toContain(says("staff.decide.waiting", { n: 1 }));
    expect(form).toContain(says("staff.decide.do.closed", { n: 1 }));
    const sam = await youth(line, "other words");
    const known = { kind: "closed", end: "lift", waiting: field(form, "waiting") };
    const asked = await pause(known);
    expect(asked.status).toBe(422);
    expect(asked.text).toContain(says("error.override_waiting", { n: 2 }));
    expect(asked.text).toContain(says("staff.decide.waiting", { n: 2 }));
    expect(asked.text).not.toMatch(/my words|other words/);
    expect((await pause({ ...known, waiting: field(asked.text, "waiting") })).status).toBe(303);
    expect(rows(files, "conversation")).toMatchObject([{ end_reason: "line_closed" }, { end_reason: "line_closed" }]);
    expect(await bar(bela)).toContain("No one waiting");
    for (const one of [noor, sam]) expect((await one.get("/")).status).toBe(200);
  });

  test("what no form of ours sends is refused", async () => {
    for (const more of [{ kind: "locked" }, { end: "never" }, { kind: "" }, { end: "constructor" }]) {
      expect((await pause(more)).status).toBe(422);
    }
    for (const id of ["2", "0", "x", "1e0"]) {
      const answer = await bela.post(`/staff/line/${id}/override`, { kind: "paused", end: "30" });
      expect(answer.status).toBe(404);
    }
    expect(decided()).toBeNull();
  });
});

describe("POST /staff/line/:id/lift", () => {
  test("reopens at once, and twice does no harm", async () => {
    await pause({ end: "lift" });
    expect(await bar(bela)).toContain(says("staff.decide.lift"));
    expect((await bela.post("/staff/line/1/lift")).to).toBe("/staff");
    expect((await bela.post("/staff/line/1/lift")).to).toBe("/staff");
    expect(await bar(anna)).toContain("Open 1 available");
    expect(await bar(bela)).not.toContain(says("staff.decide.lift"));
  });
});

describe("who may", () => {
  test("supervisors and admins have the menu; a counsellor has none, and every door refuses her", async () => {
    const aino = await staff(line, line.aino);
    for (const who of [bela, aino]) {
      expect((await who.get("/staff")).text).toContain('href="/staff/line/1?do=closed"');
      expect((await who.get("/staff/line/1")).status).toBe(200);
    }
    expect((await anna.get("/staff")).text).not.toMatch(/\/staff\/line\/|<details[^>]* id="line"/);
    const refused = [
      await anna.get("/staff/line/1?do=closed"),
      await anna.post("/staff/line/1/override", { kind: "paused", end: "30" }),
      await anna.post("/staff/line/1/lift", {}, htmx),
    ];
    expect(refused.map((one) => one.status)).toEqual([403, 403, 403]);
    expect(decided()).toBeNull();
  });

  test("only an admin's own menu leads to the pages of admins", async () => {
    const aino = await staff(line, line.aino);
    for (const path of ["/admin/hours", "/admin/lines", "/admin/staff"]) {
      expect((await aino.get("/staff")).text).toContain(`href="${path}"`);
      expect((await bela.get("/staff")).text).not.toContain(path);
    }
  });
});
