import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { openFile, openReadOnly } from "#src/db/connection.ts";
import { holdUpgrade, isUpgrading } from "#src/db/lock.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { forget } from "#src/retention/forget.ts";
import { copyData, destroyAsSince, filesOfCopies, going, hasCopies, nameOfCopies, putBack } from "#src/upgrade/data.ts";
import { keepUpgrade, readUpgrade, type UpgradeRecord } from "#src/upgrade/record.ts";
import { pass, settleUpgrade } from "#src/upgrade/trial.ts";
import { type Copied, folderHere, onDisk } from "#tests/backup/copies.ts";
import { talking, youthEnds } from "#tests/support/house/chats.ts";
import { fakeClock, open } from "#tests/support/house/helpline.ts";

const clock = fakeClock();
const copies = nameOfCopies(clock.now());
const weekMs = 7 * 24 * 3_600_000;

let home: Copied;
let dataDir: string;
let id: number;
beforeEach(async () => {
  home = await onDisk(folderHere(), clock);
  await open(home);
  id = await talking(home, "he takes my phone at night");
  ({ dataDir } = home.config);
  return () => home.helpline.db.close();
});

const count = (file: string, sql: string) => {
  const opened = openReadOnly(file);
  try {
    return Number(opened.prepare(sql).pluck().get());
  } finally {
    opened.close();
  }
};
const messages = () => count(join(dataDir, "porchlight.db"), "SELECT count(*) FROM message");

const record: UpgradeRecord = {
  ...{ format: 1, kind: "upgrade", state: "trying", at: 1, openedAt: null, copies, takes: null, before: null },
  from: { version: "0.1.0", sha256: "a" },
  to: { version: "0.2.0", sha256: "b" },
};

test("what is put back is what was copied, down to the last row, and no log of other data is read into it", async () => {
  home.helpline.db.close();
  copyData(dataDir, copies);
  const before = messages();
  for (const file of filesOfCopies(dataDir, copies)) expect(statSync(file).mode & 0o777).toBe(0o600);
  const data = openFile(join(dataDir, "porchlight.db"));
  data.exec("DELETE FROM message");
  // As after a crash: its log lies there, with what was done last.
  const log = readFileSync(join(dataDir, "porchlight.db-wal"));
  data.close();
  writeFileSync(join(dataDir, "porchlight.db-wal"), log);
  putBack(dataDir, copies);
  expect(readdirSync(dataDir).filter((name) => /-wal$|\.next$/.test(name))).toEqual([]);
  expect([messages(), before > 0]).toEqual([before, true]);
});

test("R8: any program but the new one gives the data of before back at its start, and the record of before with them", () => {
  home.helpline.db.close();
  copyData(dataDir, copies);
  const before = messages();
  const earlier = { ...record, state: "done", openedAt: 1 } as const;
  keepUpgrade(dataDir, { ...record, before: earlier });
  const data = openFile(join(dataDir, "porchlight.db"));
  data.exec("DELETE FROM message");
  data.close();
  expect(settleUpgrade(dataDir)).toBe(null);
  expect([messages(), readUpgrade(dataDir)]).toEqual([before, { ...earlier, before: null }]);
  // Once it is done, nothing gives them back any more.
  keepUpgrade(dataDir, { ...record, takes: { copies: `${copies}.going`, at: 1 } });
  pass(dataDir);
  expect(readUpgrade(dataDir)).toMatchObject({ state: "done", before: null });
  expect(settleUpgrade(dataDir)).toBe(null);
  expect(readUpgrade(dataDir)?.state).toBe("done");
});

test("S3: what was erased since an upgrade stays erased on the way back, and what goes on keeps its key", async () => {
  const { db } = home.helpline;
  const other = await talking(home, "she is asleep now");
  db.emptyLogs();
  copyData(dataDir, copies);
  const keysIn = () => filesOfCopies(dataDir, copies)[1]!;
  const has = (which: number) =>
    count(keysIn(), `SELECT count(*) FROM wrap WHERE conversation_id = ${which}`) +
    count(keysIn(), `SELECT count(*) FROM team_sealed WHERE conversation_id = ${which}`);
  expect([has(id), has(other)]).toEqual([1, 1]);
  await youthEnds(home, id);
  await db.change("porchlight", (tx, emit) => forget(tx, emit, { conversationId: id }));
  destroyAsSince(dataDir, copies);
  expect([has(id), has(other)]).toEqual([0, 1]);
});

test("S3: copies from before an upgrade go after seven days, and there is no way back then", async () => {
  copyData(dataDir, copies);
  for (const file of filesOfCopies(dataDir, copies)) utimesSync(file, clock.now() / 1000, clock.now() / 1000);
  const job = jobs.find(({ name }) => name === "copies of the data, kept long enough")!;
  clock.pass(weekMs - 60_000);
  await runJob(home.helpline, job);
  expect(hasCopies(dataDir, copies)).toBe(true);
  clock.pass(60_000);
  await runJob(home.helpline, job);
  expect(hasCopies(dataDir, copies)).toBe(false);
  clock.set(0);
});

test("S3: what a way back left that was cut off goes with the next start, as it holds keys", () => {
  copyData(dataDir, copies);
  copyData(dataDir, copies + going);
  settleUpgrade(dataDir);
  expect([hasCopies(dataDir, copies), filesOfCopies(dataDir, copies + going).some(existsSync)]).toEqual([true, false]);
});

test("who replaces the program is told from its lock, which goes with the process", () => {
  expect(isUpgrading(dataDir)).toBe(false);
  const release = holdUpgrade(dataDir)!;
  expect([isUpgrading(dataDir), holdUpgrade(dataDir)]).toEqual([true, null]);
  release();
  expect(isUpgrading(dataDir)).toBe(false);
});
