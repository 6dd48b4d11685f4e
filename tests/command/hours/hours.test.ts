import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { systemClock } from "#src/clock.ts";
import { withoutServer } from "#src/command/data.ts";
import { showHours, takeLine } from "#src/command/hours/hours.ts";
import { importHours } from "#src/command/hours/hours-import.ts";
import { CommandError } from "#src/command/terminal.ts";
import { readConfig } from "#src/config.ts";
import { answerCommands } from "#src/control.ts";
import { openFiles } from "#src/db/files.ts";
import { lockFolder } from "#src/db/lock.ts";
import { addLine, lines, lineValues } from "#src/hours/lines.ts";
import { hoursHistory } from "#src/hours/opening-hours.ts";
import { controlPath } from "#src/serve.ts";
import { house } from "#tests/support/house/helpline.ts";
import { emptyFolder } from "#tests/support/run/empty-files.ts";

let folder: string;
let data: string;
let out: string;
let err: string;
const at = () => ["--data-dir", data];
const config = () => readConfig({}, at());

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "porchlight-hours-"));
  data = join(folder, "data");
  emptyFolder(data, systemClock.now());
  await withoutServer(config(), async () => {});
  out = "";
  err = "";
  const hear = (add: (text: string) => void) => (text: unknown) => {
    add(String(text));
    return true;
  };
  vi.spyOn(process.stdout, "write").mockImplementation(
    hear((text) => {
      out += text;
    }),
  );
  vi.spyOn(process.stderr, "write").mockImplementation(
    hear((text) => {
      err += text;
    }),
  );
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const header = "weekday,from,to,hours,label,note,kind";
const week = weekdays.map((day) => `${day},,,16:00-22:00,,,`);
const christmas = ",2026-12-24,2026-12-26,closed,Christmas,,public_holiday";

function file(name: string, ...rows: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, rows.join("\n"));
  return path;
}

const stored = () => withoutServer(config(), async ({ db }) => lines(db)[0]!.calendar);
const anotherLine = () =>
  withoutServer(config(), ({ db }) =>
    db.change("command line", (tx, emit) => addLine(tx, emit, { ...lineValues(tx, 1), name: "Night line" })),
  );

test("a file sets the hours, and they are shown", async () => {
  expect(await importHours([file("hours.csv", header, ...week, christmas), ...at()])).toBe(0);
  expect(out).toBe("Line 1: Main line\nThe week of the file is its week now. 1 exception was added.\n");
  expect(err).toBe("");
  expect((await stored())!.dayRules).toHaveLength(1);
  out = "";
  expect(await showHours(at())).toBe(0);
  expect(out).toMatch(
    /^The helpline does not run now[^\n]*\n\nLine 1: Main line \(Europe\/Brussels\)\n {2}\w{3} [ \d]\d/,
  );
  expect(out.match(/16:00–22:00/g)!.length).toBeGreaterThanOrEqual(4);
  expect(await importHours([...at(), file("hours.csv", header, ...week, christmas)])).toBe(0);
  expect(out).toContain("0 exceptions were added. 1 was there already.\n");
});

test("the example of docs/hours.md can be read as it stands there", async () => {
  const page = readFileSync(new URL("../../../docs/hours.md", import.meta.url), "utf8");
  const [, example = ""] = /```csv\n([\s\S]*?)```/.exec(page)!;
  expect(await importHours([file("hours.csv", example), ...at()])).toBe(0);
  expect([out, err]).toEqual([
    "Line 1: Main line\nThe week of the file is its week now. 2 exceptions were added.\n",
    "",
  ]);
});

test("every problem is told with its row, and nothing is changed", async () => {
  const wrong = file(
    "hours.csv",
    header,
    ...week.with(2, "Wednesday,,,16-25x,,,"),
    ",2026-13-24,,closed,,,",
    christmas,
  );
  expect(await importHours([wrong, ...at()])).toBe(1);
  expect(err).toBe(
    "Row 4, column hours: this is no time of day (25x).\n" +
      "Row 9, column from: this is no date like 2026-12-24 (2026-13-24).\n\n" +
      "Nothing was changed. Mend the file and try again.\n",
  );
  expect(out).toBe("");
  expect(await stored()).toBe(null);
});

