import { copyFileSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { openBackups } from "#src/backup/backup.ts";
import { type Away, nowhere } from "#src/backup/delta/deltas.ts";
import { nameOfCopy, partFile } from "#src/backup/kept.ts";
import { BackupError } from "#src/backup/making.ts";
import { ask } from "#src/callback/request.ts";
import { dayMs, minuteMs } from "#src/clock.ts";
import { bytesIn, folderHere, withSheet } from "#tests/backup/copies.ts";
import { annaSays, talking, youthSays } from "#tests/support/house/chats.ts";
import { sendsTo } from "#tests/support/outside/post.ts";
import { drawnFrom } from "#tests/support/run/night.ts";
import { deltaFiles, ends, type Going, goingElsewhere, losesData, restores, saidIn } from "./deltas.ts";

const words = "he takes my phone at night";
const address = "noor.k@example.org";

let home: Going;
let id: number;
const elsewhere = new Set<string>();
beforeEach(async () => {
  elsewhere.clear();
  const away: Partial<Away> = { hasCopy: (name) => elsewhere.has(name) };
  home = await goingElsewhere(away);
  id = await talking(home, words);
  return () => ends(home);
});

/** What stands in the data folder beside the data. */
const beside = () =>
  readdirSync(home.config.dataDir)
    .filter((name) => /^\.(copy|base)-/.test(name))
    .sort();
const baseOf = (name: string) => name.replace("porchlight-", ".base-");

const refusal = (made: Promise<unknown>) =>
  made.then(
    () => "made",
    (error: unknown) => (error instanceof BackupError ? `${error.why} ${error.detail}`.trim() : String(error)),
  );

test("R7: a delta counts once it was opened again; it says what it took, and the newest two stay until the next copy", async () => {
  const { backups } = home;
  expect([backups.hasBase(), await backups.makeDelta(), backups.lastDelta()]).toEqual([false, null, null]);
  const copy = await backups.make(home.copies);
  expect([backups.hasBase(), beside()]).toEqual([true, [baseOf(copy.name)]]);
  const made = [];
  for (let n = 1; n <= 3; n += 1) {
    home.pass(10 * minuteMs);
    await annaSays(home, id, `${n}`);
    made.push((await backups.makeDelta())!);
  }
  const last = made[2]!;
  expect(last).toMatchObject({
    name: `${nameOfCopy(copy.at + 30 * minuteMs)}.since-${copy.name.slice("porchlight-".length)}`,
    ...{ at: copy.at + 30 * minuteMs, base: copy.name, parts: ["data", "keys"] },
    opened: { at: copy.at + 30 * minuteMs, sealedTo: "master" },
  });
  const { pages, bytes, tookMs, heldMs } = last.opened!;
  expect(pages).toBeGreaterThan(2);
  expect(bytes).toBeLessThan(copy.opened!.bytes);
  expect(bytes).toBeGreaterThan(pages * 4096);
  expect(tookMs).toBeGreaterThanOrEqual(heldMs);
  expect([backups.lastDelta(), backups.deltaFailed(), backups.now(), backups.last()]).toEqual([last, null, null, copy]);
  const endings = ["data.age", "keys.age", "opened.json"];
  expect(deltaFiles(home)).toEqual([made[1]!, last].flatMap(({ name }) => endings.map((end) => `${name}.${end}`)));

  home.pass(10 * minuteMs);
  const next = await backups.make(home.copies);
  expect([deltaFiles(home), backups.lastDelta(), beside()]).toEqual([[], null, [baseOf(next.name)]]);
  expect((await backups.makeDelta())!.base).toBe(next.name);
});

test("S1, R7: no word, name, address or key is in any byte of a delta, which the sheet opens and the master key does not", async () => {
  await sendsTo(home, 1);
  const secret = await withSheet(home);
  await home.backups.make(home.copies);
  await annaSays(home, id, "that sounds hard");
  await home.helpline.db.change("youth", (tx, emit) =>
    ask(tx, emit, { address, shared: "no", window: null, lineId: 1, language: "en", offered: "closed" }),
  );
  home.files.data.exec("UPDATE staff SET real_name = 'Anna Maes' WHERE real_name = 'Anna Peeters'");
  const delta = (await home.backups.makeDelta())!;
  expect(delta.opened!.sealedTo).toBe("sheet");
  const { line } = home.helpline.db.keyring.line()!;
  const canaries = [words, "that sounds hard", "Anna Maes", address, secret, line, line.slice(17)];
  const all = bytesIn(home.copies);
  expect([...canaries, "SQLite format 3", "conversation"].filter((one) => all.includes(one))).toEqual([]);
});

test("a disk that lies is found out: a changed byte, an end that was dropped, a part of another delta, the one for the other", async () => {
  const { backups } = home;
  await backups.make(home.copies);
  const good = (await backups.makeDelta())!;
  home.pass(10 * minuteMs);
  const there = deltaFiles(home);
  const flip = (file: string) => {
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(file, bytes);
  };
  const spoiled: [string, (data: string, keys: string) => void][] = [
    ["a byte of the data", (data) => flip(data)],
    ["a byte of the keys", (_data, keys) => flip(keys)],
    ["the end", (data) => truncateSync(data, readFileSync(data).length - 40)],
    ["keys of before", (_data, keys) => copyFileSync(partFile(home.copies, good.name, "keys"), keys)],
    ["the one for the other", (data, keys) => copyFileSync(data, keys)],
  ];
  for (const [what, spoils] of drawnFrom("spoiled deltas", spoiled, 2)) {
    const making = backups.makeDelta((step) => {
      if (step !== "opening") return;
      const [data, keys] = readdirSync(home.copies).filter((name) => name.endsWith(".part"));
      spoils(join(home.copies, data!), join(home.copies, keys!));
    });
    expect(await refusal(making), what).toMatch(/^not_whole /);
    expect([deltaFiles(home), backups.deltaFailed()?.why, backups.lastDelta()], what).toEqual([
      there,
      "not_whole",
      good,
    ]);
  }
  renameSync(home.copies, `${home.copies}.gone`);
  expect(await refusal(backups.makeDelta())).toBe("disk ENOENT");
  renameSync(`${home.copies}.gone`, home.copies);
  expect([deltaFiles(home), beside()]).toEqual([there, [baseOf(good.base)]]);
  await backups.makeDelta();
  expect(backups.deltaFailed()).toBe(null);
});

test("one thing is made at a time: a copy waits for the delta that is being made, and while it is made there is none", async () => {
  const { backups } = home;
  const first = await backups.make(home.copies);
  const making = backups.makeDelta();
  expect(await refusal(backups.makeDelta())).toBe("running");
  const order: string[] = [];
  const copy = backups.make(home.copies, ({ step }) => order.push(step));
  making.then(() => order.push("delta"));
  expect(await refusal(backups.makeDelta())).toBe("running");
  expect((await making)!.base).toBe(first.name);
  expect((await copy).name).not.toBe(first.name);
  expect(order.slice(0, 2)).toEqual(["delta", "copying"]);
  expect(deltaFiles(home)).toEqual([]);
});

test("a start clears away a delta that was cut off; what the next one needs stays", async () => {
  const copy = await home.backups.make(home.copies);
  const { name } = (await home.backups.makeDelta())!;
  const cut = `${nameOfCopy(copy.at + dayMs / 2)}.since-${copy.name.slice("porchlight-".length)}`;
  for (const what of ["data", "keys"] as const) {
    copyFileSync(partFile(home.copies, name, what), partFile(home.copies, cut, what));
    copyFileSync(partFile(home.copies, name, what), `${partFile(home.copies, cut, what)}.part`);
  }
  const again = openBackups(home.helpline, { ...nowhere, isElsewhere: () => true });
  expect([...new Set(deltaFiles(home).map((file) => file.split(/.(data|keys|opened)/)[0]))]).toEqual([name]);
  expect([beside(), again.hasBase(), again.lastDelta()?.name]).toEqual([[baseOf(copy.name)], true, name]);
});

test("a copy is a base only where it lies whole, was opened, is opened by the key of now, and its pages are known", async () => {
  const { backups } = home;
  const stick = folderHere();
  await backups.make(stick);
  expect([backups.hasBase(), beside()]).toEqual([false, []]);
  const { name } = await backups.make(home.copies);
  const known = join(home.config.dataDir, baseOf(name));
  const whole = readFileSync(known);
  for (const spoiled of [whole.subarray(0, -1), whole.subarray(0, 40), Buffer.alloc(0)]) {
    writeFileSync(known, spoiled);
    expect(backups.hasBase()).toBe(false);
  }
  writeFileSync(known, whole);
  expect(backups.hasBase()).toBe(true);

  const keys = partFile(home.copies, name, "keys");
  renameSync(keys, `${keys}.aside`);
  expect(openBackups(home.helpline).hasBase()).toBe(false);
  renameSync(`${keys}.aside`, keys);
  rmSync(join(home.copies, `${name}.opened.json`));
  expect(openBackups(home.helpline).hasBase()).toBe(false);

  await withSheet(home);
  expect([backups.hasBase(), await backups.makeDelta()]).toEqual([false, null]);
  await backups.make(home.copies);
  expect((await backups.makeDelta())!.opened!.sealedTo).toBe("sheet");
});

test("R7: while a new copy is on its way elsewhere, deltas go on from the one that lies there", async () => {
  const { backups } = home;
  const first = await backups.make(home.copies);
  elsewhere.add(first.name);
  home.pass(10 * minuteMs);
  const second = await backups.make(home.copies);
  home.pass(10 * minuteMs);
  await youthSays(home, id, "are you there");
  const delta = (await backups.makeDelta())!;
  expect([delta.base, beside()]).toEqual([first.name, [first, second].map(({ name }) => baseOf(name))]);
  elsewhere.add(second.name);
  home.pass(10 * minuteMs);
  expect((await backups.makeDelta())!.base).toBe(second.name);
  backups.forget();
  expect(beside()).toEqual([baseOf(second.name)]);

  rmSync(partFile(home.copies, second.name, "keys"));
  losesData(home);
  const said = await restores(home, home.copies);
  expect(said).toContain("holds only what changed since the copy");
  expect(said).toContain("are back in");
  expect(await saidIn(home, id)).toEqual([words, "are you there"]);
});
