import { beforeEach, expect, test } from "vitest";
import { repliesOf } from "#src/replies/replies.ts";
import { type Person, says, staff } from "#tests/support/house/http.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

let at: Desk;
let bela: Person;
let anna: Person;

beforeEach(async () => {
  at = await desk();
  bela = await staff(at.line, at.line.bela);
  anna = await staff(at.line, at.line.anna);
});

const shared = () => repliesOf(at.line.helpline.db, null);
const remove = "form[action$='/greeting.en/remove']";

test("a supervisor finds the list by language and topic, and what she removes comes back by undo and by the history", async () => {
  const page = await sheet(bela, "/admin/replies");
  expect(page.words("main")).toContain("Starting Greeting Hi, I’m {alias} from {helpline}.");
  expect((await sheet(bela, "/admin/replies?language=fr")).words("main")).toContain("Début Bonjour Salut");
  const before = shared();
  const gone = await page.press("", remove);
  expect(shared().map(({ id }) => id)).not.toContain("greeting.en");
  expect(gone.words("#history")).toContain("removed: Greeting");
  const back = await gone.press("", "form#undo");
  expect(shared()).toEqual(before);
  // Later, in the history, where each change is of its own.
  const again = await (await sheet(bela, "/admin/replies")).press("", remove);
  expect(again.words("#history")).not.toContain(says("admin.history.undo_to"));
  expect(back.words("#saved")).toContain(says("admin.form.saved"));
});

test("a colleague who was faster with the same reply is told of, and nothing is removed", async () => {
  const mine = await sheet(bela, "/admin/replies");
  const edit = await sheet(at.aino, "/admin/replies/greeting.en");
  await edit.fill({ text: "Hello there" }).press("save", "form#reply");
  const late = await mine.press("", remove);
  expect(late.answer.status).toBe(409);
  expect(late.words("[role=alert]")).toContain("changed: Greeting");
  expect(shared().map(({ id }) => id)).toContain("greeting.en");
  // Another reply is another matter.
  expect((await mine.press("", "form[action$='/slow.en/remove']")).answer.status).toBe(200);
});

test("a counsellor keeps her own and nobody else’s, and nothing of everybody’s", async () => {
  const empty = await sheet(anna, "/staff/replies");
  expect(empty.words("main")).toContain(says("admin.replies.none", { language: "English" }));
  const form = await sheet(anna, "/staff/replies/new?language=en");
  const added = await form.fill({ name: "Tea", text: "I drink tea, too." }).press("save", "form#reply");
  expect(added.words("main")).toContain("No topic Tea I drink tea, too.");
  const [tea] = repliesOf(at.line.helpline.db, at.line.anna.id);
  expect((await bela.get(`/staff/replies/${tea!.id}`)).status).toBe(404);
  expect((await bela.get(`/admin/replies/${tea!.id}`)).status).toBe(404);
  expect((await bela.post(`/staff/replies/${tea!.id}/remove`, { based_on: "0" })).status).toBe(404);
  expect((await bela.get("/staff/replies")).text).not.toContain("I drink tea");
  expect((await anna.get("/admin/replies")).status).toBe(403);
  expect((await anna.post("/admin/replies/greeting.en/remove", { based_on: "0" })).status).toBe(403);
  expect((await anna.post("/staff/replies/greeting.en/remove", { based_on: "0" })).status).toBe(404);
  // One undo takes it back.
  await added.press("", "form#undo");
  expect(repliesOf(at.line.helpline.db, at.line.anna.id)).toEqual([]);
});
