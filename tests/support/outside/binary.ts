import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openConnection } from "#src/db/connection.ts";
import { patience } from "#tests/support/run/night.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const dist = join(root, "dist");
const name = `porchlight-linux-${process.arch}`;

/** What the one file is made of. */
const sources = [
  "src",
  "views",
  "static",
  "migrations",
  "deploy",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];
const builders = ["bin/build.mjs", "bin/parts.mjs", "bin/sbom.mjs", "bin/bun.mjs"];

/** Longer than a build when everyone builds. */
const most = patience(300_000);

/** Returns the path of the one file, built if missing or older than its sources; others wait. Throws when it fails. */
export function binary(): string {
  const file = join(dist, name);
  mkdirSync(dist, { recursive: true });
  // A lock of SQLite's goes with its process, and can be waited for.
  const lock = openConnection(join(dist, ".build.lock"), most);
  try {
    lock.exec("BEGIN EXCLUSIVE");
    if (!existsSync(file) || changedAt() >= statSync(file).mtimeMs) build(dist);
  } finally {
    lock.close();
  }
  return file;
}

/** Builds the one file into a folder. Returns its path. */
export function build(out: string): string {
  const args = [join(root, "bin/build.mjs"), name.replace("porchlight-", ""), "--out", out];
  const { status, stdout, stderr } = spawnSync("node", args, { encoding: "utf8", timeout: most });
  if (status !== 0) throw new Error(`Porchlight could not be built (${status}): ${stdout}${stderr}`);
  return join(out, name);
}

export function sha256(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

/** Last change of a source, ms UTC. Folders count: they change when a file of theirs goes. */
function changedAt(): number {
  const within = (path: string): string[] => {
    if (!statSync(path).isDirectory()) return [path];
    return [path, ...readdirSync(path).flatMap((entry) => within(join(path, entry)))];
  };
  const paths = [...sources, ...builders].flatMap((path) => within(join(root, path)));
  return Math.max(...paths.map((path) => statSync(path).mtimeMs));
}
