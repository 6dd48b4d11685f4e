import { beforeEach, expect, test } from "vitest";
import { settingsHistory } from "#src/settings/changes.ts";
import { isOwnRules, maxOwnRules, type OwnRules } from "#src/settings/rules/own-rules.ts";
import { publishedRules, rulesVersion } from "#src/settings/rules/published.ts";
import { discardRulesDraft, publishOwnRules, saveRulesDraft, tidyWords } from "#src/settings/rules/rules-draft.ts";
import { settings } from "#src/settings/settings.ts";
import { undoSettings } from "#src/settings/undo.ts";
import { type House, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

let home: House;
beforeEach(async () => {
  home = await house();
});
const now = () => {
  const { ownRules, rulesDraft } = settings(home.helpline.db);
  return { ownRules, rulesDraft };
};
const newest = () => settingsHistory.newest(home.helpline.db, "rules");
const save = (words: OwnRules, basedOn?: number) =>
  act(home, home.aino, (tx, emit) =>
    saveRulesDraft(tx, emit, { words, ...(basedOn === undefined ? {} : { basedOn }) }),
  );
const publish = (basedOn = newest()) => act(home, home.aino, (tx, emit) => publishOwnRules(tx, emit, { basedOn }));
const undo = () => act(home, home.aino, (tx, emit) => undoSettings(tx, emit, { subject: "rules", changeId: newest() }));

test("a draft is kept beside what young people read, until it is published", async () => {
  await save({ chat: { en: "Take your time." } });
  expect(now()).toEqual({ ownRules: {}, rulesDraft: { chat: { en: "Take your time." } } });
  expect(publishedRules(home.helpline.db).version).toBe(1);
  await publish();
  expect(now()).toEqual({ ownRules: { chat: { en: "Take your time." } }, rulesDraft: null });
  expect(publishedRules(home.helpline.db).version).toBe(2);
  expect(await publish()).toBe(0);
});

test("words of languages that the form did not show stay, and what is emptied goes", async () => {
  await save({ chat: { en: "Hello", fr: "Bonjour" }, kept: { nl: "Vraag het ons." } });
  await save({ chat: { en: "  ", nl: "Dag" } });
  expect(now().rulesDraft).toEqual({ chat: { fr: "Bonjour", nl: "Dag" }, kept: { nl: "Vraag het ons." } });
});

test("the same words are the same draft in whatever order they come; words as published are no draft", async () => {
  await save({ kept: { nl: "Vraag", en: "Ask" }, chat: { en: "Hello" } });
  expect(await save({ chat: { en: "Hello\r\n" }, kept: { en: "Ask", nl: "Vraag" } })).toBe(0);
  await publish();
  await save({ chat: { en: "Hello!" } });
  await save({ chat: { en: "Hello" } });
  expect(now().rulesDraft).toBe(null);
});

test("thrown away, it is gone; undone, it is back", async () => {
  await save({ chat: { en: "Hello" } });
  await act(home, home.aino, (tx, emit) => discardRulesDraft(tx, emit, { basedOn: newest() }));
  expect(now().rulesDraft).toBe(null);
  await undo();
  expect(now().rulesDraft).toEqual({ chat: { en: "Hello" } });
});

test("publishing undone: the former words are read again, as a version of their own, and the draft is back", async () => {
  await save({ chat: { en: "Hello" } });
  await publish();
  await undo();
  expect(now()).toEqual({ ownRules: {}, rulesDraft: { chat: { en: "Hello" } } });
  const { db } = home.helpline;
  expect(publishedRules(db).version).toBe(3);
  expect(rulesVersion(db, 3)!.rules).toEqual(rulesVersion(db, 1)!.rules);
});

test("nobody writes over a colleague unseen", async () => {
  const seen = newest();
  await save({ chat: { en: "Hello" } }, seen);
  await expect(save({ chat: { en: "Hi" } }, seen)).rejects.toThrow("taken");
  await expect(publish(seen)).rejects.toThrow("taken");
  await expect(act(home, home.bela, (tx, emit) => discardRulesDraft(tx, emit, { basedOn: seen }))).rejects.toThrow(
    "taken",
  );
  expect(now().rulesDraft).toEqual({ chat: { en: "Hello" } });
});

test("words are kept as paragraphs and lines, without what nobody sees", () => {
  expect(tidyWords("\r\n One  \r\ntwo\u0000\u0007\n\n\n\nthree\ud800 ")).toBe("One\ntwo\n\nthree\ufffd");
  expect(isOwnRules({ chat: { en: "x".repeat(maxOwnRules) } })).toBe(true);
  expect(isOwnRules({ chat: { en: "x".repeat(maxOwnRules + 1) } })).toBe(false);
});
