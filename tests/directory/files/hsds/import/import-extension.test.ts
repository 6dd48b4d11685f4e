import { expect, test } from "vitest";
import type { HsdsRow } from "#src/directory/files/hsds/hsds-reading.ts";
import { importHsds } from "#src/directory/files/hsds/import/import-hsds.ts";
import { finished } from "#tests/support/keys/finished.ts";

const options = {
  ...{ source: "https://sam.example/hsds", timeZone: "Europe/Brussels", today: "2026-11-03" },
  regionOf: () => undefined,
};

function read(more: HsdsRow) {
  const organization = { id: "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610", name: "Sam's house" };
  const service = { id: "ac148810-d857-441c-9679-408f346de14b", name: "Noor's line", status: "active", organization };
  const { services, issues } = finished(importHsds({ ...service, ...more }, options));
  return { entry: services[0]!.entry, codes: issues.map(({ code, column }) => `${code} ${column}`) };
}

test.each([
  ["in HSDS", { assured_date: "2099-01-01", porchlight: {} }],
  ["beside it", { porchlight: { verifiedOn: "2099-01-01" } }],
])("nobody has made sure of anything in 2099, said %s", (_where, more) => {
  const { entry, codes } = read(more);
  expect(entry.verifiedOn).toBeNull();
  expect(codes).toEqual(["date_ahead assured_date"]);
});

test("a text with a blank too many is read without it", () => {
  const { entry, codes } = read({ description: "We listen.", porchlight: { summary: "We listen. ", description: "" } });
  expect(entry).toMatchObject({ summary: "We listen.", description: "" });
  expect(codes).toEqual([]);
});

test("of a field that cannot stand, what HSDS says holds", () => {
  const { entry, codes } = read({
    description: "We listen.",
    fees: "none",
    porchlight: { summary: "x".repeat(300), description: "", fees: 7 },
  });
  expect(entry).toMatchObject({ summary: "", description: "We listen.", fees: "none" });
  expect(codes.sort()).toEqual(["not_hsds porchlight.fees", "not_hsds porchlight.summary"]);
});

test("what stands beside HSDS is cleaned like all else: names of organizations, extensions, codes of regions", () => {
  const turned = "\u202eenoN\u0007";
  const said = { name: `Lamp ${turned} `, website: `https://lamp.example/${turned}`, description: "a".repeat(5_001) };
  const service = {
    id: "ac148810-d857-441c-9679-408f346de14b",
    name: "Noor's line",
    status: "active",
    phones: [{ number: "116 111", extension: `12${turned}` }],
    service_areas: [{ extent: "Call <b>0900</b> instead" }, { extent: "BE" }],
    organization: { id: "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610", name: "Sam's house", porchlight: said },
    porchlight: {},
  };
  const { organizations, services } = finished(importHsds(service, options));
  const [{ organization }] = organizations as [(typeof organizations)[number]];
  expect(organization.name).toBe("Lamp enoN");
  expect(organization.website).toBe("https://lamp.example/enoN");
  expect(organization.description).toHaveLength(5_000);
  expect(services[0]!.entry.channels![0]!.extension).toBe("12enoN");
  expect(services[0]!.entry.regions).toEqual(["BE"]);
});

test("an address or a mail that turns words around is none", () => {
  const { entry } = read({ url: "https://lamp.example/\u202ecba", email: "a\u202eb@lamp.example" });
  expect(entry.channels).toEqual([]);
});
