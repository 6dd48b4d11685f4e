import { beforeAll, expect, test } from "vitest";
import { masterKey } from "#src/crypto/keys/master-key.ts";
import { openFile } from "#src/db/connection.ts";
import { type OpenFiles, openMemory } from "#src/db/files.ts";
import { forgetOldAudit } from "#src/jobs/audit.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { restarted } from "#tests/support/house/restart.ts";
import { rows } from "#tests/support/house/tables.ts";
import { looked } from "#tests/support/keys/audit.ts";
import { dayOrNight } from "#tests/support/run/night.ts";

// PROMISES.md S15: whoever can write to the data file, and has not the master key, can change nothing in the trail unseen.

const day = 24 * 3_600_000;
const master = masterKey(new Uint8Array(32).fill(7));
const times = dayOrNight(80, 1_000);
const kinds = ["edit", "delete", "swap", "truncate", "insert", "forge a gap", "blank", "put elsewhere"] as const;

let clock: FakeClock;
let home: House;
let copy: { data: Buffer; keys: Buffer };

/** A trail with a stretch that was kept long enough, and rows of many kinds before and after it. */
beforeAll(async () => {
  clock = fakeClock();
  const files = openMemory(clock.now());
  home = await house({ clock, files, master });
  await signIns(home, 10);
  clock.pass(400 * day);
  await forgetOldAudit(home.helpline);
  await signIns(home, 30);
  await home.helpline.trail.noteHead(home.helpline.db);
  copy = { data: files.data.serialize(), keys: files.keys.serialize() };
});

async function signIns(line: House, count: number) {
  for (let n = 0; n < count; n += 1) {
    clock.pass(60_000);
    const { id: staffId } = n % 2 === 0 ? line.anna : line.bela;
    await act(line, line.anna, (_tx, emit) => emit({ type: "staff.signed_in", staffId }));
  }
}

/** Numbers that are the same in every run. */
function dice(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return Math.abs(state ^ (state >>> 13)) % below;
  };
}

type Row = Record<string, unknown> & { id: number };

/** Changes the raw file. Returns what was done, for whoever reads of a failure. */
function tamper({ data }: OpenFiles, kind: (typeof kinds)[number], roll: (below: number) => number): string {
  const all = data.prepare("SELECT * FROM audit ORDER BY id").all() as Row[];
  const one = all[roll(all.length)]!;
  const columns = [
    ...(["quarter", "exact_at", "salt", "commitment", "former_mac"] as const),
    ...(["actor", "action", "object", "before", "after", "mac", "chained_at"] as const),
  ];
  const put = (row: Row) =>
    data
      .prepare(`INSERT INTO audit (id, ${columns.map((name) => `"${name}"`)}) VALUES (?, ${columns.map(() => "?")})`)
      .run(row.id, ...columns.map((name) => row[name]));
  const drop = (id: number) => data.prepare("DELETE FROM audit WHERE id = ?").run(id);
  if (kind === "edit") {
    const column = columns[roll(columns.length)]!;
    const values = {
      quarter: (one.quarter as number) + (1 + roll(9)) * 900_000,
      exact_at: (one.quarter as number) + roll(900_000),
      salt: Buffer.alloc(16, roll(256)),
      commitment: Buffer.alloc(32, roll(256)),
      former_mac: Buffer.alloc(32, roll(256)),
      chained_at: roll(9),
      mac: Buffer.alloc(32, roll(256)),
    };
    const value = column in values ? values[column as keyof typeof values] : `staff:${100 + roll(99)}`;
    data.prepare(`UPDATE audit SET "${column}" = ? WHERE id = ?`).run(value, one.id);
    return `${kind} ${column} of ${one.id}`;
  }
  if (kind === "delete") {
    drop(one.id);
    return `${kind} ${one.id}`;
  }
  if (kind === "swap") {
    const others = all.filter(
      ({ actor, object, at, id }) => id !== one.id && (actor !== one.actor || object !== one.object || at !== one.at),
    );
    const other = others[roll(others.length)]!;
    drop(one.id);
    drop(other.id);
    // What they say alone, or with their codes.
    const whole = roll(2) === 0;
    put({ ...other, id: one.id, ...(whole ? {} : { mac: one.mac }) });
    put({ ...one, id: other.id, ...(whole ? {} : { mac: other.mac }) });
    return `${kind} ${one.id} and ${other.id}`;
  }
  if (kind === "truncate") {
    for (const { id } of all.slice(-1 - roll(all.length))) drop(id);
    return `${kind} from ${one.id}`;
  }
  if (kind === "insert" || kind === "forge a gap") {
    const id = roll(3) === 0 ? all.at(-1)!.id + 1 + roll(3) : all[0]!.id + roll(all.at(-1)!.id);
    const from = all.find((row) => row.id >= id)?.id ?? 0;
    if (from === id) {
      // Room is made for it.
      for (const row of all.filter((row) => row.id >= id).reverse()) {
        data.prepare("UPDATE audit SET id = id + 1 WHERE id = ?").run(row.id);
      }
    }
    const mac = kind === "insert" ? [one.mac, Buffer.alloc(32, roll(256))][roll(2)] : null;
    put({ ...one, id, actor: "staff:77", mac });
    return `${kind} at ${id}`;
  }
  if (kind === "blank") {
    // As if there had been no key since, in the hope that it is all chained anew.
    data.prepare("UPDATE audit SET mac = NULL, actor = 'staff:77' WHERE id >= ?").run(one.id);
    return `${kind} since ${one.id}`;
  }
  const gone = data.prepare("SELECT first_id AS id FROM audit_gone").all() as { id: number }[];
  const [place] = gone;
  const change = ["last_id = last_id + 1", "mac = zeroblob(32)", "before_mac = zeroblob(32)", "seal = zeroblob(32)"];
  data.prepare(`UPDATE audit_gone SET ${change[roll(change.length)]} WHERE first_id = ?`).run(place!.id);
  return `${kind} ${place!.id}`;
}

