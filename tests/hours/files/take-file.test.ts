import { beforeEach, expect, test } from "vitest";
import { readHoursFile } from "#src/hours/files/import.ts";
import { takeHoursFile } from "#src/hours/files/take-file.ts";
import { addLine, line, retireLine } from "#src/hours/lines.ts";
import { hoursHistory } from "#src/hours/opening-hours.ts";
import { type House, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

let home: House;
beforeEach(async () => {
  home = await house();
});

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const file = (...rows: string[]) => {
  const text = ["weekday,from,to,hours,label,note,kind", ...rows].join("\n");
  const { week, rules, problems } = readHoursFile(new TextEncoder().encode(text), "hours.csv");
  expect(problems).toEqual([]);
  return { week, rules };
};
const everyDay = (hours: string) => weekdays.map((day) => `${day},,,"${hours}",,,`);
const christmas = ",2026-12-24,2026-12-26,closed,Christmas,Back on Sunday,public_holiday";
const take = (given: ReturnType<typeof file>, lineId: number | null = null) =>
  home.helpline.db.change("command line", (tx, emit) => takeHoursFile(tx, emit, { lineId, ...given }));
const calendar = () => line(home.helpline.db, 1)!.calendar;

test("a week makes the hours of a line that had none, in its zone; exceptions come to it", async () => {
  const taken = await take(file(...everyDay("16-22"), christmas));
  expect(taken).toEqual({
    taken: true,
    line: { id: 1, name: "Main line" },
    week: true,
    added: 1,
    known: 0,
    warnings: [],
  });
  expect(calendar()).toMatchObject({ timeZone: "Europe/Brussels", lastEntryMinutes: 30 });
  expect(calendar()!.week).toHaveLength(7);
  expect(hoursHistory.latest(home.helpline.db, 1)).toMatchObject([{ actor: "command line" }]);
});

test("the same file again changes nothing; another week takes the place of the first, and the exceptions stay", async () => {
  await take(file(...everyDay("16-22"), christmas));
  expect(await take(file(...everyDay("16-22"), christmas, christmas))).toMatchObject({ added: 0, known: 2 });
  expect(home.heard).toHaveLength(1);
  await take(file(...everyDay("18-20")));
  expect(calendar()!.week[0]).toEqual([{ opens: 1080, closes: 1200 }]);
  expect(calendar()!.dayRules).toHaveLength(1);
});

test("one exception twice in a file is added once; with another note it is another one", async () => {
  await take(file(...everyDay("16-22")));
  const other = christmas.replace("Back on Sunday", "Back soon");
  expect(await take(file(christmas, christmas, other))).toMatchObject({ week: false, added: 2, known: 1 });
});

test("exceptions alone do not close a line that is always open", async () => {
  expect(await take(file(christmas))).toEqual({
    taken: false,
    why: "no_week",
    lines: [{ id: 1, name: "Main line" }],
  });
  expect(calendar()).toBe(null);
});

test("where there are several lines one must be named, and it must be in use", async () => {
  const values = { country: "BE", languages: [], ageFrom: null, ageTo: null, intakeCap: null } as const;
  const id = await act(home, home.aino, (tx, emit) =>
    addLine(tx, emit, { name: "Night line", ...values, languages: [], pauseAfterMinutes: 10, staffIds: [] }),
  );
  const both = [
    { id: 1, name: "Main line" },
    { id, name: "Night line" },
  ];
  const given = file(...everyDay("22-02"));
  expect(await take(given)).toEqual({ taken: false, why: "which_line", lines: both });
  expect(await take(given, 9)).toEqual({ taken: false, why: "no_such_line", lines: both });
  expect(await take(given, id)).toMatchObject({ taken: true, line: both[1] });
  expect(calendar()).toBe(null);
  await act(home, home.aino, (tx, emit) => retireLine(tx, emit, { lineId: id, retired: true }));
  expect(await take(given, id)).toMatchObject({ why: "no_such_line", lines: [both[0]] });
});

test("too many exceptions are refused as a whole, and hours that look odd are told", async () => {
  await take(file(...everyDay("16-22")));
  const day = (n: number) => new Date(Date.UTC(2027, 0, 1 + n)).toISOString().slice(0, 10);
  const many = (from: number) => file(...Array.from({ length: 600 }, (_, n) => `,${day(from + n)},,closed,,,`));
  expect(await take(many(0))).toMatchObject({ added: 600 });
  expect(await take(many(600))).toMatchObject({ taken: false, why: "problems", problems: [{ problem: "too_many" }] });
  expect(calendar()!.dayRules).toHaveLength(600);
  expect(await take(file(...everyDay("20:00-20:15")))).toMatchObject({
    warnings: expect.arrayContaining([{ warning: "shorter_than_last_entry", where: "week.0" }]),
  });
});
