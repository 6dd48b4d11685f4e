import { gunzipSync } from "node:zlib";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { seeded } from "#lab/load/report/random.ts";
import { entryOf, services } from "#src/directory/entry/services.ts";
import { otherTermId, taxonomyId, topicTermId } from "#src/directory/files/hsds/hsds.ts";
import { importHsdsText } from "#src/directory/files/hsds/import/import-hsds.ts";
import { applyRun } from "#src/directory/importing/apply-run.ts";
import { stage } from "#src/directory/importing/staging.ts";
import { addRegion } from "#src/directory/regions.ts";
import { setSetting } from "#src/settings/settings.ts";
import { daily, organizationNamed, place } from "#tests/support/house/directory.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { act, person, read } from "#tests/support/house/http.ts";
import { randomEntry } from "#tests/support/made/random-entry.ts";
import { hsdsData } from "#tests/support/outside/hsds-data.ts";
import { hsdsProblems } from "#tests/support/outside/hsds-schema.ts";

let home: House;
let clock: FakeClock;
const db = () => home.helpline.db;

beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "publishDirectory", value: true }));
});

const get = (path: string, headers: Record<string, string> = {}) => person(home).get(`/hsds${path}`, headers);
const json = async (path: string) => JSON.parse((await get(path)).text);
const names = async (query: string) =>
  (await json(`/services${query}`)).contents.map((one: { name: string }) => one.name);

test("nothing is published until an admin says so", async () => {
  await place(db(), "Night phone");
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "publishDirectory", value: false }));
  for (const path of ["", "/", "/services", "/organizations", "/taxonomies", "/taxonomy_terms"]) {
    const { status, text } = await get(path);
    expect([path, status, text.includes("Night")]).toEqual([path, 404, false]);
  }
});

test("the root says which release it is, to everybody", async () => {
  const { status, text, headers, set } = await get("");
  expect(status).toBe(200);
  expect(JSON.parse(text)).toMatchObject({ version: "3.1", openapi_url: expect.stringMatching(/^https:/) });
  expect(headers.get("access-control-allow-origin")).toBe("*");
  expect(headers.get("cross-origin-resource-policy")).toBe("cross-origin");
  expect(headers.get("cache-control")).toBe("public, max-age=300");
  expect(set).toEqual([]);
});

test("a list comes in pages, as the HSDS API has them", async () => {
  for (let i = 0; i < 120; i += 1) await place(db(), `Place ${i}`);
  const { contents, ...page } = await json("/services?page=2&per_page=50");
  expect(page).toEqual({
    total_items: 120,
    total_pages: 3,
    page_number: 2,
    size: 50,
    first_page: false,
    last_page: false,
    empty: false,
  });
  const all = [
    ...(await json("/services?per_page=50")).contents,
    ...contents,
    ...(await json("/services?page=3")).contents,
  ];
  expect(new Set(all.map(({ id }) => id)).size).toBe(120);
  expect(await json("/services?page=9")).toMatchObject({ empty: true, last_page: true, size: 0, contents: [] });
  expect(await json("/services?per_page=100000")).toMatchObject({ size: 120, total_pages: 1 });
});

describe.skipIf(!hsdsData("schema-3.1"))("every answer", () => {
  test("holds against the schema of HSDS 3.1, whatever an entry says, and can be read back", async () => {
    await act(home, home.aino, (tx, emit) => addRegion(tx, emit, { code: "BE-VAN", parent: "BE", name: "Antwerpen" }));
    const random = seeded(6);
    for (let i = 0; i < 25; i += 1) {
      const { organizationId: _, ...entry } = randomEntry(random, "");
      await place(db(), `Place ${i}`, { ...entry, visibility: "public", status: "active" });
    }
    await place(db(), "Gone", { status: "defunct", description: "No more" });
    for (const query of ["?full=true&per_page=100", "?per_page=100", "?minimal=true"]) {
      const { contents } = await json(`/services${query}`);
      expect(contents).toHaveLength(26);
      expect(contents.flatMap(hsdsProblems)).toEqual([]);
    }
    const lines = (await get("/services?format=ndjson&full=true")).text.trim().split("\n");
    expect(lines.map((line) => JSON.parse(line)).flatMap(hsdsProblems)).toEqual([]);
    for (const { id } of services(db())) expect(hsdsProblems(await json(`/services/${id}`))).toEqual([]);
    const steps = importHsdsText(lines.join("\n"), {
      source: "x",
      timeZone: "UTC",
      today: "",
      regionOf: () => undefined,
    });
    let step = steps.next();
    while (!step.done) step = steps.next();
    expect(step.value.services).toHaveLength(26);
  });

  test("of an organization and of a topic holds against theirs", async () => {
    await place(db(), "Night phone", { topics: ["bullying"], terms: ["Hotlines"] });
    const [one] = (await json("/organizations")).contents;
    expect(await json(`/organizations/${one.id}`)).toEqual(one);
    const { contents: terms } = await json("/taxonomy_terms?per_page=100");
    const [service] = (await json("/services?full=true")).contents;
    const attributes = terms.map((term: { id: string }) => ({
      id: term.id,
      link_id: service.id,
      link_entity: "service",
      taxonomy_term_id: term.id,
      taxonomy_term: term,
    }));
    expect(hsdsProblems({ ...service, organization: one, attributes })).toEqual([]);
    expect(terms.map(({ id }: { id: string }) => id)).toContain(otherTermId("Hotlines"));
    expect(await json(`/taxonomy_terms/${topicTermId("bullying")}`)).toMatchObject({ name: "Bullying" });
    expect((await json("/taxonomies")).contents).toEqual([await json(`/taxonomies/${taxonomyId}`)]);
  });
});

