import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { binary, sha256 } from "#tests/support/outside/binary.ts";
import { builtIn, checkout } from "#tests/support/run/checkout.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

test("S17: three checkouts in three folders and two homes make the same file, list of parts and package, to the bit", () => {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-again-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const homes = [join(folder, "noor"), join(folder, "home of aino")];
  const asked = ["deb", process.arch === "arm64" ? "arm64" : "amd64"];
  const sums = builtIn(root, homes[0]!, {}, asked);
  expect(Object.keys(sums).filter((name) => /\.(deb|cdx\.json)$/.test(name))).toHaveLength(2);
  expect(sums[basename(binary())]).toBe(sha256(binary()));
  expect(builtIn(checkout(join(folder, "p")), homes[0]!, {}, asked)).toEqual(sums);
  const elsewhere = { TZ: "Asia/Tokyo", LANG: "fi_FI.UTF-8" };
  expect(builtIn(checkout(join(folder, "a longer way/to it/porchlight")), homes[1]!, elsewhere, asked)).toEqual(sums);
});
