import { beforeEach, expect, test } from "vitest";
import { openMemory } from "#src/db/files.ts";
import { q } from "#src/db/schema.ts";
import { publishedRules, publishRules, rulesFacts } from "#src/settings/published.ts";
import { setSetting } from "#src/settings/settings.ts";
import { fakeClock, type House, house } from "../support/helpline.ts";

const clock = fakeClock();
let home: House;
beforeEach(async () => {
  home = await house({ clock, files: openMemory(clock.now()) });
});

test("the first start publishes the rules; the same text is never published twice", async () => {
  const { db } = home.helpline;
  expect(publishedRules(db)).toEqual({ version: 1, publishedAt: clock.now() });
  home.heard.length = 0;
  await db.change("porchlight", publishRules);
  expect(publishedRules(db).version).toBe(1);
  expect(home.heard).toEqual([]);
});

test("a setting that the rules name publishes them anew by itself; one they do not name does not", async () => {
  const { db } = home.helpline;
  clock.pass(1_000);
  home.heard.length = 0;
  await db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "retentionDays", value: 30 }));
  await expect.poll(() => home.heard.map((one) => one.type)).toEqual(["setting.changed", "rules.published"]);
  expect(publishedRules(db)).toEqual({ version: 2, publishedAt: clock.now() });
  await db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "chatsAtOnce", value: 3 }));
  await db.change("porchlight", publishRules);
  expect(publishedRules(db).version).toBe(2);
});

test("every version keeps its text in every language, as it was agreed to", async () => {
  const { db } = home.helpline;
  await db.change("porchlight", (tx, emit) => {
    setSetting(tx, emit, { name: "emergencyNumber", value: "999" });
    publishRules(tx, emit);
  });
  const texts = db.all(q.selectFrom("rules").select("content").orderBy("version")).map((row) => row.content);
  expect(texts.map((text) => Object.keys(JSON.parse(text)))).toEqual([
    ["en", "fr", "nl"],
    ["en", "fr", "nl"],
  ]);
  expect(texts[0]).toContain("112");
  expect(texts[1]).toContain("999");
});

test("what is not built is never promised", () => {
  const facts = rulesFacts(home.helpline.db);
  expect(facts).toMatchObject({
    addressKept: false,
    callback: false,
    ai: false,
    supervisorsRead: false,
    cookieHours: 12,
  });
});
