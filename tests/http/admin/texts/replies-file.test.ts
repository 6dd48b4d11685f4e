import { beforeEach, expect, test } from "vitest";
import { readRepliesCsv } from "#src/replies/csv.ts";
import { repliesOf } from "#src/replies/replies.ts";
import { says } from "#tests/support/house/http.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

let at: Desk;
beforeEach(async () => {
  at = await desk();
});

const shared = () => repliesOf(at.line.helpline.db, null);
const upload = async (text: string) => {
  const page = await sheet(at.aino, "/admin/replies");
  const file = new File([text], "ours.csv", { type: "text/csv" });
  return page.fill({ upload: file }).press("read", "form[enctype]");
};
const csv = 'name,text,language\nTea,"I drink tea, too.",en\nGreeting,Hello you,en\nBad,Hi {you},en\n';
const take = "form[action='/admin/replies/file'].row-of";

test("a file is looked at before anything is taken, with what is wrong in plain words; one undo takes all back", async () => {
  const before = shared();
  const seen = await upload(csv);
  expect(shared()).toEqual(before);
  expect(seen.words("#file-read")).toContain("New: 1. Changed: 1. Unchanged: 0.");
  expect(seen.words("#file-read")).toContain(
    "Row 4, column “Text”: {you} is not a known placeholder. You can use: {alias} {helpline} {closes} {next}",
  );
  expect(seen.words("#file-read")).toContain("Changed · English · Greeting: Hello you");
  const taken = await seen.press("take", take);
  expect(taken.words("#history")).toContain("added: Tea; changed: Greeting");
  expect(shared()).toHaveLength(before.length + 1);
  await taken.press("", "form#undo");
  expect(shared()).toEqual(before);
});

test("what a colleague changed since the file was looked at stays, is told, and the file is looked at again", async () => {
  await (await upload(csv)).press("take", take);
  const same = csv.replace("Bad,Hi {you},en\n", "More,Words,en\n");
  const seen = await upload(same);
  const edited = await upload("name,text,language\nTea,I drink coffee.,en\n");
  await edited.press("take", take);
  const late = await seen.press("take", take);
  expect(late.answer.status).toBe(409);
  expect(shared().find(({ name }) => name === "Tea")!.text).toBe("I drink coffee.");
  expect(late.words("#file-read")).toContain("New: 1. Changed: 1. Unchanged: 1.");
  expect(late.words("#file-read")).toContain("ours.csv");
  await late.press("take", take);
  expect(shared().find(({ name }) => name === "Tea")!.text).toBe("I drink tea, too.");
});

test("what is no file of replies is refused in words, as is none at all", async () => {
  expect((await upload("Dear Anna, hello")).words("#file-read")).toContain(
    "The first row must name the columns “name” and “text”. It says: Dear Anna, hello",
  );
  expect((await upload("Dear Anna")).answer.text).not.toContain('name="pending"');
  const none = await (await sheet(at.aino, "/admin/replies")).press("read", "form[enctype]");
  expect([none.answer.status, none.words("[role=alert]")]).toEqual([422, says("admin.hours.file_none")]);
  const many = `name,text\n${Array.from({ length: 950 }, (_, n) => `n${n},x`).join("\n")}`;
  const full = await (await upload(many)).press("take", take);
  expect([full.answer.status, full.words("[role=alert]")]).toEqual([
    422,
    says("admin.replies.problem.too_many", { part: "1000" }),
  ]);
});

test("all of them go out as a table that comes in again as the same", async () => {
  const { text, headers } = await at.aino.get("/admin/replies/file");
  expect(headers.get("content-disposition")).toBe('attachment; filename="replies.csv"');
  const { rows, problems } = readRepliesCsv(text, "en");
  expect(problems).toEqual([]);
  expect(rows).toHaveLength(shared().length);
  expect((await upload(text)).words("#file-read")).toContain(`Unchanged: ${shared().length}`);
});
