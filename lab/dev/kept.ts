import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Group, groups } from "#tests/support/states/groups.ts";
import { shows } from "#tests/support/states/today.ts";

// Pages of `npm run views`, in a folder git ignores: AUDIENCE/GROUP/STATE.html.

const root = fileURLToPath(new URL("../../", import.meta.url));

export const keptViews = join(root, "node_modules/.cache/porchlight-views");

/** Returns a group's name as it stands in an address. */
export function slugOf({ name }: Pick<Group, "name">): string {
  return name.replace(/[^a-z]+/g, "-");
}

/** Returns the file of a state. */
export function fileOf(folder: string, group: Group, state: string): string {
  return join(folder, group.of, slugOf(group), `${state}.html`);
}

/** Returns when a state was walked to, ms UTC; null = never. */
export function walkedAt(folder: string, group: Group, state: string): number | null {
  return statSync(fileOf(folder, group, state), { throwIfNoEntry: false })?.mtimeMs ?? null;
}

/** Returns the kept page of a state; null = never walked to. */
export function keptPage(folder: string, group: Group, state: string): string | null {
  if (walkedAt(folder, group, state) === null) return null;
  return readFileSync(fileOf(folder, group, state), "utf8");
}

/** Returns the files of views/ and static/ that a group shows, with their last change, ms UTC. */
export function filesOf(group: Group): { path: string; changedAt: number }[] {
  return sourceFiles()
    .filter((path) => shows(group, path))
    .map((path) => ({ path, changedAt: statSync(join(root, path)).mtimeMs }));
}

/** Returns the files of views/ that no state shows. */
export function viewsOfNoState(): string[] {
  return sourceFiles().filter((path) => path.startsWith("views/") && !groups.some((group) => shows(group, path)));
}

function sourceFiles(): string[] {
  return ["views", "static"]
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) => `${folder}/${path}`),
    )
    .filter((path) => /\.(tsx?|js|css)$/.test(path))
    .sort();
}
