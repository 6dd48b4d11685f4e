import { beforeEach, expect, test } from "vitest";
import { organizations } from "#src/directory/entry/organizations.ts";
import { anything, search } from "#src/directory/search/search.ts";
import { place } from "#tests/support/house/directory.ts";
import { says, staff } from "#tests/support/house/http.ts";
import { stored } from "#tests/support/house/tables.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

let at: Desk;
let path: string;

beforeEach(async () => {
  at = await desk();
  await place(at.line.helpline.db, "Night line");
  path = `/admin/directory/organizations/${organizations(at.line.helpline.db)[0]!.id}`;
});

const form = "form#organization";
const now = () => organizations(at.line.helpline.db)[0]!;

test("an organization is shown with its places, changed, found by its new name, and taken back", async () => {
  const page = await sheet(at.aino, path);
  expect(page.words("main")).toContain("1 place Night line");
  const typed = { name: "House of Hope", website: "https://hope.example.org", email: "a@hope.example.org" };
  const saved = await page.fill({ ...typed, description: "We\r\nlisten." }).press("save", form);
  expect(now()).toMatchObject({ ...typed, description: "We\nlisten." });
  const { db, clock } = at.line.helpline;
  expect(search(db, { ...anything, words: "hope" }, "youth", clock.now())).toHaveLength(1);
  expect(saved.words("#history")).toContain("Name: Open House → House of Hope");
  const undone = await saved.press("", "form#undo");
  expect(now()).toMatchObject({ name: "Open House", website: "", description: "" });
  expect(undone.words("#saved")).toContain(says("admin.form.saved"));
  expect((await undone.press("save", form)).words("#saved")).toBe(says("admin.form.saved_same"));
});

test("what may not stand is refused beside its field, and stays there", async () => {
  const before = stored(at.files, "staff_session");
  const wrong = await (await sheet(at.aino, path))
    .fill({ name: " ", website: "javascript:1", email: "nobody" })
    .press("save", form);
  expect(wrong.answer.status).toBe(422);
  expect(wrong.beside("name").wrong).toBe(says("admin.entry.problem.missing"));
  expect(wrong.beside("website").wrong).toBe(says("admin.entry.problem.not_an_address"));
  expect(wrong.beside("email").wrong).toBe(says("admin.entry.problem.not_a_mail"));
  expect(wrong.value("website")).toBe("javascript:1");
  expect(stored(at.files, "staff_session")).toEqual(before);
});

test("a colleague who was faster is told of, and an unknown one has no page", async () => {
  const mine = await sheet(at.aino, path);
  const luna = await staff(at.line, at.line.bela);
  await (await sheet(luna, path)).fill({ name: "Hope" }).press("save", form);
  const late = await mine.fill({ name: "House" }).press("save", form);
  expect(late.answer.status).toBe(409);
  expect(late.words("[role=alert]")).toContain("Luna");
  expect(late.value("name")).toBe("House");
  expect(now().name).toBe("Hope");
  expect((await at.aino.post(`${path}/undo`, { change: "1", based_on: "1" })).status).toBe(404);
  expect((await at.aino.get("/admin/directory/organizations/x")).status).toBe(404);
});
