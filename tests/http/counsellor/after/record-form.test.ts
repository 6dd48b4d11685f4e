import { beforeEach, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { addSecondLine, lines, lineValues } from "#src/hours/lines.ts";
import { byHandOf, isDay } from "#src/http/counsellor/after/record-form.ts";
import { fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

let home: House;
beforeEach(async () => {
  home = await house({ clock: fakeClock() });
});
// The evening of 24 November in Brussels.
const now = Date.UTC(2026, 10, 24, 18, 0);
const form = (given: Record<string, string[]> = {}, at = now) => byHandOf(home.helpline.db, home.anna, at, given, null);

test("a contact by hand begins today, by the clock of its line, on the one line there is", () => {
  expect(form()).toMatchObject({ day: "2026-11-24", lastDay: "2026-11-24", lineId: 1, channel: null });
  expect(form({}, Date.UTC(2026, 10, 24, 23, 30)).day).toBe("2026-11-25");
});

test.each([
  ["2026-11-24", true],
  ["2025-11-24", true],
  ["2025-11-01", false],
  ["2026-11-25", false],
  ["2026-02-30", false],
  ["24/11/2026", false],
  ["", false],
])("%j may stand: %s", (day, may) => {
  expect(isDay(form({ day: [day] }))).toBe(may);
});

test("with several lines it is one that they serve, whatever the form says", async () => {
  const { db } = home.helpline;
  const values = { ...lineValues(db, 1), name: "Nightline" };
  await act(home, home.aino, (tx, emit) => addSecondLine(tx, emit, { values, firstName: "Main line" }));
  const second = lines(db).find(({ name }) => name === "Nightline")!.id;
  await act(home, home.aino, (tx) =>
    tx.run(q.insertInto("line_staff").values({ line_id: second, staff_id: home.bela.id })),
  );
  expect(form({ line: [String(second)] })).toMatchObject({ lineId: 1, lines: [{ id: 1, name: "Main line" }] });
  expect(byHandOf(db, home.bela, now, { line: [String(second)] }, null).lineId).toBe(second);
});