test("what is only unusual is told and stops nothing", async () => {
  const path = file(
    "hours.csv",
    `${header},colour`,
    ...week.with(0, "Monday,,,16:00-16:20,,,").map((row) => `${row},red`),
  );
  expect(await importHours([path, ...at()])).toBe(0);
  expect(err).toBe(
    "Row 1: this column is not known and was passed over (colour).\n" +
      "Monday: it is over before anybody may come in, since the last entry is earlier.\n",
  );
  expect((await stored())!.week[0]).toEqual([{ opens: 960, closes: 980 }]);
});

test("school holidays from an .ics file come to the hours, but not to a line without any", async () => {
  const event = [
    "BEGIN:VEVENT",
    "DTSTART;VALUE=DATE:20261221",
    "DTEND;VALUE=DATE:20270104",
    "SUMMARY:Winter",
    "END:VEVENT",
  ];
  const path = file("school.ics", "BEGIN:VCALENDAR", ...event, "END:VCALENDAR");
  await expect(importHours([path, ...at()])).rejects.toThrow(/has no hours yet[\s\S]*Nothing was changed/);
  await importHours([file("hours.csv", header, ...week), ...at()]);
  expect(await importHours([path, ...at()])).toBe(0);
  expect((await stored())!.dayRules).toMatchObject([{ from: "2026-12-21", to: "2027-01-03", label: "Winter" }]);
});

test("where there are several lines, --line says which; one that is none is told, with those there are", async () => {
  const id = await anotherLine();
  const path = file("hours.csv", header, ...week);
  expect(await importHours([path, ...at()])).toBe(2);
  expect(err).toBe(
    `There are several lines. Say which one it is for:\n  --line 1  Main line\n  --line ${id}  Night line\n`,
  );
  await expect(importHours([path, "--line", "9", ...at()])).rejects.toThrow("There is no such line. The lines are:");
  expect(await importHours(["--line", String(id), path, ...at()])).toBe(0);
  expect(await importHours([path, `--line=${id}`, ...at()])).toBe(0);
  expect(await stored()).toBe(null);
  out = "";
  expect(await showHours([`--line=${id}`, ...at()])).toBe(0);
  expect(out).toContain(`Line ${id}: Night line`);
  expect(out).not.toContain("Main line");
  expect(await showHours(["--line", "9", ...at()])).toBe(1);
});

test("what cannot be understood is told with exit code 2; files that cannot be read are named", async () => {
  expect(await importHours(at())).toBe(2);
  expect(await importHours([file("hours.csv", header), "--line", "two", ...at()])).toBe(2);
  expect(await showHours(["--line", ...at()])).toBe(2);
  expect(err.split("\n")).toEqual([
    "Name the file with the hours: porchlight hours import hours.csv",
    ...Array(2).fill("--line needs the number of a line after it."),
    "",
  ]);
  const none = join(folder, "none.csv");
  await expect(importHours([none, ...at()])).rejects.toThrow(new CommandError(`There is no file ${none}.`));
  await expect(importHours([folder, ...at()])).rejects.toThrow(new CommandError(`${folder} cannot be read.`));
  const blank = file("blank.csv", header);
  await expect(importHours([blank, ...at()])).rejects.toThrow(/There are no hours in/);
  await expect(showHours(["--data-dir", join(folder, "nowhere")])).rejects.toThrow(/There are no data/);
  expect(takeLine(["--line", "12", "x"])).toEqual({ lineId: 12, options: ["x"] });
});

test("while a server runs it is the server that looks and writes, and the change is the command line’s", async () => {
  const unlock = lockFolder(data);
  const home = await house({ clock: systemClock, files: openFiles(data, systemClock.now()) });
  const close = await answerCommands(controlPath(data), home.helpline, "http://localhost:8080");
  try {
    expect(await showHours(at())).toBe(0);
    expect(out).toContain("  Paused: no counsellor is available.\n\n  No hours: it is open whenever");
    expect(await importHours([file("hours.csv", header, ...week), ...at()])).toBe(0);
    expect(home.heard).toMatchObject([{ type: "hours.changed", lineId: 1 }]);
    expect(hoursHistory.latest(home.helpline.db, 1)).toMatchObject([{ actor: "command line" }]);
  } finally {
    close();
    home.helpline.db.close();
    unlock();
  }
});
