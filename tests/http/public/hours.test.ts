import { beforeEach, describe, expect, test } from "vitest";
import { readHoursFile } from "#src/hours/files/import.ts";
import { addLine, type LineValues, retireLine } from "#src/hours/lines.ts";
import { setHours } from "#src/hours/opening-hours.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { override } from "#src/hours/rules/override.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { setSetting } from "#src/settings/settings.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, person } from "#tests/support/house/http.ts";

let clock: FakeClock;
let home: House;
const hour = 3_600_000;

/** Monday to Friday from 16 to 22, Saturday night from 22 to 2. */
const evenings: Calendar = {
  timeZone: "Europe/Brussels",
  lastEntryMinutes: 30,
  week: [
    ...Array.from({ length: 5 }, () => [{ opens: 16 * 60, closes: 22 * 60 }]),
    [{ opens: 22 * 60, closes: 26 * 60 }],
    [],
  ],
  seasons: [],
  dayRules: [],
  cuts: [],
};
const set = (calendar: Calendar | null, lineId = 1, timeZone = calendar?.timeZone ?? "Europe/Brussels") =>
  act(home, home.aino, (tx, emit) => setHours(tx, emit, { lineId, timeZone, calendar }));
const values: LineValues = {
  name: "Night line",
  country: "BE",
  languages: ["fr"],
  ageFrom: 12,
  ageTo: null,
  intakeCap: null,
  pauseAfterMinutes: 10,
  staffIds: [],
};
const another = () => act(home, home.aino, (tx, emit) => addLine(tx, emit, values));
const note = () => runJob(home.helpline, jobs.find((job) => job.name === "doors that say something else")!);
const json = async () => JSON.parse((await person(home).get("/hours.json")).text);
const first = async () => (await json()).lines[0];

// Tuesday 24 November 2026, 17:30 in Brussels.
beforeEach(async () => {
  clock = fakeClock(Date.UTC(2026, 10, 24, 16, 30));
  home = await house({ clock });
});

