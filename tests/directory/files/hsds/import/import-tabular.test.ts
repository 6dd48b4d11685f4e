import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { seeded } from "#lab/load/report/random.ts";
import { canonical } from "#src/directory/canonical.ts";
import { entryProblems } from "#src/directory/entry/check.ts";
import { blankEntry } from "#src/directory/entry/entry.ts";
import { exportHsds } from "#src/directory/files/hsds/export/export-hsds.ts";
import { exportTabular } from "#src/directory/files/hsds/export/export-tabular.ts";
import { importHsds } from "#src/directory/files/hsds/import/import-hsds.ts";
import { importTabular, isHsdsTable, type TextFile } from "#src/directory/files/hsds/import/import-tabular.ts";
import { unzipped } from "#src/directory/files/zip.ts";
import type { Incoming } from "#src/directory/importing/incoming.ts";
import { writeTable } from "#src/hours/files/csv.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { finished } from "#tests/support/keys/finished.ts";
import { randomEntry, randomOrganization } from "#tests/support/made/random-entry.ts";
import { hsdsData, hsdsFiles } from "#tests/support/outside/hsds-data.ts";

const options = {
  ...{ source: "https://sam.example/hsds", sourceName: "Sam's list", timeZone: "America/Chicago", today: "2026-11-03" },
  regionOf: () => undefined,
};

function calendarsOf({ services }: Incoming): Calendar[] {
  return services
    .flatMap(({ entry }) => [entry.calendar ?? null, ...(entry.channels ?? []).map(({ calendar }) => calendar)])
    .filter((calendar) => calendar !== null);
}

test.skipIf(!hsdsData("ilao"))("a directory of 430 services comes in whole, and no slip becomes hours", () => {
  const incoming = finished(importTabular(hsdsFiles("ilao"), options));
  expect(incoming.rows).toMatchObject({
    organizations: 33,
    services: 430,
    phones: 982,
    locations: 520,
    schedules: 2492,
  });
  // The last row says nothing but its organization.
  const errors = incoming.issues.filter(({ severity }) => severity === "error");
  expect(errors).toMatchObject([{ file: "services.csv", row: 431, code: "no_name" }]);
  expect(incoming.services).toHaveLength(429);
  // The others are of organizations that the files do not tell of.
  expect(incoming.organizations.filter(({ organization }) => organization.name !== "Sam's list")).toHaveLength(33);
  const turned = incoming.issues.filter(({ code }) => code === "closes_before_opening");
  expect(turned).toHaveLength(29);
  expect(new Set(turned.map(({ file, row }) => `${file} ${row}`)).size).toBe(29);
  expect(turned.every(({ proposal }) => /^\d\d:00$|^\d\d:30$/.test(proposal))).toBe(true);
  expect(turned.find(({ part }) => part === "Monday 10:00–4:00")).toMatchObject({
    column: "closes_at",
    proposal: "16:00",
  });
  const calendars = calendarsOf(incoming);
  expect(calendars.length).toBeGreaterThan(90);
  const spans = calendars.flatMap(({ week }) => week.flat());
  expect(Math.max(...spans.map(({ opens, closes }) => closes - opens))).toBeLessThan(18 * 60);
  for (const { entry } of incoming.services) expect(entryProblems({ ...blankEntry("x"), ...entry })).toEqual([]);
  const numbers = incoming.services.flatMap(({ entry }) => entry.channels ?? []).filter(({ kind }) => kind === "phone");
  expect(numbers.some(({ value, extension }) => value === "(312) 773-1068" && extension === "321")).toBe(true);
});

test.skipIf(!hsdsData("ilao"))("two readings of the same files are the same", () => {
  expect(finished(importTabular(hsdsFiles("ilao"), options))).toEqual(
    finished(importTabular(hsdsFiles("ilao"), options)),
  );
});

/** The official package, of which the example has the rows only. */
function officialFiles(): TextFile[] {
  const all = JSON.parse(readFileSync(hsdsData("examples-3.1/tabular.json")!, "utf8")) as Record<
    string,
    Record<string, unknown>[]
  >;
  return Object.entries(all).map(([name, rows]) => {
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    return {
      name,
      text: writeTable([columns, ...rows.map((row) => columns.map((column) => String(row[column] ?? "")))]),
    };
  });
}

