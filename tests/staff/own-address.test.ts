import { beforeEach, expect, test } from "vitest";
import { setMember } from "#src/staff/member.ts";
import { hasAddress, ownAddress, setOwnAddress } from "#src/staff/own-address.ts";
import { type House, house } from "../support/helpline.ts";
import { act } from "../support/http.ts";

let home: House;
beforeEach(async () => {
  home = await house();
});

const set = (address: string, digest = false) =>
  act(home, home.bela, (tx, emit) => setOwnAddress(tx, emit, { staffId: home.bela.id, address, digest }));
const now = () => ownAddress(home.helpline.db, home.bela.id);
const keys = () => {
  const row = home.files.keys.prepare(`SELECT count(*) AS n FROM wrap WHERE conversation_id = ?`).get(-home.bela.id);
  return (row as { n: number }).n;
};
/** Whether a text stands anywhere in the files. */
const isInFiles = (text: string) =>
  [home.files.data, home.files.keys].some((file) => file.serialize().includes(Buffer.from(text)));

test("an address is kept sealed, under a key of its own, and nothing else says it", async () => {
  await set(" luna@example.org ", true);
  expect(now()).toEqual({ address: "luna@example.org", digest: true });
  expect(keys()).toBe(1);
  expect(isInFiles("luna@example.org")).toBe(false);
  expect(JSON.stringify(home.heard)).not.toContain("luna@example");
  expect(home.heard).toEqual([{ type: "staff.address_set", staffId: home.bela.id, known: true }]);
  await set("luna@example.org", true);
  expect(home.heard).toHaveLength(1);
  await set("bela@example.org");
  expect(now()).toEqual({ address: "bela@example.org", digest: false });
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
  expect(ownAddress(locked.helpline.db, home.bela.id)).toEqual({ address: "", digest: false });
  const again = act(locked, locked.aino, (tx, emit) =>
    setOwnAddress(tx, emit, { staffId: locked.aino.id, address: "robin@example.org", digest: false }),
  );
  await expect(again).rejects.toMatchObject({ code: "locked" });
});
