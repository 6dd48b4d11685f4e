import { beforeEach, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { defaults, definitions, type SettingName, setSetting, settings } from "#src/settings/settings.ts";
import { type House, house } from "../support/helpline.ts";

let home: House;
beforeEach(async () => {
  home = await house({ asShipped: true });
});
const set = (name: SettingName, value: unknown) =>
  home.helpline.db.change(`staff:${home.aino.id}`, (tx, emit) => setSetting(tx, emit, { name, value: value as never }));

test("until somebody sets them, all stand at their defaults, which are allowed themselves", () => {
  const now = settings(home.helpline.db);
  for (const [name, { value, allows }] of Object.entries(definitions)) {
    expect(now[name as SettingName]).toBe(value);
    expect((allows as (value: unknown) => boolean)(value)).toBe(true);
  }
  expect(now).toMatchObject({ resumeMinutes: 15, retentionDays: 14, chatsAtOnce: 2, emergencyNumber: "112" });
});

test("each setting has a version of its own, is heard with before and after, and stands in the audit trail", async () => {
  await set("resumeMinutes", 20);
  await set("resumeMinutes", 25);
  await set("name", "Chat of the town");
  expect(settings(home.helpline.db)).toMatchObject({ resumeMinutes: 25, name: "Chat of the town", retentionDays: 14 });
  expect(home.heard.filter((one) => one.type === "setting.changed")).toEqual([
    { type: "setting.changed", name: "resumeMinutes", before: null, after: "20" },
    { type: "setting.changed", name: "resumeMinutes", before: "20", after: "25" },
    { type: "setting.changed", name: "name", before: null, after: '"Chat of the town"' },
  ]);
  const rows = home.helpline.db.all(q.selectFrom("setting").select(["name", "version"]).orderBy("name"));
  expect(rows).toEqual([
    { name: "name", version: 1 },
    { name: "resumeMinutes", version: 2 },
  ]);
  const audited = home.helpline.db.all(
    q.selectFrom("audit").select(["actor", "object", "before", "after"]).where("action", "=", "setting.changed"),
  );
  expect(audited[1]).toEqual({
    actor: `staff:${home.aino.id}`,
    object: "setting:resumeMinutes",
    before: "20",
    after: "25",
  });
});

const bad: [SettingName, unknown][] = [
  ["name", ""],
  ["name", "   "],
  ["name", "x".repeat(201)],
  ["name", 5],
  ["title", null],
  ["exitAddress", "http://www.example.org/"],
  ["exitAddress", "javascript:alert(1)"],
  ["exitAddress", 'https://example.org/"><b>'],
  ["exitAddress", "https://"],
  ["emergencyNumber", "abc"],
  ["emergencyNumber", "112;ext=1"],
  ["emergencyNumber", "1".repeat(21)],
  ["language", "xx"],
  ["language", "__proto__"],
  ["ageFrom", -1],
  ["ageFrom", 10.5],
  ["ageTo", 100],
  ["resumeMinutes", 4],
  ["resumeMinutes", "15"],
  ["resumeMinutes", Number.NaN],
  ["placeKeptMinutes", 0],
  ["retentionDays", -1],
  ["retentionDays", 366],
  ["retentionDays", Number.POSITIVE_INFINITY],
  ["chatsAtOnce", 0],
  ["chatsAtOnce", 5],
];
test.each([...bad.map(([name, value]) => [name, JSON.stringify(value)] as const), ["name", "{ not JSON"] as const])(
  "%s stored as %s, by hand or by another Porchlight, leaves the default in force, and only its own",
  async (name, value) => {
    await set("ageFrom", 8);
    await home.helpline.db.change("porchlight", (tx) =>
      tx.run(q.replaceInto("setting").values({ name, value, version: 1, changed_at: tx.at })),
    );
    const ageFrom = name === "ageFrom" ? definitions.ageFrom.value : 8;
    expect(settings(home.helpline.db)).toEqual({ ...defaults(), ageFrom });
  },
);

test.each(bad)("%s does not take %j", async (name, value) => {
  home.heard.length = 0;
  const before = settings(home.helpline.db);
  await expect(set(name, value)).rejects.toThrow(RangeError);
  expect(settings(home.helpline.db)).toEqual(before);
  expect(home.heard).toEqual([]);
});
