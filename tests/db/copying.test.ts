import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { openFiles } from "#src/db/files.ts";
import { q } from "#src/db/schema.ts";
import { setSetting } from "#src/settings/settings.ts";
import { type Copied, chatsOf, folderHere, onDisk } from "#tests/backup/copies.ts";
import { annaSays, comesIn, talking, youthSays } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";

let home: Copied;
beforeEach(async () => {
  home = await onDisk();
  await open(home);
  return () => home.helpline.db.close();
});

const places = () => {
  const folder = folderHere();
  return { folder, to: { data: join(folder, "porchlight.db"), keys: join(folder, "keys.db") } };
};

function opened(folder: string) {
  const files = openFiles(folder, 0);
  onTestFinished(() => {
    for (const file of [files.data, files.keys]) file.close();
  });
  return files;
}

const wordsIn = ({ data }: ReturnType<typeof opened>, id: number) =>
  Number(data.prepare("SELECT count(*) FROM message WHERE conversation_id = ?").pluck().get(id));
const lastEntry = ({ data }: ReturnType<typeof opened>) =>
  data.prepare("SELECT id, mac FROM audit ORDER BY id DESC LIMIT 1").get() as { id: number; mac: Uint8Array };
const kept = ({ data }: ReturnType<typeof opened>) =>
  data.prepare("SELECT conversation_id FROM erasure WHERE conversation_id > 1000").pluck().all() as number[];

/** People write in every turn, until told to stop: Noor and Anna, others who begin, and Aino who changes a setting. */
async function everyoneWrites(id: number, isOver: () => boolean) {
  const told = { words: 0, begun: [] as number[] };
  for (let n = 0; !isOver(); n += 1) {
    await youthSays(home, id, `Noor, ${n}`);
    await annaSays(home, id, `Anna, ${n}`);
    told.words += 2;
    if (n % 3 > 0) continue;
    told.begun.push(await comesIn(home, `somebody, ${n}`));
    await home.helpline.db.change(`staff:${home.aino.id}`, (tx, emit) =>
      setSetting(tx, emit, { name: "ageTo", value: 18 + (n % 7) }),
    );
  }
  return told;
}

test("R7: a copy made while people write all the time is of one moment, and nothing that was stored is lost", async () => {
  const { db } = home.helpline;
  const id = await talking(home);
  const { folder, to } = places();
  let isOver = false;
  const writing = everyoneWrites(id, () => isOver);
  const { standing, heldMs, pages } = await db.copy(to);
  const live = chatsOf(home.files).rows.length;
  isOver = true;
  const told = await writing;

  const copy = opened(folder);
  expect(lastEntry(copy)).toEqual({ id: standing.id, mac: Buffer.from(standing.mac) });
  const { rows, keys } = chatsOf(copy);
  expect(keys).toEqual(rows);
  expect(rows.length).toBeGreaterThan(1);
  expect(rows.length).toBeLessThanOrEqual(live);
  const seqs = copy.data.prepare("SELECT seq FROM message WHERE conversation_id = ? ORDER BY seq").pluck().all(id);
  expect(seqs).toEqual(seqs.map((_, n) => n + 1));
  for (const file of [copy.data, copy.keys]) {
    expect([file.pragma("integrity_check", { simple: true }), file.pragma("foreign_key_check")]).toEqual(["ok", []]);
  }
  expect(pages).toBeGreaterThan(128);
  expect(heldMs).toBeLessThan(1_000);
  // "hello", and what both were told of.
  expect(wordsIn(home.files, id)).toBeGreaterThanOrEqual(1 + told.words);
  expect(chatsOf(home.files).rows).toEqual(expect.arrayContaining(told.begun));
});

test("what is asked for while changes are held comes after the copy; what was stored before is in it", async () => {
  const { db } = home.helpline;
  const { folder, to } = places();
  const stored: number[] = [];
  const asked: Promise<void>[] = [];
  const asks = () => {
    const id = 1_001 + asked.length;
    const write = db.change("porchlight", (tx) =>
      tx.run(q.insertInto("erasure").values({ conversation_id: id, at: tx.at })),
    );
    asked.push(write.then(() => void stored.push(id)));
  };
  await db.copy(to, asks);
  const before = [...stored];
  await Promise.all(asked);
  expect(kept(opened(folder))).toEqual(before);
  expect(before.length).toBeLessThan(stored.length);
  expect(kept(home.files)).toEqual(stored);
});

test("two copies at once are each of one moment, and both are whole", async () => {
  const id = await talking(home);
  let isOver = false;
  const writing = everyoneWrites(id, () => isOver);
  const both = [places(), places()];
  const made = await Promise.all(both.map(({ to }) => home.helpline.db.copy(to)));
  isOver = true;
  await writing;
  for (const [n, { folder }] of both.entries()) {
    const copy = opened(folder);
    expect(lastEntry(copy).id).toBe(made[n]!.standing.id);
    expect(chatsOf(copy).keys).toEqual(chatsOf(copy).rows);
  }
});

test("a copy that fails at any of its steps holds nothing back, and the next one is made", async () => {
  const { db } = home.helpline;
  let failed = 0;
  for (let at = 1; ; at += 1) {
    let steps = 0;
    const broken = db.copy(places().to, () => {
      steps += 1;
      if (steps === at) throw new Error("the disk has gone");
    });
    const how = await broken.then(
      () => "made",
      (error: Error) => error.message,
    );
    await comesIn(home, `after step ${at}`);
    if (how === "made") break;
    expect(how).toBe("the disk has gone");
    failed += 1;
  }
  expect(failed).toBeGreaterThan(5);
  const { keys, ...to } = places().to;
  await expect(db.copy({ ...to, keys: join(keys, "nowhere") })).rejects.toThrow();
  const last = places();
  await db.copy(last.to);
  await comesIn(home, "after all of it");
  expect(chatsOf(opened(last.folder)).rows).toHaveLength(chatsOf(home.files).rows.length - 1);
});
