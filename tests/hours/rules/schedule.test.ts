import { describe, expect, test } from "vitest";
import type { Calendar, DayRule, DayRuleKind, Span, Week } from "#src/hours/rules/calendar.ts";
import { ruleOn, spansOn } from "#src/hours/rules/plan.ts";
import { intervals, type ScheduleState, stateAt } from "#src/hours/rules/schedule.ts";

const closed: Span[] = [];
const evening = span("16:00", "22:00");
const night = span("22:00", "26:00");

function span(from: string, to: string): Span {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  return { opens: minutes(from), closes: minutes(to) };
}

/** Monday first; what is not given is closed. */
function week(days: Partial<Record<"mo" | "tu" | "we" | "th" | "fr" | "sa" | "su", Span[]>>): Week {
  return (["mo", "tu", "we", "th", "fr", "sa", "su"] as const).map((day) => days[day] ?? closed);
}

function every(...spans: Span[]): Week {
  return week({ mo: spans, tu: spans, we: spans, th: spans, fr: spans, sa: spans, su: spans });
}

function calendar(more: Partial<Calendar>): Calendar {
  return {
    timeZone: "Europe/Helsinki",
    lastEntryMinutes: 0,
    week: every(),
    seasons: [],
    dayRules: [],
    cuts: [],
    ...more,
  };
}

function rule(kind: DayRuleKind, from: string, to: string, ...spans: Span[]): DayRule {
  return { kind, from, to, label: "", note: "", spans };
}

/** "2026-11-25T16:00+02:00", as anybody can check with a clock. */
const at = Date.parse;
const stateOf = (of: Calendar, time: string) => stateAt(of, at(time));
const isOpen = (of: Calendar, time: string) => stateOf(of, time).open;
const utc = (time: number | null | undefined) => time && `${new Date(time).toISOString().slice(0, 16)}Z`;
const nextOf = (state: ScheduleState) => utc(state.next?.start);
/** Openings as UTC. */
const openings = (of: Calendar, from: string, to: string) =>
  intervals(of, at(from), at(to)).map(({ start, end }) => `${utc(start)}/${utc(end)}`);

describe("an evening line in Helsinki", () => {
  const line = calendar({ week: week({ mo: [evening], we: [evening] }) });

  test("opens at the minute, and is closed at the closing instant (H8)", () => {
    expect(stateOf(line, "2026-11-25T15:59:59.999+02:00")).toEqual({
      open: false,
      acceptsNew: false,
      until: null,
      since: null,
      next: { start: at("2026-11-25T16:00+02:00"), end: at("2026-11-25T22:00+02:00") },
    });
    expect(stateOf(line, "2026-11-25T16:00+02:00")).toEqual({
      open: true,
      acceptsNew: true,
      until: at("2026-11-25T22:00+02:00"),
      since: at("2026-11-25T16:00+02:00"),
      next: { start: at("2026-11-30T16:00+02:00"), end: at("2026-11-30T22:00+02:00") },
    });
    expect(isOpen(line, "2026-11-25T21:59:59.999+02:00")).toBe(true);
    expect(isOpen(line, "2026-11-25T22:00+02:00")).toBe(false);
  });

  test("means the clock of its own zone, in summer and in winter (H1)", () => {
    expect(openings(line, "2026-10-19T00:00Z", "2026-10-27T00:00Z")).toEqual([
      "2026-10-19T13:00Z/2026-10-19T19:00Z",
      "2026-10-21T13:00Z/2026-10-21T19:00Z",
      "2026-10-26T14:00Z/2026-10-26T20:00Z",
    ]);
    const madrid = { ...line, timeZone: "Europe/Madrid" };
    expect(isOpen(madrid, "2026-11-25T16:30+02:00")).toBe(false);
    expect(isOpen(madrid, "2026-11-25T16:30+01:00")).toBe(true);
  });
});

