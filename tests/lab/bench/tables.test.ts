import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { measurements, table, toldIn, withTable } from "#lab/bench/table/tables.ts";

const page = readFileSync(new URL("../../../docs/performance.md", import.meta.url), "utf8");
const machine = {
  porchlight: "0.1.0",
  bun: "1.4.5",
  cores: 2,
  cpu: "A processor",
  memoryMb: 4096,
  system: "linux x64 6.1",
};

test("a table says what was measured, where, when and how, and what was missed", () => {
  const figures = [
    { name: "start", got: "70 ms", aim: "under 150 ms", pass: true },
    { name: "memory | idle", got: "62 MB", aim: "at most 60 MB", pass: false },
    { name: "share", got: "3 %", aim: "", pass: true },
  ];
  const made = table(
    { name: "delivery", figures, machine, at: "2026-11-25T04:00:00.000Z" },
    "npm run bench -- delivery",
  );
  expect(made.split("\n")).toEqual([
    "`npm run bench -- delivery`, 2026-11-25, Porchlight 0.1.0 on 2 cores (A processor), 4 GB, linux x64 6.1, Bun 1.4.5:",
    "",
    "| | measured | aim | |",
    "|---|---|---|---|",
    "| start | 70 ms | under 150 ms | reached |",
    "| memory \\| idle | 62 MB | at most 60 MB | **missed** |",
    "| share | 3 % |  |  |",
  ]);
  const told = toldIn(withTable(page, "delivery", made), "delivery");
  expect([...told]).toEqual([["", "measured"], ["---", "---"], ...figures.map(({ name, got }) => [name, got])]);
  expect(toldIn(page, "nothing")).toEqual(new Map());
});

test.each(measurements)("docs/performance.md has a filled table of “$name”, and a new one takes its place", (one) => {
  const changed = withTable(page, one.name, "new");
  expect(changed).toContain(`<!-- ${one.name} -->\nnew\n<!-- /${one.name} -->`);
  expect(page).toContain(`\`${one.command}\`, 20`);
  expect(withTable(changed, one.name, "newer")).not.toContain("new\n");
});
