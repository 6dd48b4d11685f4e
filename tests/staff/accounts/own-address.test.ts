import { beforeEach, expect, test } from "vitest";
import { k } from "#src/db/schema.ts";
import { replayErasures } from "#src/retention/forget.ts";
import { setMember } from "#src/staff/accounts/member.ts";
import { hasAddress, ownAddress, setOwnAddress } from "#src/staff/accounts/own-address.ts";
import { type House, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

let home: House;
beforeEach(async () => {
  home = await house();
});

const set = (address: string, digest = false) =>
  act(home, home.bela, (tx, emit) => setOwnAddress(tx, emit, { staffId: home.bela.id, address, digest, trail: false }));
const now = () => ownAddress(home.helpline.db, home.bela.id);
const keys = () => {
  return home.files.keys.prepare("SELECT count(*) FROM staff_wrap WHERE staff_id = ?").pluck().get(home.bela.id);
};
/** Whether a text stands anywhere in the files. */
const isInFiles = (text: string) =>
  [home.files.data, home.files.keys].some((file) => file.serialize().includes(Buffer.from(text)));

test("an address is kept sealed, under a key of its own, and nothing else says it", async () => {
  await set(" luna@example.org ", true);
  expect(now()).toEqual({ address: "luna@example.org", digest: true, trail: false });
  expect(keys()).toBe(1);
  expect(isInFiles("luna@example.org")).toBe(false);
  expect(JSON.stringify(home.heard)).not.toContain("luna@example");
  expect(home.heard).toEqual([{ type: "staff.address_set", staffId: home.bela.id, known: true }]);
  await set("luna@example.org", true);
  expect(home.heard).toHaveLength(1);
  await set("bela@example.org");
  expect(now()).toEqual({ address: "bela@example.org", digest: false, trail: false });
});

test("taken away, it is gone with its key", async () => {
  await set("luna@example.org");
  await set("");
  expect([now(), hasAddress(home.helpline.db, home.bela.id), keys()]).toEqual([null, false, 0]);
  await set("luna@example.org");
  expect(now()?.address).toBe("luna@example.org");
});

test("whoever leaves takes it along: reopened, the account has none", async () => {
  await set("luna@example.org");
  const closed = (value: boolean) =>
    act(home, home.aino, (tx, emit) => setMember(tx, emit, { staffId: home.bela.id, values: { closed: value } }));
  await closed(true);
  expect([now(), keys()]).toEqual([null, 0]);
  await closed(false);
  expect(now()).toBe(null);
});

test("of whoever has left a key that comes back with an older keys.db goes again", async () => {
  await set("luna@example.org");
  const wrap = home.files.keys.prepare("SELECT * FROM staff_wrap").get() as never;
  await act(home, home.aino, (tx, emit) => setMember(tx, emit, { staffId: home.bela.id, values: { closed: true } }));
  await home.helpline.db.change("porchlight", (tx) => tx.keys.run(k.insertInto("staff_wrap").values(wrap)));
  expect(keys()).toBe(1);
  await home.helpline.db.change("porchlight", replayErasures);
  expect(keys()).toBe(0);
});

test("after a new master key, or with an older keys.db, an address can be given again", async () => {
  await set("luna@example.org");
  home.files.keys.exec("DELETE FROM staff_wrap");
  expect(now()).toEqual({ address: "", digest: false, trail: false });
  await set("bela@example.org");
  expect(now()?.address).toBe("bela@example.org");
});

test("what is no single address is refused at its field, and what was there stays", async () => {
  await set("luna@example.org");
  for (const wrong of [
    "luna",
    "a@b.example, c@d.example",
    "a@b.example\r\nBcc: x@y.example",
    `${"x".repeat(300)}@b.example`,
  ]) {
    await expect(set(wrong)).rejects.toMatchObject({ field: "address" });
  }
  expect(now()?.address).toBe("luna@example.org");
});

test("without the master key none can be given, and the ones that are there cannot be read", async () => {
  await set("luna@example.org");
  const locked = await house({ files: home.files, master: null });
  expect(ownAddress(locked.helpline.db, home.bela.id)).toEqual({ address: "", digest: false, trail: false });
  const again = act(locked, locked.aino, (tx, emit) =>
    setOwnAddress(tx, emit, { staffId: locked.aino.id, address: "robin@example.org", digest: false, trail: false }),
  );
  await expect(again).rejects.toMatchObject({ code: "locked" });
});
