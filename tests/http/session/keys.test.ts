import { beforeEach, expect, test, vi } from "vitest";
import { unlock } from "#src/crypto/keys/staff-key.ts";
import { holders } from "#src/staff/keys/team-key.ts";
import { invitePassword } from "#src/staff/sign-in/password.ts";
import { type House, house, member, password } from "#tests/support/house/helpline.ts";
import { act, type Person, person } from "#tests/support/house/http.ts";
import { comesOnShift } from "#tests/support/keys/keys.ts";

// A key that a password opens takes its time to be made.
vi.setConfig({ testTimeout: 60_000 });

let home: House;
beforeEach(async () => {
  home = await house();
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
  expect([wrong.status, wrong.text.includes("That’s not your password")]).toEqual([422, true]);
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

/** Béla's password is set with a link that Aino made. */
async function byLink(): Promise<Person> {
  const token = await act(home, home.aino, (tx, emit) =>
    invitePassword(tx, emit, { staffId: home.bela.id, madeBy: home.aino.id }),
  );
  const bela = person(home);
  await bela.post(`/staff/welcome/${token}`, { password: "quiet river under snow" });
  return bela;
}

test("a password that was set with a link opens nothing of before: the key has to be given again", async () => {
  const before = await comesOnShift(home, "bela");
  await member(home.helpline, "carl", "Carl Janssens", "Finch", ["supervisor"]);
  await comesOnShift(home, "carl");
  await before.post("/admin/keys/give", { staff: "4" });
  const bela = await byLink();
  expect(held()).toEqual(["Finch"]);
  expect(kinds()).toEqual(["keys.team_made", "keys.given", "keys.given", "keys.taken"]);
  expect(await isOpen(bela)).toBe(false);
  expect(home.helpline.db.keyring.team.current()!.id).toBe(1);
  const carl = await comesOnShift(home, "carl");
  expect((await carl.get("/admin/keys")).text).toContain("with a link created by Robin. Speak with them in person");
});

test("where nobody else holds it and there is no sheet it is lost: a new one is made, which opens nothing of before", async () => {
  const before = await comesOnShift(home, "bela");
  const bela = await byLink();
  expect(held()).toEqual(["Luna"]);
  expect(kinds()).toEqual(["keys.team_made", "keys.given", "keys.taken", "keys.team_made", "keys.given"]);
  expect([await isOpen(bela), (await before.get("/admin/keys")).status]).toEqual([true, 303]);
  const { team } = home.helpline.db.keyring;
  const open = team.open(home.bela.id, (await unlock(team.staffKeys(home.bela.id), "quiet river under snow"))!);
  expect([...open.keys()]).toEqual([2]);
});

test("the first supervisor who presses twice has the key that they made", async () => {
  await Promise.all([comesOnShift(home, "bela"), comesOnShift(home, "bela")]);
  expect(kinds()).toEqual(["keys.team_made", "keys.given"]);
  expect(held()).toEqual(["Luna"]);
  expect(await isOpen(await comesOnShift(home, "bela"))).toBe(true);
});

test("a new password that is not stored leaves the key to the old one; one that is, takes it from the old one", async () => {
  const bela = await comesOnShift(home, "bela");
  const { data, keys } = home.files;
  const exec = data.exec.bind(data);
  // keys.db is on the disk by then.
  data.exec = (sql) => {
    if (sql === "COMMIT") throw new Error("no room");
    return exec(sql);
  };
  const change = { old_password: password, password: "quiet river under snow" };
  expect((await bela.post("/staff/me/password", change)).status).toBe(503);
  data.exec = exec;
  const locks = () => keys.prepare("SELECT count(*) FROM staff_key").pluck().get();
  expect(locks()).toBe(2);
  const again = await comesOnShift(home, "bela");
  expect([held(), await isOpen(again)]).toEqual([["Luna"], true]);
  expect((await again.post("/staff/me/password", change)).status).toBe(303);
  expect(locks()).toBe(1);
  expect(await isOpen(await comesOnShift(home, "bela", "quiet river under snow"))).toBe(true);
});

test("of two new passwords at once one is taken, and it opens the key", async () => {
  const [phone, desk] = [await comesOnShift(home, "bela"), await comesOnShift(home, "bela")];
  const words = ["quiet river under snow", "a green boat at noon"];
  const answers = await Promise.all(
    [phone, desk].map((one, i) => one.post("/staff/me/password", { old_password: password, password: words[i]! })),
  );
  const taken = answers.findIndex(({ status }) => status === 303);
  // The one that is taken has signed the other out meanwhile.
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 403]);
  expect(await isOpen(await comesOnShift(home, "bela", words[taken]))).toBe(true);
  expect(held()).toEqual(["Luna"]);
});