describe("spans (H2, H3, H6)", () => {
  test("of one day merge where they overlap", () => {
    const line = calendar({ week: every(span("14:00", "18:00"), span("09:00", "12:00"), span("11:00", "15:00")) });
    expect(spansOn(line, "2026-11-25")).toEqual([span("09:00", "18:00")]);
    expect(openings(line, "2026-11-25T00:00Z", "2026-11-25T22:00Z")).toEqual(["2026-11-25T07:00Z/2026-11-25T16:00Z"]);
  });

  test("past midnight belong to the evening: closing Friday takes the whole night", () => {
    const line = calendar({ week: every(night), dayRules: [rule("one_off", "2026-12-25", "2026-12-25")] });
    expect(isOpen(line, "2026-12-25T01:00+02:00")).toBe(true);
    expect(isOpen(line, "2026-12-25T23:00+02:00")).toBe(false);
    expect(isOpen(line, "2026-12-26T01:00+02:00")).toBe(false);
    expect(isOpen(line, "2026-12-26T23:00+02:00")).toBe(true);
  });

  test("past midnight belong to the evening: closing Saturday leaves Friday's night alone", () => {
    const line = calendar({ week: week({ fr: [night] }), dayRules: [rule("one_off", "2026-12-26", "2026-12-26")] });
    expect(isOpen(line, "2026-12-26T01:59+02:00")).toBe(true);
    expect(isOpen(line, "2026-12-26T02:00+02:00")).toBe(false);
  });

  test("that touch are one shift, also over midnight", () => {
    const line = calendar({ week: week({ fr: [span("20:00", "24:00")], sa: [span("00:00", "02:00")] }) });
    expect(openings(line, "2026-11-27T00:00Z", "2026-11-29T00:00Z")).toEqual(["2026-11-27T18:00Z/2026-11-28T00:00Z"]);
  });

  test("may last until the end of the next day", () => {
    const line = calendar({ week: week({ sa: [span("10:00", "48:00")] }) });
    expect(openings(line, "2026-11-29T20:00Z", "2026-11-30T00:00Z")).toEqual(["2026-11-28T08:00Z/2026-11-29T22:00Z"]);
  });
});

describe("which plan a date has (H4)", () => {
  const summer = { from: "2026-07-01", to: "2026-07-31", label: "Summer", week: every(span("10:00", "12:00")) };
  const line = calendar({
    week: every(evening),
    seasons: [{ from: null, to: "2026-08-31", label: "Until August", week: every(span("08:00", "09:00")) }, summer],
    dayRules: [
      rule("one_off", "2026-12-24", "2026-12-24", span("12:00", "20:00")),
      rule("school_holiday", "2026-12-21", "2027-01-06", span("10:00", "14:00")),
      rule("public_holiday", "2026-12-25", "2026-12-26"),
      rule("public_holiday", "2027-01-06", "2027-01-06", span("06:00", "07:00")),
      rule("public_holiday", "2027-05-01", "2027-05-01", span("06:00", "07:00")),
      rule("public_holiday", "2027-05-01", "2027-05-01", span("07:00", "08:00")),
    ],
  });

  test.each([
    ["2026-11-25", "the week", evening],
    ["2026-06-30", "a season without beginning", span("08:00", "09:00")],
    ["2026-07-01", "the last of two seasons, on its first date", span("10:00", "12:00")],
    ["2026-07-31", "and on its last", span("10:00", "12:00")],
    ["2026-08-01", "the other season again", span("08:00", "09:00")],
    ["2026-12-24", "a one-off before a school holiday", span("12:00", "20:00")],
    ["2026-12-25", "a school holiday before a public one", span("10:00", "14:00")],
    ["2027-01-06", "the last date of a rule", span("10:00", "14:00")],
    ["2027-05-01", "the last of two rules of one kind", span("07:00", "08:00")],
  ])("%s: %s", (date, _what, expected) => expect(spansOn(line, date)).toEqual([expected]));

  test("the rule that counts is told, for its note", () => {
    expect(ruleOn(line, "2026-12-24")).toBe(line.dayRules[0]);
    expect(ruleOn(line, "2027-05-01")).toBe(line.dayRules[5]);
    expect(ruleOn(line, "2026-12-20")).toBeNull();
  });
});

