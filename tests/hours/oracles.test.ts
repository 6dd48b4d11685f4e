import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import * as schedule from "#src/hours/rules/schedule.ts";
import { drawnFrom, patience } from "#tests/support/run/night.ts";
import { compareWalk, walkOf } from "./rules/naive.ts";

const run = promisify(execFile);
const program = fileURLToPath(new URL("../../lab/oracle/hours.run.ts", import.meta.url));

/** In a process of its own: the package opening_hours knows only the zone of the process. */
async function oracle(...args: string[]) {
  const { stdout } = await run(process.execPath, [program, ...args, "--quick"], { timeout: patience(300_000) });
  return JSON.parse(stdout.trim().split("\n").at(-1)!).figures;
}

// npm run oracle:hours compares 1,000 calendars in ten zones.
const zones: [string, number][] = [
  ["Europe/Helsinki", 1],
  ["Australia/Lord_Howe", 101],
  ["Africa/Cairo", 201],
  ["Pacific/Apia", 301],
];
test.each(drawnFrom("zones to walk through", zones, 1))(
  "15 calendars in %s are as a walk through all minutes of a year says",
  (zone, seed) => {
    const counts = compareWalk(schedule, walkOf(zone), 15, seed);
    expect(counts).toMatchObject({ calendars: 15, minutes: 15 * 365 * 1440 });
    expect(counts.states).toBeGreaterThan(10_000);
  },
);

// npm run oracle:hours compares 13,500 rules in nine zones.
test("300 rules in each of five zones are as opening_hours reads them", { timeout: patience(300_000) }, async () => {
  const { osm } = await oracle("osm");
  expect(osm.rules).toBe(1_500);
  expect(osm.states).toBeGreaterThan(150_000);
  expect(osm.changes).toBeGreaterThan(7_000);
  expect(osm.secondPass + osm.notYesterday).toBeLessThan(osm.states / 50);
  expect(osm.inGap + osm.gaveUp).toBeLessThan(osm.changes / 50);
});

test("no mistake that somebody could make in the schedule passes the oracles", {
  timeout: patience(300_000),
}, async () => {
  const { mutants } = await oracle("mutants");
  expect(mutants.mutants).toBeGreaterThan(30);
  expect(mutants.survived).toBe(0);
});
