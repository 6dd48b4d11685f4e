import { beforeEach, expect, test } from "vitest";
import { guardOf } from "#src/directory/care/guard.ts";
import { noteLink } from "#src/directory/care/link-check.ts";
import { report, resolveReport } from "#src/directory/care/reports.ts";
import { type Entry, plainChannel } from "#src/directory/entry/entry.ts";
import { service } from "#src/directory/entry/services.ts";
import { daily, place } from "#tests/support/house/directory.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

const dayMs = 86_400_000;
let clock: FakeClock;
let home: House;

beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
});

const guard = (id: string, age: number | null = null) => {
  const { db } = home.helpline;
  return guardOf(db, service(db, id)!, age, clock.now());
};
/** A place that was made sure of today. */
const entry = (more: Partial<Entry>) =>
  place(home.helpline.db, "Open House", { verifiedOn: new Date(clock.now()).toISOString().slice(0, 10), ...more });

test.each([
  [{ visibility: "hidden" }, "hidden"],
  [{ status: "defunct" }, "defunct"],
  [{ status: "inactive" }, "inactive"],
  [{ visibility: "counsellors" }, null],
  [{ status: "temporarily closed" }, null],
] as [Partial<Entry>, string | null][])("%j may be sent: %s", async (more, block) => {
  expect(guard(await entry(more)).block).toBe(block);
});

test("nothing stands against what is fresh, open and of their age", async () => {
  const id = await entry({ ageFrom: 12, ageTo: 18, calendar: daily(0, 1440), verifiedOn: "2026-11-20" });
  expect(guard(id, 12)).toMatchObject({ block: null, cautions: [], openness: { state: "open" } });
});

test("closed for now, and closed at this hour, are told apart", async () => {
  expect(guard(await entry({ status: "temporarily closed", calendar: daily(0, 1) })).cautions).toEqual([
    "temporarily_closed",
  ]);
  expect(guard(await entry({ calendar: daily(0, 1) })).cautions).toEqual(["closed_now"]);
  expect(guard(await entry({ calendar: null })).cautions).toEqual([]);
});

test("overdue from the day after it should have been made sure of: half a year, a quarter where a life may hang on it", async () => {
  const [usual, crisis] = [await entry({ topics: ["school"] }), await entry({ topics: ["suicide"] })];
  clock.pass(90 * dayMs);
  expect([guard(usual).cautions, guard(crisis).cautions]).toEqual([[], []]);
  clock.pass(dayMs);
  expect([guard(usual).cautions, guard(crisis).cautions]).toEqual([[], ["overdue"]]);
  clock.pass(90 * dayMs);
  expect(guard(usual).cautions).toEqual(["overdue"]);
});

test("never checked, from the day it came", async () => {
  expect(guard(await entry({ verifiedOn: null })).cautions).toEqual(["unchecked"]);
});

test("another age than theirs, younger or older; nothing where nobody knows", async () => {
  const id = await entry({ ageFrom: 12, ageTo: 18 });
  expect([11, 12, 18, 19].map((age) => guard(id, age).cautions)).toEqual([["outside_age"], [], [], ["outside_age"]]);
  expect(guard(id, null).cautions).toEqual([]);
  expect(guard(await entry({}), 5).cautions).toEqual([]);
});

test("a link that has been broken for a day, not one that moved or failed once", async () => {
  const url = "https://one.example";
  const id = await entry({ channels: [plainChannel("web", url)] });
  const answers = async (result: "moved" | "failed") => {
    const answer = { result, status: result === "failed" ? 404 : 200, movedTo: null };
    await act(home, home.aino, (tx) => noteLink(tx, { serviceId: id, url, answer }));
    return guard(id).cautions;
  };
  expect(await answers("moved")).toEqual([]);
  expect(await answers("failed")).toEqual([]);
  clock.pass(dayMs);
  expect(await answers("failed")).toEqual(["link_broken"]);
  expect(await answers("moved")).toEqual([]);
});

test("reported, until somebody has dealt with it", async () => {
  const id = await entry({});
  const said = { serviceId: id, actor: `staff:${home.anna.id}`, reason: "closed", note: "" } as const;
  const reportId = await act(home, home.anna, (tx, emit) => report(tx, emit, said));
  expect(guard(id).cautions).toEqual(["reported"]);
  await act(home, home.aino, (tx, emit) => resolveReport(tx, emit, { reportId }));
  expect(guard(id).cautions).toEqual([]);
});