describe("nights in which the clock changes (H5)", () => {
  const early = calendar({ week: week({ su: [span("01:30", "03:30")] }) });

  test("a time that is skipped is the moment of the jump", () => {
    expect(openings(early, "2026-03-28T22:00Z", "2026-03-29T12:00Z")).toEqual(["2026-03-28T23:30Z/2026-03-29T01:00Z"]);
    const madrid = calendar({ timeZone: "Europe/Madrid", week: week({ su: [span("02:30", "05:00")] }) });
    expect(openings(madrid, "2026-03-28T22:00Z", "2026-03-29T12:00Z")).toEqual(["2026-03-29T01:00Z/2026-03-29T03:00Z"]);
  });

  test("what lies wholly in the skipped hour is not", () => {
    const line = calendar({ week: week({ su: [span("03:10", "03:50")] }) });
    expect(openings(line, "2026-03-28T22:00Z", "2026-03-29T12:00Z")).toEqual([]);
    expect(openings(line, "2026-04-04T22:00Z", "2026-04-05T12:00Z")).toEqual(["2026-04-05T00:10Z/2026-04-05T00:50Z"]);
  });

  test("a time that is repeated is its first pass: the line does not open twice", () => {
    expect(openings(early, "2026-10-24T21:00Z", "2026-10-25T12:00Z")).toEqual(["2026-10-24T22:30Z/2026-10-25T00:30Z"]);
    expect(isOpen(early, "2026-10-25T03:15+03:00")).toBe(true);
    expect(isOpen(early, "2026-10-25T03:15+02:00")).toBe(false);
  });

  test("a night shift is an hour shorter or longer", () => {
    const line = calendar({ week: every(span("22:00", "30:00")) });
    const hours = (from: string) => {
      const { since, until } = stateOf(line, from);
      return (until! - since!) / 3_600_000;
    };
    expect(["2026-03-27", "2026-03-28", "2026-10-24"].map((day) => hours(`${day}T21:00Z`))).toEqual([8, 7, 9]);
  });
});

describe("last entry (H9, H10)", () => {
  test("counts back from the end of the whole shift, not of each span", () => {
    const line = calendar({
      lastEntryMinutes: 30,
      week: week({ fr: [span("20:00", "24:00")], sa: [span("00:00", "02:00")] }),
    });
    expect(stateOf(line, "2026-11-27T23:45+02:00").acceptsNew).toBe(true);
    expect(stateOf(line, "2026-11-28T01:29:59.999+02:00").acceptsNew).toBe(true);
    expect(stateOf(line, "2026-11-28T01:30+02:00")).toMatchObject({ open: true, acceptsNew: false });
  });

  test("is elapsed time, also when the clock is put back", () => {
    const line = calendar({ lastEntryMinutes: 90, week: week({ sa: [span("22:00", "28:00")] }) });
    expect(utc(stateOf(line, "2026-10-25T00:00+03:00").until)).toBe("2026-10-25T02:00Z");
    expect(stateOf(line, "2026-10-25T03:29+03:00").acceptsNew).toBe(true);
    expect(stateOf(line, "2026-10-25T03:30+03:00").acceptsNew).toBe(false);
    expect(stateOf(line, "2026-10-25T03:15+02:00").acceptsNew).toBe(false);
  });

  test("an opening that nobody could enter is not announced", () => {
    const short = [span("10:00", "10:30"), span("16:00", "16:31")];
    const line = calendar({ lastEntryMinutes: 30, week: every(...short) });
    expect(nextOf(stateOf(line, "2026-11-25T08:00+02:00"))).toBe("2026-11-25T14:00Z");
    expect(stateOf(line, "2026-11-25T10:00+02:00")).toMatchObject({ open: true, acceptsNew: false });
  });

  test("does not hold for a line that never closes", () => {
    const line = calendar({ lastEntryMinutes: 30, week: every(span("00:00", "24:00")) });
    const always = { open: true, acceptsNew: true, until: null, since: null, next: null };
    expect(stateOf(line, "2026-11-25T23:59+02:00")).toEqual(always);
    expect(stateOf(line, "2026-03-29T03:30+02:00")).toEqual(always);
  });
});

