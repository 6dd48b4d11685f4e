import { beforeEach, describe, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { readCoding } from "#src/record/coding.ts";
import {
  type AgeBand,
  type AgeOfRule,
  ageBands,
  agesOf,
  agesWithin,
  areRules,
  blankRule,
  forAnyone,
  oldAgeBands,
  readRules,
} from "#src/settings/assessment.ts";
import { shippedReasons } from "#src/settings/reasons.ts";
import { settings } from "#src/settings/settings.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { act, htmx, type Person, says, staff } from "#tests/support/house/http.ts";
import { ages, coded, endedChat, saves } from "#tests/support/house/records.ts";

/** The bands that lie within some years; null where one lies half in them. */
function unionOf(from: number, to: number): AgeBand[] | null {
  const touched = ageBands.filter((band) => agesOf[band][0] <= to && agesOf[band][1] >= from);
  return touched.every((band) => agesOf[band][0] >= from && agesOf[band][1] <= to) ? touched : null;
}

test("the bands hold every age once, in order", () => {
  expect(ageBands.map((band) => agesOf[band])).toEqual([
    [0, 9],
    [10, 11],
    [12, 12],
    [13, 14],
    [15, 15],
    [16, 17],
    [18, 24],
    [25, 25],
    [26, 999],
  ]);
});

test.each<[string, number, number, AgeBand[]]>([
  // Child Helpline International.
  ["0–9", 0, 9, ["under_10"]],
  ["10–12", 10, 12, ["10-11", "12"]],
  ["13–15", 13, 15, ["13-14", "15"]],
  ["16–17", 16, 17, ["16-17"]],
  ["18–24", 18, 24, ["18-24"]],
  ["18–25", 18, 25, ["18-24", "25"]],
  // As they were shipped before.
  ["under 12", 0, 11, ["under_10", "10-11"]],
  ["12–14", 12, 14, ["12", "13-14"]],
  ["15–17", 15, 17, ["15", "16-17"]],
  ["over 25", 26, 999, ["over_25"]],
  // A child, by law; an adult; lower secondary school; whom the helpline is for.
  ["under 18", 0, 17, ["under_10", "10-11", "12", "13-14", "15", "16-17"]],
  ["18 and over", 18, 999, ["18-24", "25", "over_25"]],
  ["12–17", 12, 17, ["12", "13-14", "15", "16-17"]],
  ["12–15", 12, 15, ["12", "13-14", "15"]],
  ["10–25", 10, 25, ["10-11", "12", "13-14", "15", "16-17", "18-24", "25"]],
])("a common cut is made of whole bands: %s", (_, from, to, bands) => {
  expect(unionOf(from, to)).toEqual(bands);
});

test("each old band is what lies within it", () => {
  for (const old of oldAgeBands) expect(unionOf(...agesOf[old])).toEqual(agesWithin[old]);
});

test("a rule that names an old band is for the bands within it, and what is stored stays as it was", async () => {
  const home = await house();
  const age = ["15-17", "under_12", "older"] as AgeOfRule[];
  const stored = [{ ...blankRule, when: { ...forAnyone, age }, lane: "offered" as const }];
  expect(areRules(stored)).toBe(true);
  const now = ["under_10", "10-11", "15", "16-17", "older"];
  expect(readRules(stored)[0]!.when.age).toEqual(now);
  const value = JSON.stringify(stored);
  home.files.data.prepare("INSERT INTO setting VALUES ('assessmentRules', ?, 1, 1)").run(value);
  expect(settings(home.helpline.db).assessmentRules[0]!.when.age).toEqual(now);
  expect(home.files.data.prepare("SELECT value FROM setting WHERE name = 'assessmentRules'").pluck().get()).toBe(value);
});

test("nobody chooses an old band; one that was said may stay", () => {
  const choices = { tree: shippedReasons, regions: [] };
  expect(readCoding({ age: ["12-14"] }, choices).age).toBeNull();
  expect(readCoding({ age: ["12-14"] }, { ...choices, oldAge: "15-17" }).age).toBeNull();
  expect(readCoding({ age: ["12-14"] }, { ...choices, oldAge: "12-14" }).age).toBe("12-14");
});

describe("the form", () => {
  let home: House;
  let anna: Person;
  beforeEach(async () => {
    home = await house();
    await open(home);
    anna = await staff(home, home.anna);
  });
  const folds = (html: string) =>
    [...html.matchAll(/<optgroup label="([^"]*)">(.*?)<\/optgroup>/gs)].map(([, words, inside]) => ({
      words,
      values: [...inside!.matchAll(/<option value="([^"]*)"/g)].map(([, value]) => value),
    }));
  const chosen = (html: string) =>
    /<select[^>]* name="age".*?<\/select>/s.exec(html)![0].match(/value="[^"]*" selected=""/g);

  test("the finer choices stand within those that they make together", async () => {
    const id = await endedChat(home);
    const page = async () => (await anna.get(`/staff/conversation/${id}`)).text;
    const shown = [
      { words: "Under 12", values: ["under_10", "10-11"] },
      { words: "12–14", values: ["12", "13-14"] },
      { words: "15–17", values: ["15", "16-17"] },
      { words: "18–25", values: ["18-24", "25"] },
    ];
    expect(folds(await page())).toEqual(shown);
    expect(chosen(await page())).toBeNull();
    await anna.post(`/staff/conversation/${id}/record`, { do: "draft", age: "15" }, htmx);
    expect(chosen(await page())).toEqual(['value="15" selected=""']);
  });

  test("of a record that was coded before shows the old band, keeps it where nobody says more, and gives it up for a finer one", async () => {
    const conversationId = await endedChat(home);
    const id = await saves(home, home.anna, { of: { conversationId }, coding: coded({}) });
    await act(home, home.anna, (tx) =>
      tx.run(q.updateTable("contact_record").set({ age: "12-14" }).where("id", "=", id)),
    );
    const said = () => home.helpline.db.first(q.selectFrom("contact_record").select("age").where("id", "=", id))?.age;
    // Too late to change: what was ticked, in words.
    const told = async () => {
      await ages(home, id, 25 * 3_600_000);
      const page = (await anna.get(`/staff/records/${id}`)).text;
      await ages(home, id, -25 * 3_600_000);
      return page;
    };
    const old = says("staff.record.age_old", { band: "12–14" });
    const form = (await anna.get(`/staff/records/${id}`)).text;
    expect(form).toContain(old);
    expect(chosen(form)).toEqual(['value="12-14" selected=""']);
    await anna.post(`/staff/records/${id}`, { age: "12-14", reason: "peers.friends" });
    expect(said()).toBe("12-14");
    expect(await told()).toContain(old);
    await anna.post(`/staff/records/${id}`, { age: "15-17", reason: "peers.friends" });
    expect(said()).toBeNull();
    await anna.post(`/staff/records/${id}`, { age: "13-14", reason: "peers.friends" });
    expect(said()).toBe("13-14");
    expect(await told()).not.toContain(old);
  });
});
