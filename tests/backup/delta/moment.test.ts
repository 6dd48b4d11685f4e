import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openReadOnly } from "#src/db/connection.ts";
import { forget } from "#src/retention/forget.ts";
import { bytesIn, type Copied, onDisk } from "#tests/backup/copies.ts";
import { annaSays, comesIn, talking, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { ends, goingElsewhere, losesData, restores, saidIn } from "./deltas.ts";

// Both files as they stand at one moment, for another process, while everyone goes on.

const files = ["porchlight.db", "keys.db"] as const;

async function helpline(): Promise<Copied> {
  const home = await onDisk();
  onTestFinished(() => home.helpline.db.close());
  await open(home);
  return home;
}

/** Begins to read both files, as another process does. */
function reader({ config }: Copied) {
  const connections = files.map((file) => openReadOnly(join(config.dataDir, file)));
  onTestFinished(() => {
    for (const one of connections) one.close();
  });
  return {
    begin: () => {
      for (const one of connections) {
        one.exec("BEGIN");
        one.prepare("SELECT count(*) FROM sqlite_schema").get();
      }
    },
    seen: () => connections.map((one) => hashOf(one.serialize())),
    end: () => {
      for (const one of connections) one.exec("COMMIT");
    },
  };
}

const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
/** Of the files themselves, without their logs. */
const onTheDisk = ({ config }: Copied) => files.map((file) => hashOf(readFileSync(join(config.dataDir, file))));

/** Whether bytes are in a file or in its log. */
function isIn({ config }: Copied, bytes: Uint8Array): boolean {
  return ["keys.db", "keys.db-wal"].some((name) => {
    const file = join(config.dataDir, name);
    return existsSync(file) && readFileSync(file).includes(bytes);
  });
}

/** The sealed key of a chat. */
const wrapOf = ({ files: { keys } }: Copied, id: number) =>
  keys.prepare("SELECT bytes FROM wrap WHERE conversation_id = ?").pluck().get(id) as Buffer;

test("R7: while someone reads that moment, the files are what they were, whatever is written, erased and emptied", async () => {
  const home = await helpline();
  const { db } = home.helpline;
  const id = await talking(home);
  const other = reader(home);
  await db.share(async () => other.begin());
  const [seen, then] = [other.seen(), onTheDisk(home)];
  expect(then).toEqual(seen);
  // More than SQLite leaves in a log by itself.
  for (let n = 0; n < 400; n += 1) {
    await youthSays(home, id, `Noor, ${n}`);
    if (n % 20 === 0) await comesIn(home);
    if (n % 50 === 0) db.emptyLogs();
    if (n % 100 === 0) for (const file of [home.files.data, home.files.keys]) file.pragma("wal_checkpoint(PASSIVE)");
  }
  home.files.data.exec("VACUUM");
  expect([onTheDisk(home), other.seen()]).toEqual([then, seen]);
  other.end();
  for (const file of [home.files.data, home.files.keys]) file.pragma("wal_checkpoint(TRUNCATE)");
  expect(onTheDisk(home).every((hash, n) => hash !== then[n])).toBe(true);
});

test("R7: nothing is stored until the other has begun; what was asked for meanwhile comes then, also if it cannot begin", async () => {
  const home = await helpline();
  const { db } = home.helpline;
  const id = await talking(home);
  const stored: string[] = [];
  const asks = async (text: string) => {
    await annaSays(home, id, text);
    stored.push(text);
  };
  const other = reader(home);
  const held = await db.share(async ({ id: last }) => {
    expect(last).toBe(home.files.data.prepare("SELECT max(id) FROM audit").pluck().get());
    asks("first");
    for (let turn = 0; turn < 5; turn += 1) await new Promise((next) => setImmediate(next));
    expect(stored).toEqual([]);
    other.begin();
  });
  expect(held).toBeGreaterThanOrEqual(0);
  await expect.poll(() => stored).toEqual(["first"]);
  // It still reads, so that another moment cannot be shared now.
  await expect(db.share(async () => expect.unreachable())).rejects.toThrow("someone else reads");
  await asks("second");
  other.end();
  await expect(db.share(() => Promise.reject(new Error("it ended")))).rejects.toThrow("it ended");
  await asks("third");
  await db.share(async () => {});
  expect(stored).toEqual(["first", "second", "third"]);
});

test("S3: a key that is destroyed while a delta is read is out of the file and its log once that was read, without any further change", async () => {
  const home = await goingElsewhere();
  onTestFinished(() => ends(home));
  const { db } = home.helpline;
  const id = await talking(home, "he takes my phone at night");
  await youthEnds(home, id);
  const wrap = wrapOf(home, id);
  await home.backups.make(home.copies);
  const { share } = db;
  let isThere: boolean | undefined;
  db.share = async (begin) => {
    const heldMs = await share(begin);
    await db.change("porchlight", (tx, emit) => forget(tx, emit, { conversationId: id }));
    isThere = isIn(home, wrap);
    return heldMs;
  };
  await home.backups.makeDelta();
  expect([isThere, isIn(home, wrap)]).toEqual([true, false]);
  expect(home.reported).toEqual([]);
});

/** The process that has the files of a helpline open beside this one. */
function beside({ config }: Copied): number[] {
  const others = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return others.map(Number).filter((pid) => {
    try {
      const open = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
      return open.includes(join(config.dataDir, "keys.db"));
    } catch {
      return false;
    }
  });
}

test("R7: if the other process is stuck as it begins, nobody waits longer than a moment, and the delta is of a later one", async () => {
  const home = await goingElsewhere();
  onTestFinished(() => ends(home));
  const { db } = home.helpline;
  const id = await talking(home);
  await home.backups.make(home.copies);
  const { share } = db;
  let stuck: number[] = [];
  db.share = (begin) =>
    share(async (standing) => {
      if (stuck.length === 0) {
        stuck = beside(home);
        for (const pid of stuck) process.kill(pid, "SIGSTOP");
      }
      await begin(standing);
    });
  const making = home.backups.makeDelta();
  await expect.poll(() => stuck, { timeout: 20_000 }).toHaveLength(1);
  await youthSays(home, id, "are you there");
  process.kill(stuck[0]!, "SIGCONT");
  const delta = await making;
  expect(delta!.opened!.heldMs).toBeLessThan(1_000);
  losesData(home);
  expect(await restores(home, home.copies)).toContain("are back in");
  expect(await saidIn(home, id)).toEqual(["hello", "are you there"]);
});

test("R7: what another program wrote as it began is no half of a moment: it begins again, and has all of it", async () => {
  const home = await goingElsewhere();
  onTestFinished(() => ends(home));
  const { db } = home.helpline;
  await home.backups.make(home.copies);
  const { share } = db;
  let times = 0;
  db.share = (begin) =>
    share(async (standing) => {
      times += 1;
      if (times === 1)
        home.files.data.exec("UPDATE staff SET real_name = 'Anna Maes' WHERE real_name = 'Anna Peeters'");
      await begin(standing);
    });
  await home.backups.makeDelta();
  expect(times).toBe(2);
  losesData(home);
  expect(await restores(home, home.copies)).toContain("are back in");
  expect(bytesIn(home.config.dataDir)).toContain("Anna Maes");
});

test("R7: if it cannot begin at all, there is no delta, nothing is left of it, and people go on", async () => {
  const home = await goingElsewhere();
  onTestFinished(() => ends(home));
  const id = await talking(home);
  await home.backups.make(home.copies);
  const other = reader(home);
  other.begin();
  await expect(home.backups.makeDelta()).rejects.toThrow("disk late");
  expect(home.backups.deltaFailed()).toMatchObject({ why: "disk", detail: "late" });
  expect([...readdirSync(home.copies), ...readdirSync(home.config.dataDir)].join()).not.toMatch(/since|\.copy-|\.part/);
  await annaSays(home, id, "I am still here");
  other.end();
  await home.backups.makeDelta();
  expect(home.backups.deltaFailed()).toBe(null);
});
