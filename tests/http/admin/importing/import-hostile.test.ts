import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { entryOf } from "#src/directory/entry/services.ts";
import { hostileFiles } from "#tests/support/hostile/files.ts";
import { place } from "#tests/support/house/directory.ts";
import { hsdsData } from "#tests/support/outside/hsds-data.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { looksAt, type Upload } from "#tests/support/people/import-desk.ts";
import { sheetOf } from "#tests/support/people/plain-form.ts";
import { dayOrNight } from "#tests/support/run/night.ts";

let at: Desk;
let before: string;
/** Where the files that were looked at lie ready. */
let ready: string[] = [];

const directory = () => {
  const { db } = at.line.helpline;
  const tables = (["service", "organization", "region"] as const).map((name) => db.all(q.selectFrom(name).selectAll()));
  return JSON.stringify(tables);
};

beforeAll(async () => {
  at = await desk();
  await place(at.line.helpline.db, "Night line", { regions: ["BE"] });
  before = directory();
});

// One admin may have ten of them lie ready.
afterEach(async () => {
  for (const path of ready) await at.aino.post(`${path}/forget`);
  ready = [];
});

/** What the page says of a file; nothing of the directory may be another. */
async function brought(file: Upload) {
  const { path, page } = await looksAt(at.line, at.aino, [file]);
  ready.push(path);
  expect(page.status).toBe(200);
  expect(at.line.reported).toEqual([]);
  expect(directory()).toBe(before);
  return { path, text: sheetOf(at.aino, page).words("main") };
}

/** Every stretch of hours that the run would bring in, in hours. */
function spans(path: string): number[] {
  const runId = Number(path.split("/").at(-1));
  const { db } = at.line.helpline;
  const rows = db.all(q.selectFrom("service_version").select("id").where("run_id", "=", runId));
  return rows.flatMap(({ id }) => {
    const { calendar, channels } = entryOf(db, id);
    const calendars = [calendar, ...channels.map((one) => one.calendar)].filter((one) => one !== null);
    return calendars.flatMap(({ week }) => week.flat().map(({ opens, closes }) => (closes - opens) / 60));
  });
}

describe("a file that is not what it should be, through the page that takes files", () => {
  // By day the small ones: tests/directory/files/import-hostile.test.ts reads all of them.
  const told = hostileFiles().filter(({ bytes }) => bytes.length < dayOrNight(8_000, 20_000_000));

  test.each(told.map((file) => [file.name, file] as const))(
    "%s",
    { timeout: 60_000 },
    async (_name, { bytes, services, told: sentences }) => {
      const { text, path } = await brought({ name: "places.csv", bytes });
      const rows = sheetOf(at.aino, await at.aino.get(`${path}?kind=all`)).words("main");
      for (const sentence of sentences) {
        const [row] = sentence.split(" ");
        if (row !== "0") expect(rows).toContain(`Row ${row}: `);
      }
      if (sentences.length === 0 && services === 0) expect(text).toContain("No place in this file can be read");
      else expect(text).toMatch(/New|No place/);
      for (const hours of spans(path)) expect(hours === 24 || hours <= 16).toBe(true);
    },
  );

  const folder = hsdsData("ohana/spec/support/fixtures");
  const bad = folder === null ? [] : readdirSync(folder).filter((name) => name.endsWith(".csv"));

  test.skipIf(folder === null).each(bad)("of Ohana: %s", async (name) => {
    const { text, path } = await brought({ name, bytes: readFileSync(join(folder!, name)) });
    expect(text).toMatch(/Row \d+|New 1|No place in this file can be read/);
    expect(spans(path).every((hours) => hours === 24 || hours <= 16)).toBe(true);
  });
});
