import { expect, test } from "vitest";
import { unreached } from "#src/directory/assessment/assessment-reach.ts";
import { inSlices } from "#src/directory/time-slice.ts";
import { questionNames, shippedRules } from "#src/settings/assessment.ts";
import { settings } from "#src/settings/settings.ts";
import { daily, place } from "#tests/support/house/directory.ts";
import { type House, house } from "#tests/support/house/helpline.ts";
import { dayOrNight } from "#tests/support/run/night.ts";

const at = Date.UTC(2026, 10, 24, 12);
const assessment = { on: true, questions: [...questionNames] };

async function left(home: House, rules = shippedRules, questions = assessment.questions): Promise<string[]> {
  const { db } = home.helpline;
  const set = { ...settings(db), assessment: { on: true, questions }, assessmentRules: rules };
  return (await inSlices(unreached(db, set, at))).map(({ entry }) => entry.name).sort();
}

test("an entry is reached by some answers at some hour, or it is told", async () => {
  const home = await house();
  const { db } = home.helpline;
  const add = (name: string, more: Parameters<typeof place>[2]) =>
    place(db, name, { verifiedOn: "2026-11-01", ...more });
  for (const n of [1, 2, 3, 4, 5]) await add(`Always ${n}`, { topics: ["grief"], calendar: daily(0, 1440) });
  await add("Behind them", { topics: ["grief"], calendar: daily(0, 1440), name: "Zzz" });
  await add("Of another topic", { topics: ["eating"], calendar: daily(2 * 60, 3 * 60) });
  await add("For danger", { emergency: true });
  await add("For adults", { ageFrom: 30, ageTo: null, calendar: daily(8 * 60, 9 * 60), topics: ["school"] });
  expect(await left(home)).toEqual(["Zzz"]);
  expect(await left(home, shippedRules, ["topics"])).toEqual(["For danger", "Zzz"]);
  expect(await left(home, shippedRules.slice(0, 1))).not.toContain("For danger");
  expect(await left(home, [])).toHaveLength(9);
});

test("a page in each language counts: what says no language is behind those that speak it, on all of them or on some", async () => {
  const home = await house();
  const { db } = home.helpline;
  const add = (name: string, language: string) =>
    place(db, name, { verifiedOn: "2026-11-01", languages: language === "" ? [] : [language] });
  for (const language of ["en", "fr", "nl", "es", "fi"])
    for (const n of [1, 2, 3, 4, 5]) await add(`${language} ${n}`, language);
  await add("Silent", "");
  expect(await left(home)).toEqual([]);
  for (const n of [1, 2, 3, 4, 5]) await add(`hu ${n}`, "hu");
  expect(await left(home)).toEqual(["Silent"]);
});

const many = dayOrNight(40, 120);

test("it is said of a directory of hundreds without holding anybody up", async () => {
  const home = await house();
  const { db } = home.helpline;
  const topics = ["grief", "eating", "school", "rights", "family"] as const;
  for (let n = 0; n < many; n += 1) {
    const opens = (n % 20) * 60;
    await place(db, `Place ${n}`, {
      topics: [topics[n % 5]!],
      calendar: daily(opens, opens + 240),
      verifiedOn: "2026-11-01",
    });
  }
  const set = { ...settings(db), assessment };
  const work = unreached(db, set, at);
  let steps = 0;
  while (work.next().done !== true) steps += 1;
  // One for each place, for each combination of answers and language, and for each hour that differs; fewer places leave sooner.
  expect(steps).toBeGreaterThan(dayOrNight(3_000, 400_000));
});