describe("GET /hours.json", () => {
  test("what the line says now, and its openings of two weeks with the offset of its zone", async () => {
    await set(evenings);
    await open(home);
    await note();
    const said = await json();
    expect(said).toMatchObject({ format: "hours", version: 1, name: "Chat", updated_at: "2026-11-24T16:30:00Z" });
    const [line] = said.lines;
    expect(line).toMatchObject({ id: 1, name: "Main line", time_zone: "Europe/Brussels", exceptions: [] });
    expect(line.now).toEqual({
      state: "open",
      accepts_new: true,
      since: "2026-11-24T17:30:00+01:00",
      until: "2026-11-24T22:00:00+01:00",
      next_opening: null,
    });
    expect(line.openings[0]).toEqual({ opens: "2026-11-24T16:00:00+01:00", closes: "2026-11-24T22:00:00+01:00" });
    expect(line.openings[4]).toEqual({ opens: "2026-11-28T22:00:00+01:00", closes: "2026-11-29T02:00:00+01:00" });
    expect(line.openings.at(-1).opens).toBe("2026-12-08T16:00:00+01:00");
  });

  test("an evening: late, open, last entry, closed, each with the next opening", async () => {
    await set(evenings);
    const seen: unknown[] = [];
    const look = async () => {
      await note();
      const { state, accepts_new, until, next_opening } = (await first()).now;
      seen.push([state, accepts_new, until?.slice(8, 16) ?? null, next_opening?.slice(8, 16) ?? null]);
    };
    clock.pass(-1.5 * hour);
    await look();
    await open(home);
    await look();
    clock.pass(5.6 * hour);
    await look();
    clock.pass(hour);
    await look();
    expect(seen).toEqual([
      ["late", false, "24T22:00", null],
      ["open", true, "24T22:00", null],
      ["last_entry", false, "24T22:00", "25T16:00"],
      ["closed", false, null, "25T16:00"],
    ]);
  });

  test("a night in which the clock changes: the offsets on both sides, and the same wall clock", async () => {
    const brussels = { ...evenings, week: Array.from({ length: 7 }, () => [{ opens: 22 * 60, closes: 28 * 60 }]) };
    clock = fakeClock(Date.UTC(2027, 2, 26, 12));
    home = await house({ clock });
    await set(brussels);
    const night = (await first()).openings.find((one: { opens: string }) => one.opens.startsWith("2027-03-27"));
    expect(night).toEqual({ opens: "2027-03-27T22:00:00+01:00", closes: "2027-03-28T04:00:00+02:00" });
  });

  test("each line in its own zone, in the order they are shown; one that is out of use is gone", async () => {
    await set(evenings);
    const id = await another();
    await set({ ...evenings, timeZone: "America/New_York" }, id);
    const { lines } = await json();
    expect(lines.map((one: { name: string }) => one.name)).toEqual(["Main line", "Night line"]);
    expect(lines[1].openings[0].opens).toBe("2026-11-24T16:00:00-05:00");
    await act(home, home.aino, (tx, emit) => retireLine(tx, emit, { lineId: id, retired: true }));
    expect((await json()).lines).toHaveLength(1);
  });

  test("a line without hours has no list, one without end no end, one that is never open none", async () => {
    expect((await first()).openings).toBe(null);
    await set({ ...evenings, week: Array.from({ length: 7 }, () => [{ opens: 0, closes: 1440 }]) });
    expect((await first()).openings).toEqual([{ opens: null, closes: null }]);
    await set({ ...evenings, week: Array.from({ length: 7 }, () => []) });
    expect((await first()).openings).toEqual([]);
  });

  test("the notes of exceptions are for everybody, their labels and what staff decided and why are not", async () => {
    await set({
      ...evenings,
      dayRules: [
        {
          kind: "one_off",
          from: "2026-11-27",
          to: "2026-11-28",
          label: "Sven is ill",
          note: "We start later",
          spans: [{ opens: 18 * 60, closes: 25 * 60 }],
        },
      ],
      cuts: [{ kind: "closed", from: "2026-11-30T00:00", to: "2026-12-01T00:00", label: "budget meeting" }],
    });
    const close = {
      lineId: 1,
      kind: "closed",
      until: clock.now() + hour,
      reason: "a threat",
      staffId: home.bela.id,
    } as const;
    await act(home, home.bela, (tx, emit) => override(tx, emit, close));
    const line = await first();
    expect(line.exceptions).toEqual([
      { from: "2026-11-27", to: "2026-11-28", note: "We start later", hours: [{ opens: "18:00", closes: "25:00" }] },
      { from: "2026-11-30", to: "2026-11-30", note: "", hours: [] },
    ]);
    expect(line.now).toMatchObject({ state: "closed", next_opening: "2026-11-24T18:30:00+01:00" });
    expect(line.openings.slice(0, 2)).toEqual([
      { opens: "2026-11-24T18:30:00+01:00", closes: "2026-11-24T22:00:00+01:00" },
      { opens: "2026-11-25T16:00:00+01:00", closes: "2026-11-25T22:00:00+01:00" },
    ]);
    for (const path of ["/hours.json", "/hours.ics", "/.well-known/helpline.json", "/how"]) {
      const { text } = await person(home).get(path);
      expect(text).not.toMatch(/Sven|budget|threat|Luna|Kovács/);
    }
  });

  test("without the master key it is closed, and nothing tells why", async () => {
    home = await house({ clock, master: null });
    await set(evenings);
    await open(home);
    await note();
    const { text } = await person(home).get("/hours.json");
    expect(JSON.parse(text).lines[0].now).toEqual({
      state: "closed",
      accepts_new: false,
      since: "2026-11-24T17:30:00+01:00",
      until: null,
      next_opening: null,
    });
    expect(text).not.toMatch(/lock|key/);
  });
});

