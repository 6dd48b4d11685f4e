import { beforeEach, expect, test } from "vitest";
import { scenarioDraft } from "#src/training/drafts.ts";
import { fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { type Person, staff } from "#tests/support/house/http.ts";
import { beginsToWrite, draftForm, pressesIn } from "#tests/training/in-practice.ts";

let line: House;
let aino: Person;

beforeEach(async () => {
  line = await house({ clock: fakeClock() });
  aino = await staff(line, line.aino);
});

const idOf = (path: string) => path.split("/").at(-1)!;
const draft = (path: string) => scenarioDraft(line.helpline.db, idOf(path))!;
const keyOf = (path: string, list: "rules" | "facts", index: number) => draft(path).sheet.lists[list][index]!.key;

test("rules are added, moved and removed, and what was typed beside stays", async () => {
  const path = await beginsToWrite(aino);
  const [first, second] = [keyOf(path, "rules", 0), keyOf(path, "rules", 1)];
  let page = await pressesIn(aino, await aino.get(path), `down rules ${first}`, { hidden: "A tree house." });
  const keys = () => draft(path).sheet.lists.rules.map(({ key }) => key);
  expect(keys().slice(0, 2)).toEqual([second, first]);
  page = await pressesIn(aino, page, `remove rules ${first}`);
  expect(keys()).not.toContain(first);
  page = await pressesIn(aino, page, "add rules");
  const added = keys().at(-1)!;
  await pressesIn(aino, page, "save", { [`rules.${added}.when`]: "did long", [`rules.${added}.does`]: "trust -1" });
  expect(draft(path).sheet.lists.rules.at(-1)).toMatchObject({ plain: { when: "did long", does: "trust -1" } });
  expect(draft(path).sheet.words.hidden.en).toBe("A tree house.");
  expect((await aino.post(path, { ...draftForm(page.text, path), act: "up rules k999999" })).status).toBe(422);
});

test("one language is written at a time, and the texts of the others stay", async () => {
  const path = await beginsToWrite(aino, "peers-group-chat");
  const french = await pressesIn(aino, await aino.get(path), "language", { to: "fr", names: "Left out" });
  expect(draftForm(french.text, path)).toMatchObject({ language: "fr", names: "Pas dans le groupe 2" });
  await pressesIn(aino, french, "save", { names: "Hors du groupe", starts: "" });
  const { names, starts } = draft(path).sheet.words;
  expect(names).toMatchObject({ en: "Left out", nl: "Niet in de groepschat 2", fr: "Hors du groupe" });
  expect([starts.en !== undefined, starts.nl !== undefined, starts.fr]).toEqual([true, true, undefined]);
});
