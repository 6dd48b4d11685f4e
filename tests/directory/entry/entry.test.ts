import { expect, test } from "vitest";
import { baseOf, dialOf, type Place, shownPlace, speaking } from "#src/directory/entry/entry.ts";

test.each([
  ["116 111", "116111"],
  ["+44 (0)20 7946 0000", "+442079460000"],
  ["0032 (0)2 123.45.67", "003221234567"],
  // Who calls from within dials the zero.
  ["(0)800 123 456", "0800123456"],
  ["02/123.45.67", "021234567"],
  ["+32 2 / 123 45 67", "+3221234567"],
  ["116 111 / 116 123", null],
  ["116111/116123", null],
  ["02/123/45", null],
  ["+32 470 12 34 56 / 57", null],
  ["1", null],
  ["1234567890123456", null],
  ["call us", null],
])("of %j a phone dials %j", (value, dial) => {
  expect(dialOf(value)).toBe(dial);
});

test("a language is the same in every country, however it is written", () => {
  expect(["fr-BE", "FR", "zh-Hant"].map(baseOf)).toEqual(["fr", "fr", "zh"]);
  expect([speaking(["nl", "FR-be"], "fr"), speaking([], "fr"), speaking(["nl"], "fr")]).toEqual([0, 1, 2]);
});

test("of a place whose address must not be known only the town is told", () => {
  const place: Place = {
    ...{
      address1: "Lane 9",
      address2: "2nd floor",
      city: "Ghent",
      stateProvince: "",
      postalCode: "EC1A 1BB",
      country: "GB",
    },
    ...{ latitude: 51, longitude: 3, hideExactAddress: false, accessibility: "Ring at number 9" },
  };
  const hidden = { ...place, hideExactAddress: true };
  expect(shownPlace(place)).toEqual(place);
  expect(Object.values(shownPlace(hidden)).filter(Boolean)).toEqual(["Ghent", "GB", true]);
});
