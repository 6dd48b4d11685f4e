import { beforeEach, describe, expect, test } from "vitest";
import { standsStill } from "#src/audit/noted.ts";
import { masterKey } from "#src/crypto/keys/master-key.ts";
import { openFile } from "#src/db/connection.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { translate } from "#src/i18n/i18n.ts";
import { forgetOldAudit } from "#src/jobs/audit.ts";
import { trailWords } from "#src/staff/sign-in/trail-mail.ts";
import { rows } from "#tests/support/house/tables.ts";
import { looked } from "#tests/support/keys/audit.ts";
import { oldTrail, upgraded } from "#tests/support/keys/old-trail.ts";
import { type BeforeUpgrade, beforeUpgrade, entries, master, now } from "#tests/support/keys/upgrade.ts";

// A trail of before is chained anew over quarters of the hour, once.

const day = 24 * 3_600_000;
const quarter = 15 * 60_000;

let { clock, asUpgraded, start, short } = {} as BeforeUpgrade;
beforeEach(async () => {
  ({ clock, asUpgraded, start, short } = await beforeUpgrade());
});

interface Row {
  id: number;
  quarter: number;
  exact_at: number | null;
  salt: Buffer | null;
  commitment: Buffer | null;
  former_mac: Buffer | null;
  mac: Buffer;
  action: string;
  before: string;
  after: string;
}
const trail = (files: OpenFiles) => rows<Row>(files, "audit");
const copyOf = (file: OpenFiles["data"]) => openFile(file.serialize());
const sound = { broken: [], unchecked: [], late: [], older: null };

describe("the upgrade", () => {
  test("chains every entry anew, takes exact times that are old enough, and notes in the chain how it ended before and since", async () => {
    const files = asUpgraded();
    const first = await start(files);
    const found = await looked(first);
    expect(found).toMatchObject({ ...sound, anew: { before: { id: 40, code: short(40) }, rows: 37 } });
    const all = trail(files);
    for (const [index, row] of all.filter(({ id }) => id <= 40).entries()) {
      const { at } = entries[index + 3]!;
      expect(row.quarter).toBe(at - (at % quarter));
      const isTold = at > now - 28 * day;
      expect([row.exact_at, row.salt === null, row.commitment?.length]).toEqual([isTold ? at : null, !isTold, 32]);
    }
    const note = all.find(({ id }) => id === 41)!;
    expect(note).toMatchObject({ action: "audit.chained_anew" });
    expect(JSON.parse(note.before)).toEqual({ id: 40, code: short(40) });
    const after = {
      id: 40,
      code: all
        .find(({ id }) => id === 40)!
        .mac.toString("hex")
        .slice(0, 32),
    };
    expect(JSON.parse(note.after)).toEqual({ rows: 37, after, broken: [], unchecked: [] });
    // What was held until when would tell when it was held.
    for (const row of all.filter(({ action }) => action === "hold.set"))
      expect(JSON.parse(row.after).until % quarter).toBe(0);
    // The next mail that goes elsewhere is a witness to all of it.
    const mail = trailWords(translate("en"), await looked(first), null)!;
    expect(mail.text).toContain((await looked(first)).head!.code);
  });

  test("is done once: a second start leaves every entry as it is", async () => {
    const files = asUpgraded();
    await (await start(files)).helpline.db.change("porchlight", () => {});
    const before = trail(files);
    const again = await start(files);
    expect(trail(files).slice(0, before.length)).toEqual(before);
    expect(await looked(again)).toMatchObject(sound);
  });

  test("codes that were kept elsewhere before can be compared as long as the exact time is told, and that of the end for good", async () => {
    const files = asUpgraded();
    const { helpline } = await start(files);
    const stands = (id: number, code = short(id)) => standsStill(helpline.db, id, code);
    const recent = entries.findIndex(({ at, action }) => at > now - 28 * day && action !== "hold.set") + 1;
    expect([stands(recent), stands(recent, "0".repeat(32)), stands(39), stands(40)]).toEqual([
      "stands",
      "other",
      "stands",
      "stands",
    ]);
    expect([stands(10), stands(2), stands(3), stands(99, short(40))]).toEqual(["anew", "gone", "gone", "other"]);
    expect(stands(40, "0".repeat(32))).toBe("other");
    clock.pass(29 * day);
    await forgetOldAudit(helpline);
    expect([stands(recent), stands(39), stands(40), stands(40, "0".repeat(32))]).toEqual([
      "anew",
      "anew",
      "stands",
      "other",
    ]);
    expect(await looked(await start(files))).toMatchObject(sound);
  });

  test("without the master key nothing is chained anew and no exact time goes; when it is back all is done", async () => {
    const files = asUpgraded();
    const locked = await start(files, null);
    clock.pass(60 * day);
    await forgetOldAudit(locked.helpline);
    expect(trail(files).every(({ id, exact_at }) => id > 40 || exact_at !== null)).toBe(true);
    const back = await start(files);
    expect(await looked(back)).toMatchObject({
      broken: [],
      unchecked: [],
      anew: { before: { code: expect.any(String) } },
    });
    expect(trail(files).filter(({ exact_at, quarter: told }) => exact_at !== null && told <= now)).toEqual([]);
  });

  test("what another master key had chained is chained on, and stays named as what could not be looked at", async () => {
    const other = masterKey(new Uint8Array(32).fill(9));
    const foreign = oldTrail(other, entries);
    foreign.files.keys.prepare("UPDATE master_key SET retired_at = 1").run();
    foreign.files.keys
      .prepare("INSERT INTO master_key (fingerprint, created_at) VALUES (?, 2)")
      .run(master.fingerprint);
    const files = upgraded(foreign.files, now);
    const first = await start(files);
    expect(await looked(first)).toMatchObject({ broken: [], unchecked: [{ fromId: 1, toId: 40 }] });
    expect(await looked(await start(files))).toMatchObject({ broken: [], unchecked: [{ fromId: 1, toId: 40 }] });
  });
});

describe("a process that dies, or an older copy", () => {
  test("keys.db told of it and the data file not: the next start does it again, and nobody is accused", async () => {
    const files = asUpgraded();
    const before = copyOf(files.data);
    await start(files);
    // Killed between the two commits: the keys go first.
    const again = { data: before, keys: copyOf(files.keys) };
    expect(await looked(await start(again))).toMatchObject({ ...sound, anew: { before: { id: 40, code: short(40) } } });
    expect(await looked(await start(again))).toMatchObject(sound);
  });

  test("data of before the upgrade put back later: only the end that is missing is told, and all that stands there is sound", async () => {
    const files = asUpgraded();
    const before = copyOf(files.data);
    const first = await start(files);
    await first.helpline.trail.noteHead(first.helpline.db);
    const again = { data: before, keys: copyOf(files.keys) };
    const { broken, unchecked } = await looked(await start(again));
    expect(unchecked).toEqual([]);
    // The note of it is chained to what is missing.
    expect(broken).toHaveLength(1);
    expect(broken[0]!.fromId).toBeGreaterThan(40);
  });
});
