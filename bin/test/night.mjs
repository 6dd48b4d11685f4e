// The parts of `npm run test:night`, and which of them this tree has passed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Also a year's end, a leap day, the hour before summer time, a Sunday night (usually: tests/support/run/calendar.ts). */
const dates = ["2027-12-31T23:58Z", "2028-02-29T12:00Z", "2027-03-28T00:55Z", "2026-11-29T23:57Z"];
/** Browsers and processes have the machine's clock: only what runs in one process goes to another date. */
const inProcess = ["--project=unit", "--project=http"];

/** Parts of the night run; none takes an hour on two quiet cores. `args` are vitest's, `date` the moment it begins at. */
export const parts = [
  { name: "units and doors", args: inProcess },
  {
    name: "browsers",
    args: [
      "--project=whole",
      "tests/browser/youth",
      "tests/browser/staff",
      "tests/browser/admin",
      "tests/browser/whole",
    ],
  },
  { name: "states in browsers", args: ["--project=whole", "tests/browser/states"] },
  {
    name: "processes and faults",
    args: ["--project=whole", "tests/bin", "tests/lab", "tests/demo", "tests/hours", "tests/upgrade"],
  },
  ...dates.map((date) => ({ name: `units and doors on ${date}`, args: inProcess, date })),
];

/** Kept beside the packages, for this tree and no other. */
function file(root) {
  return `${root}node_modules/.cache/night.json`;
}

/** Includes what is not committed. */
function treeOf(root) {
  const git = (...args) => spawnSync("git", args, { cwd: root, encoding: "utf8" }).stdout ?? "";
  return createHash("sha256")
    .update(git("rev-parse", "HEAD") + git("diff", "HEAD") + git("status", "--porcelain"))
    .digest("hex");
}

/** Returns the seconds of each part that this tree has passed, by name. */
export function passedParts(root) {
  try {
    const { tree, passed } = JSON.parse(readFileSync(file(root), "utf8"));
    return new Map(tree === treeOf(root) ? passed : []);
  } catch {
    return new Map();
  }
}

export function keepPassed(root, passed) {
  mkdirSync(dirname(file(root)), { recursive: true });
  writeFileSync(file(root), JSON.stringify({ tree: treeOf(root), passed: [...passed] }));
}
