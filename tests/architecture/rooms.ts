import { posix } from "node:path";

/** Folders of doors with rules of their own; anything beside them serves all. */
export const audiences = ["youth", "counsellor", "admin", "session", "public"];
/** What serves every door. */
const ofEveryDoor = ["server", "limits", "live", "frame"];

/** Returns the room of a path by its name in the table; a stray path gives a name the table does not have. */
export function roomOf(path: string): string {
  const [top = "", folder = "", third = ""] = path.split("/");
  const file = posix.basename(path).replace(/\.(tsx?|json)$/, "");
  if (top === "src") {
    if (path === "src/live/hub.ts") return "hub";
    if (folder === "http") return ofEveryDoor.includes(third) ? "http" : `http/${third}`;
    return third === "" ? file : folder;
  }
  if (top === "views") return folder === "layout" ? `views/layout/${file}` : third === "" ? path : `views/${folder}`;
  if (top === "tests" || top === "lab" || path === "vitest.config.ts") return "tests";
  return top;
}

/** Returns what an import names: a file of the tree, or a package. */
export function target(from: string, importer: string): { file: string } | { package: string } {
  if (from.startsWith("#src/")) return { file: from.slice(1) };
  if (from.startsWith("#views/")) return { file: from.slice(1) };
  if (from.startsWith("#tests/") || from.startsWith("#lab/")) return { file: from.slice(1) };
  if (from.startsWith(".")) return { file: posix.join(posix.dirname(importer), from) };
  return { package: from };
}
