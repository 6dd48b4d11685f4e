import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { openBackups } from "#src/backup/backup.ts";
import { BackupError, type BackupProgress } from "#src/backup/making.ts";
import { ask } from "#src/callback/request.ts";
import { messages } from "#src/conversation/reading.ts";
import { masterKeyOf } from "#src/crypto/keys/master-key.ts";
import type { DataReader } from "#src/db/db.ts";
import { openFiles } from "#src/db/files.ts";
import { forget } from "#src/retention/forget.ts";
import { annaSays, talking, youthEnds } from "#tests/support/house/chats.ts";
import { fakeClock, house, open } from "#tests/support/house/helpline.ts";
import { folderOf } from "#tests/support/outside/disk.ts";
import { sendsTo } from "#tests/support/outside/post.ts";
import { drawnFrom } from "#tests/support/run/night.ts";
import { bytesIn, type Copied, chatsOf, folderHere, onDisk, openCopy, withSheet } from "./copies.ts";

const words = "he takes my phone at night";
const address = "noor.k@example.org";

let home: Copied;
let id: number;
beforeEach(async () => {
  home = await onDisk();
  await open(home);
  id = await talking(home, words);
  await annaSays(home, id, "that sounds hard");
  return () => home.helpline.db.close();
});

const master = () => ({ master: masterKeyOf(home.helpline.db.keyring.line()!.line)!.copies });

/** What people wrote in a chat, as far as a key opens it. */
const said = (db: DataReader, chat: number) =>
  messages(db, chat).flatMap(({ author, text }) => (author === "notice" ? [] : [text]));

/** Why no copy was made. */
const refusal = (made: Promise<unknown>) =>
  made.then(
    () => "made",
    (error: unknown) => (error instanceof BackupError ? `${error.why} ${error.detail}`.trim() : String(error)),
  );

/** What a try left, in the folder of the data and in that of the copies. */
const left = (folder = home.copies) =>
  [home.config.dataDir, folder]
    .flatMap((one) => (existsSync(one) ? readdirSync(one) : []))
    .filter((name) => name.startsWith(".copy-") || name.includes("porchlight-"))
    .sort();

/** Does something to the parts once they lie there, before they are opened again. */
const before = (spoils: (parts: string[]) => void) => (now: BackupProgress) => {
  if (now.step !== "opening") return;
  spoils(
    readdirSync(home.copies)
      .filter((name) => name.endsWith(".part"))
      .map((name) => join(home.copies, name)),
  );
};

test("R7: a copy counts once it was opened again; it says what is in it, and what it took", async () => {
  const heard: BackupProgress[] = [];
  const { backups } = home.helpline;
  expect([backups.last(), backups.now(), backups.failed()]).toEqual([null, null, null]);
  const making = backups.make(home.copies, (now) => heard.push(now));
  expect(backups.now()).toEqual({ step: "copying", part: 0 });
  expect(await refusal(backups.make(home.copies))).toBe("running");
  const kept = await making;
  expect(kept).toMatchObject({ parts: ["data", "keys"], opened: { chats: 1, sealedTo: "master" } });
  expect(kept.opened!.rows).toBeGreaterThan(40);
  expect(backups.last()).toEqual(kept);
  expect([backups.now(), backups.failed(), left(home.config.dataDir)]).toEqual([null, null, []]);
  expect([...new Set(heard.map(({ step }) => step))]).toEqual(["copying", "sealing", "opening"]);
  expect(heard.every(({ part }) => part >= 0 && part <= 1)).toBe(true);
  expect(readdirSync(home.copies).sort()).toEqual([
    `${kept.name}.data.age`,
    `${kept.name}.keys.age`,
    `${kept.name}.opened.json`,
  ]);
  const { rows, keys } = chatsOf(await openCopy(home.copies, kept.name, master()));
  expect([rows, keys]).toEqual([[id], [id]]);
});

test("S1, R7: no word, name, address or key is in any byte of a copy, which the sheet opens and the master key does not", async () => {
  await sendsTo(home, 1);
  await home.helpline.db.change("youth", (tx, emit) =>
    ask(tx, emit, { address, shared: "no", window: null, lineId: 1, language: "en", offered: "closed" }),
  );
  const byMaster = await home.helpline.backups.make(home.copies);
  const secret = await withSheet(home);
  const kept = await home.helpline.backups.make(home.copies);
  expect([byMaster.opened!.sealedTo, kept.opened!.sealedTo]).toEqual(["master", "sheet"]);
  expect(byMaster.name).not.toBe(kept.name);

  const { line } = home.helpline.db.keyring.line()!;
  const canaries = [words, "that sounds hard", "Anna Peeters", "Aino", "Luna", address, secret, line, line.slice(17)];
  const all = bytesIn(home.copies);
  expect([...canaries, "SQLite format 3", "conversation", "CREATE TABLE"].filter((one) => all.includes(one))).toEqual(
    [],
  );
  // Names stand plain in the data, so they would have been found.
  expect(bytesIn(home.config.dataDir)).toContain("Anna Peeters");

  const { data, keys } = await openCopy(home.copies, kept.name, { secret });
  const again = await house({ files: { data, keys }, config: home.config });
  expect(said(again.helpline.db, id)).toEqual([words, "that sounds hard"]);
  await expect(openCopy(home.copies, kept.name, master())).rejects.toThrow("not_ours");
  await expect(openCopy(home.copies, byMaster.name, { secret })).rejects.toThrow("not_ours");
});

