// `npm run build -- sums`: dist/SHA256SUMS, of all that was built there. docs/releases.md says how it is signed.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const isBuilt = (name) => /^porchlight[-_]/.test(name) && !name.endsWith(".minisig");

/** Writes SHA256SUMS into a folder of built files, as `sha256sum -c` reads it. Returns its lines, none if nothing was built. */
export function writeSums(folder) {
  const names = existsSync(folder) ? readdirSync(folder).filter(isBuilt).sort() : [];
  const sumOf = (name) =>
    createHash("sha256")
      .update(readFileSync(join(folder, name)))
      .digest("hex");
  const lines = names.map((name) => `${sumOf(name)}  ${name}`);
  if (lines.length > 0) writeFileSync(join(folder, "SHA256SUMS"), `${lines.join("\n")}\n`);
  return lines;
}
