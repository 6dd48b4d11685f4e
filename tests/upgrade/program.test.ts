import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { layBefore, mendBefore, swapProgram, swapProgramBack } from "#src/upgrade/program.ts";
import { folderHere } from "#tests/backup/copies.ts";
import { sha256 } from "#tests/support/outside/binary.ts";

// The names of two programs; what is in them does not matter.

/** Lays files, and returns what lies under which name after something was done. */
function place(laid: { program: string; before?: string; next?: string }) {
  const folder = folderHere();
  const program = join(folder, "porchlight");
  const fileOf = { program, before: `${program}.before`, next: `${program}.next` };
  const sum = (words: string) => {
    const file = join(folder, "sum");
    writeFileSync(file, words);
    return sha256(file);
  };
  const lay = (name: keyof typeof fileOf, words: string) => {
    rmSync(fileOf[name], { force: true });
    writeFileSync(fileOf[name], words);
  };
  for (const [name, words] of Object.entries(laid)) lay(name as keyof typeof fileOf, words);
  const found = () =>
    Object.fromEntries(
      Object.entries(fileOf).flatMap(([name, file]) => (existsSync(file) ? [[name, readFileSync(file, "utf8")]] : [])),
    );
  return { program, sum, lay, found };
}

test("a program takes its place, and the one of before lies beside it; the way back changes the two", () => {
  const { program, sum, found } = place({ program: "old", next: "new" });
  swapProgram(program, sum("new"));
  expect(found()).toEqual({ program: "new", before: "old", next: "new" });
  layBefore(program);
  expect(found()).toEqual({ program: "new", before: "old", next: "old" });
  swapProgram(program, sum("old"));
  expect(found()).toEqual({ program: "old", before: "new", next: "old" });
  swapProgramBack(program, sum("new"));
  expect(found()).toEqual({ program: "new", before: "old" });
});

test("a way back that was cut off between its two moves leaves a way back", () => {
  const { program, sum, found, lay } = place({ program: "new", before: "new", next: "old" });
  mendBefore(program, sum("old"));
  expect(found()).toEqual({ program: "new", before: "old", next: "old" });
  // Once it runs it needs no name beside itself, and the newer one does.
  lay("program", "old");
  lay("before", "new");
  mendBefore(program, sum("old"));
  expect(found()).toMatchObject({ program: "old", before: "new" });
  lay("program", "new");
  lay("before", "old");
  lay("next", "newest");
  mendBefore(program, sum("old"));
  expect(found()).toEqual({ program: "new", before: "old", next: "newest" });
});