test("a disk that lies is found out: a changed byte, an end that was dropped, parts of another copy", async () => {
  const { backups } = home.helpline;
  const good = await backups.make(home.copies);
  const there = left();
  const spoiled: [string, (parts: string[]) => void][] = [
    ["a byte of the data", ([data]) => flip(data!)],
    ["a byte of the keys", ([, keys]) => flip(keys!)],
    ["the end", ([data]) => truncateSync(data!, readFileSync(data!).length - 40)],
    ["everything", ([data]) => truncateSync(data!, 0)],
    ["keys of before", ([, keys]) => copyFileSync(join(home.copies, `${good.name}.keys.age`), keys!)],
    ["the one for the other", ([data, keys]) => copyFileSync(data!, keys!)],
  ];
  // By day two of them, drawn.
  for (const [what, spoils] of drawnFrom("spoiled copies", spoiled, 2)) {
    expect(await refusal(backups.make(home.copies, before(spoils))), what).toMatch(/^not_whole /);
    expect([left(), backups.failed()?.why, backups.now()], what).toEqual([there, "not_whole", null]);
  }
  // The keys of a copy are gone before they were opened.
  expect(
    await refusal(
      backups.make(
        home.copies,
        before(([, keys]) => rmSync(keys!)),
      ),
    ),
  ).toBe("disk ENOENT");
  expect([left(), backups.last()]).toEqual([there, good]);
  await backups.make(home.copies);
  expect(backups.failed()).toBe(null);
});

function flip(file: string) {
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(file, bytes);
}

test("data that are damaged where they lie make no copy that counts", async () => {
  home.files.data.exec("UPDATE message SET body = zeroblob(length(body)) WHERE seq = 1");
  expect(await refusal(home.helpline.backups.make(home.copies))).toContain(
    `not_whole porchlight.db message: chat ${id}`,
  );
  expect(left()).toEqual([]);
});

test("without the master key, and without a sheet, there is nobody to seal a copy to", async () => {
  const files = openFiles(home.config.dataDir, 0);
  const without = await house({ files, config: home.config, master: null });
  onTestFinished(() => without.helpline.db.close());
  expect(await refusal(without.helpline.backups.make(home.copies))).toBe("no_key");
  expect(existsSync(home.copies)).toBe(false);
});

test("a disk that is full or can only be read, and a file in the way, are told by their names and leave nothing", async () => {
  const { backups } = home.helpline;
  const base = folderHere();
  writeFileSync(join(base, "file"), "");
  expect(await refusal(backups.make(join(base, "file")))).toBe("disk EEXIST");
  expect(await refusal(backups.make(join(base, "file", "in it")))).toBe("disk ENOTDIR");
  const disk = folderOf("size=64k");
  if (disk) {
    expect(await refusal(backups.make(disk))).toBe("disk ENOSPC");
    expect(left(disk)).toEqual([]);
    spawnSync("mount", ["-o", "remount,ro", disk]);
    expect(await refusal(backups.make(disk))).toBe("disk EROFS");
  }
  expect(left()).toEqual([]);
  await annaSays(home, id, "I am still here");
});

test("where the disk of the data is full no copy is made, and words go on once there is room", async () => {
  const disk = folderOf("size=8m");
  if (!disk) return;
  const full = await onDisk(disk);
  onTestFinished(() => full.helpline.db.close());
  await open(full);
  const chat = await talking(full, words);
  const ballast = join(disk, "ballast");
  spawnSync("dd", ["if=/dev/zero", `of=${ballast}`, "bs=64k"]);
  expect(await refusal(full.helpline.backups.make(home.copies))).toMatch(/^disk (SQLITE_FULL|ENOSPC)$/);
  expect([left(), left(full.config.dataDir)]).toEqual([[], []]);
  rmSync(ballast);
  await annaSays(full, chat, "we can go on");
  expect((await full.helpline.backups.make(home.copies)).opened).toMatchObject({ chats: 1 });
});

test("a start clears away what was cut off, opened files too; a copy of one's own folder stays", async () => {
  const { name } = await home.helpline.backups.make(home.copies);
  for (const folder of [join(home.config.dataDir, ".copy-abc"), `${home.config.dataDir}.restoring`]) {
    mkdirSync(folder);
    copyFileSync(join(home.config.dataDir, "porchlight.db"), join(folder, "porchlight.db"));
  }
  writeFileSync(join(home.copies, "porchlight-20261124T180000Z.keys.age.part"), "half");
  openBackups(home.helpline);
  expect(existsSync(`${home.config.dataDir}.restoring`)).toBe(false);
  expect(left()).toEqual([`${name}.data.age`, `${name}.keys.age`, `${name}.opened.json`]);
  expect(existsSync(join(home.config.dataDir, "porchlight.db"))).toBe(true);
});

test("S3: erased yesterday: data of before with keys of now show nothing, nor data of now with keys of before", async () => {
  const [clock, base] = [fakeClock(), folderHere()];
  const line = await onDisk(base, clock);
  onTestFinished(() => line.helpline.db.close());
  await open(line);
  const chat = await talking(line, words);
  const yesterday = await line.helpline.backups.make(line.copies);
  await youthEnds(line, chat);
  await line.helpline.db.change("porchlight", (tx, emit) => forget(tx, emit, { conversationId: chat }));
  clock.pass(86_400_000);
  const today = await line.helpline.backups.make(line.copies);

  const by = { master: masterKeyOf(line.helpline.db.keyring.line()!.line)!.copies };
  const [old, now] = [await openCopy(line.copies, yesterday.name, by), await openCopy(line.copies, today.name, by)];
  const read = async (data: typeof old.data, keys: typeof old.keys) => {
    const again = await house({ clock, config: line.config, files: { data, keys } });
    const found = said(again.helpline.db, chat);
    return { found, keys: chatsOf({ data, keys }).keys };
  };
  expect((await read(old.data, now.keys)).found.filter((text) => text !== null)).toEqual([]);
  // What the newer data say was erased is erased again.
  expect(await read(now.data, old.keys)).toEqual({ found: [], keys: [] });
});
