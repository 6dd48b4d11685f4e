import { beforeEach, expect, test } from "vitest";
import { blankEntry } from "#src/directory/entry/entry.ts";
import { addOrganization } from "#src/directory/entry/organizations.ts";
import { addService } from "#src/directory/entry/services.ts";
import { rates } from "#src/http/limits/limits.ts";
import { setSetting } from "#src/settings/settings.ts";
import { organizationNamed } from "#tests/support/house/directory.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { act, person } from "#tests/support/house/http.ts";

let home: House;
let clock: FakeClock;

beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "publishDirectory", value: true }));
});

test("a list without pages counts as its pages would: whole directories at once do not fill the memory", async () => {
  await act(home, home.aino, (tx, emit) => {
    const blank = blankEntry(addOrganization(tx, emit, organizationNamed("Open House")));
    for (let i = 0; i < 501; i += 1) {
      addService(tx, emit, { entry: { ...blank, name: `Place ${i}`, visibility: "public" } });
    }
  });
  const told = async (query: string) => (await person(home).get(`/hsds/services?format=ndjson${query}`)).status;
  home.helpline.limiter.take("feed", "all", rates.feed.burst - 1);
  expect(await told("")).toBe(429);
  clock.pass(1_000);
  expect(await told("&per_page=500")).toBe(200);
  clock.pass(1_000);
  expect(await told("")).toBe(200);
});
