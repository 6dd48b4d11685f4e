import { beforeEach, expect, test } from "vitest";
import { openMemory } from "#src/db/files.ts";
import { invitePassword } from "#src/staff/password.ts";
import { holders } from "#src/staff/team-key.ts";
import { type House, house, password } from "../../support/helpline.ts";
import { act, type Person, person } from "../../support/http.ts";
import { comesOnShift } from "../../support/keys.ts";

let home: House;
beforeEach(async () => {
  home = await house({ files: openMemory(Date.now()) });
});

const kinds = () => home.heard.map(({ type }) => type).filter((type) => type.startsWith("keys."));
const held = (one = home) => holders(one.helpline.db).flatMap(({ alias, since }) => (since === null ? [] : [alias]));
const isOpen = async (one: Person) => (await one.get("/admin/keys")).text.includes("open until you sign out");

test("the first supervisor who signs in makes the team key; a counsellor and an admin make none", async () => {
  await comesOnShift(home, "anna");
  await comesOnShift(home, "aino");
  expect(home.helpline.db.keyring.team.current()).toBeNull();
  const bela = await comesOnShift(home, "bela");
  expect(kinds()).toEqual(["keys.team_made", "keys.given"]);
  expect(held()).toEqual(["Luna"]);
  expect(await isOpen(bela)).toBe(true);
  await comesOnShift(home, "bela");
  expect(kinds()).toEqual(["keys.team_made", "keys.given"]);
});

test("after a restart the session goes on and the key is shut, until the password is typed", async () => {
  const before = await comesOnShift(home, "bela");
  const again = await house({ files: home.files });
  const bela = person(again);
  for (const [name, value] of before.cookies) bela.cookies.set(name, value);
  expect(await isOpen(bela)).toBe(false);
  const wrong = await bela.post("/admin/keys/open", { password: "not the one it is" });
  expect([wrong.status, wrong.text.includes("This is not your password")]).toEqual([422, true]);
  expect((await bela.post("/admin/keys/open", { password })).to).toBe("/admin/keys?done=opened");
  expect(await isOpen(bela)).toBe(true);
});

test("whoever signs out leaves nothing open, and another session of theirs has its own", async () => {
  const [phone, desk] = [await comesOnShift(home, "bela"), await comesOnShift(home, "bela")];
  const old = new Map(phone.cookies);
  await phone.post("/staff/sign-out", { sure: "yes" });
  for (const [name, value] of old) phone.cookies.set(name, value);
  expect((await phone.get("/admin/keys")).status).toBe(303);
  expect(await isOpen(desk)).toBe(true);
});

test("a password that its owner changes still opens the key, and the old one does not", async () => {
  const bela = await comesOnShift(home, "bela");
  await bela.post("/staff/me/password", { old_password: password, password: "quiet river under snow" });
  expect(held()).toEqual(["Luna"]);
  expect(await isOpen(await comesOnShift(home, "bela", "quiet river under snow"))).toBe(true);
});

test("a password that was set with a link opens nothing of before: the key has to be given again", async () => {
  await comesOnShift(home, "bela");
  const token = await act(home, home.aino, (tx, emit) =>
    invitePassword(tx, emit, { staffId: home.bela.id, madeBy: home.aino.id }),
  );
  const bela = person(home);
  await bela.post(`/staff/welcome/${token}`, { password: "quiet river under snow" });
  expect(held()).toEqual([]);
  expect(kinds()).toEqual(["keys.team_made", "keys.given", "keys.taken"]);
  expect(await isOpen(bela)).toBe(false);
  expect(home.helpline.db.keyring.team.current()).not.toBeNull();
});
