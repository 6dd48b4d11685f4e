import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, onTestFinished, test, vi } from "vitest";

const disk = vi.hoisted(() => ({ calls: [] as string[], paths: new Map<number, string>(), refuses: "" }));

vi.mock("node:fs", async (original) => {
  const real = await original<typeof import("node:fs")>();
  return {
    ...real,
    openSync: (path: string, ...rest: [string, number?]) => {
      const opened = real.openSync(path, ...rest);
      disk.paths.set(opened, path);
      return opened;
    },
    fsyncSync: (opened: number) => {
      const path = disk.paths.get(opened)!;
      disk.calls.push(path);
      if (path === disk.refuses) throw Object.assign(new Error("input/output error"), { code: "EIO" });
      real.fsyncSync(opened);
    },
  };
});

// Other test files have loaded it with the real disk: this one gets its own, and leaves none behind.
vi.resetModules();
const { createMasterKeyFile, readMasterKey } = await import("#src/crypto/keys/master-key.ts");
afterAll(() => vi.resetModules());

let file: string;
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-key-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  file = join(folder, "data.key");
  disk.calls.length = 0;
  disk.refuses = "";
});

test("a new master key is on the disk, and its name in the folder too, before it is used", () => {
  createMasterKeyFile(file);
  expect(disk.calls).toEqual([file, join(file, "..")]);
  expect(readMasterKey(file)).toMatchObject({ fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/) });
});

test.each(["file", "folder"])("a disk that refuses the %s leaves no half key behind", (which) => {
  disk.refuses = which === "file" ? file : join(file, "..");
  expect(() => createMasterKeyFile(file)).toThrow("input/output error");
  expect(existsSync(file)).toBe(false);
});
