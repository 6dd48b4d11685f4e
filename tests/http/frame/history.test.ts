import { beforeEach, describe, expect, test } from "vitest";
import { HelplineError } from "#src/errors.ts";
import { idOf, lateOf, statusOf, unlessTaken } from "#src/http/frame/history.ts";
import { says } from "#tests/support/house/http.ts";
import { stored as everything } from "#tests/support/house/tables.ts";
import { type Desk, desk, evenings } from "#tests/support/people/admin.ts";
import { sheet } from "#tests/support/people/plain-form.ts";
import type { Late } from "#views/parts/told/changes.tsx";

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
  expect(page.words(".history li:nth-child(3) button")).toMatch(/^Undo this and later changes\s*: /);
  expect(page.words("#history")).toContain(says("admin.history.hint"));
});

test("more than fits into a line of words is counted", async () => {
  const page = await sheet(at.aino, "/admin/lines/1");
  const all = { name: "Awel", languages: ["nl"], country: "FI", age_from: "12", intake_cap: "3", pause_after: "5" };
  const saved = await page.fill(all).press("", "form.fields");
  expect(saved.words(".history li p:first-child")).toMatch(/^Name: .*; Languages: .*; Country: .*; 3 more$/);
});

test("an id is a whole number, and nothing else is one", () => {
  expect(["0", "7", "12345"].map(idOf)).toEqual([0, 7, 12345]);
  for (const none of [undefined, "", "-1", "1.5", "1e3", " 1", "9".repeat(16)]) expect(idOf(none)).toBe(-1);
});

test("only a colleague who was faster is no error", async () => {
  expect(await unlessTaken(Promise.resolve(3))).toBe(3);
  expect(await unlessTaken(Promise.reject(new HelplineError("taken")))).toBeNull();
  await expect(unlessTaken(Promise.reject(new HelplineError("bad_input")))).rejects.toMatchObject({
    code: "bad_input",
  });
  await expect(unlessTaken(Promise.reject(new Error("broken")))).rejects.toThrow("broken");
});

/** Every page with a history, a form of it and something to change there. */
const pages = [
  ["/admin/hours", "form#hours", "save", { ...evenings }],
  ["/admin/lines/1", "form.fields", "", { name: "Awel" }],
  ["/admin/staff/1", "form.fields", "", { languages: ["", "fr"] }],
  ["/staff/me", "form.fields", "", { alias: "Kingfisher" }],
  ["/admin/settings/keeping", "form#settings", "save", { retentionDays: "3" }],
  ["/admin/look", "form#settings", "save", { theme: "sea" }],
] as const;

describe.each(pages)("%s", (path, form, button, changes) => {
  const change = async () => (await sheet(at.aino, path)).fill(asGiven(changes)).press(button, form);

  test("says “saved” of what was just saved, and of nothing else", async () => {
    expect((await change()).words("#saved")).toContain(says("admin.form.saved"));
    const again = await (await sheet(at.aino, path)).press(button, form);
    expect(again.words("#saved")).toBe(says("admin.form.saved_same"));
    for (const saved of ["99999", "zebra", "1", "-1", "", "00"]) {
      const mark = path.includes("?") ? "&" : "?";
      expect([saved, (await at.aino.get(`${path}${mark}saved=${saved}`)).text.includes('id="saved"')]).toEqual([
        saved,
        false,
      ]);
    }
  });

  test.each([[[]], [["x"]], [["-1"]], [["999999"]]])(
    "a form that does not say what it had seen (%j) is told so, once, and loses nothing",
    async (stamps) => {
      const before = everything(at.files);
      const page = (await sheet(at.aino, path)).fill(asGiven({ ...changes, based_on: [...stamps] }));
      const told = await page.press(button, form);
      expect(told.answer.status).toBe(422);
      expect(told.words("[role=alert]")).toContain(says("admin.history.unknown"));
      expect(everything(at.files)).toEqual(before);
      const typed = told.fields(form);
      for (const [name, value] of Object.entries(asGiven(changes))) {
        for (const one of [value].flat()) expect(typed).toContainEqual([name, one]);
      }
      expect((await told.press(button, form)).answer.status).toBe(200);
      expect(everything(at.files)).not.toEqual(before);
    },
  );
});

const asGiven = (changes: Record<string, string | readonly string[]>) =>
  Object.fromEntries(
    Object.entries(changes).map(([name, given]) => [name, typeof given === "string" ? given : [...given]]),
  );

test("whoever came too late hears of what came after what they had seen; else nobody knows", () => {
  const of = (id: number) => ({ id, at: 0, who: "Ash", words: [] });
  const all = [of(9), of(7), of(4)];
  expect(lateOf(undefined, all)).toBe(null);
  expect(lateOf({ seen: 4 }, all)).toEqual({ changes: [of(9), of(7)], wanted: "saved" });
  expect(lateOf({ seen: 0, wanted: "undone" }, all)).toEqual({ changes: all, wanted: "undone" });
  for (const seen of [-1, 9, 12]) expect(lateOf({ seen }, all)).toEqual({ changes: null, wanted: "saved" });
});

test("a page says by its status whether a colleague was faster or something is to be put right", () => {
  const late: Late = { changes: [], wanted: "saved" };
  expect([statusOf(false, null), statusOf(false, late), statusOf(true, late), statusOf(true, null)]).toEqual([
    200, 409, 422, 422,
  ]);
  expect(statusOf(false, { ...late, changes: null })).toBe(422);
});
