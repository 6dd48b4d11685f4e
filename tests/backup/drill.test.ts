import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { openBackups } from "#src/backup/backup.ts";
import { type Drill, keptDrill, runDrill, secondsOf } from "#src/backup/drill.ts";
import { BackupError, type BackupProgress, drillSteps } from "#src/backup/making.ts";
import { serveOnce } from "#src/command/serve.ts";
import { readConfig } from "#src/config.ts";
import { conversation, stateOf } from "#src/conversation/conversation.ts";
import { keyFilesBeside } from "#src/crypto/keys/key-files.ts";
import { createMasterKeyFile } from "#src/crypto/keys/master-key.ts";
import { q } from "#src/db/schema.ts";
import { workOption } from "#src/files.ts";
import { queueMail } from "#src/mail/outbox.ts";
import { serve } from "#src/serve.ts";
import { annaSays, talking } from "#tests/support/house/chats.ts";
import { fakeClock, open } from "#tests/support/house/helpline.ts";
import { says, staff } from "#tests/support/house/http.ts";
import { folderOf } from "#tests/support/outside/disk.ts";
import { post, sendsTo } from "#tests/support/outside/post.ts";
import { type Copied, folderHere, onDisk, withSheet } from "./copies.ts";

const words = "he takes my phone at night";
const clock = fakeClock();

let home: Copied;
let id: number;
beforeEach(async () => {
  home = await onDisk(folderHere(), clock);
  await open(home);
  id = await talking(home, words);
  return () => home.helpline.db.close();
});

/** Why a drill failed. */
const refusal = (made: Promise<unknown>) =>
  made.then(
    () => "made",
    (error: unknown) => (error instanceof BackupError ? `${error.why} ${error.detail}`.trim() : String(error)),
  );

/** Everything that lies in the folders of a helpline, but the files of its data. */
const left = ({ config } = home) =>
  [config.dataDir, config.backupDir, join(config.dataDir, "..")]
    .flatMap((one) => (existsSync(one) ? readdirSync(one) : []))
    .filter((name) => !/^(porchlight|keys)\.db|^data(\.key|\.copies)?$/.test(name));

/** Where the drill restores its copy. */
const restoredIn = () =>
  join(home.config.dataDir, readdirSync(home.config.dataDir).find((name) => name.startsWith(".copy-"))!, "data");

/** Does something as soon as the copy is opened, before it is restored. */
const before =
  (spoils: () => void) =>
  ({ step }: BackupProgress) => {
    if (step === "restoring") spoils();
  };

/** The environments of the processes that work for this one. */
const environments = () =>
  readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid))
    .flatMap((pid) => {
      try {
        const isOurs = readFileSync(`/proc/${pid}/status`, "utf8").includes(`\nPPid:\t${process.pid}\n`);
        const isWork = readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(workOption);
        return isOurs && isWork ? [readFileSync(`/proc/${pid}/environ`, "utf8")] : [];
      } catch {
        return [];
      }
    });

