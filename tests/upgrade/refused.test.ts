import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { inFolder } from "#lab/load/people/stage.ts";
import { holdUpgrade } from "#src/db/lock.ts";
import { keepUpgrade } from "#src/upgrade/record.ts";
import { binary, sha256 } from "#tests/support/outside/binary.ts";
import { patience } from "#tests/support/run/night.ts";
import { newer, newerBinary } from "#tests/support/upgrade/newer.ts";
import { canBeRoot, type Unit, unitOf, unitResult } from "#tests/support/upgrade/unit.ts";

vi.setConfig({ testTimeout: patience(120_000), hookTimeout: patience(180_000) });

// What “porchlight upgrade” does not take, each said in words, with the program and the data as they were.

let unit: Unit;
let folder: string;
beforeEach(async () => {
  unit = await unitOf(binary(), (dataDir) => inFolder(dataDir, async () => {}));
  folder = mkdtempSync(join(tmpdir(), "porchlight-file-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});
afterEach(() => unit.remove());

/** A file of tomorrow, perhaps changed. */
function file(change: (path: string) => void = () => {}, from = newerBinary()): string {
  const path = join(folder, "porchlight-linux-x64");
  copyFileSync(from, path);
  change(path);
  return path;
}

/** What lies in the data folder, but for who is at work in it. */
const lies = () =>
  readdirSync(unit.data)
    .filter((name) => name !== "upgrade.lock")
    .sort();

/** What a command said that took nothing. */
async function refused(args: string[], input?: string, code = 1): Promise<string> {
  const [program, data] = [unit.sha256(), lies()];
  const found = await unitResult(unit, args, input);
  expect([found.code, unit.sha256(), lies()]).toEqual([code, program, data]);
  expect(existsSync(`${unit.program}.next`)).toBe(false);
  return code === 0 ? found.out : found.err;
}

const given = (path: string) => ["upgrade", path, "--sha256", sha256(path)];

test.skipIf(!canBeRoot)("R8: a file that is none, for another machine, or not Porchlight is not taken", async () => {
  expect(await refused(["upgrade", join(folder, "none")])).toContain("There is no file");
  const text = join(folder, "text");
  writeFileSync(text, "porchlight");
  expect(await refused(given(text))).toContain("is not a program");
  const other = file((path) => {
    const bytes = readFileSync(path);
    bytes.writeUInt16LE(process.arch === "x64" ? 183 : 62, 18);
    writeFileSync(path, bytes);
  });
  expect(await refused(given(other))).toContain(`and this machine is ${process.arch}`);
  expect(await refused(given(file(() => {}, "/bin/true")))).toContain("is not Porchlight");
});

test.skipIf(!canBeRoot)("R8: the same Porchlight is there already, and an older one is a way back", async () => {
  expect(await refused(given(file(() => {}, binary())), undefined, 0)).toContain(
    "is the Porchlight 0.1.0 that is here already",
  );
  const rebuilt = file((path) => appendFileSync(path, "\n"), binary());
  expect(await refused(given(rebuilt), undefined, 0)).toContain("in another build");
  // It is another name of the one that was built.
  rmSync(unit.program);
  copyFileSync(newerBinary(), unit.program);
  expect(await refused(given(file(() => {}, binary())))).toContain(`older than ${newer.version}`);
});

test.skipIf(!canBeRoot)(
  "R8: without a key it takes the checksum that is typed or lies beside it, and says what that does not show",
  async () => {
    const path = file();
    expect(await refused(["upgrade", path], "abc\n")).toContain("nobody knows whether the file came here whole");
    expect(await refused(["upgrade", path], `${"0".repeat(64)}\n`)).toContain("is not the file that was meant");
    writeFileSync(join(folder, "SHA256SUMS"), `${"0".repeat(64)}  porchlight-linux-x64\n`);
    expect(await refused(["upgrade", path])).toContain("is not the file that was meant");
    writeFileSync(join(folder, "SHA256SUMS"), `${sha256(path)}  porchlight-linux-arm64\n`);
    expect(await refused(["upgrade", path])).toContain("does not name porchlight-linux-x64");
    writeFileSync(join(folder, "SHA256SUMS"), `${sha256(path)}  porchlight-linux-x64\n`);
    const { out } = await unitResult(unit, ["upgrade", path]);
    expect(out).toContain("Who made it was not checked: there is no signature.");
    await unit.stop();
  },
);

test.skipIf(!canBeRoot || !Bun.which("minisign"))("R8: with a key only what it signed is taken", async () => {
  const path = file();
  const minisign = (...args: string[]) => spawnSync("minisign", args, { cwd: folder, encoding: "utf8" }).status;
  expect([
    minisign("-G", "-W", "-p", "ours.pub", "-s", "ours.key"),
    minisign("-G", "-W", "-p", "theirs.pub", "-s", "theirs.key"),
  ]).toEqual([0, 0]);
  const key = join(folder, "ours.pub");
  expect(await refused([...given(path), "--key", key])).toContain("There is no signature at");
  expect(minisign("-S", "-s", "theirs.key", "-m", "porchlight-linux-x64")).toBe(0);
  expect(await refused([...given(path), "--key", key])).toContain("was signed with another key");
  expect(minisign("-S", "-s", "ours.key", "-m", "porchlight-linux-x64", "-t", "porchlight 99.0.0")).toBe(0);
  const { out } = await unitResult(unit, [...given(path), "--key", key]);
  expect(out).toContain("Its signature is good: porchlight 99.0.0.");
  await unit.stop();
  rmSync(`${unit.program}.next`, { force: true });
  appendFileSync(path, "x");
  expect((await unitResult(unit, [...given(path), "--key", key])).err).toContain("is not the file that was signed");
});

test.skipIf(!canBeRoot)("R8: there is no way back without an upgrade, its copies, or its program", async () => {
  expect(await refused(["rollback"], "back\n")).toContain("has replaced no program here");
  const [from, to] = [
    { version: "0.0.9", sha256: "0".repeat(64) },
    { version: "0.1.0", sha256: unit.sha256() },
  ];
  const record = {
    format: 1,
    kind: "upgrade",
    state: "done",
    at: 1,
    openedAt: 2,
    from,
    to,
    copies: "19700101T000000Z",
  } as const;
  keepUpgrade(unit.data, { ...record, takes: null, before: null });
  unit.own();
  expect(await refused(["rollback"], "back\n")).toContain("they are kept for seven days");
  for (const name of ["porchlight.db", "keys.db"])
    copyFileSync(join(unit.data, name), join(unit.data, `${name}.before-${record.copies}`));
  unit.own();
  expect(await refused(["rollback"], "back\n")).toContain("The Porchlight of before (0.0.9) is no more at");
  keepUpgrade(unit.data, { ...record, to: from, takes: null, before: null });
  unit.own();
  expect(await refused(["rollback"], "back\n")).toContain("is not the Porchlight 0.0.9 that the last upgrade brought");
});

test.skipIf(!canBeRoot)(
  "R8: after a way back that was cut off between its two moves, the next command names the program of before again",
  async () => {
    const [before, next] = [`${unit.program}.before`, `${unit.program}.next`];
    const old = join(folder, "old");
    writeFileSync(old, "the Porchlight of before");
    const [was, is] = [
      { version: "0.0.9", sha256: sha256(old) },
      { version: "0.1.0", sha256: unit.sha256() },
    ];
    const undone = { kind: "upgrade", state: "done", openedAt: 2, from: was, to: is, takes: null } as const;
    const takes = { copies: "19700101T000000Z.going", at: 1 };
    const goingOn = { kind: "rollback", state: "trying", openedAt: null, from: is, to: was, takes } as const;
    for (const record of [undone, goingOn]) {
      copyFileSync(unit.program, before);
      copyFileSync(old, next);
      keepUpgrade(unit.data, { ...record, format: 1, at: 1, copies: "19700101T000000Z", before: null });
      // Only what the command does before it begins is looked at.
      const release = holdUpgrade(unit.data);
      unit.own();
      const found = await unitResult(unit, ["upgrade", join(folder, "none")]);
      release!();
      expect(found.code).toBe(1);
      expect(sha256(before)).toBe(sha256(old));
      rmSync(before);
    }
  },
);
