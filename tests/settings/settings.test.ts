import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { definitions, type SettingName } from "#src/settings/definitions.ts";
import { defaults, setSetting, settings } from "#src/settings/settings.ts";
import { type House, house } from "#tests/support/house/helpline.ts";

let home: House;
beforeEach(async () => {
  home = await house({ asShipped: true });
});
const set = (name: SettingName, value: unknown, of = home) =>
  of.helpline.db.change(`staff:${of.aino.id}`, (tx, emit) => setSetting(tx, emit, { name, value: value as never }));

test("until somebody sets them, all stand at their defaults, which are allowed themselves", () => {
  const now = settings(home.helpline.db);
  for (const [name, { value, allows }] of Object.entries(definitions)) {
    expect(now[name as SettingName]).toBe(name === "opening" ? "open" : value);
    expect((allows as (value: unknown) => boolean)(value)).toBe(true);
  }
  expect(now).toMatchObject({
    resumeMinutes: 15,
    retentionDays: 14,
    chatsAtOnce: 2,
    emergency: [{ country: "EU", call: "112" }],
  });
});

test("each setting has a version of its own, is heard with before and after, and stands in the audit trail", async () => {
  await set("resumeMinutes", 20);
  await set("resumeMinutes", 25);
  await set("name", "Chat of the town");
  expect(settings(home.helpline.db)).toMatchObject({ resumeMinutes: 25, name: "Chat of the town", retentionDays: 14 });
  expect(home.heard.filter((one) => one.type === "settings.changed")).toEqual([
    { type: "settings.changed", subject: "chats", before: '{"resumeMinutes":null}', after: '{"resumeMinutes":20}' },
    { type: "settings.changed", subject: "chats", before: '{"resumeMinutes":20}', after: '{"resumeMinutes":25}' },
    { type: "settings.changed", subject: "helpline", before: '{"name":null}', after: '{"name":"Chat of the town"}' },
  ]);
  const rows = home.helpline.db.all(q.selectFrom("setting").select(["name", "version"]).orderBy("name"));
  expect(rows).toEqual([
    { name: "name", version: 1 },
    { name: "opening", version: 1 },
    { name: "resumeMinutes", version: 2 },
  ]);
  const audited = home.helpline.db.all(
    q.selectFrom("audit").select(["actor", "object", "before", "after"]).where("object", "=", "settings:chats"),
  );
  expect(audited[1]).toEqual({
    actor: `staff:${home.aino.id}`,
    object: "settings:chats",
    before: '{"resumeMinutes":20}',
    after: '{"resumeMinutes":25}',
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
  ["exitAddress", "https://["],
  ["exitAddress", "https://127.0.0.1/"],
  ["exitAddress", "https://aino:pw@evil.example/"],
  ["name", "\u3164"],
  ["name", "x".repeat(41)],
  ["name", "Po\u202erch"],
  ["title", "\u200b\u2800"],
  ["emergency", []],
  ["emergency", "112"],
  ["emergency", [{ country: "BE", call: "112", sms: "", app: "\u3164", press: "" }]],
  ...["abc", "112;ext=1", "", "1".repeat(22)].map((call): [SettingName, unknown] => [
    "emergency",
    [{ country: "BE", call, sms: "", app: "", press: "" }],
  ]),
  ["emergency", [1, 2].map(() => ({ country: "BE", call: "112", sms: "", app: "", press: "" }))],
  ["languages", []],
  ["languages", ["en", "en"]],
  ["languages", ["xx"]],
  ["opening", "yes"],
  ["closedNote", { xx: "Away" }],
  ["closedNote", { en: "\u200b" }],
  ["closedNote", { en: "A\u202eway" }],
  ["closedNote", { en: "x".repeat(201) }],
  ["checked", ["nothing"]],
  ["ownRules", { chat: { en: "x".repeat(1501) } }],
  ["ownRules", { unknown: { en: "x" } }],
  ["ownRules", { chat: { en: "\u2800" } }],
  ["ownRules", { chat: { en: "We \u202ekeep" } }],
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
    const opening = name === "opening" ? "not_yet" : "open";
    expect(settings(home.helpline.db)).toEqual({ ...defaults(), opening, ageFrom });
  },
);

describe("what is refused", () => {
  // One for all of them: nothing is ever set in it.
  let one: House;
  beforeAll(async () => {
    one = await house({ asShipped: true });
    one.heard.length = 0;
  });

  test.each(bad)("[ASVS 1.4.2] %s does not take %j", async (name, value) => {
    const before = settings(one.helpline.db);
    await expect(set(name, value, one)).rejects.toThrow(RangeError);
    expect(settings(one.helpline.db)).toEqual(before);
    expect(one.heard).toEqual([]);
  });
});
