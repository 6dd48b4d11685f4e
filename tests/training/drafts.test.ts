import { beforeEach, expect, test } from "vitest";
import { emptyScenario } from "#src/practice/shipped.ts";
import { sheetOf } from "#src/practice/writing/sheet.ts";
import type { Member } from "#src/staff/permissions.ts";
import {
  beginDraft,
  discardScenarioDraft,
  draftCheck,
  saveScenarioDraft,
  scenarioDraft,
  scenarioDrafts,
  takeOverDraft,
} from "#src/training/drafts.ts";
import { keepScenario, keptScenario, maxScenarioFile } from "#src/training/scenarios.ts";
import { type House, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { draftBegun } from "#tests/training/in-practice.ts";

let line: House;
let id: string;

beforeEach(async () => {
  line = await house();
  id = await draftBegun(line);
});

const draft = () => scenarioDraft(line.helpline.db, id)!;
const begins = (member: Member, from: string, isCopy: boolean) =>
  act(line, line.aino, (tx, emit) => beginDraft(tx, emit, { member, from, isCopy, by: "Lantern" }));

function saves(member: Member, hidden: string, version = draft().version): Promise<number> {
  const sheet = { ...draft().sheet, words: { ...draft().sheet.words, hidden: { en: hidden } } };
  return act(line, line.aino, (tx, emit) => saveScenarioDraft(tx, emit, { member, id, version, sheet }));
}

test("Anna neither begins, saves, discards nor takes over a draft", async () => {
  const { anna } = line;
  const { version } = draft();
  const refused = { code: "not_allowed" };
  await expect(begins(anna, "", true)).rejects.toMatchObject(refused);
  await expect(saves(anna, "Hers.")).rejects.toMatchObject(refused);
  const of = { member: anna, id, version };
  await expect(act(line, anna, (tx, emit) => discardScenarioDraft(tx, emit, of))).rejects.toMatchObject(refused);
  await expect(takeOverDraft(line.helpline.db, { ...of, scenario: emptyScenario() })).rejects.toMatchObject(refused);
  expect(scenarioDrafts(line.helpline.db)).toHaveLength(1);
});

test("an older version is not saved, the same words are no new one, and too many are refused", async () => {
  const { aino, bela } = line;
  const seen = draft().version;
  expect(await saves(aino, "Hers.")).toBe(seen + 1);
  await expect(saves(bela, "His.", seen)).rejects.toMatchObject({ code: "taken" });
  expect(await saves(bela, "Hers.")).toBe(seen + 1);
  await expect(saves(bela, "x".repeat(maxScenarioFile))).rejects.toMatchObject({ code: "too_big" });
  expect(draft()).toMatchObject({ version: seen + 1, staffId: aino.id });
});

test("what Béla saves while Aino’s is checked is not taken over unseen", async () => {
  const { aino, bela, helpline } = line;
  const of = { member: aino, id, version: draft().version, scenario: { ...emptyScenario(), id } };
  const taking = takeOverDraft(helpline.db, of);
  expect(draftCheck(helpline.db, id)).toMatchObject({ problems: null, isKept: false });
  await saves(bela, "His.");
  await taking;
  expect(keptScenario(helpline.db, id)).toBeUndefined();
  expect(draft().sheet.words.hidden.en).toBe("His.");
});

test("one’s own is changed under its id, and whoever had read it has not read what it becomes", async () => {
  const { aino, helpline } = line;
  const scenario = { ...emptyScenario(), id: "own-one", reviewed: ["Kim Maes", "Jo Claes"] };
  await act(line, aino, (tx, emit) => keepScenario(tx, emit, { member: aino, scenario }));
  expect(await begins(aino, "own-one", false)).toBe("own-one");
  expect(scenarioDraft(helpline.db, "own-one")!.sheet).toEqual(sheetOf({ ...scenario, reviewed: [] }));
  expect(await begins(aino, "own-one", true)).toBe("own-one-2");
  await expect(begins(aino, "home-brother", false)).rejects.toMatchObject({ code: "not_found" });
});
