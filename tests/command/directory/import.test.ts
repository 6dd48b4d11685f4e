import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { systemClock } from "#src/clock.ts";
import { withoutServer } from "#src/command/data.ts";
import { importPlaces } from "#src/command/directory/import.ts";
import { CommandError } from "#src/command/terminal.ts";
import { readConfig } from "#src/config.ts";
import { answerCommands } from "#src/control.ts";
import type { Db } from "#src/db/db.ts";
import { openFiles } from "#src/db/files.ts";
import { lockFolder } from "#src/db/lock.ts";
import { q } from "#src/db/schema.ts";
import { services } from "#src/directory/entry/services.ts";
import { undoWhole } from "#src/directory/importing/import-files.ts";
import { importRuns, issuesOf } from "#src/directory/importing/runs.ts";
import { controlPath } from "#src/serve.ts";
import { hearTerminal } from "#tests/support/house/heard.ts";
import { house } from "#tests/support/house/helpline.ts";
import { hsdsData, hsdsFiles } from "#tests/support/outside/hsds-data.ts";
import { emptyFolder } from "#tests/support/run/empty-files.ts";

let folder: string;
let data: string;
let heard: ReturnType<typeof hearTerminal>;
const at = () => ["--data-dir", data];
const inData = <Result>(work: (db: Db) => Result | Promise<Result>) =>
  withoutServer(readConfig({}, at()), async ({ db }) => work(db));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "porchlight-import-"));
  data = join(folder, "data");
  emptyFolder(data, systemClock.now());
  await inData(() => {});
  heard = hearTerminal();
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, ...rows: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, rows.join("\n"));
  return path;
}

const list = () => file("places.csv", "name,organization,phone", "Night phone,Open House,116 111", "");
const names = () => inData((db) => services(db).map(({ entry }) => entry.name));
const rows = (db: Db) => ({
  services: db.all(q.selectFrom("service").selectAll().orderBy("id")),
  organizations: db.all(q.selectFrom("organization").selectAll().orderBy("id")),
});

test("a file comes in, and the same again changes nothing", async () => {
  expect(await importPlaces([list(), "--yes", ...at()])).toBe(0);
  expect(heard.out).toBe(
    "One place: 1 with a phone number, 0 with hours, 0 with a topic.\n" +
      "New: 1. Changed: 0. Unchanged: 0. Left out: 0.\n" +
      "Only counsellors see the new ones, until somebody has looked at them.\n" +
      "They are in the directory now. To take it back: Places, Import, on the pages of the staff.\n",
  );
  expect(await names()).toEqual(["Night phone"]);
  heard.out = "";
  expect(await importPlaces([list(), "--yes", ...at()])).toBe(0);
  expect(heard.out).toBe("1 place is in it, and all are in the directory as they are. Nothing was changed.\n");
  expect(await inData((db) => importRuns(db).length)).toBe(1);
});

test("the example of docs/directory.md can be read as it stands there", async () => {
  const page = readFileSync(new URL("../../../docs/directory.md", import.meta.url), "utf8");
  const [, example = ""] = /```csv\n([\s\S]*?)```/.exec(page)!;
  expect(await importPlaces([file("places.csv", example), "--dry-run", ...at()])).toBe(0);
  expect(heard.err).toBe("");
  expect(heard.out).toContain("New: 2. Changed: 0. Unchanged: 0. Left out: 0.");
});

test("a dry run says what would be, and leaves nothing behind", async () => {
  const wrong = file("places.csv", "name,minimum_age,colour", "Night phone,12,red", "Day phone,ten,blue");
  expect(await importPlaces([wrong, "--dry-run", "--visibility=public", ...at()])).toBe(0);
  expect(heard.err).toMatch(/^Row 3: minimum_age: .*ten.*\ncolour: .*colour.*\n\n$/);
  expect(heard.out).toContain("New: 1. Changed: 0. Unchanged: 0. Left out: 1.\nYoung people see 1 of the new");
  expect(heard.out).toContain("Nothing was changed.\n");
  expect(await names()).toEqual([]);
  expect(await inData((db) => importRuns(db))).toEqual([]);
});

test("what cannot be understood is told with exit code 2, and a file that is none with 1", async () => {
  const typed = [
    [["--yes"], "Name the file"],
    [["a.csv", "--as", "pdf", "--yes"], "--as needs csv or hsds"],
    [["a.csv", "--visibility", "hidden", "--yes"], "--visibility needs public"],
    [["a.csv", "--time-zone=Atlantis", "--yes"], "--time-zone needs"],
    [["a.csv"], "Say --yes"],
  ] as const;
  for (const [args, words] of typed) {
    expect(await importPlaces([...args, ...at()])).toBe(2);
    expect(heard.err).toContain(words);
  }
  const absent = importPlaces([join(folder, "none.csv"), "--yes", ...at()]);
  await expect(absent).rejects.toThrow(new CommandError(`There is no file ${join(folder, "none.csv")}.`));
  await expect(importPlaces([file("empty.csv", ""), "--yes", ...at()])).rejects.toThrow(/No place could be read/);
  expect(heard.err).toContain("This file is empty.");
});

test("while a server runs it is the server that reads and writes", async () => {
  const unlock = lockFolder(data);
  const home = await house({ clock: systemClock, files: openFiles(data, systemClock.now()) });
  const close = await answerCommands(controlPath(data), home.helpline, "http://localhost:8080");
  expect(await importPlaces([list(), "--yes", ...at()])).toBe(0);
  expect(services(home.helpline.db).map(({ entry }) => entry.name)).toEqual(["Night phone"]);
  expect(home.heard.map(({ type }) => type)).toContain("directory.imported");
  close();
  home.helpline.db.close();
  unlock();
});

test.skipIf(!hsdsData("ilao"))(
  "a whole directory of others comes in, twice without a change, and is taken back",
  { timeout: 60_000 },
  async () => {
    const before = await inData(rows);
    const files = hsdsFiles("ilao").map(({ name }) => hsdsData(`ilao/${name}`)!);
    const given = [...files, "--source", "Illinois", "--time-zone", "America/Chicago", "--yes", ...at()];
    expect(await importPlaces(given)).toBe(0);
    expect(heard.out).toContain("New: 429. Changed: 0. Unchanged: 0. Left out: 1.");
    const told = await inData((db) => issuesOf(db, 1, 0, 5_000));
    expect(told.filter(({ code }) => code === "closes_before_opening")).toHaveLength(29);
    heard.out = "";
    expect(await importPlaces(given)).toBe(0);
    expect(heard.out).toContain("429 places are in it, and all are in the directory as they are. Nothing was changed.");
    const after = await inData((db) => {
      const spans = services(db).flatMap(({ entry }) => [
        ...(entry.calendar?.week.flat() ?? []),
        ...entry.channels.flatMap(({ calendar }) => calendar?.week.flat() ?? []),
      ]);
      return { ...rows(db), longest: Math.max(...spans.map(({ opens, closes }) => (closes - opens) % 1_440)) };
    });
    expect(after.services).toHaveLength(429);
    expect(after.longest).toBeLessThan(18 * 60);
    await inData((db) => undoWhole(db, { runId: importRuns(db)[0]!.id, actor: "command line" }));
    expect(await inData(rows)).toEqual(before);
  },
);
