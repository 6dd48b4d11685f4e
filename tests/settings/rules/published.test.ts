import { beforeEach, expect, test } from "vitest";
import { consentsTo } from "#src/conversation/counts.ts";
import { q } from "#src/db/schema.ts";
import { languages } from "#src/i18n/i18n.ts";
import { forgetOldAudit } from "#src/jobs/audit.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { factsOf } from "#src/settings/rules/facts.ts";
import {
  publishedRules,
  publishRules,
  rulesVersion,
  rulesVersions,
  writtenRules,
} from "#src/settings/rules/published.ts";
import { publishOwnRules, saveRulesDraft } from "#src/settings/rules/rules-draft.ts";
import { setSetting, settings } from "#src/settings/settings.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, person, youth } from "#tests/support/house/http.ts";

const clock = fakeClock();
let home: House;
beforeEach(async () => {
  home = await house({ clock });
});

test("the first start publishes the rules; the same text is never published twice", async () => {
  const { db } = home.helpline;
  expect(publishedRules(db)).toEqual({ version: 1, publishedAt: clock.now() });
  home.heard.length = 0;
  await db.change("porchlight", (tx, emit) => publishRules(tx, emit, settings(tx)));
  expect(publishedRules(db).version).toBe(1);
  expect(home.heard).toEqual([]);
});

test("rules that an upgrade has changed are published right after the start, once", async () => {
  const { db } = home.helpline;
  await db.change("porchlight", (tx) =>
    tx.run(q.updateTable("rules").set({ content: "as the older program wrote them" })),
  );
  home.heard.length = 0;
  const job = jobs.find(({ name }) => name === "the rules as an upgrade makes them")!;
  expect(job.atOnce).toBe(true);
  for (let n = 0; n < 2; n += 1) await runJob(home.helpline, job);
  expect(home.heard.map((one) => one.type)).toEqual(["rules.published"]);
  expect(publishedRules(db).version).toBe(2);
});

test("a setting that the rules name publishes them anew by itself; one they do not name does not", async () => {
  const { db } = home.helpline;
  clock.pass(1_000);
  home.heard.length = 0;
  await db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "retentionDays", value: 30 }));
  // In the same change: nobody can agree to rules that are no longer true.
  expect(home.heard.map((one) => one.type)).toEqual(["settings.changed", "rules.published"]);
  expect(publishedRules(db)).toEqual({ version: 2, publishedAt: clock.now() });
  await db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "chatsAtOnce", value: 3 }));
  await db.change("porchlight", (tx, emit) => publishRules(tx, emit, settings(tx)));
  expect(publishedRules(db).version).toBe(2);
});

test("every version keeps its text in every language, as it was agreed to", async () => {
  const { db } = home.helpline;
  await db.change("porchlight", (tx, emit) =>
    setSetting(tx, emit, { name: "emergency", value: [{ country: "GB", call: "999", sms: "", app: "", press: "" }] }),
  );
  const texts = db.all(q.selectFrom("rules").select("content").orderBy("version")).map((row) => row.content);
  expect(texts.map((text) => Object.keys(JSON.parse(text)))).toEqual([languages, languages]);
  expect(texts[0]).toContain("112");
  expect(texts[1]).toContain("999");
});

test("what is not built is never promised", () => {
  const facts = factsOf(settings(home.helpline.db));
  expect(facts).toMatchObject({
    address: { kind: "never" },
    readers: { kind: "team" },
    // Nobody is called trained before an admin says so.
    who: { kind: "volunteers" },
    ai: { kind: "off" },
    register: { write: "off", suggest: "off", read: "off", translate: "off" },
  });
});

test("the helpline’s own words are a part of the version, in the language they are written in", async () => {
  const { db } = home.helpline;
  const words = { kept: { fr: "Demande-nous.\n\nOn t’explique." } };
  await db.change("porchlight", (tx, emit) => saveRulesDraft(tx, emit, { words }));
  expect(publishedRules(db).version).toBe(1);
  await db.change("porchlight", (tx, emit) => publishOwnRules(tx, emit, {}));
  const own = (version: number) =>
    (["en", "fr"] as const).map(
      (one) => rulesVersion(db, version)!.rules[one].find(({ part }) => part === "kept")!.own,
    );
  expect(own(2)).toEqual(["", "Demande-nous.\n\nOn t’explique."]);
  expect(own(1)).toEqual(["", ""]);
  await db.change("porchlight", (tx, emit) => publishRules(tx, emit, settings(tx)));
  expect(publishedRules(db).version).toBe(2);
});

test("each version says by which setting it came, and how many of the chats still kept agreed to it is counted", async () => {
  const { db } = home.helpline;
  await open(home);
  await youth(home);
  clock.pass(1_000);
  await db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "retentionDays", value: 3 }));
  await youth(home, "hello");
  await youth(home, "hello again");
  const told = rulesVersions(db, 10).map(({ version, causes }) => ({
    version,
    causes,
    consents: consentsTo(db, version),
  }));
  expect(told).toEqual([
    { version: 2, causes: ["retentionDays"], consents: 2 },
    { version: 1, causes: [], consents: 1 },
  ]);
  expect(rulesVersion(db, 3)).toBeUndefined();
});

test("by which setting it came is told still when the trail tells times to the quarter of the hour alone", async () => {
  const { db } = home.helpline;
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "retentionDays", value: 4 }));
  clock.pass(29 * 24 * 3_600_000);
  await forgetOldAudit(home.helpline);
  expect(rulesVersions(db, 10).map((one) => one.causes)).toEqual([["retentionDays"], []]);
});

test("a version from before parts were told apart can still be read", async () => {
  const { db } = home.helpline;
  const old = { en: [["What we keep", "Your words.", "For 14 days."]], fr: [["Ce qu’on garde", "Tes mots."]] };
  await db.change("porchlight", (tx) => {
    tx.run(
      q
        .updateTable("rules")
        .set({ content: JSON.stringify(old) })
        .where("version", "=", 1),
    );
  });
  const { rules } = rulesVersion(db, 1)!;
  expect(rules.en[0]).toMatchObject({ title: "What we keep", lines: ["Your words.", "For 14 days."], own: "" });
  expect(rules.nl).toEqual([]);
  await db.change("porchlight", (tx, emit) => publishRules(tx, emit, settings(tx)));
  expect(rulesVersion(db, 2)!.rules).toEqual(writtenRules(settings(db)));
});

test("the cookie lasts as long as the rules say it does at most", async () => {
  await open(home);
  const { set } = await person(home).post("/start", { client_id: "0".repeat(32), text: "hello", rules: "1" });
  const { hours } = factsOf(settings(home.helpline.db)).cookie.values;
  expect(set).toEqual([expect.stringContaining(`; Max-Age=${Number(hours) * 3600};`)]);
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
