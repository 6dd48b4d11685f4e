import fc from "fast-check";
import { expect, test } from "vitest";
import { seeded } from "#lab/load/report/random.ts";
import { urlNamespace, uuid5 } from "#src/crypto/hash.ts";
import { canonical } from "#src/directory/canonical.ts";
import { blankEntry, plainChannel } from "#src/directory/entry/entry.ts";
import { exportHsds, type OutgoingService, serviceAsHsds } from "#src/directory/files/hsds/export/export-hsds.ts";
import { importHsds } from "#src/directory/files/hsds/import/import-hsds.ts";
import { importTabular } from "#src/directory/files/hsds/import/import-tabular.ts";
import type { Incoming } from "#src/directory/importing/incoming.ts";
import { finished } from "#tests/support/keys/finished.ts";
import { randomEntry, randomOrganization } from "#tests/support/made/random-entry.ts";
import { hsdsData, hsdsFiles } from "#tests/support/outside/hsds-data.ts";
import { hsdsProblems } from "#tests/support/outside/hsds-schema.ts";

const given = { regionName: (code: string) => `Region ${code}`, exactAddresses: true };
const options = {
  source: "https://sam.example/hsds",
  sourceName: "Sam's list",
  timeZone: "Europe/Brussels",
  today: "2026-11-03",
  regionOf: () => undefined,
};

function outgoing(seed: number): OutgoingService {
  const random = seeded(seed);
  const id = uuid5(urlNamespace, `service ${seed}`);
  return {
    id,
    entry: randomEntry(random),
    organization: randomOrganization(seeded(1)),
    changedAt: 1_762_000_000_000 + seed,
  };
}

/** What goes out of an empty directory into which this came. */
function outAgain({ organizations, services }: Incoming): OutgoingService[] {
  return services.map(({ externalId, organization, entry, lastModified }) => ({
    id: externalId,
    entry: { ...blankEntry(organization), ...entry },
    organization: organizations.find((one) => one.externalId === organization)!.organization,
    changedAt: lastModified === undefined ? null : Date.parse(lastModified),
  }));
}

test("what goes out, comes in and goes out again is the same, byte by byte, whatever an entry says", () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const service = outgoing(seed);
      const first = canonical(serviceAsHsds(service, given));
      const incoming = finished(importHsds(JSON.parse(first), options));
      expect(incoming.issues).toEqual([]);
      expect([...exportHsds(outAgain(incoming), given)].map(canonical)).toEqual([first]);
      const { organizationId: _, ...entry } = service.entry;
      expect(incoming.services[0]!.entry).toEqual(entry);
    }),
    { numRuns: 50 },
  );
});

test.skipIf(!hsdsData("schema-3.1"))("every export is HSDS 3.1 by its schema", { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      expect(hsdsProblems(serviceAsHsds(outgoing(seed), given))).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

test.skipIf(!hsdsData("ilao"))(
  "what came from elsewhere goes out as HSDS 3.1, and comes in as it went",
  { timeout: 60_000 },
  () => {
    const files = hsdsFiles("ilao");
    const incoming = finished(importTabular(files, options));
    const services = outAgain(incoming).map((one) => ({ ...one, changedAt: 1_762_000_000_000 }));
    const first = [...exportHsds(services, given)];
    expect(first).toHaveLength(incoming.services.length);
    expect(first.flatMap(hsdsProblems)).toEqual([]);
    const again = finished(importHsds(JSON.parse(canonical(first)), options));
    expect([...exportHsds(outAgain(again), given)].map(canonical)).toEqual(first.map(canonical));
  },
);

test("a simple entry is all rows: others read it without our own property", () => {
  const service = outgoing(1);
  const entry: OutgoingService["entry"] = {
    ...service.entry,
    ...{ summary: "", texts: {}, free: null, anonymous: null, needsReferral: null, alertUntil: null, weight: 0 },
    ...{
      emergency: false,
      visibility: "counsellors" as const,
      verifyEveryDays: null,
      terms: [],
      hoursNote: "Not in July",
    },
    channels: [
      plainChannel("chat", "https://sam.example/chat"),
      plainChannel("phone", "116 111"),
      plainChannel("email", "sam@example.org"),
    ],
    calendar: {
      timeZone: "Europe/Brussels",
      lastEntryMinutes: 0,
      week: [[{ opens: 840, closes: 1440 }], [{ opens: 1200, closes: 1560 }], [], [], [], [], []],
      seasons: [],
      dayRules: [{ kind: "one_off", from: "2026-12-25", to: "2026-12-25", label: "", note: "", spans: [] }],
      cuts: [],
    },
  };
  const { porchlight, phones, schedules, email, additional_urls } = serviceAsHsds({ ...service, entry }, given);
  expect(porchlight).toEqual({});
  expect(phones).toMatchObject([{ number: "116 111", type: "voice" }]);
  expect(email).toBe("sam@example.org");
  expect(additional_urls).toMatchObject([{ label: "chat", url: "https://sam.example/chat" }]);
  const said = { freq: "WEEKLY", interval: 1, time_zone: "Europe/Brussels" };
  expect(schedules.map(({ id: _, ...row }) => row)).toEqual([
    { ...said, byday: "MO", opens_at: "14:00", closes_at: "23:59", valid_to: "2026-12-24" },
    { ...said, byday: "TU", opens_at: "20:00", closes_at: "02:00", valid_to: "2026-12-24" },
    { ...said, byday: "MO", opens_at: "14:00", closes_at: "23:59", valid_from: "2026-12-26" },
    { ...said, byday: "TU", opens_at: "20:00", closes_at: "02:00", valid_from: "2026-12-26" },
    { description: "Not in July" },
  ]);
});

test("the address of a shelter goes out only for our own safekeeping", () => {
  const service = outgoing(2);
  const place = {
    ...{ address1: "Hidden Lane 5", address2: "", city: "Gent", stateProvince: "", postalCode: "9000", country: "BE" },
    ...{ latitude: 51.05, longitude: 3.72, hideExactAddress: true, accessibility: "Ring at number 9" },
  };
  const entry = { ...service.entry, channels: [{ ...plainChannel("visit", "Shelter"), place }] };
  const text = canonical(serviceAsHsds({ ...service, entry }, { ...given, exactAddresses: false }));
  expect(text).toContain("Gent");
  for (const secret of ["Hidden Lane", "9000", "51.05", "3.72", "number 9"]) expect(text).not.toContain(secret);
  expect(canonical(serviceAsHsds({ ...service, entry }, given))).toContain("Hidden Lane");
});

test("a feed can write what it likes into our property: what cannot stand is left out and told", () => {
  const rows = { ...serviceAsHsds(outgoing(3), given) };
  const wild = {
    weight: "heavy",
    emergency: true,
    calendar: { week: 7 },
    channels: [{ kind: "spell" }],
    nonsense: 1,
    ageFrom: -4,
  };
  const incoming = finished(importHsds({ ...rows, porchlight: wild }, options));
  const [service] = incoming.services;
  expect(service!.entry).toMatchObject({ weight: 0, emergency: true });
  expect(service!.entry).not.toHaveProperty("nonsense");
  expect(incoming.issues.map(({ column }) => column).sort()).toEqual([
    "porchlight.ageFrom",
    "porchlight.calendar",
    "porchlight.channels",
    "porchlight.weight",
  ]);
});
