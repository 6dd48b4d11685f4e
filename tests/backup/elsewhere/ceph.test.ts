import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fetchNewest } from "#src/backup/elsewhere/fetching.ts";
import { openStore } from "#src/backup/elsewhere/store.ts";
import { type StoreVisit, visit } from "#src/backup/elsewhere/visit.ts";
import { nameOfCopy } from "#src/backup/kept.ts";
import { folderHere } from "#tests/backup/copies.ts";
import { layCopy } from "#tests/support/keys/copies.ts";
import { ceph, hasCeph, realNow } from "./ceph.ts";

const hour = 3_600_000;
const day = 24 * hour;
const at = Date.UTC(2026, 10, 24, 18);
const names = ["data.age", "keys.age", "opened.json"].map((end) => `${nameOfCopy(at)}.${end}`);

test.skipIf(!hasCeph)("R7: a real store: there, back as it was, gone in time, and what is wrong is told", async () => {
  const store = await ceph();
  await store.bucket("copies");
  await store.bucket("versions", true);
  const folder = folderHere();
  layCopy(folder, at);
  writeFileSync(join(folder, names[0]!), Buffer.alloc(30_000_000, "sealed "));
  const wanted = names.map((name) => ({ name, sha256: null }));
  const go = (bucket: string, more: Partial<StoreVisit> = {}, aheadMs = 0) =>
    visit(
      { setting: store.setting(bucket), folder, wanted, known: {}, keys: null, at, ...more },
      { now: () => realNow() + aheadMs },
    );

  const done = await go("copies");
  expect(done).toMatchObject({ keys: "go", left: [], failed: null });
  expect(Object.keys(done.there)).toEqual(names);
  const back = folderHere();
  expect(await fetchNewest(openStore(store.setting("copies"), { now: realNow }), back, { now: at })).toBe(null);
  for (const name of names) expect(readFileSync(join(back, name)).equals(readFileSync(join(folder, name)))).toBe(true);
  const later = await go("copies", { known: done.there, wanted: [], at: at + 8 * day });
  expect(Object.keys(later.there)).toEqual([names[0], names[2]]);

  const versioned = await go("versions");
  expect(versioned).toMatchObject({ keys: "kept", failed: null });
  expect(Object.keys(versioned.there)).toEqual([names[0], names[2]]);

  expect((await go("nothing")).failed).toEqual({ why: "no_bucket", detail: "" });
  expect((await go("copies", {}, 2 * hour)).failed).toEqual({ why: "clock", detail: "120" });
  const keyFile = join(folder, "key");
  writeFileSync(keyFile, "AKHELPLINE:wrong");
  expect((await go("copies", { setting: { ...store.setting("copies"), keyFile } })).failed?.why).toBe("wrong_key");
});
