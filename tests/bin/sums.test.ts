import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const builder = fileURLToPath(new URL("../../bin/build.mjs", import.meta.url));
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "porchlight-sums-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const sums = () => spawnSync("node", [builder, "sums", "--out", folder], { encoding: "utf8" });
const checks = () => spawnSync("sha256sum", ["-c", "--quiet", "SHA256SUMS"], { cwd: folder }).status === 0;

test("the checksums of what was built are written as sha256sum reads them, and of nothing else", () => {
  const built = ["porchlight-linux-arm64", "porchlight-linux-arm64.cdx.json", "porchlight_0.2.0_amd64.deb"];
  for (const name of built) writeFileSync(join(folder, name), `what is in ${name}`);
  for (const name of [".build.lock", "notes.txt", "porchlight-linux-arm64.minisig"])
    writeFileSync(join(folder, name), "");
  mkdirSync(join(folder, "node"));
  const { status, stdout } = sums();
  const list = readFileSync(join(folder, "SHA256SUMS"), "utf8");
  expect([status, stdout]).toEqual([0, list]);
  expect(
    list
      .trimEnd()
      .split("\n")
      .map((line) => line.replace(/^[0-9a-f]{64} {2}/, "")),
  ).toEqual(built);
  expect(checks()).toBe(true);
  // Made again it is the same list, without itself in it.
  sums();
  expect(readFileSync(join(folder, "SHA256SUMS"), "utf8")).toBe(list);
  writeFileSync(join(folder, built[0]!), "something else");
  expect(checks()).toBe(false);
});

test("where nothing was built it says so, and leaves no list that would be signed", () => {
  const { status, stderr } = sums();
  expect([status, stderr]).toEqual([1, `There is nothing built in ${folder}.\n`]);
  expect(readdirSync(folder)).toEqual([]);
});