test.skipIf(!hsdsData("examples-3.1"))("the official example is the same as tables and as JSON", () => {
  const official = JSON.parse(readFileSync(hsdsData("examples-3.1/service_full.json")!, "utf8")) as Record<
    string,
    unknown
  >;
  // The tables have no links, and their one attribute is of nothing that is there.
  const { additional_urls: _, ...service } = official;
  const fromJson = finished(importHsds({ ...service, attributes: [] }, options));
  const fromTables = finished(importTabular(officialFiles(), options));
  expect(fromTables.organizations).toEqual(fromJson.organizations);
  expect(fromTables.services.map((one) => ({ ...one, row: 0 }))).toEqual(fromJson.services);
  expect(fromJson.services[0]!.entry).toMatchObject({ name: "Community Counselling", ageFrom: 12, languages: ["ur"] });
});

test("the package that goes out comes in as the services do", () => {
  const given = { regionName: (code: string) => code, exactAddresses: true };
  const services = Array.from({ length: 60 }, (_, seed) => {
    const id = `00000000-0000-4000-8000-${String(seed).padStart(12, "0")}`;
    return {
      id,
      entry: randomEntry(seeded(seed)),
      organization: randomOrganization(seeded(1)),
      changedAt: 1_762_000_000_000,
    };
  });
  const rows = [...exportHsds(services, given)];
  const archive = finished(exportTabular(rows));
  expect(finished(exportTabular(rows))).toEqual(archive);
  const inside = finished(unzipped(archive));
  if (inside === null || inside === "too_big") throw new Error("no archive");
  expect(inside[0]!.name).toBe("datapackage.json");
  const files = inside.slice(1).map(({ name, bytes }) => ({ name, text: new TextDecoder().decode(bytes) }));
  expect(files.every(({ text }) => isHsdsTable(text))).toBe(true);
  const fromTables = finished(importTabular(files, options));
  const fromJson = finished(importHsds(JSON.parse(canonical(rows)), options));
  expect(fromTables.issues).toEqual([]);
  expect(fromTables.organizations).toEqual(fromJson.organizations);
  expect(fromTables.services.map((one) => ({ ...one, row: 0 }))).toEqual(fromJson.services);
});

const bad = /invalid|no_parent|missing|hs_with|org_with/;

test.skipIf(!hsdsData("ohana"))("each bad file of Ohana says the row that is wrong, and its hours are nobody's", () => {
  const files = hsdsFiles("ohana/spec/support/fixtures").filter(({ name }) => bad.test(name));
  expect(files).toHaveLength(28);
  for (const file of files) {
    const { issues, services } = finished(importTabular([file], options));
    expect(
      issues.filter(({ row }) => row > 0),
      file.name,
    ).not.toHaveLength(0);
    expect(
      services.flatMap(({ entry }) => entry.calendar ?? []),
      file.name,
    ).toEqual([]);
  }
});

test.skipIf(!hsdsData("ohana"))("the older files of Ohana come in with places, topics and half-days", () => {
  const incoming = finished(importTabular(hsdsFiles("ohana/data/sample-csv"), options));
  expect(incoming.rows).toMatchObject({ organizations: 8, services: 23 });
  expect(incoming.services).toHaveLength(23);
  const [activities] = incoming.services;
  expect(activities!.entry.name).toBe("Fair Oaks Adult Activity Center");
  const visit = activities!.entry.channels!.find(({ kind }) => kind === "visit")!;
  expect(visit.place).toMatchObject({ city: "Redwood City", country: "US" });
  expect(activities!.entry.channels!.filter(({ kind }) => kind === "phone")).toHaveLength(1);
  expect(incoming.issues.filter(({ code }) => code === "year_unlikely").length).toBeGreaterThan(0);
  expect(incoming.issues.find(({ code }) => code === "closes_before_opening")).toMatchObject({
    file: "regular_schedules.csv",
    row: 12,
    proposal: "15:00",
  });
});
