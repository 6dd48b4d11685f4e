import { beforeEach, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { placesInWords, rulesChangesInWords, versionsShown, whyInWords } from "#src/http/admin/rules/rules-words.ts";
import { translate } from "#src/i18n/i18n.ts";
import { settingsHistory } from "#src/settings/changes.ts";
import { discardRulesDraft, publishOwnRules, saveRulesDraft } from "#src/settings/rules/rules-draft.ts";
import { setSetting } from "#src/settings/settings.ts";
import { act, says } from "#tests/support/house/http.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";

let at: Desk;
beforeEach(async () => {
  at = await desk();
});

const t = translate("en");
const kept = says("rules.kept.title");
const aino = (verb: Parameters<typeof act<number>>[2]) => act(at.line, at.line.aino, verb);

test("drafting, publishing and throwing away are told by who did what, the newest first", async () => {
  await aino((tx, emit) => saveRulesDraft(tx, emit, { words: { kept: { en: "Ask us." } } }));
  await aino((tx, emit) => saveRulesDraft(tx, emit, { words: { kept: { fr: "Demande." } } }));
  await aino((tx, emit) => publishOwnRules(tx, emit, {}));
  await aino((tx, emit) => saveRulesDraft(tx, emit, { words: { kept: { en: "Ask." } } }));
  await aino((tx, emit) => discardRulesDraft(tx, emit, {}));
  const { db } = at.line.helpline;
  const told = rulesChangesInWords(t, db, settingsHistory.latest(db, "rules"));
  expect(told.map(({ who }) => who)).toEqual(Array(5).fill("Robin"));
  expect(told.map(({ words }) => words[0])).toEqual([
    t("admin.rules.did_discard"),
    t("admin.rules.did_draft"),
    t("admin.rules.did_publish", { what: `${kept} (English), ${kept} (Français)` }),
    t("admin.rules.did_redraft", { what: `${kept} (Français)` }),
    t("admin.rules.did_draft"),
  ]);
  expect(versionsShown(t, db)[0]!.news).toEqual(["Ask us."]);
});

test("a place is named by its part and its language", () => {
  expect(placesInWords(t, { kept: { en: "One" } }, { kept: { en: "Two", nl: "Twee" } })).toBe(
    `${kept} (English), ${kept} (Nederlands)`,
  );
  expect(placesInWords(t, {}, {})).toBe("");
});

test("a version says why it came", () => {
  expect(whyInWords(t, { version: 1, causes: [] })).toBe(t("admin.rules.because_first"));
  expect(whyInWords(t, { version: 2, causes: [] })).toBe(t("admin.rules.because_porchlight"));
  // What another version of Porchlight could set has no name here.
  expect(whyInWords(t, { version: 2, causes: ["gone", "retentionDays"] as never })).toBe(
    t("admin.rules.because", { what: t("admin.setting.retentionDays") }),
  );
});

test("in a language that the version before was not written in, nothing is told as new", async () => {
  const { db } = at.line.helpline;
  const { content } = db.first(q.selectFrom("rules").select("content"))!;
  const { en, fr, nl } = JSON.parse(content);
  await db.change("porchlight", (tx) =>
    tx.run(q.updateTable("rules").set({ content: JSON.stringify({ en, fr, nl }) })),
  );
  await aino((tx, emit) => setSetting(tx, emit, { name: "retentionDays", value: 30 }));
  expect(versionsShown(translate("fi"), db)[0]!.news).toEqual([]);
  expect(versionsShown(t, db)[0]!.news).toEqual([says("rules.kept.words", { days: 30 })]);
});
