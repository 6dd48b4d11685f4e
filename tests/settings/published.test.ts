import { beforeEach, expect, test } from "vitest";
import { openMemory } from "#src/db/files.ts";
import { q } from "#src/db/schema.ts";
import { publishedRules, publishRules, rulesFacts } from "#src/settings/published.ts";
import { setSetting, settings } from "#src/settings/settings.ts";
import { fakeClock, type House, house, open } from "../support/helpline.ts";
import { person } from "../support/http.ts";

const clock = fakeClock();
let home: House;
beforeEach(async () => {
  home = await house({ clock, files: openMemory(clock.now()) });
});

test("the first start publishes the rules; the same text is never published twice", async () => {
  const { db } = home.helpline;
  expect(publishedRules(db)).toEqual({ version: 1, publishedAt: clock.now() });
  home.heard.length = 0;
  await db.change("porchlight", (tx, emit) => publishRules(tx, emit, settings(tx)));
  expect(publishedRules(db).version).toBe(1);
  expect(home.heard).toEqual([]);
});

test("a setting that the rules name publishes them anew by itself; one they do not name does not", async () => {
  const { db } = home.helpline;
  clock.pass(1_000);
  home.heard.length = 0;
  await db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "retentionDays", value: 30 }));
  // In the same change: nobody can agree to rules that are no longer true.
  expect(home.heard.map((one) => one.type)).toEqual(["setting.changed", "rules.published"]);
  expect(publishedRules(db)).toEqual({ version: 2, publishedAt: clock.now() });
  await db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "chatsAtOnce", value: 3 }));
  await db.change("porchlight", (tx, emit) => publishRules(tx, emit, settings(tx)));
  expect(publishedRules(db).version).toBe(2);
});

test("every version keeps its text in every language, as it was agreed to", async () => {
  const { db } = home.helpline;
  await db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "emergencyNumber", value: "999" }));
  const texts = db.all(q.selectFrom("rules").select("content").orderBy("version")).map((row) => row.content);
  expect(texts.map((text) => Object.keys(JSON.parse(text)))).toEqual([
    ["en", "fr", "nl"],
    ["en", "fr", "nl"],
  ]);
  expect(texts[0]).toContain("112");
  expect(texts[1]).toContain("999");
});

test("what is not built is never promised", () => {
  const facts = rulesFacts(settings(home.helpline.db));
  expect(facts).toMatchObject({
    addressKept: false,
    callback: false,
    ai: false,
    supervisorsRead: false,
    cookieHours: 12,
  });
});

test("the cookie lasts as long as the rules say it does at most", async () => {
  await open(home);
  const { set } = await person(home).post("/start", { client_id: "0".repeat(32), text: "hello", rules: "1" });
  const { cookieHours } = rulesFacts(settings(home.helpline.db));
  expect(set).toEqual([expect.stringContaining(`; Max-Age=${cookieHours * 3600};`)]);
});

test("a refused setting leaves the rules as they were", async () => {
  const { db } = home.helpline;
  const both = db.change("porchlight", (tx, emit) => {
    setSetting(tx, emit, { name: "retentionDays", value: 30 });
    setSetting(tx, emit, { name: "ageTo", value: 1000 });
  });
  await expect(both).rejects.toThrow(RangeError);
  expect(publishedRules(db).version).toBe(1);
});
