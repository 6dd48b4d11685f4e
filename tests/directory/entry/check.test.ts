import fc from "fast-check";
import { expect, test } from "vitest";
import { isDate } from "#src/clock.ts";
import { entryProblems, isLanguageTag, isMail } from "#src/directory/entry/check.ts";
import { blankEntry, type Entry, plainChannel } from "#src/directory/entry/entry.ts";
import { webAddressOf } from "#src/directory/web-address.ts";
import { daily } from "#tests/support/house/directory.ts";
import { anyEntry } from "#tests/support/made/entries.ts";

const sound: Entry = { ...blankEntry("x"), name: "Night line" };
const wrong = (more: object) =>
  entryProblems({ ...sound, ...more } as Entry).map(({ field, problem }) => `${field} ${problem}`);
const channel = (kind: Entry["channels"][number]["kind"], value: string) =>
  wrong({ channels: [plainChannel(kind, value)] });

test("what is sound has no problems", () => {
  fc.assert(
    fc.property(anyEntry("x"), (entry) => {
      expect(entryProblems(entry)).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test.each<[object, string]>([
  [{ name: " " }, "name missing"],
  [{ summary: "x".repeat(281) }, "summary too_long"],
  [{ ageFrom: -1 }, "ageFrom not_an_age"],
  [{ ageTo: 12.5 }, "ageTo not_an_age"],
  [{ ageFrom: 20, ageTo: 12 }, "ageTo ages_turned"],
  [{ alertUntil: "2026-02-30" }, "alertUntil not_a_date"],
  [{ verifiedOn: "0001-01-01" }, "verifiedOn not_a_date"],
  [{ verifyEveryDays: 0 }, "verifyEveryDays not_a_number"],
  [{ weight: Number.NaN }, "weight not_a_number"],
  [{ status: "open" }, "status not_known"],
  [{ visibility: "all" }, "visibility not_known"],
  [{ languages: ["English"] }, "languages not_known"],
  [{ topics: ["football"] }, "topics not_known"],
  [{ terms: Array(61).fill("x") }, "terms too_many"],
  [{ channels: Array(41).fill(plainChannel("phone", "112")) }, "channels too_many"],
  [{ calendar: { ...daily(0, 60), timeZone: "Mars/North" } }, "calendar bad_hours"],
  [
    { texts: { fi: { name: "x".repeat(201), summary: "", description: "", eligibility: "" } } },
    "texts.fi.name too_long",
  ],
])("%o", (more, problem) => {
  expect(wrong(more)).toEqual([problem]);
});

test("all of it together may not be too much", () => {
  const text = { description: "x".repeat(5_000), name: "", summary: "", eligibility: "x".repeat(5_000) };
  const texts = Object.fromEntries(["fr", "fi", "nl", "es", "hu", "de"].map((language) => [language, text]));
  expect(wrong({ texts })).toEqual(["description too_big"]);
});

test("what is too long says how long it is and may be", () => {
  const text = "x".repeat(281);
  expect(entryProblems({ ...sound, summary: text })[0]!.length).toEqual({ is: 281, most: 280 });
  const long = { ...plainChannel("phone", "116 111"), extension: "1".repeat(21), description: "x".repeat(501) };
  expect(entryProblems({ ...sound, channels: [long] })).toEqual([
    { field: "channel.0.extension", problem: "too_long", length: { is: 21, most: 20 } },
    { field: "channel.0.description", problem: "too_long", length: { is: 501, most: 500 } },
  ]);
});

test("a channel says where it leads, in the form of its kind", () => {
  expect(channel("phone", "ask at the desk")).toEqual(["channel.0.value not_a_phone"]);
  expect(channel("phone", "112 or 113")).toEqual([]);
  expect(channel("sms", "112 or 113")).toEqual(["channel.0.value not_a_phone"]);
  expect(channel("web", "javascript:alert(1)")).toEqual(["channel.0.value not_an_address"]);
  expect(channel("email", "help at example.org")).toEqual(["channel.0.value not_a_mail"]);
  expect(channel("phone", "")).toEqual(["channel.0.value missing"]);
  expect(channel("visit", "")).toEqual([]);
  expect(wrong({ channels: [{ ...plainChannel("phone", "112"), kind: "pigeon" }] })).toEqual([
    "channel.0.kind not_known",
  ]);
});

test("dates, languages, addresses and mails are what they look like, and nothing else", () => {
  expect(["2026-12-24", "2024-02-29"].every(isDate)).toBe(true);
  expect(["2026-02-29", "2126-01-01", "24.12.2026", ""].some(isDate)).toBe(false);
  expect(["fi", "pt-BR", "zh-Hant", "sgn"].every(isLanguageTag)).toBe(true);
  expect(["english", "f", "FI", "fi_FI", "fi-"].some(isLanguageTag)).toBe(false);
  expect(["https://a.org", "http://münchen.example.org/x"].map((one) => webAddressOf(one)?.protocol)).toEqual([
    "https:",
    "http:",
  ]);
  expect(["https://a", "https://u:p@a.org", "ftp://a.org", "//a.org", "data:,x", ""].map(webAddressOf)).toEqual(
    Array(6).fill(null),
  );
  expect(["a@b.org", "a.b+c@sub.example.org", "ő@ű.hu"].every(isMail)).toBe(true);
  expect(["a@b", "@b.org", "a b@c.org", "a@b.o", "a@b@c.org", `${"x".repeat(65)}@b.org`].some(isMail)).toBe(false);
});
