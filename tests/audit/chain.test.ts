import { beforeEach, expect, test } from "vitest";
import { forgetOldEntries, hasOldEntries } from "#src/audit/keeping.ts";
import { acceptMasterKey } from "#src/crypto/keys/keyring.ts";
import { masterKey } from "#src/crypto/keys/master-key.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { HelplineError } from "#src/errors.ts";
import { forgetOldAudit } from "#src/jobs/audit.ts";
import { setSetting } from "#src/settings/settings.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { restarted } from "#tests/support/house/restart.ts";
import { rows } from "#tests/support/house/tables.ts";
import { looked } from "#tests/support/keys/audit.ts";

const day = 24 * 3_600_000;
const key = masterKey(new Uint8Array(32).fill(7));
const otherKey = masterKey(new Uint8Array(32).fill(9));

let clock: FakeClock;
let files: OpenFiles;
let home: House;

beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  files = home.files;
});

/** Anna comes and goes, `times` rows of it. */
async function comeAndGo(line: House, times: number) {
  for (let n = 0; n < times; n += 1) {
    clock.pass(60_000);
    await act(line, line.anna, (_tx, emit) => emit({ type: "staff.signed_in", staffId: line.anna.id }));
  }
}

/** The same data once more, started with a master key or without. */
const again = (master: Parameters<typeof restarted>[2]) => restarted(home, files, master);

const sound = { broken: [], unchecked: [], late: [], older: null };

test("a trail that nobody touched is whole, over starts too, and what was undone leaves no hole", async () => {
  await comeAndGo(home, 5);
  const failing = act(home, home.anna, (_tx, emit) => {
    emit({ type: "staff.signed_out", staffId: home.anna.id });
    throw new HelplineError("not_allowed");
  });
  await expect(failing).rejects.toThrow();
  await Promise.all([comeAndGo(home, 2), failing.catch(() => {}), comeAndGo(home, 2)]);
  expect(await looked(home)).toMatchObject({ ...sound, rows: rows(files, "audit").length });
  // Once with the end told to keys.db, once as after a cut.
  await home.helpline.trail.noteHead(home.helpline.db);
  const second = await again(key);
  await comeAndGo(second, 3);
  const third = await again(key);
  await comeAndGo(third, 1);
  expect(await looked(third)).toMatchObject(sound);
});

test("a whole turn that the disk refused leaves no hole", async () => {
  files.data.exec(
    "CREATE TRIGGER no_staff BEFORE INSERT ON audit WHEN new.action = 'staff.signed_out' BEGIN SELECT RAISE(ROLLBACK, 'no'); END",
  );
  const out = () => act(home, home.anna, (_tx, emit) => emit({ type: "staff.signed_out", staffId: home.anna.id }));
  await Promise.allSettled([out(), comeAndGo(home, 1)]);
  // Also an entry that was kept before the one that was refused.
  await Promise.allSettled([comeAndGo(home, 1), out()]);
  await comeAndGo(home, 3);
  expect(await looked(home)).toMatchObject(sound);
});

test("what was written without the master key is chained on when it is back, and that is told", async () => {
  await comeAndGo(home, 2);
  const locked = await again(null);
  const first = rows(files, "audit").length + 1;
  await comeAndGo(locked, 3);
  expect(rows<{ mac: Uint8Array | null }>(files, "audit").at(-1)!.mac).toBeNull();
  expect(await looked(locked)).toMatchObject({ head: null, unchecked: [{ fromId: 1 }] });
  clock.pass(day);
  const back = await again(key);
  await comeAndGo(back, 2);
  const found = await looked(back);
  expect(found).toMatchObject({
    ...sound,
    late: [{ fromId: first, toId: first + 2, chainedAt: clock.now() - 2 * 60_000 }],
  });
  // A second time nothing is chained on anew.
  expect((await looked(await again(key))).late).toEqual(found.late);
});