describe("GET /hours.ics", () => {
  const ics = async (query = "") => (await person(home).get(`/hours.ics${query}`)).text;
  const starts = (text: string) => [...text.matchAll(/^DTSTART:(\S+Z)/gm)].map((found) => found[1]!);

  test("the openings of sixty days, from this morning on, in UTC across the change of the clock", async () => {
    clock = fakeClock(Date.UTC(2027, 2, 22, 20));
    home = await house({ clock });
    await set(evenings);
    const { text, headers } = await person(home).get("/hours.ics");
    expect(headers.get("content-type")).toBe("text/calendar; charset=utf-8");
    expect(starts(text).slice(0, 7)).toEqual([
      "20270322T150000Z",
      "20270323T150000Z",
      "20270324T150000Z",
      "20270325T150000Z",
      "20270326T150000Z",
      "20270327T210000Z",
      "20270329T140000Z",
    ]);
    expect(text).toContain("DTSTART:20270327T210000Z\r\nDTEND:20270328T010000Z\r\n");
    expect(starts(text).at(-1)).toBe("20270521T140000Z");
    const uids = [...text.matchAll(/^UID:(\S+)/gm)].map((found) => found[1]);
    expect(new Set(uids).size).toBe(uids.length);
  });

  test("our own reader finds the same days", async () => {
    await set(evenings);
    const { rules } = readHoursFile(new TextEncoder().encode(await ics()), "hours.ics");
    const days = (await json()).lines[0].openings.map((one: { opens: string }) => one.opens.slice(0, 10));
    expect(rules.slice(0, days.length).map(({ from }) => from)).toEqual(days);
  });

  test("it is called by the neutral title alone, whatever the lines are called", async () => {
    await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "title", value: "Homework; help" }));
    await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "name", value: "Teen crisis line" }));
    await set(evenings);
    expect(await ics()).toContain("X-WR-CALNAME:Homework\\; help\r\n");
    const id = await another();
    await set(evenings, id);
    const both = await ics();
    expect(new Set([...both.matchAll(/^SUMMARY:(.*)\r$/gm)].map((found) => found[1]))).toEqual(
      new Set(["Homework\\; help 1", `Homework\\; help ${id}`]),
    );
    expect(both).not.toMatch(/Night|Main|crisis/);
  });

  test("one line by its number; a number that is no line’s is not found", async () => {
    const id = await another();
    await set(evenings, id);
    expect(starts(await ics("?line=1"))).toEqual([]);
    expect(await ics("?line=1")).toContain("BEGIN:VTIMEZONE");
    expect(starts(await ics(`?line=${id}`))).toEqual(starts(await ics()));
    for (const wrong of ["9", "0", "x", "", "1e0", "01", "%00"]) {
      expect((await person(home).get(`/hours.ics?line=${wrong}`)).status).toBe(404);
    }
    await act(home, home.aino, (tx, emit) => retireLine(tx, emit, { lineId: id, retired: true }));
    expect((await person(home).get(`/hours.ics?line=${id}`)).status).toBe(404);
  });

  test("the same events as time goes on and states change, and with a new end when the hours change", async () => {
    await set(evenings);
    const { headers, text } = await person(home).get("/hours.ics");
    clock.pass(2 * hour);
    await open(home);
    await note();
    const again = { "If-None-Match": headers.get("etag")! };
    expect((await person(home).get("/hours.ics", again)).status).toBe(304);
    clock.pass(hour);
    await set({ ...evenings, week: evenings.week.with(2, [{ opens: 16 * 60, closes: 21 * 60 }]) });
    const changed = await ics();
    expect(changed.match(/^UID:.*$/gm)).toEqual(text.match(/^UID:.*$/gm));
    expect(text).toContain("DTSTAMP:20261124T163000Z\r\nDTSTART:20261125T150000Z\r\nDTEND:20261125T210000Z");
    expect(changed).toContain("DTSTAMP:20261124T193000Z\r\nDTSTART:20261125T150000Z\r\nDTEND:20261125T200000Z");
  });
});
