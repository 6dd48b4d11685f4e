import { expect, test } from "vitest";
import { hidesAnything, isNamed, isSeen, misleads, withoutMisleading } from "#src/i18n/seen.ts";

/** Each is nothing to the eye, alone or in a row. */
const blanks = [
  ...["", " ", "\t", "\n", "\u00a0", "\u3000", "\u2028", "\u00ad", "\u034f", "\u061c", "\u115f", "\u1160", "\u180e"],
  ...["\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202e", "\u2060", "\u2062", "\u2800", "\u3164", "\ufe0f"],
  ...["\ufeff", "\uffa0", "\u{13441}", "\u{1d159}", "\u{e0001}", "\u{e0041}", "\u{e01ef}", "\ud800", "\u0301"],
];

test("of what shows nothing there is nothing to see, however much of it there is", () => {
  for (const blank of [...blanks, blanks.join(""), blanks.join("").repeat(3)]) {
    expect([blank, isSeen(blank), isNamed(blank)]).toEqual([blank, false, false]);
    expect([blank, isSeen(`${blank}a${blank}`), isNamed(`${blank}7`)]).toEqual([blank, true, true]);
    expect(withoutMisleading(blank)).toBe("");
  }
});

test.each(["a", "é", "e\u0301", "7", "漢", "न", "ب", "ⵣ"])("%s is seen, and may be a name", (text) => {
  expect([isSeen(text), isNamed(text)]).toEqual([true, true]);
});

test.each(["…", "✕", "❤️", "👩‍👧", "→", "€"])("%s is seen, and is no name", (text) => {
  expect([isSeen(text), isNamed(text)]).toEqual([true, false]);
});

test("a name that is the same to the eye is the same to us", () => {
  for (const hidden of blanks.filter((blank) => blank.trim() !== "" && blank !== "\u0301")) {
    expect([hidden, hidesAnything(`Fo${hidden}x`)]).toEqual([hidden, true]);
  }
  expect(["Fox", "Red Fox", "Zoé", "Zoe\u0301", "ⵣ"].map(hidesAnything)).toEqual(Array(5).fill(false));
});

test("nothing turns the words of others around", () => {
  for (const turning of "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029\u0007\ud800") {
    expect([turning, misleads(`Call ${turning}112`)]).toEqual([turning, true]);
    const clean = withoutMisleading(`Call ${turning}112`);
    expect(misleads(clean.replaceAll("\n", " "))).toBe(false);
    expect(clean).toMatch(/^Call .?112$/s);
  }
  expect(misleads("Ça va\u202f? Fine – 👩‍👧")).toBe(false);
  expect(withoutMisleading("a\r\nb\tc\u0000")).toBe("a\nb\tc");
});
