import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { binary, sha256 } from "#tests/support/outside/binary.ts";
import { builtIn, checkout } from "#tests/support/run/checkout.ts";

test("S17: three checkouts in three folders and two homes make the same file, to the bit, and the same list of packages", () => {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-again-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const homes = [join(folder, "noor"), join(folder, "home of aino")];
  const here = binary();
  const [name, list] = [basename(here), `${basename(here)}.cdx.json`];
  const sums = { [name]: sha256(here), [list]: sha256(`${here}.cdx.json`) };
  expect(builtIn(checkout(join(folder, "p")), homes[0]!, {})).toEqual(sums);
  const elsewhere = { TZ: "Asia/Tokyo", LANG: "fi_FI.UTF-8" };
  expect(builtIn(checkout(join(folder, "a longer way/to it/porchlight")), homes[1]!, elsewhere)).toEqual(sums);
});
