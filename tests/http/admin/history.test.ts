import { beforeEach, expect, test } from "vitest";
import { HelplineError } from "#src/errors.ts";
import { changeId, unlessTaken } from "#src/http/admin/history.ts";
import { type Desk, desk, evenings } from "../../support/admin.ts";
import { says } from "../../support/http.ts";
import { sheet } from "../../support/plain-form.ts";

let at: Desk;

beforeEach(async () => {
  at = await desk();
});

const histories = [
  ["/admin/hours", "form#hours", "save", [{ ...evenings }, { "week.0": "9-10" }, { "week.0": "9-11" }]],
  ["/admin/lines/1", "form.fields", "", [{ name: "Awel" }, { name: "Nachtlijn" }, { name: "Vlaams" }]],
] as const;

test.each(histories)("the history of %s: one way back beside each change, and what going back means", async (...of) => {
  const [path, form, button, changes] = of;
  for (const change of changes) await (await sheet(at.aino, path)).fill({ ...change }).press(button, form);
  const page = await sheet(at.aino, path);
  const ways = page.answer.text.split('class="history"')[1]!;
  expect(ways.match(/<button/g)).toHaveLength(3);
  // Each button says by itself what it takes back.
  expect(page.words(".history li:nth-child(1) button")).toMatch(/^Undo\s*: .*→/);
  expect(page.words(".history li:nth-child(3) button")).toMatch(/^Back to before\s*: /);
  expect(page.words("#history")).toContain(says("admin.history.hint"));
});

test("more than fits into a line of words is counted", async () => {
  const page = await sheet(at.aino, "/admin/lines/1");
  const all = { name: "Awel", languages: ["nl"], country: "FI", age_from: "12", intake_cap: "3", pause_after: "5" };
  const saved = await page.fill(all).press("", "form.fields");
  expect(saved.words(".history li p:first-child")).toMatch(/^Name: .*; Languages: .*; Country: .*; 3 more$/);
});

test("the id of a change is a whole number, and nothing else is one", () => {
  expect(["0", "7", "12345"].map(changeId)).toEqual([0, 7, 12345]);
  for (const none of [undefined, "", "-1", "1.5", "1e3", " 1", "9".repeat(16)]) expect(changeId(none)).toBe(-1);
});

test("only a colleague who was faster is no error", async () => {
  expect(await unlessTaken(Promise.resolve(3))).toBe(3);
  expect(await unlessTaken(Promise.reject(new HelplineError("taken")))).toBeNull();
  await expect(unlessTaken(Promise.reject(new HelplineError("bad_input")))).rejects.toMatchObject({
    code: "bad_input",
  });
  await expect(unlessTaken(Promise.reject(new Error("broken")))).rejects.toThrow("broken");
});
