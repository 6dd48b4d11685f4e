import { expect, test } from "vitest";
import { changedPlaces } from "#src/settings/own-rules.ts";
import { hintsFor } from "#src/settings/own-rules-hints.ts";

const kinds = (text: string) => hintsFor(text).map(({ hint }) => hint);

test.each([
  ["", []],
  ["Take your time. Nobody is in a hurry.\n\nYou can call us Noor’s friends.", []],
  ["• breathe\n• drink water\n• write to us again when you feel like it", []],
  ["We are here for you whenever you feel like writing to us about anything that is on your mind", ["long_sentences"]],
  ["Vertrouwenspersonenvergadering!", ["long_words"]],
  ["Fine. ".repeat(120), ["much"]],
  ["We keep it for 90 days.", ["computed"]],
  ["On garde ton adresse IP.", ["computed"]],
  ["We wissen alles.", ["computed"]],
  ["An AI may answer.", ["computed"]],
  ["We keep on learning, and we keep going.", []],
  ["Today we said it again.", []],
] as const)("%s", (text, expected) => {
  expect(kinds(text)).toEqual(expected);
});

test("what is told is told by its own words", () => {
  expect(hintsFor("We use a cookie and your IP. Cookie!")).toEqual([{ hint: "computed", part: "cookie, ip" }]);
});

test("where two versions differ", () => {
  const before = { chat: { en: "a", fr: "b" }, kept: { nl: "c" } };
  const after = { chat: { en: "a", fr: "B" }, told: { en: "d" } };
  expect(changedPlaces(before, after)).toEqual([
    { part: "chat", language: "fr" },
    { part: "kept", language: "nl" },
    { part: "told", language: "en" },
  ]);
});
