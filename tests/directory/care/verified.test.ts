import { expect, test } from "vitest";
import { freshnessOf, overdueDays, verifiedForDays } from "#src/directory/care/verified.ts";
import { blankEntry, type Entry } from "#src/directory/entry/entry.ts";

const day = 86_400_000;
const entry = (more: Partial<Entry>): Entry => ({ ...blankEntry(""), ...more });

test("an entry holds half a year, one where a life may hang on it half of that, unless it says otherwise", () => {
  expect(verifiedForDays(entry({}))).toBe(180);
  expect(verifiedForDays(entry({ emergency: true }))).toBe(90);
  for (const topic of ["suicide", "violence_home", "sexual_violence", "emergency"] as const)
    expect(verifiedForDays(entry({ topics: ["school", topic] }))).toBe(90);
  expect(verifiedForDays(entry({ emergency: true, verifyEveryDays: 30 }))).toBe(30);
});

test("it is due the day after, and stale when it is due for as long as it held", () => {
  const checked = Date.UTC(2026, 0, 1);
  const one = entry({ verifiedOn: "2026-01-01", verifyEveryDays: 10 });
  const states = [0, 10, 11, 20, 21].map((days) => freshnessOf(one, 0, checked + days * day));
  expect(states).toEqual(["fresh", "fresh", "due", "due", "stale"]);
  expect(overdueDays(one, 0, checked + 15 * day)).toBe(5);
});

test("one that nobody ever checked is due from the day it came, and stale no sooner than if it had been checked then", () => {
  const came = Date.UTC(2026, 0, 1);
  const states = [0, 1, 360, 361].map((days) => freshnessOf(entry({}), came, came + days * day));
  expect(states).toEqual(["due", "due", "due", "stale"]);
  expect(overdueDays(entry({}), came, came + 15 * day)).toBe(15);
});
