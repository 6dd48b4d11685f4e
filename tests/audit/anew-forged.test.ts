import { beforeEach, expect, test } from "vitest";
import { type Chain, codeOf, type StoredEntry, sealOf, timed } from "#src/audit/codes.ts";
import { standsStill } from "#src/audit/noted.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { forgetOldAudit } from "#src/jobs/audit.ts";
import { rows } from "#tests/support/house/tables.ts";
import { looked } from "#tests/support/keys/audit.ts";
import { upgraded } from "#tests/support/keys/old-trail.ts";
import { type BeforeUpgrade, beforeUpgrade, entries, now } from "#tests/support/keys/upgrade.ts";

// A trail that was forged, before it is chained anew and after: it is found, and stays found.

const day = 24 * 3_600_000;

let { clock, old, asUpgraded, start, short } = {} as BeforeUpgrade;
beforeEach(async () => {
  ({ clock, old, asUpgraded, start, short } = await beforeUpgrade());
});

const trail = (files: OpenFiles) => rows<StoredEntry>(files, "audit");

const forgeries: [string, string, number[]][] = [
  ["an entry says something else", "UPDATE audit SET actor = 'staff:9' WHERE id = 12", [12]],
  ["an old time is another", "UPDATE audit SET exact_at = exact_at + 1 WHERE id = 12", [12]],
  ["a new time is another", "UPDATE audit SET exact_at = exact_at + 1 WHERE id = 38", [38]],
  ["an entry is missing", "DELETE FROM audit WHERE id = 12", [13]],
  [
    "two are swapped",
    "UPDATE audit SET id = -1 WHERE id = 12; UPDATE audit SET id = 12 WHERE id = 13; UPDATE audit SET id = 13 WHERE id = -1",
    [12],
  ],
  // What comes next is chained to what is missing.
  ["the end is cut off", "DELETE FROM audit WHERE id > 35", [41]],
  [
    "one is put in",
    "INSERT INTO audit (id, quarter, exact_at, actor, action, object) VALUES (2, 0, 1, 'staff:9', 'staff.signed_in', 'staff:9')",
    [2],
  ],
  ["what stands for what is gone is longer", "UPDATE audit_gone SET last_id = 5", [1]],
];

test.each(forgeries)("forged before the upgrade it is found by it, and stays found: %s", async (_, sql, at) => {
  old.files.data.exec(sql);
  const files = upgraded(old.files, now);
  const first = await start(files);
  const found = (await looked(first)).broken;
  // What was changed is left as it was found: neither secured nor shortened.
  if (sql.startsWith("UPDATE audit SET actor")) {
    expect(trail(files).find(({ id }) => id === 12)).toMatchObject({ commitment: null, exact_at: entries[11]!.at });
  }
  expect(found.map(({ fromId }) => fromId)).toEqual(expect.arrayContaining(at));
  clock.pass(29 * day);
  await forgetOldAudit(first.helpline);
  await first.helpline.trail.noteHead(first.helpline.db);
  const later = (await looked(await start(files))).broken;
  expect(later.map(({ fromId }) => fromId)).toEqual(expect.arrayContaining(at));
});

test.each([
  ["what an entry says", "UPDATE audit SET actor = 'staff:9' WHERE id = 12", 12],
  ["its quarter", "UPDATE audit SET quarter = quarter + 900000 WHERE id = 12", 12],
  [
    "the quarter of one whose exact time is told, and that with it",
    "UPDATE audit SET quarter = quarter + 900000, exact_at = exact_at + 900000 WHERE id = 38",
    38,
  ],
  [
    "an exact time within its quarter",
    "UPDATE audit SET exact_at = quarter + (exact_at + 1) % 900000 WHERE id = 38",
    38,
  ],
  [
    "a time put beside one that has lost it",
    "UPDATE audit SET exact_at = quarter + 5, salt = zeroblob(16) WHERE id = 12",
    12,
  ],
  [
    "an exact time alone taken away, which leaves what it could be found by",
    "UPDATE audit SET exact_at = NULL WHERE id = 38",
    38,
  ],
  ["the salt alone taken away", "UPDATE audit SET salt = NULL WHERE id = 38", 38],
  ["an old code that somebody may have kept", "UPDATE audit SET former_mac = zeroblob(32) WHERE id = 38", 38],
  ["the commitment", "UPDATE audit SET commitment = zeroblob(32) WHERE id = 12", 12],
  [
    "an entry as it was before",
    "UPDATE audit SET commitment = NULL, mac = coalesce(former_mac, mac) WHERE id = 38",
    38,
  ],
  ["the note of it", "UPDATE audit SET after = replace(after, '37', '36') WHERE id = 41", 41],
  [
    "the order",
    "UPDATE audit SET id = -1 WHERE id = 12; UPDATE audit SET id = 12 WHERE id = 13; UPDATE audit SET id = 13 WHERE id = -1",
    12,
  ],
  ["an entry less", "DELETE FROM audit WHERE id = 41", 42],
])(
  "forged after it, it is found while it runs and after a start, and never blessed by chaining anew: %s",
  async (_, sql, at) => {
    const files = asUpgraded();
    const first = await start(files);
    await first.helpline.db.change("porchlight", (_tx, emit) => emit({ type: "audit.exported" }));
    await first.helpline.trail.noteHead(first.helpline.db);
    files.data.exec(sql);
    expect((await looked(first)).broken.map(({ fromId }) => fromId)).toContain(at);
    clock.pass(29 * day);
    await forgetOldAudit(first.helpline);
    const again = await start(files);
    expect((await looked(again)).broken.map(({ fromId }) => fromId)).toContain(at);
  },
);

test("whoever has the master key as well cannot make an entry fit an old code that somebody kept: it would not follow the one before", async () => {
  const files = asUpgraded();
  const first = await start(files);
  await first.helpline.trail.noteHead(first.helpline.db);
  const key = first.helpline.db.keyring.trailKey()!;
  // Another has acted, by what stands there now, and the kept code is put beside it; everything behind it is chained anew.
  const all = files.data.prepare("SELECT * FROM audit ORDER BY id").all() as unknown as StoredEntry[];
  let before = all.find(({ id }) => id === 37)!.mac!;
  for (const row of all.filter(({ id }) => id >= 38)) {
    const forged = row.id === 38 ? { ...row, actor: "staff:9", ...timed(row.exact_at!, old.codes.get(38)!) } : row;
    const mac = codeOf(key, before, forged);
    files.data
      .prepare("UPDATE audit SET actor = ?, salt = ?, commitment = ?, former_mac = ?, mac = ? WHERE id = ?")
      .run(forged.actor, forged.salt, forged.commitment, forged.former_mac, mac, row.id);
    before = mac;
  }
  const [chain] = files.keys.prepare("SELECT * FROM audit_chain").all() as unknown as Chain[];
  const moved = { ...chain!, last_mac: before };
  files.keys.prepare("UPDATE audit_chain SET last_mac = ?, seal = ?").run(before, sealOf(key, moved));
  const again = await start(files);
  expect(standsStill(again.helpline.db, 38, short(38))).toBe("stands");
  expect((await looked(again)).broken.map(({ fromId }) => fromId)).toEqual([38]);
});
