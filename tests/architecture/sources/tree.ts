import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const text = /\.(tsx?|mjs|js|json|sql|css)$/;

let known: ReadonlyMap<string, string> | undefined;

/** Returns every file of this tree that git would keep, by path, with the text of those the rules read. Read once. */
export function tree(): ReadonlyMap<string, string> {
  known ??= readTree();
  return known;
}

function readTree(): Map<string, string> {
  const ignored = readFileSync(`${root}.gitignore`, "utf8").split("\n").filter(Boolean);
  const skip = (path: string) =>
    path === ".git" ||
    ignored.some((line) =>
      line.startsWith("*") ? path.endsWith(line.slice(1)) : path === line.replace(/\/$/, "").replace(/^\//, ""),
    );
  const files = new Map<string, string>();
  const walk = (folder: string) => {
    for (const entry of readdirSync(root + folder, { withFileTypes: true })) {
      const path = folder + entry.name;
      if (skip(path)) continue;
      if (entry.isDirectory()) walk(`${path}/`);
      else files.set(path, text.test(path) ? readFileSync(root + path, "utf8") : "");
    }
  };
  walk("");
  return files;
}
