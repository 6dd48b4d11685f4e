import { beforeEach, expect, test } from "vitest";
import { mailServer, mailWay } from "#src/mail/server.ts";
import { says } from "#tests/support/house/http.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { mailForm, rightServer } from "#tests/support/people/mail-form.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

// Two admins at the form of the mail server.

let at: Desk;
beforeEach(async () => {
  at = await desk();
});

const page = () => sheet(at.aino, "/admin/mail");
const save = async () => (await page()).fill(rightServer).press("", mailForm);
const db = () => at.line.helpline.db;

test("nobody writes over a colleague unseen, and what was typed stays", async () => {
  const open = await page();
  await save();
  const late = await open.fill({ ...rightServer, host: "late.example.org" }).press("", mailForm);
  expect(late.answer.status).toBe(409);
  expect(late.value("host")).toBe("late.example.org");
  expect(mailServer(db())!.host).toBe("smtp.example.org");
  await late.fill({ password: "hush hush" }).press("", mailForm);
  expect(mailServer(db())!.host).toBe("late.example.org");
});

test("of two admins who save in one moment the second is told, and nothing of theirs is set", async () => {
  await save();
  const sven = await at.sven();
  const [ours, theirs] = [await page(), await sheet(sven, "/admin/mail")];
  const both = await Promise.all([
    ours.fill({ password: "one of us" }).press("", mailForm),
    theirs.fill({ name: "Other" }).press("", mailForm),
  ]);
  expect(both.map(({ answer }) => answer.status).sort()).toEqual([200, 409]);
  const late = both.find(({ answer }) => answer.status === 409)!;
  expect(late.answer.text).toContain(says("admin.mail.taken"));
  const { password, senderName } = mailWay(db())!;
  expect([password, senderName]).toEqual(late === both[0] ? ["hush hush", "Other"] : ["one of us", "Lantern"]);
});

test("who is told first of what is wrong with a form is told of a colleague as well", async () => {
  const open = await page();
  const sven = await at.sven();
  await (await sheet(sven, "/admin/mail")).fill(rightServer).press("", mailForm);
  const wrong = await open.fill({ ...rightServer, port: "0" }).press("", mailForm);
  expect(wrong.answer.status).toBe(422);
  const late = await wrong.fill({ ...rightServer, name: "Ours" }).press("", mailForm);
  expect(late.answer.status).toBe(409);
  expect(mailServer(db())!.senderName).toBe("Lantern");
});

test("what a colleague has set meanwhile is not forgotten unseen", async () => {
  await save();
  const open = await page();
  const sven = await at.sven();
  await (await sheet(sven, "/admin/mail")).fill({ password: "new words" }).press("", mailForm);
  const late = await open.press("", 'form[action="/admin/mail/remove"]');
  expect(late.answer.status).toBe(409);
  expect(late.answer.text).toContain(says("admin.history.not_undone"));
  expect(mailWay(db())!.password).toBe("new words");
  await late.press("", 'form[action="/admin/mail/remove"]');
  expect(mailServer(db())).toBeNull();
});
