import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Bugs are planted in a copy of this tree, never in itself. */
export const tree = fileURLToPath(new URL("../../", import.meta.url)).replace(/\/$/, "");

const left = new Set(["node_modules", ".git", "data", "dist", "coverage"]);

/** Copies the tree into a new folder, which shares what npm installed. */
export function copyTree(): string {
  const to = mkdtempSync(join(tmpdir(), "porchlight-mutants-"));
  for (const name of readdirSync(tree).filter((one) => !left.has(one))) {
    const filter = (path: string) => !path.endsWith("lab/bench/results");
    cpSync(join(tree, name), join(to, name), { recursive: true, filter });
  }
  symlinkSync(join(tree, "node_modules"), join(to, "node_modules"));
  return to;
}

/** Removes a copy. */
export function removeCopy(folder: string) {
  rmSync(folder, { recursive: true, force: true });
}
