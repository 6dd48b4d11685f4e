import { beforeEach, expect, test } from "vitest";
import { hashPassword } from "#src/crypto/password.ts";
import { q } from "#src/db/schema.ts";
import type { Role } from "#src/events.ts";
import { account, setMember } from "#src/staff/accounts/member.ts";
import { setPassword } from "#src/staff/sign-in/password.ts";
import { endSessionsOf } from "#src/staff/sign-in/session.ts";
import { type FakeClock, fakeClock, type House, house, member, password } from "#tests/support/house/helpline.ts";
import { act, field, person, says, staff } from "#tests/support/house/http.ts";
import { comesOnShift } from "#tests/support/keys/keys.ts";
import { withApp } from "#tests/support/keys/second.ts";
import { whileHashing } from "#tests/support/run/argon2-work.ts";

// A password takes a while to be looked at, and what outsiders try must not be taken for what its owner does.

let line: House;
let clock: FakeClock;
let another: string;
beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  another ??= await hashPassword("five other words of hers");
});

/** Anna has another password, and whoever was signed in is so no more. */
const changes = () =>
  act(line, line.anna, (tx, emit) =>
    setPassword(tx, emit, { staffId: line.anna.id, passwordHash: another, but: null }),
  );

test("whoever has a password that is changed while it is looked at does not get in with it", async () => {
  const thief = person(line);
  const answer = await whileHashing(() => thief.post("/staff/sign-in", { name: "anna", password }), changes);
  expect(answer.text).toContain(says("session.sign_in.wrong"));
  expect(thief.cookies.size).toBe(0);
});

test("nor with a recovery code that is looked at meanwhile", async () => {
  const { codes } = await withApp(line, line.anna);
  const thief = person(line);
  const first = await thief.post("/staff/sign-in", { name: "anna", password });
  const code = { halfway: field(first.text, "halfway"), code: codes[0]! };
  const answer = await whileHashing(() => thief.post("/staff/sign-in/code", code), changes);
  expect(answer.to).toBe("/staff/sign-in?why=slow");
  expect(thief.cookies.size).toBe(0);
});

test("[ASVS 6.1.1] outsiders who guess at an account keep its owner from nothing inside", async () => {
  const before = await comesOnShift(line, "bela");
  const again = await house({ clock: line.helpline.clock, files: line.files });
  const [bela, outside] = [person(again), person(again)];
  for (const [name, value] of before.cookies) bela.cookies.set(name, value);
  for (let n = 0; n < 10; n += 1) {
    for (const name of ["bela", `sheet:${line.bela.id}`])
      await outside.post("/staff/sign-in", { name, password: "wrong" });
  }
  expect((await bela.post("/admin/keys/use", { secret: "no sheet of ours" })).status).not.toBe(429);
  expect((await bela.post("/admin/keys/open", { password })).to).toBe("/admin/keys?done=opened");
}, 60_000);

test("whoever is signed out while their password is looked at chooses no new one for its owner", async () => {
  const thief = await staff(line, line.anna);
  const wish = { old_password: password, password: "six words that the thief likes" };
  const answer = await whileHashing(() => thief.post("/staff/me/password", wish), changes);
  expect(answer.status).toBe(403);
  const hash = () =>
    line.helpline.db.first(q.selectFrom("staff").select("password_hash").where("id", "=", line.anna.id));
  expect(hash()?.password_hash).toBe(another);
});

test("nor does anything grave, nor whoever has the roles no more that it takes", async () => {
  const thief = await staff(line, line.aino);
  clock.pass(11 * 60_000);
  const gives = () =>
    thief.post(`/admin/staff/${line.anna.id}`, [
      ["based_on", "0"],
      ["roles", "admin"],
      ["confirm_password", password],
    ]);
  const rolesOf = (id: number) => account(line.helpline.db, id)!.values.roles;
  const second = await member(line.helpline, "dora", "Dora Kiss", "Heron", ["admin"]);
  const becomes = (role: Role) =>
    act(line, second, (tx, emit) => setMember(tx, emit, { staffId: line.aino.id, values: { roles: [role] } }));
  const late = await whileHashing(gives, () => becomes("counsellor"));
  expect(late.status).toBe(403);
  expect(rolesOf(line.anna.id)).toEqual(["counsellor"]);
  await becomes("admin");
  const gone = await whileHashing(gives, () => act(line, second, (tx) => endSessionsOf(tx, line.aino.id)));
  expect(gone.status).toBe(403);
  expect(rolesOf(line.anna.id)).toEqual(["counsellor"]);
});
