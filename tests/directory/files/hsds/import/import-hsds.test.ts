import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { entryProblems } from "#src/directory/entry/check.ts";
import { blankEntry } from "#src/directory/entry/entry.ts";
import type { HsdsRow } from "#src/directory/files/hsds/hsds-reading.ts";
import { importHsds, importHsdsText } from "#src/directory/files/hsds/import/import-hsds.ts";
import type { Incoming } from "#src/directory/importing/incoming.ts";
import { finished } from "#tests/support/keys/finished.ts";
import { hsdsData } from "#tests/support/outside/hsds-data.ts";

const options = {
  ...{ source: "https://sam.example/hsds", sourceName: "Sam's list", timeZone: "Europe/Brussels", today: "2026-11-03" },
  regionOf: (text: string) => (text === "Flanders" ? "BE-VLG" : undefined),
};

const read = (document: unknown): Incoming => finished(importHsds(document, options));

function service(more: HsdsRow = {}): HsdsRow {
  const organization = { id: "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610", name: "Sam's house", description: "" };
  return { id: "AC148810-d857-441c-9679-408f346de14b", name: "Noor's line", status: "active", organization, ...more };
}

function entryOf(more: HsdsRow) {
  return read(service(more)).services[0]!.entry;
}

function json(path: string): unknown {
  return JSON.parse(readFileSync(hsdsData(path)!, "utf8"));
}

test.skipIf(!hsdsData("examples-3.1"))("a service comes in alike in every form that HSDS has for it", () => {
  const forms = ["service_full", "organization_full", "service_at_location_full"].map((name) =>
    read(json(`examples-3.1/${name}.json`)),
  );
  const [full] = forms;
  expect(full!.services).toHaveLength(1);
  const { entry, externalId, lastModified } = full!.services[0]!;
  expect(entryProblems({ ...blankEntry("x"), ...entry })).toEqual([]);
  expect({ externalId, lastModified }).toEqual({
    externalId: "ac148810-d857-441c-9679-408f346de14b",
    lastModified: "2023-03-15T10:30:45.123Z",
  });
  expect(entry).toMatchObject({ name: "Community Counselling", ageFrom: 12, ageTo: 100, verifiedOn: "2005-01-01" });
  // Monthly by days of the year, three times, in 2005: nobody can say when that is.
  expect(entry.calendar).toBeNull();
  expect(entry.hoursNote).toContain("10 am to 6pm weekdays");
  expect(entry.channels!.map(({ kind, value }) => `${kind} ${value}`)).toEqual([
    "phone +44 1234 234567",
    "email email@example.com",
    "web http://example.com/counselling",
    "web https://example.org",
    "visit MyCity Civic Center",
  ]);
  expect(JSON.stringify(full)).not.toContain("Ann Persona");
  for (const form of forms) {
    expect(form.services.map((one) => one.externalId)).toEqual([externalId]);
    expect(form.organizations.map((one) => one.externalId)).toEqual(["d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610"]);
    expect(form.services[0]!.entry).toMatchObject({ name: entry.name, description: entry.description });
  }
  for (const list of ["service_list", "service_at_location_list"]) {
    expect(read(json(`examples-3.1/${list}.json`)).services).toMatchObject([{ externalId }]);
  }
  expect(read(json("examples-3.1/taxonomy_list.json")).issues).toMatchObject([{ code: "not_hsds", severity: "error" }]);
});

test.skipIf(!hsdsData("mock-hsds-api"))("the objects of the mock API come in", () => {
  const folder = "mock-hsds-api/data";
  const paths = [
    "services/ac148810-d857-441c-9679-408f346de14b",
    "organizations/d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610",
    "service_at_locations/e94c9f38-1e8f-4564-91d4-d53501ab1765",
  ];
  const all = read(paths.map((path) => json(`${folder}/${path}.json`)));
  expect(all.services).toHaveLength(1);
  expect(all.organizations).toHaveLength(1);
});

test("weekly rows are hours, with nights and whole days; several days in one row", () => {
  const { calendar } = entryOf({
    schedules: [
      { freq: "WEEKLY", interval: 1, wkst: "MON", byday: "MO,TU", opens_at: "09:00", closes_at: "17:00:00" },
      { freq: "WEEKLY", byday: "FR", opens_at: "22:00", closes_at: "02:00" },
      { freq: "WEEKLY", byday: "SU", opens_at: "00:00", closes_at: "23:59" },
    ],
  });
  const day = [{ opens: 540, closes: 1020 }];
  expect(calendar).toMatchObject({
    timeZone: "Europe/Brussels",
    week: [day, day, [], [], [{ opens: 1320, closes: 1560 }], [], [{ opens: 0, closes: 1440 }]],
  });
});

