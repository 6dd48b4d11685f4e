// Loaded by every probed file of a copy of the tree (map.ts), in tests and the processes they start.
import { appendFileSync } from "node:fs";

const told = new Map<string, Set<string>>();

/** Notes in the current test file's own file that a bug's place was run. */
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
