import { beforeEach, expect, test } from "vitest";
import { k, q } from "#src/db/schema.ts";
import { replayErasures } from "#src/retention/forget.ts";
import { setMember } from "#src/staff/accounts/member.ts";
import { ownPhone, phoneAfterwards, phoneGivenFor, setOwnPhone } from "#src/staff/accounts/own-phone.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { type House, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

let home: House;
beforeEach(async () => {
  home = await house();
});

const set = (phone: string, who: StaffMember = home.bela) =>
  act(home, who, (tx, emit) => setOwnPhone(tx, emit, { staffId: who.id, phone }));
const now = () => ownPhone(home.helpline.db, home.bela.id);
const keys = () => home.files.keys.prepare("SELECT count(*) FROM phone_wrap").pluck().get();

test("a number is kept sealed, under a key of its own, and nothing else says it", async () => {
  await set("  +32  470 12 34 56 ");
  expect([now(), keys()]).toEqual(["+32 470 12 34 56", 1]);
  for (const file of [home.files.data, home.files.keys]) expect(file.serialize().includes("470 12 34")).toBe(false);
  expect(home.heard).toEqual([{ type: "staff.phone_set", staffId: home.bela.id, known: true }]);
  await set("+32 470 12 34 56");
  expect(home.heard).toHaveLength(1);
  const trail = home.helpline.db.all(
    q.selectFrom("audit").select(["action", "after"]).where("action", "like", "staff.phone%"),
  );
  expect(trail).toEqual([{ action: "staff.phone_set", after: "known" }]);
  await set("");
  expect([now(), keys()]).toEqual([null, 0]);
});

test("what is no number is refused at its field, and what was there stays; whoever answers can give one", async () => {
  await set("0470/12.34.56");
  for (const wrong of ["ring me", "12", "+", "+32 470 12 34 56 78 90 12", "0470 <b>12</b>", `0${" 1".repeat(15)}`]) {
    await expect(set(wrong)).rejects.toMatchObject({ code: "bad_input", field: "phone" });
  }
  expect(now()).toBe("0470/12.34.56");
  await set("0470 00 00 22", home.anna);
  expect(ownPhone(home.helpline.db, home.anna.id)).toBe("0470 00 00 22");
  // It stays through a change of anything else.
  await act(home, home.aino, (tx, emit) => setMember(tx, emit, { staffId: home.anna.id, values: { alias: "Merel" } }));
  expect(ownPhone(home.helpline.db, home.anna.id)).toBe("0470 00 00 22");
});

test("a number of before was given for when they are on call, and nobody phones it after an emergency until it is given again", async () => {
  const { db } = home.helpline;
  await set("0470 12 34 56");
  expect([phoneAfterwards(db, home.bela.id), phoneGivenFor(db, home.bela.id)]).toEqual(["0470 12 34 56", "all"]);
  await db.change("command line", (tx) => tx.run(q.updateTable("staff_phone").set({ afterwards: 0 })));
  expect([now(), phoneAfterwards(db, home.bela.id), phoneGivenFor(db, home.bela.id)]).toEqual([
    ...["0470 12 34 56", null, "on_call"],
  ]);
  await set("0470 12 34 56");
  expect(phoneAfterwards(db, home.bela.id)).toBe("0470 12 34 56");
});

test("whoever leaves, or is never on call any more, takes it along, with its key", async () => {
  const values = [{ closed: true }, { roles: ["counsellor" as const] }];
  for (const one of values) {
    await set("0470 12 34 56");
    await act(home, home.aino, (tx, emit) => setMember(tx, emit, { staffId: home.bela.id, values: one }));
    expect([now(), keys()]).toEqual([null, 0]);
    await act(home, home.aino, (tx, emit) =>
      setMember(tx, emit, { staffId: home.bela.id, values: { closed: false, roles: ["counsellor", "supervisor"] } }),
    );
    expect(now()).toBeNull();
  }
});

test("of whoever has left a key that comes back with an older keys.db goes again", async () => {
  await set("0470 12 34 56");
  const wrap = home.files.keys.prepare("SELECT * FROM phone_wrap").get() as never;
  await act(home, home.aino, (tx, emit) => setMember(tx, emit, { staffId: home.bela.id, values: { closed: true } }));
  await home.helpline.db.change("porchlight", (tx) => tx.keys.run(k.insertInto("phone_wrap").values(wrap)));
  await home.helpline.db.change("porchlight", replayErasures);
  expect(keys()).toBe(0);
});