test.each([
  [
    "the first Monday of a month",
    { freq: "MONTHLY", byday: "1MO", opens_at: "09:00", closes_at: "10:00" },
    "schedule_unclear",
  ],
  [
    "every second week",
    { freq: "WEEKLY", interval: 2, byday: "MO", opens_at: "09:00", closes_at: "10:00" },
    "schedule_unclear",
  ],
  ["three times", { freq: "WEEKLY", count: 3, byday: "MO", opens_at: "09:00", closes_at: "10:00" }, "schedule_unclear"],
  ["no day", { freq: "WEEKLY", opens_at: "09:00", closes_at: "10:00" }, "schedule_unclear"],
  ["no times", { freq: "WEEKLY", byday: "MO" }, "schedule_unclear"],
  [
    "over since last year",
    { byday: "MO", opens_at: "09:00", closes_at: "10:00", valid_to: "2025-01-01" },
    "schedule_unclear",
  ],
  ["half a day forgotten", { byday: "MO", opens_at: "10:00", closes_at: "4:00" }, "closes_before_opening"],
  ["one time", { byday: "MO", opens_at: "10:00" }, "half_a_span"],
  ["no time at all", { byday: "MO", opens_at: "early", closes_at: "10:00" }, "hours_unclear"],
])("hours that cannot be told are unknown, never closed and never invented: %s", (_, row, code) => {
  const { services, issues } = read(
    service({ schedules: [{ byday: "TU", opens_at: "09:00", closes_at: "10:00" }, row] }),
  );
  if (code !== "schedule_unclear" || !("valid_to" in row)) expect(services[0]!.entry.calendar).toBeNull();
  expect(issues.map((one) => one.code)).toEqual([code]);
});

test("an offset says nothing: its digits are taken as local, with a word about it", () => {
  const { services, issues } = read(
    service({ schedules: [{ byday: "MO", opens_at: "09:00Z", closes_at: "17:00+02:00" }] }),
  );
  expect(services[0]!.entry.calendar!.week[0]).toEqual([{ opens: 540, closes: 1020 }]);
  expect(issues).toMatchObject([
    { code: "utc_time", column: "opens_at" },
    { code: "utc_time", column: "closes_at" },
  ]);
});

test("rows that hold from and to some dates are seasons, and on one day an exception", () => {
  const row = { byday: "MO", opens_at: "09:00", closes_at: "17:00" };
  const { calendar } = entryOf({
    schedules: [
      { ...row, valid_to: "2026-12-24" },
      { ...row, valid_from: "2026-12-26", valid_to: "2027-06-30" },
      { ...row, valid_from: "2027-07-01", valid_to: "2027-08-31", closes_at: "12:00" },
      { ...row, valid_from: "2027-09-01" },
    ],
  });
  expect(calendar!.week[0]).toEqual([{ opens: 540, closes: 1020 }]);
  expect(calendar!.seasons).toMatchObject([{ from: "2027-07-01", to: "2027-08-31" }]);
  expect(calendar!.dayRules).toMatchObject([{ from: "2026-12-25", to: "2026-12-25", spans: [] }]);
});

test("ids of older feeds become the same UUIDs at every reading, others of another source", () => {
  const old = { id: "27", name: "Noor's line", status: "active", organization: { id: 4, name: "Sam's house" } };
  const [first] = read([old]).services;
  expect(first!.externalId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-/);
  expect(read([old]).services[0]!.externalId).toBe(first!.externalId);
  const elsewhere = finished(importHsds([old], { ...options, source: "https://anna.example/" }));
  expect(elsewhere.services[0]!.externalId).not.toBe(first!.externalId);
});

test("a service of ORUK 1 comes in: its contacts' numbers, its ages, weekly hours at its place", () => {
  const { services, issues } = read({
    content: [],
    contents: [
      {
        id: "s1",
        name: "Youth &amp; family",
        description: "<p>Talk to us.</p><p>We&rsquo;re caf&eacute; people</p><script>alert(1)</script>",
        status: "active",
        organization: { id: "o1", name: "Council" },
        contacts: [{ name: "Béla", phones: [{ number: "01632 960 001" }] }],
        eligibilitys: [{ minimum_age: 11, maximum_age: 18 }],
        service_areas: [{ service_area: "Flanders" }, { service_area: "Mars" }],
        languages: [{ language: "English" }, { language: "Klingon" }],
        service_taxonomys: [{ taxonomy: { id: "t", name: "Counselling", vocabulary: "esd" } }],
        regular_schedules: [{ weekday: "Monday", opens_at: "10:00 AM", closes_at: "4:00 PM" }],
        service_at_locations: [
          { location: { name: "Hall", physical_addresses: [{ address_1: "High St", city: "Town", country: "GB" }] } },
        ],
      },
    ],
  });
  expect(services[0]!.entry).toMatchObject({
    name: "Youth & family",
    description: "Talk to us.\n\nWe’re café people",
    ...{
      ageFrom: 11,
      ageTo: 18,
      regions: ["BE-VLG"],
      languages: ["en"],
      terms: ["Counselling"],
      topics: ["anxiety_mood"],
    },
    channels: [
      { kind: "phone", value: "01632 960 001" },
      { kind: "visit", value: "Hall", place: { city: "Town" } },
    ],
    calendar: { week: [[{ opens: 600, closes: 960 }], [], [], [], [], [], []] },
  });
  expect(issues.map(({ code, part }) => `${code} ${part}`)).toEqual([
    "unknown_language Klingon",
    "unknown_region Mars",
  ]);
});

