import { beforeEach, expect, test } from "vitest";
import type { OpenTeam } from "#src/crypto/keys/team-keys.ts";
import type { Role } from "#src/events.ts";
import { setMember } from "#src/staff/accounts/member.ts";
import { hasRoleSince, mayBeOne } from "#src/staff/hands.ts";
import { giveTeamKey, rotateTeamKey } from "#src/staff/keys/team-key.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { type FakeClock, fakeClock, type House, house, member } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { ownKey } from "#tests/support/keys/addresses.ts";

// Whose hands an account came from. Aino is an admin; Béla and whoever has no maker came by the command line.

let clock: FakeClock;
let home: House;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
});

const db = () => home.helpline.db;
const one = (a: StaffMember, b: StaffMember) => mayBeOne(db())(a.id, b.id);
const invited = (by: StaffMember | null, name: string, roles: Role[]) =>
  member(home.helpline, name, `${name} Maes`, name, roles, "en", by?.id ?? null);
const becomes = (who: StaffMember, roles: Role[], by: StaffMember | null) =>
  act(home, by ?? home.aino, (tx, emit) =>
    setMember(tx, emit, { staffId: who.id, values: { roles }, ...(by && { by: by.id }) }),
  );
const gives = (by: StaffMember, to: StaffMember, open: OpenTeam) =>
  act(home, by, (tx, emit) => giveTeamKey(tx, emit, { staffId: to.id, by: by.id, open }));

test("of whom nobody knows who let them in, each is one; and whoever let another in may be that one", async () => {
  const [lark, wren] = [
    await invited(home.aino, "Lark", ["supervisor"]),
    await invited(home.aino, "Wren", ["supervisor"]),
  ];
  expect(one(home.bela, home.anna)).toBe(false);
  expect([one(home.aino, lark), one(lark, home.aino), one(lark, wren)]).toEqual([true, true, true]);
  expect(one(home.bela, lark)).toBe(false);
});

test("by however many steps, and though the one between has lost what they let others in with", async () => {
  const wren = await invited(home.aino, "Wren", ["admin"]);
  const lark = await invited(wren, "Lark", ["supervisor"]);
  expect(one(home.aino, lark)).toBe(true);
  // Wren is counsellor by themselves, and admin no more: no role of theirs says who let them in.
  await becomes(wren, ["admin", "counsellor"], wren);
  await becomes(wren, ["counsellor"], wren);
  expect(one(home.aino, lark)).toBe(true);
});

test("whoever was given a role by another may be them, and by the command line nobody", async () => {
  await becomes(home.anna, ["counsellor", "supervisor"], home.aino);
  expect(one(home.aino, home.anna)).toBe(true);
  await becomes(home.anna, ["counsellor"], home.aino);
  expect(one(home.aino, home.anna)).toBe(false);
  await becomes(home.anna, ["supervisor"], null);
  expect(one(home.aino, home.anna)).toBe(false);
});

test("the team key from other hands says that somebody is there; from their own, or those that let them in, it says nothing", async () => {
  const wren = await invited(home.aino, "Wren", ["supervisor"]);
  const lark = await invited(home.aino, "Lark", ["supervisor"]);
  await becomes(home.aino, ["admin", "supervisor"], home.aino);
  // Wren comes first and makes it.
  const { open } = await ownKey(home, wren);
  for (const who of [lark, home.aino]) await ownKey(home, who);
  expect(one(home.aino, wren)).toBe(true);
  await gives(wren, home.aino, open);
  await gives(home.aino, lark, open);
  expect([one(home.aino, lark), one(wren, lark)]).toEqual([true, true]);
  // Given twice, it is from whoever gave it first; and a new one changes nothing of that.
  await gives(wren, lark, open);
  expect(one(wren, lark)).toBe(true);
  const next = db().keyring.team.next();
  await act(home, wren, (tx, emit) => rotateTeamKey(tx, emit, { by: wren.id, open, next, sheets: [] }));
  expect(
    db()
      .keyring.team.holders()
      .find(({ staffId }) => staffId === lark.id)?.by,
  ).toBe(home.aino.id);
  // Taken with the role, and given again by Wren.
  await becomes(lark, ["counsellor"], home.aino);
  await becomes(lark, ["supervisor"], home.aino);
  await gives(wren, lark, new Map([...open, ...next]));
  expect([one(home.aino, lark), one(wren, lark)]).toEqual([false, false]);
});

test("a supervisor is one since it was given; of all times by nobody’s hands or with the key from others; never of before by their own", async () => {
  clock.pass(60_000);
  const lark = await invited(home.aino, "Lark", ["supervisor"]);
  expect(hasRoleSince(db(), home.bela.id, "supervisor")).toEqual({ at: 0, isOwn: false });
  expect(hasRoleSince(db(), lark.id, "supervisor")).toEqual({ at: clock.now(), isOwn: false });
  await becomes(home.aino, ["admin", "supervisor"], home.aino);
  const { open } = await ownKey(home, home.bela);
  for (const who of [lark, home.aino]) {
    await ownKey(home, who);
    await gives(home.bela, who, open);
  }
  expect(hasRoleSince(db(), lark.id, "supervisor")).toEqual({ at: 0, isOwn: false });
  expect(hasRoleSince(db(), home.aino.id, "supervisor")).toEqual({ at: clock.now(), isOwn: true });
});