test("R7: a drill copies, seals, opens, restores and starts; the helpline goes on as it was, and only a note is left", async () => {
  await withSheet(home);
  const { backups, db } = home.helpline;
  const anna = await staff(home, home.anna);
  const key = statSync(home.config.masterKeyFile);
  expect([backups.lastDrill(), backups.isDrillDue(), backups.drillFailed()]).toEqual([null, true, null]);
  const heard: BackupProgress[] = [];
  const seen: string[] = [];
  const making = backups.drill((now) => {
    heard.push(now);
    if (now.step === "restoring") seen.push((statSync(`${restoredIn()}.key`).mode & 0o777).toString(8));
    if (now.step === "starting") seen.push(...environments());
  });
  expect(backups.now()).toEqual({ step: "copying", part: 0, drill: true });
  expect(await refusal(backups.drill())).toBe("running");
  expect(await refusal(backups.make(home.copies))).toBe("running");
  const drill = await making;
  expect([...new Set(heard.map(({ step }) => step))]).toEqual([...drillSteps]);
  // Others may work for this process at the same time.
  expect([seen[0], seen.includes("")]).toEqual(["400", true]);
  expect(Object.keys(drill.seconds)).toEqual([...drillSteps]);
  expect(secondsOf({ at: 0, seconds: { copying: 1, sealing: 2, opening: 3, restoring: 4, starting: 5 } })).toBe(15);

  expect([left(), backups.now(), backups.drillFailed(), backups.all()]).toEqual([["drill.json"], null, null, []]);
  const after = statSync(home.config.masterKeyFile);
  expect([after.ino, after.mtimeMs, after.mode]).toEqual([key.ino, key.mtimeMs, key.mode]);
  expect(stateOf(conversation(db, id)!)).toBe("talking");
  await annaSays(home, id, "that sounds hard");
  expect((await anna.get("/staff")).status).toBe(200);
  expect(home.reported).toEqual([]);

  // It is known after a start, and for a month.
  const again = openBackups(home.helpline);
  expect([again.lastDrill(), again.isDrillDue()]).toEqual([drill, false]);
  clock.pass(31 * 86_400_000 - 1_000);
  expect(again.isDrillDue()).toBe(false);
  clock.pass(2_000);
  expect(again.isDrillDue()).toBe(true);
});

test("R7: no mail of the helpline leaves a drill, and nothing happens by itself in it", async () => {
  let asked = 0;
  const mails = await post({
    onConnect: (_session, go) => {
      asked += 1;
      go();
    },
  });
  onTestFinished(() => mails.close());
  await sendsTo(home, mails.port);
  await home.helpline.db.change("porchlight", (tx, emit) =>
    queueMail(tx, emit, { purpose: "test", about: null, to: "aino@example.org", subject: "x", text: "y" }),
  );
  await home.helpline.backups.drill();
  expect([asked, mails.taken]).toEqual([0, []]);
  const unsent = q.selectFrom("mail").select("id").where("settled_at", "is", null);
  expect(home.helpline.db.all(unsent)).toHaveLength(1);

  const timers = vi.spyOn(globalThis, "setInterval");
  // A job that had begun cannot end.
  const log = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  onTestFinished(() => [timers, log].forEach((one) => void one.mockRestore()));
  const begun = async (isDrill: boolean) => {
    timers.mockClear();
    const config = readConfig({ OUTGOING_ALLOW: "off" }, ["--data-dir", join(folderHere(), "data")]);
    const running = await serve(config, () => ({ port: 1, stop: async () => {} }), { isDrill });
    await running.stop();
    return timers.mock.calls.length;
  };
  expect(await begun(false)).toBeGreaterThan(30);
  expect(await begun(true)).toBeLessThan(5);
});

test("R7: what was restored and does not start, or not in time, is told, and nothing of it is left", async () => {
  const { backups } = home.helpline;
  const damaged = before(() => writeFileSync(join(restoredIn(), "porchlight.db"), "no database at all".repeat(99)));
  expect(await refusal(backups.drill(damaged))).toBe("not_started SQLITE_NOTADB");
  expect([backups.drillFailed()?.why, backups.failed(), left()]).toEqual(["not_started", null, []]);
  const keyless = before(() => rmSync(`${restoredIn()}.key`));
  expect(await refusal(backups.drill(keyless))).toBe("not_started no_keys");
  expect(await refusal(runDrill(home.helpline, () => {}, 1))).toBe("too_slow");
  expect([left(), backups.lastDrill()]).toEqual([[], null]);
  await backups.drill();
  expect(backups.drillFailed()).toBe(null);
});

