import { beforeEach, expect, test } from "vitest";
import { mailWay } from "#src/mail/server.ts";
import { password } from "#tests/support/house/helpline.ts";
import { says } from "#tests/support/house/http.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { mailForm, rightServer } from "#tests/support/people/mail-form.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

let at: Desk;
beforeEach(async () => {
  at = await desk();
});

const save = async (changes: Record<string, string> = {}) =>
  (await sheet(at.aino, "/admin/mail")).fill({ ...rightServer, ...changes }).press("", mailForm);
const set = () => mailWay(at.line.helpline.db);

test("another server is set by nobody who only found the console open; its password waits in no page", async () => {
  await save();
  at.clock.pass(600_000);
  await save({ password: "", name: "Other" });
  expect(set()).toMatchObject({ host: "smtp.example.org", senderName: "Other" });
  const asked = await save({ host: "smtp.elsewhere.example", password: "other words" });
  expect(asked.answer.text).toContain(says("session.confirm.title"));
  expect(asked.answer.text).not.toContain("other words");
  expect(set()).toMatchObject({ host: "smtp.example.org", password: "hush hush" });
  const again = await asked.fill({ confirm_password: password }).press("", mailForm);
  expect(again.beside("password").wrong).toBe(says("admin.entry.problem.missing"));
  await again.fill({ password: "other words" }).press("", mailForm);
  expect(set()).toMatchObject({ host: "smtp.elsewhere.example", password: "other words" });
});
