import { createHash } from "node:crypto";
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { tree } from "./copy.ts";

/** What became of a bug. */
export type Result =
  | { state: "killed"; by: string; test: string; seconds: number }
  | { state: "killed by time"; by: string; seconds: number }
  /** `files`: number of test files run. */
  | { state: "survived"; files: number; seconds: number };

/** Saved after each bug, so that a run can go on where it stopped. */
interface SoFar {
  stamp: string;
  results: Record<string, Result>;
  cpuSeconds: number;
  wallSeconds: number;
}

const file = fileURLToPath(new URL("../bench/results/mutants-so-far.json", import.meta.url));

/** Returns earlier results; none if the tree has changed, unless `whatever`. */
export function readSoFar(stamp: string, whatever: boolean): SoFar {
  try {
    const found = JSON.parse(readFileSync(file, "utf8")) as SoFar;
    if (whatever || found.stamp === stamp) return { ...found, stamp };
  } catch {
    // There is none yet.
  }
  return { stamp, results: {}, cpuSeconds: 0, wallSeconds: 0 };
}

/** Saves the results so far. */
export function writeSoFar(soFar: SoFar) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(soFar, null, 2)}\n`);
}

/** Forgets a finished run, so that the next begins from nothing. */
export function forgetSoFar() {
  rmSync(file, { force: true });
}

/** Returns a hash of all that a bug can lie in and all that can find it. */
export function stampOfTree(): string {
  const patterns = [
    "{src,views,tests,static,migrations,lab/mutants/list}/**/*.*",
    "vitest.config.ts",
    "package-lock.json",
  ];
  const hash = createHash("sha256");
  for (const path of globSync(patterns, { cwd: tree }).sort()) {
    hash.update(`${path}\n`).update(readFileSync(join(tree, path)));
  }
  return hash.digest("hex").slice(0, 16);
}
