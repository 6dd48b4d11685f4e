import { expect, test } from "vitest";
import { noteLooks } from "#src/jobs/counts.ts";
import { openLookCount } from "#src/queue/door/looks.ts";
import { house } from "#tests/support/house/helpline.ts";
import { rows } from "#tests/support/house/tables.ts";

const shut = (state: "closed" | "full" | "late" | "paused") => ({ id: 1, zone: "Europe/Brussels", door: { state } });
const at = Date.parse("2026-11-24T18:20:00Z");

test("looks are counted by line, quarter and state, an open door never, and added to what is stored", async () => {
  const home = await house();
  const { looks } = home.helpline;
  for (const state of ["closed", "full", "late", "paused"] as const) looks.note(shut(state), at);
  looks.note(shut("full"), at + 9 * 60_000);
  looks.note(shut("full"), at + 10 * 60_000);
  looks.note({ ...shut("full"), door: { state: "open" } }, at);
  expect(rows(home.files, "door_look")).toEqual([]);
  await noteLooks(home.helpline);
  const row = { line_id: 1, day: "2026-11-24", quarter: 77 };
  const stored = [
    { ...row, state: "closed", n: 1 },
    { ...row, state: "full", n: 2 },
    { ...row, state: "late", n: 1 },
    { ...row, state: "paused", n: 1 },
    { ...row, quarter: 78, state: "full", n: 1 },
  ];
  expect(rows(home.files, "door_look")).toEqual(stored);
  // Nothing twice.
  await noteLooks(home.helpline);
  looks.note(shut("closed"), at);
  await noteLooks(home.helpline);
  expect(rows(home.files, "door_look")).toEqual([{ ...stored[0], n: 2 }, ...stored.slice(1)]);
});

test("what the disk refuses is counted still, together with what comes since", async () => {
  const home = await house();
  const { looks } = home.helpline;
  looks.note(shut("closed"), at);
  home.files.data.exec("CREATE TRIGGER full BEFORE INSERT ON door_look BEGIN SELECT RAISE(FAIL, 'no'); END");
  await expect(noteLooks(home.helpline)).rejects.toThrow();
  looks.note(shut("closed"), at);
  home.files.data.exec("DROP TRIGGER full");
  await noteLooks(home.helpline);
  expect(rows(home.files, "door_look")).toMatchObject([{ state: "closed", n: 2 }]);
});

test("what was taken and given back stands beside what came meanwhile", () => {
  const count = openLookCount();
  count.note(shut("late"), at);
  const taken = count.take();
  count.note(shut("late"), at);
  count.giveBack(taken);
  expect(count.take()).toMatchObject([{ state: "late", n: 2 }]);
  expect(count.take()).toEqual([]);
});
