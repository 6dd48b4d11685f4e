import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "#tests/support/outside/command.ts";
import { freePort } from "#tests/support/outside/port.ts";
import { usual } from "./deb.ts";

// Both packages as they are built, before Debian's own judge, and the one for arm64 started on this machine.

const root = fileURLToPath(new URL("../../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "porchlight-built-"));
const has = (name: string) => spawnSync(name, ["--version"]).status === 0;
const hasLintian = has("lintian");
if (!hasLintian) console.warn("The packages are not judged: there is no lintian.");
/** Where Debian's libc6-arm64-cross and libstdc++6-arm64-cross put the libraries of arm64. */
const libraries = "/usr/aarch64-linux-gnu";
const hasArm64 = has("qemu-aarch64") && existsSync(`${libraries}/lib/libstdc++.so.6`);
if (!hasArm64) console.warn("The one file for arm64 is not started: there is no qemu-aarch64, or no libraries for it.");

beforeAll(() => {
  const { status, stderr } = spawnSync("node", [join(root, "bin/build.mjs"), "deb", "--out", folder], {
    encoding: "utf8",
  });
  expect(status, stderr).toBe(0);
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!hasLintian)("lintian", () => {
  test.each(["amd64", "arm64"])(
    "finds no error in the package for %s but those that every file of Bun has",
    (architecture) => {
      const file = join(folder, `porchlight_${usual.version}_${architecture}.deb`);
      const { stdout } = spawnSync("lintian", ["--show-overrides", file], { encoding: "utf8" });
      const lines = stdout.split("\n");
      expect(lines.filter((line) => line.startsWith("E:"))).toEqual([]);
      const overridden = lines.filter((line) => line.startsWith("O:")).map((line) => line.split(" ")[2]);
      expect([...new Set(overridden)].sort()).toEqual(["embedded-library", "unstripped-binary-or-object"]);
      expect(lines.filter((line) => line.includes("unused-override"))).toEqual([]);
    },
  );
});

test.skipIf(!hasArm64)("the one file for arm64 starts, serves young people, and stops in order", async () => {
  const port = String(await freePort());
  const env = { PATH: process.env.PATH ?? "", HOME: folder, PORT: port, DATA_DIR: join(folder, "data") };
  const serving = run("qemu-aarch64", ["-L", libraries, join(folder, "porchlight-linux-arm64"), "serve"], { env });
  await serving.says(/nobody can help/);
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  expect(await (await fetch(`http://127.0.0.1:${port}/healthz`)).json()).toMatchObject({ ok: true, keys: "ready" });
  expect(await serving.stop()).toBe(0);
});
