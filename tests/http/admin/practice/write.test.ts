import { beforeEach, expect, test } from "vitest";
import { scenarioDraft } from "#src/training/drafts.ts";
import { keptScenario } from "#src/training/scenarios.ts";
import { fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { type Person, says, staff, unescaped } from "#tests/support/house/http.ts";
import { beginsToWrite, draftForm, practiceLines, pressesIn } from "#tests/training/in-practice.ts";

let line: House;
let aino: Person;

beforeEach(async () => {
  line = await house({ clock: fakeClock() });
  aino = await staff(line, line.aino);
});

const idOf = (path: string) => path.split("/").at(-1)!;
const draft = (path: string) => scenarioDraft(line.helpline.db, idOf(path))!;
const keyOf = (path: string, list: "rules" | "facts", index: number) => draft(path).sheet.lists[list][index]!.key;

test("Aino copies a scenario, changes a sentence and takes it over; then Anna practises with it, and the first is as it was", async () => {
  const path = await beginsToWrite(aino, "moods-fridge");
  expect(path).toBe("/admin/practice/write/moods-fridge-2");
  const page = await aino.get(path);
  const form = draftForm(page.text, path);
  expect(form[`rules.${keyOf(path, "rules", 3)}.when`]).toBe("did promises_secrecy");
  const anna = await staff(line, line.anna);
  expect((await anna.get("/staff/practice")).text).not.toContain("moods-fridge-2");

  const sent = await pressesIn(aino, page, "take", { names: "The paper on the door", starts: "hi\nits me again" });
  expect([sent.status, sent.to]).toEqual([303, `${path}?language=en`]);
  const checking = await aino.get(path);
  expect(checking.text).toContain("<progress");
  await expect.poll(async () => (await aino.get(path)).to, { timeout: 20_000 }).toBe("/admin/practice?done=taken_over");

  expect((await anna.get("/staff/practice")).text).toContain("The paper on the door");
  const { scenario } = keptScenario(line.helpline.db, "moods-fridge-2")!;
  expect([scenario.start.says.en, scenario.origin]).toEqual([
    ["hi", "its me again"],
    expect.stringContaining("changed from moods-fridge"),
  ]);
  expect(keptScenario(line.helpline.db, "moods-fridge")!.own).toBe(false);
  expect(line.reported).toEqual([]);
});

test("what is typed is kept though it is wrong, and each error stands beside its field", async () => {
  const path = await beginsToWrite(aino);
  const page = await aino.get(path);
  const when = `rules.${keyOf(path, "rules", 0)}.when`;
  const saved = await pressesIn(aino, page, "save", { [when]: "did <b>nothing", minutes: "soon" });
  expect(saved.status).toBe(200);
  const later = await aino.get(path);
  expect(draftForm(later.text, path)).toMatchObject({ [when]: "did <b>nothing", minutes: "soon" });
  expect(unescaped(later.text)).toContain(`id="${when}-wrong">“did <b>nothing”: “<b>nothing” is not known.`);
  expect(later.text).not.toContain("<b>nothing");
  const refused = await pressesIn(aino, later, "take");
  expect([refused.status, refused.text.includes('id="minutes-wrong"')]).toEqual([422, true]);
  expect(unescaped(refused.text)).toContain(`<a href="#${when}">Rules 1: “did <b>nothing”:`);
  expect(keptScenario(line.helpline.db, idOf(path))).toBeUndefined();
});

test("what the checker finds is said beside the fields too, and nothing is taken over", async () => {
  const path = await beginsToWrite(aino);
  const note = `rules.${keyOf(path, "rules", 6)}.note`;
  const told = `facts.${keyOf(path, "facts", 0)}.says`;
  await pressesIn(aino, await aino.get(path), "take", { [note]: "lost", [told]: "i am on 0470 123 456" });
  await expect.poll(async () => (await aino.get(path)).text.includes("<progress"), { timeout: 20_000 }).toBe(false);
  const { text } = await aino.get(path);
  expect(unescaped(text)).toContain(`id="${note}-wrong">the note “lost” is not in this file.`);
  expect(unescaped(text)).toContain(`id="${told}-wrong">en: has a number of three digits or more`);
  expect(keptScenario(line.helpline.db, idOf(path))).toBeUndefined();
});

test("Béla saves after Aino: he is told who was faster, sees her words beside his, and loses nothing", async () => {
  const path = await beginsToWrite(aino);
  const bela = await staff(line, line.bela);
  const his = await bela.get(path);
  await pressesIn(aino, await aino.get(path), "save", { hidden: "Her words." });
  const late = await pressesIn(bela, his, "save", { hidden: "His words.", ages: "11-13" });
  expect(late.status).toBe(409);
  expect(unescaped(late.text)).toContain(says("admin.practice.write.late", { who: "Robin" }));
  expect(unescaped(late.text)).toContain(says("admin.practice.write.theirs", { text: "Her words." }));
  expect(draftForm(late.text, path)).toMatchObject({ hidden: "His words.", ages: "11-13" });
  expect(draft(path).sheet.words.hidden.en).toBe("Her words.");
  expect((await pressesIn(bela, late, "save")).status).toBe(200);
  expect(draft(path).sheet.words.hidden.en).toBe("His words.");
});

test("discarding asks first", async () => {
  const path = await beginsToWrite(aino);
  const asked = await pressesIn(aino, await aino.get(path), "discard", { hidden: "Typed." });
  expect(asked.text).toContain(says("admin.practice.write.asks"));
  expect(draft(path).sheet.words.hidden.en).toBe("Typed.");
  expect((await pressesIn(aino, asked, "throw")).to).toBe("/admin/practice?done=discarded");
  expect((await aino.get(path)).status).toBe(404);
});

test("Try it: a sentence is answered, the rule that spoke is marked, and after a change it is played again", async () => {
  const path = await beginsToWrite(aino);
  const spoke = keyOf(path, "rules", 4);
  const tried = await pressesIn(aino, await aino.get(path), "say", { say: "How is it at school?" });
  expect(practiceLines(tried.text).slice(2)).toEqual(["other: How is it at school?", "youth: i sit alone at lunch"]);
  expect(tried.text).toContain("<code>open_question</code>");
  expect(tried.text).toContain(`id="rules.${spoke}" class="spoke" aria-current="true"`);
  const waited = await pressesIn(aino, tried, "wait");
  expect(practiceLines(waited.text).at(-1)).toBe("youth: are u there");
  const changed = await pressesIn(aino, waited, "play", {
    [`facts.${keyOf(path, "facts", 0)}.says`]: "i sit by the bins",
  });
  expect(changed.text).toContain(says("admin.practice.try.differ", { n: 1 }));
  expect(unescaped(changed.text)).toMatch(/try-before.*i sit alone at lunch/s);
  expect(practiceLines((await pressesIn(aino, changed, "restart")).text)).toHaveLength(2);
  const blocked = await pressesIn(aino, changed, "say", { say: "and now?", minutes: "soon" });
  expect(blocked.text).toContain(says("admin.practice.try.blocked"));
  expect(draftForm(blocked.text, path)).toMatchObject({ say: "and now?" });
});

test("a draft longer than a file may be is not kept, and comes back as it was typed", async () => {
  const path = await beginsToWrite(aino);
  const long = "é".repeat(110_000);
  const refused = await pressesIn(aino, await aino.get(path), "save", { hidden: long });
  expect([refused.status, refused.text.includes(long)]).toEqual([413, true]);
  expect(draft(path).sheet.words.hidden.en).not.toBe(long);
});

test("one that ships is only copied, one’s own is changed, and Anna writes none", async () => {
  expect((await aino.post("/admin/practice", { id: "home-brother", act: "change" })).status).toBe(404);
  expect((await aino.post("/admin/practice", { id: "none", act: "copy" })).status).toBe(404);
  const anna = await staff(line, line.anna);
  const path = await beginsToWrite(aino);
  expect((await anna.get(path)).status).toBe(403);
  expect((await anna.post(path, draftForm((await aino.get(path)).text, path))).status).toBe(403);
});
