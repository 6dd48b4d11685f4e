import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { sha256 } from "#tests/support/outside/binary.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Not part of what is built, or made by a build. */
const left = new Set(["node_modules", "dist", "data", "coverage", "tests", "lab"]);

/** Copies the sources, and the packages that `npm ci --omit=dev` installs, into a folder. Returns the folder. */
export function checkout(folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(root)) {
    if (!left.has(name)) cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  for (const path of packages()) linked(join(root, path), join(folder, path));
  return folder;
}

function packages(): string[] {
  const locked = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const needed = Object.keys(locked).filter((path) => path !== "" && !locked[path].dev);
  // What lies in the folder of another package comes with it.
  return needed.filter((path) => path.lastIndexOf("node_modules/") === 0 && existsSync(join(root, path)));
}

/** Links where one disk allows it: a link to the folder would lead every build to the same place. */
function linked(from: string, to: string) {
  mkdirSync(dirname(to), { recursive: true });
  if (spawnSync("cp", ["-al", from, to], { stdio: "ignore" }).status !== 0) cpSync(from, to, { recursive: true });
}

/** Builds in a checkout. Returns the checksum of each file that was made, by name. Throws when it fails. */
export function builtIn(folder: string, home: string, more: Record<string, string>, args: string[] = []) {
  mkdirSync(home, { recursive: true });
  const out = join(home, "out");
  const env = { PATH: process.env.PATH ?? "", HOME: home, ...more };
  const made = spawnSync("node", [join(folder, "bin/build.mjs"), ...args, "--out", out], { env, encoding: "utf8" });
  if (made.status !== 0) throw new Error(`Porchlight could not be built in ${folder}: ${made.stdout}${made.stderr}`);
  return Object.fromEntries(readdirSync(out).map((name) => [name, sha256(join(out, name))]));
}