test("R7: what was restored must say that it is well and has its keys, and its door be closed with the note", async () => {
  const answers = { health: "", door: "" };
  const site = createServer((asked, answer) => {
    answer.statusCode = answers.health === "" ? 503 : 200;
    answer.end(asked.url === "/healthz" ? answers.health : answers.door);
  });
  await new Promise<void>((go) => site.listen(0, "127.0.0.1", go));
  onTestFinished(() => void site.close());
  const { port } = site.address() as AddressInfo;
  const { config, helpline } = await onDisk();
  helpline.db.close();
  const start = serveOnce(() => ({ port, stop: async () => {} }));
  const { dataDir, masterKeyFile } = config;
  const found = async (health: string, door: string) => {
    Object.assign(answers, { health, door });
    const work = start({ dataDir, masterKeyFile, at: 0 }, () => {});
    return work.then(() => "well", String);
  };
  const note = `<p>${says("backup.restored_note")}</p>`;
  expect(await found("", note)).toContain("not_well");
  expect(await found('{"ok":true,"keys":"stands_in"}', note)).toContain("no_keys");
  expect(await found('{"ok":true,"keys":"ready"}', "<p>Come in.</p>")).toContain("door_open");
  expect(await found('{"ok":true,"keys":"ready"}', note)).toBe("well");
});

test("without the master key in its file, or with another there, a drill is refused; its other files stay as they are", async () => {
  const { backups, config } = home.helpline;
  await withSheet(home);
  const { masterKeyFile } = config;
  for (const file of Object.values(keyFilesBeside(masterKeyFile))) writeFileSync(file, "not for a drill");
  renameSync(masterKeyFile, `${masterKeyFile}.aside`);
  expect(await refusal(backups.drill())).toBe("no_key");
  createMasterKeyFile(masterKeyFile);
  expect(await refusal(backups.drill())).toBe("no_key");
  rmSync(masterKeyFile);
  renameSync(`${masterKeyFile}.aside`, masterKeyFile);
  await backups.drill();
  for (const file of Object.values(keyFilesBeside(masterKeyFile)))
    expect(readFileSync(file, "utf8")).toBe("not for a drill");
});

test("where the disk gets full before or while it is restored, a drill says so and leaves nothing", async () => {
  const disk = folderOf("size=8m");
  if (!disk) return;
  const full = await onDisk(disk);
  onTestFinished(() => full.helpline.db.close());
  const { backups } = full.helpline;
  const fills = () => spawnSync("dd", ["if=/dev/zero", `of=${join(disk, "ballast")}`, "bs=4k"]);
  const makesRoom = () => rmSync(join(disk, "ballast"));
  expect(await refusal(backups.drill(before(fills)))).toMatch(/^disk (SQLITE_FULL|ENOSPC|SQLITE_IOERR\w*)$/);
  expect(left(full)).toEqual(["ballast"]);
  expect(await refusal(backups.drill())).toMatch(/^disk (SQLITE_FULL|ENOSPC)$/);
  expect(left(full)).toEqual(["ballast"]);
  makesRoom();
  await backups.drill();
  expect(left(full)).toEqual(["drill.json"]);
});

test("a note of a drill that cannot be read, or is of a clock that ran ahead, counts for nothing", () => {
  const folder = folderHere();
  const seconds = { copying: 1, sealing: 1, opening: 1, restoring: 1, starting: 1 };
  const noted = (text: string): Drill | null => {
    writeFileSync(join(folder, "drill.json"), text);
    return keptDrill(folder);
  };
  expect(keptDrill(join(folder, "nowhere"))).toBe(null);
  const wrong = ["", "null", "[]", '{"at":1}', '{"at":"x","seconds":{}}', JSON.stringify({ at: -1, seconds })];
  for (const text of wrong) expect([text, noted(text)]).toEqual([text, null]);
  const ahead = { at: clock.now() + 86_400_000, seconds };
  expect(noted(JSON.stringify(ahead))).toEqual(ahead);
  const { db } = home.helpline;
  const backups = openBackups({ db, clock, config: { ...home.config, backupDir: folder } });
  expect([backups.lastDrill(), backups.isDrillDue()]).toEqual([null, true]);
});
