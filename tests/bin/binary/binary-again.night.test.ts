import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { binary, build, sha256 } from "#tests/support/outside/binary.ts";

test("built again it is the same file, to the bit, and so is the list of what it is made of", () => {
  const list = (file: string) => `${file}.cdx.json`;
  const folder = mkdtempSync(join(tmpdir(), "porchlight-again-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const first = binary();
  const again = build(folder);
  expect(sha256(again)).toBe(sha256(first));
  expect(sha256(list(again))).toBe(sha256(list(first)));
});
