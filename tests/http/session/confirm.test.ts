import { beforeEach, expect, test } from "vitest";
import type { OpenFiles } from "#src/db/files.ts";
import { doors } from "#src/http/server/doors.ts";
import { account } from "#src/staff/accounts/member.ts";
import { type FakeClock, fakeClock, type House, house, password } from "#tests/support/house/helpline.ts";
import { type Person, says, staff } from "#tests/support/house/http.ts";
import { stored } from "#tests/support/house/tables.ts";
import { codeOf, withApp } from "#tests/support/keys/second.ts";

let clock: FakeClock;
let files: OpenFiles;
let line: House;
let aino: Person;
let path: string;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  files = line.files;
  aino = await staff(line, line.aino);
  path = `/admin/staff/${line.anna.id}`;
});

const change: [string, string][] = [
  ["based_on", "0"],
  ["roles", "counsellor"],
  ["roles", "supervisor"],
  ["languages", "fr"],
];
const rolesNow = () => account(line.helpline.db, line.anna.id)!.values.roles;

/** What waits in the page that asks. */
const waits = (text: string) =>
  [...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name!, value!]);

test("who has just signed in is not asked", async () => {
  expect((await aino.post(path, change)).status).toBe(303);
  expect(rolesNow()).toEqual(["counsellor", "supervisor"]);
});

test("[ASVS 7.5.3, 8.2.4] ten minutes later it is asked once, with what was sent waiting in the page; then not for ten minutes", async () => {
  clock.pass(600_000);
  const before = stored(files, "staff_session");
  const asked = await aino.post(path, change);
  expect(asked.status).toBe(403);
  expect(asked.text).toContain(says("session.confirm.title"));
  expect(asked.text).toContain(`action="${path}"`);
  expect(waits(asked.text)).toEqual(change);
  expect(stored(files, "staff_session")).toEqual(before);
  const kept = waits(asked.text) as [string, string][];
  const wrong = await aino.post(path, [...kept, ["confirm_password", "not these words"]]);
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain(says("session.wrong.old_password"));
  expect(wrong.text).not.toContain("not these words");
  expect(waits(wrong.text)).toEqual(change);
  expect((await aino.post(path, [...kept, ["confirm_password", password]])).status).toBe(303);
  expect(rolesNow()).toEqual(["counsellor", "supervisor"]);
  clock.pass(540_000);
  expect((await aino.post("/admin/directory/export/file", { as: "csv" })).headers.get("content-disposition")).toContain(
    "places-",
  );
  clock.pass(120_000);
  expect((await aino.post("/admin/directory/export/file", { as: "csv" })).status).toBe(403);
});

test("whoever has a second step gives it too, and each code once", async () => {
  const { secret } = await withApp(line, line.aino);
  clock.pass(600_000);
  const code = codeOf(secret, clock.now());
  const send = (more: [string, string][]) => aino.post(path, [...change, ["confirm_password", password], ...more]);
  const without = await send([]);
  expect(without.status).toBe(422);
  expect(without.text).toContain(says("session.step.wrong"));
  expect((await send([["confirm_code", code]])).status).toBe(303);
  clock.pass(599_000 + 1_000);
  expect((await send([["confirm_code", code]])).status).toBe(422);
});

test("it holds in that session alone", async () => {
  clock.pass(600_000);
  await aino.post(path, [...change, ["confirm_password", password]]);
  const other = await staff(line, line.aino);
  clock.pass(300_000);
  expect((await aino.post(`${path}/password`)).status).toBe(200);
  clock.pass(300_000);
  expect((await other.post(`${path}/password`)).status).toBe(403);
});

test("five passwords may be tried in a session, then one in a minute", async () => {
  clock.pass(600_000);
  for (let i = 0; i < 5; i += 1) {
    expect((await aino.post(path, { confirm_password: "not these words" })).text).toContain(
      says("session.wrong.old_password"),
    );
  }
  expect((await aino.post(path, { confirm_password: password })).text).toContain(says("session.sign_in.too_fast"));
  clock.pass(60_000);
  expect((await aino.post(path, [...change, ["confirm_password", password]])).status).toBe(303);
});

test("every door that exports, or gives and takes what others may do, asks", async () => {
  const graves = [
    ...["", "/names", "/close", "/undo", "/password", "/sessions", "/second-off"].map(
      (end) => `/admin/staff/:id${end}`,
    ),
    ...["/admin/staff/invite", "/admin/staff/list", "/admin/directory/export/file"],
    // Whoever gets the mails gets the addresses of young people.
    "/admin/mail",
    ...["app", "codes", "off", "key", "key-off"].map((end) => `/staff/me/second/${end}`),
  ];
  const bela = await staff(line, line.bela);
  clock.pass(600_000);
  for (const path of ["/admin/keys/give", "/admin/keys/rotate", "/admin/keys/sheet"]) {
    expect((await bela.post(path)).text).toContain(says("session.confirm.title"));
  }
  for (const one of graves) {
    expect(doors.some(({ method, path: at }) => method === "POST" && at === one)).toBe(true);
    const { text } = await aino.post(one.replace(":id", String(line.anna.id)));
    expect([one, text.includes(says("session.confirm.title"))]).toEqual([one, true]);
  }
});