test("what is wrong in a field is told, and the rest comes in", () => {
  const { services, issues } = read(
    service({
      ...{
        url: "javascript:alert(1)",
        email: "no mail",
        status: "open",
        minimum_age: 20,
        maximum_age: 10,
        assured_date: "0001-01-01",
      },
      phones: [
        { number: "+44116123" },
        { number: "no phone" },
        { number: "(618) 453-3217; (618) 536-7711 ext. 12" },
        { number: "09 1", type: "fax" },
      ],
      name: "Noor\u202e line",
    }),
  );
  const { entry } = services[0]!;
  expect(entry.name).toBe("Noor line");
  expect(entry.channels!.map(({ value, extension }) => `${value}/${extension}`)).toEqual([
    "(618) 453-3217/",
    "(618) 536-7711/12",
  ]);
  expect(issues.map(({ code, proposal }) => [code, proposal].filter(Boolean).join(" "))).toEqual([
    ...[
      "unsafe_text",
      "unknown_status",
      "ages_turned",
      "year_unlikely",
      "not_an_address",
      "short_code_in_e164 116 123",
    ],
    ...["not_a_phone", "not_a_mail"],
  ]);
});

test("a field that a source does not say stays out; an empty one is said", () => {
  expect(entryOf({})).not.toHaveProperty("alert");
  expect(entryOf({})).not.toHaveProperty("calendar");
  expect(entryOf({ alert: null })).toMatchObject({ alert: "" });
});

test("text that is no JSON, or JSON that is nothing, is refused with a reason; a line each is a list", () => {
  const reading = (text: string) => finished(importHsdsText(text, options));
  const one = JSON.stringify(service());
  expect(reading(`${one}\n${JSON.stringify(service({ id: "2" }))}\n`).services).toHaveLength(2);
  expect(reading(`\ufeff [${one}]`).services).toHaveLength(1);
  expect(reading('{"total_items":0,"contents":[]}').issues).toEqual([]);
  for (const text of ["{", "[1,", "<html>", `[${one}`, `{"a" 1}`, "[[[[", '"', "[}", `{"x":${one}]`]) {
    expect(reading(text).issues, text.slice(0, 20)).toMatchObject([{ code: "not_json" }]);
  }
  expect(reading("[".repeat(100_000)).issues).toMatchObject([{ code: "json_beyond", severity: "error" }]);
  expect(reading(" ").issues).toMatchObject([{ code: "empty_file" }]);
  expect(reading("[7, null, {}]").issues).toMatchObject([{ code: "not_hsds" }]);
});

test("a long file is read in short breaths", () => {
  const many = Array.from({ length: 3_000 }, (_, i) => service({ id: String(i), description: "Talk. ".repeat(200) }));
  const steps = importHsdsText(JSON.stringify({ contents: many }), options);
  let count = 0;
  let done = 0;
  for (let step = steps.next(); !step.done; step = steps.next()) {
    expect(step.value).toBeGreaterThanOrEqual(0);
    expect(step.value).toBeLessThanOrEqual(1);
    done = step.value;
    count += 1;
  }
  expect(count).toBeGreaterThan(3_000);
  expect(done).toBe(1);
});

test("without a word on whose list it is, a service of no organization has none: the name of a file is nobody", () => {
  const { sourceName: _, ...unsaid } = options;
  const lonely = service({ organization: undefined, organization_id: "nowhere" });
  const incoming = finished(importHsds(lonely, { ...unsaid, source: "services.json" }));
  expect(incoming.organizations).toEqual([]);
  expect(incoming.services).toMatchObject([{ organization: "", entry: { name: "Noor's line" } }]);
  expect(incoming.issues).toMatchObject([{ code: "no_organization", severity: "warning" }]);
  expect(read(lonely).organizations).toMatchObject([{ organization: { name: "Sam's list" } }]);
});

test("a place that is nowhere on the globe is told in its own words, and a text that is too long with its length", () => {
  const location = { id: "l", name: "House", latitude: "fifty", longitude: "4.35" };
  const { issues } = read(service({ name: "x".repeat(201), service_at_locations: [{ id: "s", location }] }));
  expect(issues).toMatchObject([
    { code: "too_long", column: "name", proposal: "201 / 200" },
    { code: "not_degrees", column: "latitude", part: "fifty" },
  ]);
});
