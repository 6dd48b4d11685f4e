import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const lately = 4 * 60 * 60;

/** Returns the files changed since four hours before the last commit; [] without a history or git. */
export function changedLately(repository = root): string[] {
  if (!existsSync(join(repository, ".git"))) return [];
  const git = (...words: string[]) => {
    const given = spawnSync("git", ["-C", repository, ...words], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
    return given.status === 0 ? given.stdout : "";
  };
  const last = Number(git("log", "-1", "--format=%ct"));
  const since = ["log", `--since=@${last - lately}`, "--diff-merges=first-parent", "--no-renames", "--name-only"];
  const committed = last > 0 ? git(...since, "--format=", "-z").split("\0") : [];
  const pending = git("status", "--porcelain", "-z", "-uall", "--no-renames")
    .split("\0")
    .map((line) => line.slice(3));
  return [...new Set([...committed, ...pending].map((path) => path.trim()))].filter((path) => path !== "").sort();
}