test("only what everybody may see is in it, and the address of a shelter is not", async () => {
  const hideExactAddress = {
    address1: "Secret street 1",
    address2: "",
    city: "Ghent",
    stateProvince: "",
    postalCode: "9000",
    country: "BE",
    latitude: 51.05,
    longitude: 3.72,
    hideExactAddress: true,
    accessibility: "",
  };
  const visit = {
    kind: "visit" as const,
    value: "The house",
    extension: "",
    description: "",
    free: null,
    languages: [],
    calendar: null,
    place: hideExactAddress,
  };
  await place(db(), "Shelter", { channels: [visit] });
  await place(db(), "For us", { visibility: "counsellors" }, "Hidden House");
  await place(db(), "No one", { visibility: "hidden" }, "Hidden House");
  const { text } = await get("/services?full=true");
  expect(text).toContain("Shelter");
  expect(text).toContain("Ghent");
  expect(text).not.toMatch(/Secret|9000|51\.05|For us|Nobody|Hidden House/);
  expect((await get("/organizations")).text).not.toContain("Hidden House");
});

test("what somebody looks for counts all at once", async () => {
  const shed = { ageFrom: 6, ageTo: 11, topics: ["bullying" as const] };
  await place(db(), "Kids’ phone", shed);
  await place(db(), "Youth phone", { ageFrom: 12, ageTo: 25, topics: ["bullying"], terms: ["Hotlines"] });
  await place(db(), "Everybody’s phone", {}, "Lamp");
  expect(await names("?search=youth")).toEqual(["Youth phone"]);
  expect((await names("?minimum_age=12")).sort()).toEqual(["Everybody’s phone", "Youth phone"]);
  expect((await names("?maximum_age=10")).sort()).toEqual(["Everybody’s phone", "Kids’ phone"]);
  expect((await names(`?taxonomy_term_id=${topicTermId("bullying")}`)).sort()).toEqual(["Kids’ phone", "Youth phone"]);
  expect(await names(`?taxonomy_term_id=${topicTermId("bullying")}&minimum_age=18`)).toEqual(["Youth phone"]);
  expect(await names(`?taxonomy_term_id=${otherTermId("Hotlines")}`)).toEqual(["Youth phone"]);
  expect((await names(`?taxonomy_id=${taxonomyId}`)).length).toBe(2);
  const lamp = services(db()).find(({ entry }) => entry.name.startsWith("Every"))!.entry.organizationId;
  expect(await names(`?organization_id=${lamp}`)).toEqual(["Everybody’s phone"]);
  expect(await names(`?organization_id=${lamp}&search=youth`)).toEqual([]);
});

