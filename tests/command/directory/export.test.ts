import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { systemClock } from "#src/clock.ts";
import { withoutServer } from "#src/command/data.ts";
import { exportPlaces } from "#src/command/directory/export.ts";
import { importPlaces } from "#src/command/directory/import.ts";
import { readConfig } from "#src/config.ts";
import { answerCommands } from "#src/control.ts";
import { openFiles } from "#src/db/files.ts";
import { lockFolder } from "#src/db/lock.ts";
import { controlPath } from "#src/serve.ts";
import { place } from "#tests/support/house/directory.ts";
import { hearTerminal } from "#tests/support/house/heard.ts";
import { house } from "#tests/support/house/helpline.ts";
import { emptyFolder } from "#tests/support/run/empty-files.ts";

let folder: string;
let data: string;
let heard: ReturnType<typeof hearTerminal>;
const at = () => ["--data-dir", data];
const path = (name: string) => join(folder, name);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "porchlight-export-"));
  data = join(folder, "data");
  emptyFolder(data, systemClock.now());
  await withoutServer(readConfig({}, at()), async ({ db }) => {
    await place(db, "Night phone");
    await place(db, "Draft", { visibility: "hidden" });
  });
  heard = hearTerminal();
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

test.each(["places.csv", "places.json", "places.zip"])(
  "%s is written, and brought back it changes nothing",
  async (name) => {
    expect(await exportPlaces([path(name), ...at()])).toBe(0);
    expect(heard.out).toBe(`2 places are in ${path(name)}.\n`);
    expect(statSync(path(name)).mode & 0o077).toBe(0);
    const code = await importPlaces([path(name), "--yes", ...at()]);
    // In one, so that a failure says what was written: seen once, on the first of them, and never again.
    const all = expect.stringContaining("2 places are in it, and all are in the directory as they are.");
    expect({ code, ...heard }).toEqual({ code: 0, out: all, err: "" });
  },
);

test("only what young people see, where that is asked for", async () => {
  expect(await exportPlaces([path("out"), "--as", "csv", "--public", ...at()])).toBe(0);
  expect(readFileSync(path("out"), "utf8")).not.toContain("Draft");
});

test("a file that is there already stays, unless it is said to be written over", async () => {
  writeFileSync(path("places.csv"), "mine");
  await expect(exportPlaces([path("places.csv"), ...at()])).rejects.toThrow(/is there already.*--force/);
  expect(readFileSync(path("places.csv"), "utf8")).toBe("mine");
  expect(readdirSync(folder).sort()).toEqual(["data", "places.csv"]);
  expect(await exportPlaces([path("places.csv"), "--force", ...at()])).toBe(0);
  expect(readFileSync(path("places.csv"), "utf8")).toContain("Night phone");
});

test("what cannot be understood is told, and a file that cannot be written", async () => {
  for (const args of [[], ["a.csv", "b.csv"], ["a.pdf"], ["a.csv", "--as=pdf"]]) {
    expect(await exportPlaces([...args, ...at()])).toBe(2);
  }
  await expect(exportPlaces([path("none/places.csv"), ...at()])).rejects.toThrow(/cannot be written/);
  mkdirSync(path("places.csv"));
  await expect(exportPlaces([path("places.csv"), "--force", ...at()])).rejects.toThrow(/cannot be written/);
  expect(readdirSync(folder).sort()).toEqual(["data", "places.csv"]);
});

test("while a server runs it hands the file out in pieces", async () => {
  const unlock = lockFolder(data);
  const home = await house({ clock: systemClock, files: openFiles(data, systemClock.now()) });
  const close = await answerCommands(controlPath(data), home.helpline, "http://localhost:8080");
  const description = "They listen. ".repeat(380);
  for (let i = 0; i < 20; i += 1) await place(home.helpline.db, `Place ${i}`, { description });
  expect(await exportPlaces([path("places.json"), ...at()])).toBe(0);
  expect(JSON.parse(readFileSync(path("places.json"), "utf8"))).toHaveLength(22);
  close();
  home.helpline.db.close();
  unlock();
});
