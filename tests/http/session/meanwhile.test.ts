import { beforeEach, expect, test } from "vitest";
import { hashPassword } from "#src/crypto/password.ts";
import { openMemory } from "#src/db/files.ts";
import { setPassword } from "#src/staff/password.ts";
import { fakeClock, type House, house, password } from "../../support/helpline.ts";
import { act, field, person, says } from "../../support/http.ts";
import { comesOnShift } from "../../support/keys.ts";
import { withApp } from "../../support/second.ts";

// A password takes a while to be looked at, and what outsiders try must not be taken for what its owner does.

let line: House;
let another: string;
beforeEach(async () => {
  line = await house({ clock: fakeClock(Date.now()), files: openMemory(Date.now()) });
  another ??= await hashPassword("five other words of hers");
});

/** Anna has another password, and whoever was signed in is so no more. */
const changes = () =>
  act(line, line.anna, (tx, emit) =>
    setPassword(tx, emit, { staffId: line.anna.id, passwordHash: another, but: null }),
  );

test("whoever has a password that is changed while it is looked at does not get in with it", async () => {
  const thief = person(line);
  const [answer] = await Promise.all([thief.post("/staff/sign-in", { name: "anna", password }), changes()]);
  expect(answer.text).toContain(says("session.sign_in.wrong"));
  expect(thief.cookies.size).toBe(0);
});

test("nor with a recovery code that is looked at meanwhile", async () => {
  const { codes } = await withApp(line, line.anna);
  const thief = person(line);
  const first = await thief.post("/staff/sign-in", { name: "anna", password });
  const code = { halfway: field(first.text, "halfway"), code: codes[0]! };
  const [answer] = await Promise.all([thief.post("/staff/sign-in/code", code), changes()]);
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
