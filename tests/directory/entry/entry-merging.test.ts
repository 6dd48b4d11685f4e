import fc from "fast-check";
import { expect, test } from "vitest";
import { blankEntry, type Channel, type Entry, plainChannel } from "#src/directory/entry/entry.ts";
import { mergeEdits } from "#src/directory/entry/entry-merging.ts";
import { anyEntry } from "#tests/support/made/entries.ts";

const base: Entry = { ...blankEntry("x"), name: "Night line", summary: "a", ageFrom: 12 };

test("what only one of two changed stays; of what both changed ours, unless theirs are chosen", () => {
  const ours = { ...base, summary: "ours", fees: "none", ageFrom: 14 };
  const theirs = { ...base, summary: "theirs", free: true, ageFrom: 14 };
  const { entry, taken, both } = mergeEdits(base, ours, theirs);
  expect(entry).toEqual({ ...base, summary: "ours", fees: "none", free: true, ageFrom: 14 });
  expect([taken, both]).toEqual([["free"], ["summary"]]);
  expect(mergeEdits(base, ours, theirs, new Set(["summary", "fees", "name"])).entry).toEqual({
    ...entry,
    summary: "theirs",
  });
});

test("whoever changed nothing changes nothing", () => {
  fc.assert(
    fc.property(anyEntry("x"), anyEntry("x"), (one, other) => {
      expect(mergeEdits(one, one, other).entry).toEqual(other);
      expect(mergeEdits(one, other, one).entry).toEqual(other);
      expect(mergeEdits(one, other, other)).toEqual({ entry: other, taken: [], both: [] });
    }),
    { numRuns: 50 },
  );
});

const nowhere = {
  ...{ address2: "", stateProvince: "", postalCode: "", country: "BE" },
  ...{ latitude: null, longitude: null, accessibility: "" },
};

test("an address that one of two hides stays hidden, whoever’s ways are taken", () => {
  const at = (address1: string, hideExactAddress = false): Channel => ({
    ...plainChannel("visit", ""),
    place: { ...nowhere, address1, city: "Ghent", hideExactAddress },
  });
  const phone = plainChannel("phone", "116 111");
  const open = { ...base, channels: [at("Church Street 3"), at("Market 1")] };
  const hidden = { ...base, channels: [at("Church Street 3", true), at("Market 1")] };
  const more = { ...base, channels: [at("Church Street 3"), at("Market 1"), phone] };
  const safe = [at("Church Street 3", true), at("Market 1"), phone];
  expect(mergeEdits(open, more, hidden).entry.channels).toEqual(safe);
  expect(mergeEdits(open, hidden, more, new Set(["channels"])).entry.channels).toEqual(safe);
  // One that was written otherwise meanwhile may be the same house.
  const corrected = { ...base, channels: [at("3, Church Street"), at("Market 1")] };
  expect(mergeEdits(open, corrected, hidden).entry.channels).toEqual([at("3, Church Street", true), at("Market 1")]);
  // Whoever alone shows it again means it.
  expect(mergeEdits(hidden, open, hidden).entry.channels).toEqual(open.channels);
});
