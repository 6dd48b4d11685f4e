import { createHash } from "node:crypto";
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { tree } from "./copy.ts";

/** What became of a bug. */
export type Result =
  | { state: "killed"; by: string; test: string; seconds: number }
  | { state: "killed by time"; by: string; seconds: number }
  /** `files`: how many test files were run. */
  | { state: "survived"; files: number; seconds: number };

/** What was found so far: it is kept after each bug, so that a run can go on where it stopped. */
interface SoFar {
  /** The tree that it was found in. */
  stamp: string;
  results: Record<string, Result>;
  /** What the parts of this run have taken. */
  cpuSeconds: number;
  wallSeconds: number;
}

const file = fileURLToPath(new URL("../bench/results/mutants-so-far.json", import.meta.url));

/** What earlier parts have found; nothing where the tree is another by now, unless `whatever`. */
export function readSoFar(stamp: string, whatever: boolean): SoFar {
  try {
    const found = JSON.parse(readFileSync(file, "utf8")) as SoFar;
    if (whatever || found.stamp === stamp) return { ...found, stamp };
  } catch {
    // There is none yet.
  }
  return { stamp, results: {}, cpuSeconds: 0, wallSeconds: 0 };
}

/** Keeps it. */
export function writeSoFar(soFar: SoFar) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(soFar, null, 2)}\n`);
}

/** A run is over: the next begins from nothing. */
export function forgetSoFar() {
  rmSync(file, { force: true });
}

/** By what a tree is known again: all that a bug can lie in and all that can find it. */
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
