import { beforeEach, expect, test } from "vitest";
import { alikeOf, firstAlike, lookalikes, readingAlike } from "#src/directory/care/duplicates.ts";
import { blankEntry, type Entry, plainChannel } from "#src/directory/entry/entry.ts";
import { organizations } from "#src/directory/entry/organizations.ts";
import { services } from "#src/directory/entry/services.ts";
import { inSlices } from "#src/directory/time-slice.ts";
import { place } from "#tests/support/house/directory.ts";
import { type House, house } from "#tests/support/house/helpline.ts";

let home: House;
let id: string;
beforeEach(async () => {
  home = await house();
  const channels = [
    plainChannel("phone", "+32 (0)2 123.45.67"),
    plainChannel("web", "https://www.Example.org/help/?a=1"),
  ];
  id = await place(home.helpline.db, "Straßen-Hilfe", { channels });
});

const alike = (more: Partial<Entry>, but: string | null = null) =>
  lookalikes(home.helpline.db, { ...blankEntry("another"), name: "Other", ...more }, but).map(({ why }) => why);

test("a name is the same however it is written", () => {
  expect(alike({ name: "STRASSEN HILFE" })).toEqual(["name"]);
  expect(alike({ name: "Strassenhilfe Gent" })).toEqual([]);
  expect(alike({ name: "" })).toEqual([]);
});

test("a number and a page are the same however they are written", () => {
  expect(alike({ channels: [plainChannel("whatsapp", "0032 2 123 45 67")] })).toEqual(["phone"]);
  expect(alike({ channels: [plainChannel("chat", "http://example.org/help")] })).toEqual(["web"]);
  expect(alike({ channels: [plainChannel("web", "https://example.org/"), plainChannel("phone", "112")] })).toEqual([]);
});

test("services of one organization share numbers and pages; what is gone and the entry itself do not count", async () => {
  const own = organizations(home.helpline.db)[0]!.id;
  const channels = [plainChannel("phone", "+3221234567")];
  expect(alike({ organizationId: own, channels })).toEqual([]);
  expect(alike({ organizationId: own, name: "strassenhilfe" })).toEqual(["name"]);
  expect(alike({ name: "strassenhilfe" }, id)).toEqual([]);
  await place(home.helpline.db, "Gone", { status: "defunct" });
  expect(alike({ name: "gone" })).toEqual([]);
});

test("at most five are told, and short numbers never", async () => {
  for (let n = 0; n < 9; n += 1) await place(home.helpline.db, "Same", { channels: [plainChannel("phone", "112")] });
  expect(alike({ name: "same" })).toHaveLength(5);
  expect(alike({ channels: [plainChannel("phone", "112")] })).toEqual([]);
});

test("of many at once the same is found: by the name, then by a mark of another organization", async () => {
  const { db } = home.helpline;
  await place(db, "Gone", { status: "defunct" });
  const alike = await inSlices(readingAlike(db));
  expect(alike).toEqual(alikeOf(services(db)));
  const first = (more: Partial<Entry>) =>
    firstAlike(alike, { ...blankEntry("another"), name: "Other", ...more })?.entry.name;
  const channels = [plainChannel("phone", "+3221234567")];
  expect(first({ name: "strassenhilfe" })).toBe("Straßen-Hilfe");
  expect(first({ channels })).toBe("Straßen-Hilfe");
  expect(first({ channels, organizationId: organizations(db)[0]!.id })).toBeUndefined();
  expect([first({ name: "Gone" }), first({ name: "" })]).toEqual([undefined, undefined]);
});
