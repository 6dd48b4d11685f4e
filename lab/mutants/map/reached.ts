// Joined to a probed copy of the tree (map.ts): every file with a probe loads it, in the tests and in the processes they start.
import { appendFileSync } from "node:fs";

const told = new Map<string, Set<string>>();

/** Notes that the place of a bug was run, in the file that the test file of now has for it. */
function reached(id: string) {
  const file = process.env.REACHED;
  if (!file) return;
  const known = told.get(file) ?? new Set();
  told.set(file, known);
  if (known.has(id)) return;
  known.add(id);
  appendFileSync(file, `${id}\n`);
}

Object.assign(globalThis, { reached });
