import { expect, test } from "vitest";
import { settings } from "#src/settings/settings.ts";
import { says } from "#tests/support/house/http.ts";
import { desk } from "#tests/support/people/admin.ts";

const strange: [string, Record<string, string>][] = [
  ["of a part that there is not", { "own.secrets.en": "x" }],
  ["of a language that there is not", { "own.kept.xx": "x" }],
  ["of an object’s own names", { "own.__proto__.en": "x", "own.constructor.fr": "x", "own.kept.__proto__": "x" }],
  ["of nothing", { "own.kept.": "x", own: "x", "own.kept": "x" }],
];
test.each(strange)("a box %s is not looked at", async (_, form) => {
  const { line, aino } = await desk();
  expect((await aino.post("/admin/rules", { based_on: "0", ...form })).to).toBe("/admin/rules?saved=0");
  expect(settings(line.helpline.db).rulesDraft).toBe(null);
});

test.each(["", "-1", "1e0", "x", "99999999999999999999"])("a form based on %j writes over nobody", async (basedOn) => {
  const { line, aino } = await desk();
  const { status, text } = await aino.post("/admin/rules", { based_on: basedOn, "own.kept.en": "Ask us." });
  expect(status).toBe(422);
  expect(text).toContain(says("admin.history.unknown"));
  expect(settings(line.helpline.db).rulesDraft).toBe(null);
});

test("line ends, empty lines and characters nobody sees are tidied; the words stay", async () => {
  const { line, aino } = await desk();
  const typed = "\r\n\r\nOne \r\ntwo\u0007\r\n\r\n\r\n\r\nthree\u202e ";
  await aino.post("/admin/rules", { based_on: "0", "own.kept.en": typed });
  expect(settings(line.helpline.db).rulesDraft).toEqual({ kept: { en: "One\ntwo\n\nthree" } });
});

test("a pasted book is refused with its words kept", async () => {
  const { aino } = await desk();
  const { status, text } = await aino.post("/admin/rules", { based_on: "0", "own.kept.en": "word ".repeat(60_000) });
  expect(status).toBe(422);
  expect(text).toContain("word word word");
});