describe("whoever has it already", () => {
  test("hears so without a word more; the tag counts before the date", async () => {
    await place(db(), "Night phone");
    const first = await get("/services?full=true");
    const [tag, date] = ["etag", "last-modified"].map((name) => first.headers.get(name)!);
    expect(tag).toMatch(/^"[0-9a-f]{32}"$/);
    expect(Date.parse(date!)).toBe(Math.floor(clock.now() / 1_000) * 1_000);
    const old = "Wed, 04 Nov 2020 10:00:00 GMT";
    const same = await get("/services?full=true", { "If-None-Match": tag!, "If-Modified-Since": old });
    expect([same.status, same.text, same.headers.get("etag")]).toEqual([304, "", tag]);
    expect(same.headers.get("access-control-allow-origin")).toBe("*");
    expect((await get("/services?full=true", { "If-None-Match": '"x"', "If-Modified-Since": date! })).status).toBe(200);
    expect((await get("/services?full=true", { "If-Modified-Since": date! })).status).toBe(304);
    expect((await get("/services?full=true", { "If-Modified-Since": old })).status).toBe(200);
    clock.pass(1_000);
    await place(db(), "Day phone");
    expect((await get("/services?full=true", { "If-None-Match": tag! })).status).toBe(200);
    expect((await get("/services?full=true", { "If-Modified-Since": date! })).status).toBe(200);
  });

  test("is told apart by what was asked, in whatever order, and not by what we do not know", async () => {
    const tag = async (query: string) => (await get(`/services${query}`)).headers.get("etag");
    expect(await tag("?full=true&per_page=10")).toBe(await tag("?per_page=10&full=1&utm_source=x"));
    expect(await tag("?full=true")).not.toBe(await tag(""));
    expect(await tag("?search=a")).not.toBe(await tag("?search=b"));
    expect(await tag("?page=2")).not.toBe(await tag(""));
  });

  test("gets it packed under another tag, and HEAD gets its headers", async () => {
    for (let i = 0; i < 30; i += 1) await place(db(), `Place ${i}`);
    const plain = await get("/services?full=true");
    const packed = await person(home).send("/hsds/services?full=true", { headers: { "Accept-Encoding": "gzip" } });
    expect(packed.headers.get("content-encoding")).toBe("gzip");
    expect(packed.headers.get("vary")).toContain("Accept-Encoding");
    expect(packed.headers.get("etag")).toBe(`${plain.headers.get("etag")!.slice(0, -1)}-gzip"`);
    expect(gunzipSync(Buffer.from(await packed.arrayBuffer())).toString()).toBe(plain.text);
    const head = await read(await person(home).send("/hsds/services?full=true", { method: "HEAD" }));
    expect([head.status, head.text, head.headers.get("etag")]).toEqual([200, "", plain.headers.get("etag")]);
  });
});

test.each([
  "/services?page=0",
  "/services?page=-1",
  "/services?page=1e9",
  "/services?per_page=all",
  "/services?format=xml",
  "/services?full=perhaps",
  "/services?modified_after=yesterday",
  "/services?modified_after=2026-99-99",
  "/services?minimum_age=old",
  "/organizations?page=x",
])("%s is answered with what is wrong, in words", async (path) => {
  const { status, text, headers } = await get(path);
  expect([status, typeof JSON.parse(text).error]).toEqual([400, "string"]);
  expect(headers.get("content-type")).toContain("application/json");
});

test.each([
  "/services/x",
  "/services/%00",
  "/services/__proto__",
  "/organizations/00000000-0000-4000-8000-000000000000",
  "/taxonomies/x",
  "/taxonomy_terms/x",
])("%s is not there", async (path) => {
  expect((await get(path)).status).toBe(404);
  expect(home.reported).toEqual([]);
});

test("a search with anything in it raises nothing", async () => {
  await place(db(), "Night phone");
  for (const words of ['"', "' OR 1=1 --", "*", "NEAR(", "\u0000", "😀".repeat(300), "a".repeat(5_000), "%E0"]) {
    expect((await get(`/services?search=${encodeURIComponent(words)}`)).status).toBe(200);
  }
  expect(home.reported).toEqual([]);
});

test("a thousand places with all that hangs on them keep nobody waiting longer than a moment", async () => {
  const told = {
    organizations: [{ externalId: "o", organization: organizationNamed("Open House") }],
    services: Array.from({ length: 1_000 }, (_, i) => ({
      externalId: `p${i}`,
      row: i + 2,
      organization: "o",
      entry: {
        name: `Place ${i}`,
        visibility: "public" as const,
        description: "words ".repeat(100),
        calendar: daily(540, 1020),
      },
    })),
    issues: [],
  };
  const runId = await stage(db(), told, { fileName: "a.csv", kind: "csv", sourceId: null, actor: "command line" });
  await act(home, home.aino, (tx, emit) => applyRun(tx, emit, { runId }));
  // As the job that keeps the directory ready has done.
  for (const { versionId } of services(db())) entryOf(db(), versionId);
  await get("/services");
  // A clock by which each place takes a tenth of a millisecond, so that the machine has no part in it.
  let now = performance.now();
  const clockOfThem = vi.spyOn(performance, "now").mockImplementation(() => {
    now += 0.1;
    return now;
  });
  // How many are written before anything else has its turn.
  const pieces = [0];
  const stringify = JSON.stringify;
  const written = vi.spyOn(JSON, "stringify").mockImplementation((...given: unknown[]) => {
    pieces[pieces.length - 1]! += 1;
    return stringify(...(given as Parameters<typeof stringify>));
  });
  const others = setInterval(() => pieces.push(0), 1);
  const { text } = await get("/services?full=true&format=ndjson");
  clearInterval(others);
  written.mockRestore();
  clockOfThem.mockRestore();
  expect(text.trim().split("\n")).toHaveLength(1_000);
  const all = pieces.reduce((sum, one) => sum + one, 0);
  expect(all).toBeGreaterThanOrEqual(1_000);
  expect(Math.max(...pieces)).toBeLessThan(all / 10);
});