describe("cuts (H7)", () => {
  const line = calendar({
    week: every(evening),
    cuts: [
      { kind: "closed", from: "2026-11-25T17:00", to: "2026-11-25T18:00", label: "Fire drill" },
      { kind: "open", from: "2026-11-25T12:00", to: "2026-11-25T17:30", label: "Open day" },
      { kind: "open", from: "2026-11-26T22:00", to: "2026-11-28T03:00", label: "Marathon" },
    ],
  });

  test("closed wins over open, and open joins what it touches", () => {
    expect(openings(line, "2026-11-25T00:00Z", "2026-11-28T00:00Z")).toEqual([
      "2026-11-25T10:00Z/2026-11-25T15:00Z",
      "2026-11-25T16:00Z/2026-11-25T20:00Z",
      "2026-11-26T14:00Z/2026-11-28T01:00Z",
    ]);
  });
});

describe("far ahead", () => {
  test("a line closed for a year tells the day it comes back", () => {
    const line = calendar({ week: every(evening), dayRules: [rule("one_off", "2026-12-01", "2027-11-30")] });
    expect(nextOf(stateOf(line, "2026-12-01T12:00Z"))).toBe("2027-12-01T14:00Z");
  });

  test("more than 400 days ahead nothing is planned (H10)", () => {
    const line = calendar({ cuts: [{ kind: "open", from: "2027-12-30T12:00", to: "2027-12-30T13:00", label: "" }] });
    expect(nextOf(stateOf(line, "2026-11-25T10:00Z"))).toBe("2027-12-30T10:00Z");
    expect(stateOf(line, "2026-11-25T09:59Z").next).toBeNull();
    expect(stateOf(calendar({}), "2026-11-25T09:59Z")).toMatchObject({ open: false, next: null });
  });

  test("an end or a beginning more than 400 days away is none", () => {
    const line = calendar({ cuts: [{ kind: "open", from: "2026-01-01T02:00", to: "2028-01-01T02:00", label: "" }] });
    expect(utc(stateOf(line, "2027-02-05T00:00Z").since)).toBe("2026-01-01T00:00Z");
    expect(stateOf(line, "2027-02-05T00:01Z").since).toBeNull();
    expect(stateOf(line, "2026-11-26T23:59Z").until).toBeNull();
    expect(utc(stateOf(line, "2026-11-27T00:00Z").until)).toBe("2028-01-01T00:00Z");
    expect(openings(line, "2026-11-01T00:00Z", "2026-11-02T00:00Z")).toEqual(["2026-01-01T00:00Z/2027-12-07T00:00Z"]);
  });

  test("the next opening may be one without end", () => {
    const line = calendar({
      seasons: [{ from: "2027-01-01", to: null, label: "", week: every(span("00:00", "24:00")) }],
    });
    const { next } = stateOf(line, "2026-11-25T00:00Z");
    expect([utc(next?.start), utc(next?.end)]).toEqual(["2026-12-31T22:00Z", "2028-02-04T22:00Z"]);
  });

  test("answers are the same whatever was asked before", () => {
    const line = calendar({ week: every(evening, night), lastEntryMinutes: 15 });
    const asked = [
      "2026-11-25T16:00Z",
      "2031-03-30T01:00Z",
      "2026-11-25T23:50Z",
      "2020-01-01T00:00Z",
      "2026-11-25T16:00Z",
    ];
    for (const time of asked) expect(stateOf(line, time)).toEqual(stateOf({ ...line }, time));
  });
});

test("an unknown zone is a RangeError", () => {
  const line = calendar({ timeZone: "Europe/Nowhere", week: every(evening) });
  expect(() => stateOf(line, "2026-11-25T10:00Z")).toThrow(RangeError);
});