test(`[ASVS 16.4.2] ${times} changes to the raw file, in ${kinds.length} ways: each is found, at the next look or after a start`, async () => {
  const missed: string[] = [];
  const done = new Map<string, number>();
  for (let n = 0; n < times; n += 1) {
    const files = { data: openFile(copy.data), keys: openFile(copy.keys) };
    const kind = kinds[n % kinds.length]!;
    const roll = dice(n + 1);
    // Half of them while the helpline runs, which then goes on writing; half while it does not.
    const runs = roll(2) === 0;
    const before = runs ? await restarted(home, files, master) : null;
    const what = tamper(files, kind, roll);
    if (before) await signIns(before, 1);
    const now = before ?? (await restarted(home, files, master));
    const { broken, late } = await looked(now);
    if (broken.length + late.length === 0) missed.push(`${what}, ${runs ? "running" : "stopped"}`);
    done.set(kind, (done.get(kind) ?? 0) + 1);
    now.helpline.db.close();
  }
  expect(missed).toEqual([]);
  expect([...done.values()].reduce((sum, one) => sum + one, 0)).toBe(times);
  expect([...done.keys()].sort()).toEqual([...kinds].sort());
}, 120_000);

test("the same copies, untouched, are never taken for changed: running on, stopped, and once more", async () => {
  for (let n = 0; n < dayOrNight(12, 20); n += 1) {
    const files = { data: openFile(copy.data), keys: openFile(copy.keys) };
    let now = await restarted(home, files, master);
    for (let start = 0; start < 3; start += 1) {
      await signIns(now, n % 4);
      if (n % 2 === 0) await now.helpline.trail.noteHead(now.helpline.db);
      if (n % 3 === 0) now = await restarted(home, files, master);
    }
    expect(await looked(now)).toMatchObject({ broken: [], late: [], unchecked: [], older: null });
  }
});

test("a place is told: the row that was changed, and no other", async () => {
  const files = { data: openFile(copy.data), keys: openFile(copy.keys) };
  const [row] = (files.data.prepare("SELECT id FROM audit ORDER BY id DESC LIMIT 5").all() as Row[]).slice(-1);
  files.data.prepare("UPDATE audit SET object = 'staff:99' WHERE id = ?").run(row!.id);
  expect((await looked(await restarted(home, files, master))).broken).toMatchObject([
    { fromId: row!.id, toId: row!.id },
  ]);
});

test("an end that was cut off stays told when the trail goes on, and an older copy of the data with it", async () => {
  const files = { data: openFile(copy.data), keys: openFile(copy.keys) };
  files.data.exec("DELETE FROM audit WHERE id > (SELECT max(id) - 3 FROM audit)");
  const first = await restarted(home, files, master);
  await signIns(first, 4);
  await first.helpline.trail.noteHead(first.helpline.db);
  const second = await restarted(home, files, master);
  await signIns(second, 2);
  expect((await looked(second)).broken).toHaveLength(1);
});

test("whoever writes the end into keys.db too has not the key to seal it", async () => {
  const files = { data: openFile(copy.data), keys: openFile(copy.keys) };
  files.data.exec("DELETE FROM audit WHERE id > (SELECT max(id) - 3 FROM audit)");
  const end = files.data.prepare("SELECT id, mac FROM audit ORDER BY id DESC LIMIT 1").get() as Row;
  files.keys.prepare("UPDATE audit_chain SET last_id = ?, last_mac = ?").run(end.id, end.mac);
  expect((await looked(await restarted(home, files, master))).broken).toHaveLength(1);
});

test("a damaged file that gives a row of before again, for ever, is told, and does not keep the check going", async () => {
  const now = await restarted(home, { data: openFile(copy.data), keys: openFile(copy.keys) }, master);
  const { db } = now.helpline;
  const first = { ...rows<Row>(now.files, "audit")[0]!, id: 0 };
  const damaged: typeof db = {
    ...db,
    look: (work) =>
      db.look((reader) => {
        const all: typeof reader.all = (query) => {
          const found = reader.all(query);
          const isPastTheEnd = found.length === 0 && query.compile().sql.includes('from "audit" ');
          return isPastTheEnd ? [first as (typeof found)[number]] : found;
        };
        return work({ ...reader, all });
      }),
  };
  const found = await looked({ ...now, helpline: { ...now.helpline, db: damaged } });
  expect(found.broken).toHaveLength(1);
});
