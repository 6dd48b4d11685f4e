import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Group, groups } from "#tests/support/states/groups.ts";
import { shows } from "#tests/support/states/today.ts";

// The pages that `npm run views` came to lie in a folder that git does not know: AUDIENCE/GROUP/STATE.html.

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Where they are kept. */
export const keptViews = join(root, "node_modules/.cache/porchlight-views");

/** The name of a group as it stands in an address. */
export function slugOf({ name }: Pick<Group, "name">): string {
  return name.replace(/[^a-z]+/g, "-");
}

/** The file of one state. */
export function fileOf(folder: string, group: Group, state: string): string {
  return join(folder, group.of, slugOf(group), `${state}.html`);
}

/** When a state was walked to, ms UTC; null when it never was. */
export function walkedAt(folder: string, group: Group, state: string): number | null {
  return statSync(fileOf(folder, group, state), { throwIfNoEntry: false })?.mtimeMs ?? null;
}

/** The kept page of a state; null when it was never walked to. */
export function keptPage(folder: string, group: Group, state: string): string | null {
  if (walkedAt(folder, group, state) === null) return null;
  return readFileSync(fileOf(folder, group, state), "utf8");
}

/** The files of views/ and static/ that a group shows, and when each last changed, ms UTC. */
export function filesOf(group: Group): { path: string; changedAt: number }[] {
  return sourceFiles()
    .filter((path) => shows(group, path))
    .map((path) => ({ path, changedAt: statSync(join(root, path)).mtimeMs }));
}

/** The files of views/ that no state shows. */
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