test("a new master key goes on where the old one stopped; what the old one chained cannot be looked at until it is back", async () => {
  await comeAndGo(home, 3);
  const last = rows(files, "audit").length;
  const locked = await again(otherKey);
  await comeAndGo(locked, 1);
  await locked.helpline.db.change("command line", (tx) => acceptMasterKey(tx.keys, otherKey, tx.at));
  const anew = await again(otherKey);
  await comeAndGo(anew, 2);
  await anew.helpline.trail.noteHead(anew.helpline.db);
  const found = await looked(anew);
  expect(found).toMatchObject({ broken: [], unchecked: [{ fromId: 1, toId: last }], late: [{ fromId: last + 1 }] });
  const back = await again(key);
  await comeAndGo(back, 2);
  expect(await looked(back)).toMatchObject({ broken: [], unchecked: [{ fromId: last + 1 }], late: [] });
  // Cut off at the seam, where only what keys.db tells of the old part can show it.
  files.data.exec(`DELETE FROM audit WHERE id = ${last}`);
  expect((await looked(back)).broken).not.toEqual([]);
});

test("what was there before the chain is chained at the first start, and named", async () => {
  files.data.exec("UPDATE audit SET mac = NULL, chained_at = NULL");
  files.keys.exec("DELETE FROM audit_chain");
  const before = rows(files, "audit").length;
  const first = await again(key);
  await comeAndGo(first, 2);
  expect(await looked(first)).toMatchObject({ ...sound, older: { fromId: 1, toId: before } });
});

test("what is kept long enough goes, the history of what is set stays, and the chain still holds", async () => {
  await comeAndGo(home, 4);
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "ageTo", value: 30 }));
  await comeAndGo(home, 4);
  clock.pass(200 * day);
  await comeAndGo(home, 3);
  clock.pass(164 * day);
  expect(hasOldEntries(home.helpline.db, clock.now())).toBe(false);
  clock.pass(day);
  await forgetOldAudit(home.helpline);
  const left = rows<{ action: string }>(files, "audit").map(({ action }) => action);
  expect(left.filter((action) => action === "staff.signed_in")).toHaveLength(3);
  expect(left.filter((action) => action === "settings.changed").length).toBeGreaterThan(0);
  expect(left).not.toContain("staff.joined");
  expect(await looked(home)).toMatchObject(sound);
  expect(await looked(await again(key))).toMatchObject(sound);
  // All of it goes, and it begins nowhere anew.
  clock.pass(400 * day);
  await forgetOldAudit(home.helpline);
  await comeAndGo(home, 1);
  expect(await looked(await again(key))).toMatchObject(sound);
});

test("without the master key nothing is deleted, and what was changed by hand stays to be looked at", async () => {
  await comeAndGo(home, 5);
  const [changed] = rows<{ id: number }>(files, "audit").slice(-3);
  files.data.exec(`UPDATE audit SET actor = 'staff:99' WHERE id = ${changed!.id}`);
  clock.pass(400 * day);
  const locked = await again(null);
  await forgetOldAudit(locked.helpline);
  expect(await locked.helpline.db.change("porchlight", (tx) => forgetOldEntries(tx, 0))).toBeNull();
  expect(rows(files, "audit").length).toBeGreaterThan(5);
  const back = await again(key);
  await forgetOldAudit(back.helpline);
  expect(rows<{ actor: string }>(files, "audit").map(({ actor }) => actor)).toContain("staff:99");
  expect((await looked(back)).broken).toMatchObject([{ fromId: changed!.id, toId: changed!.id }]);
});

test("rows deleted while it is looked through accuse nobody", async () => {
  for (let n = 0; n < 3; n += 1)
    await act(home, home.anna, (_tx, emit) => {
      for (let m = 0; m < 300; m += 1) emit({ type: "staff.signed_in", staffId: home.anna.id });
    });
  clock.pass(366 * day);
  await comeAndGo(home, 2);
  let pieces = 0;
  const found = await looked(home, async () => {
    pieces += 1;
    // A piece less, a few more, and the end comes on.
    if (pieces === 2) await home.helpline.db.change("porchlight", (tx) => forgetOldEntries(tx, 0));
    if (pieces < 5) await comeAndGo(home, 1);
  });
  expect(found.broken).toEqual([]);
  expect(pieces).toBeGreaterThan(2);
});
