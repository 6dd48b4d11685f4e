import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyTree, removeCopy } from "../copy.ts";
import { placeOf, readSources, type Sources } from "../find.ts";
import { type Lane, openLane } from "../lane.ts";
import { mutants } from "../list/all.ts";
import { readReach, writeReach } from "../reach.ts";
import { probed, withAdded } from "./probe.ts";

/** Results are saved after each batch. */
const atOnce = 20;
const patienceMs = 30 * 60_000;

interface Mapped {
  done: number;
  left: number;
  cpuSeconds: number;
}

/** Runs the day set with probes and saves which test file gets where, until `isOver`; known ones only with `anew`. */
export async function makeMap(of: {
  wanted: (file: string) => boolean;
  anew: boolean;
  isOver: () => boolean;
  report: (text: string) => void;
}): Promise<Mapped> {
  const folder = copyTree();
  const notes = mkdtempSync(join(tmpdir(), "porchlight-reached-"));
  plantProbes(folder, readSources(folder));
  const lane = openLane(folder, { REACHED_IN: notes });
  try {
    const all = await lane.files();
    forgetGone(all);
    const known = readReach().seconds;
    const todo = all.filter((file) => of.wanted(file) && (of.anew || !known.has(file)));
    let done = 0;
    while (done < todo.length && !of.isOver()) {
      const files = todo.slice(done, done + atOnce);
      await note(lane, files, notes, of.report);
      done += files.length;
      of.report(`${done} of ${todo.length} test files are on the map`);
    }
    return { done, left: todo.length - done, cpuSeconds: await lane.end() };
  } finally {
    await lane.end();
    removeCopy(folder);
    rmSync(notes, { recursive: true, force: true });
  }
}

function plantProbes(folder: string, sources: Sources) {
  const added = new Map<string, ReturnType<typeof probed>>();
  for (const one of mutants) {
    const place = placeOf(one, sources);
    const here = probed(one, place, sources);
    if (here) added.set(place.path, [...(added.get(place.path) ?? []), ...here]);
  }
  for (const [path, here] of added) {
    const text = `import "#lab/mutants/map/reached.ts";\n${withAdded(sources.get(path)!, here!)}`;
    writeFileSync(join(folder, path), text);
  }
  const config = join(folder, "vitest.config.ts");
  const before = readFileSync(config, "utf8");
  const after = before.replace("setupFiles: [", 'setupFiles: ["lab/mutants/map/reached-setup.ts", ');
  if (after === before)
    throw new Error("vitest.config.ts names no setup files any more: map.ts adds one of its own there");
  writeFileSync(config, after);
}

async function note(lane: Lane, files: string[], notes: string, report: (text: string) => void) {
  const ran = await lane.run({ changed: [], files, bail: false }, patienceMs);
  if (ran.kind !== "ran") {
    report(`not run to their end (${ran.kind}): ${files.join(", ")}`);
    return;
  }
  const reach = readReach();
  for (const [file, took] of Object.entries(ran.seconds)) reach.seconds.set(file, took);
  for (const found of reach.files.values()) for (const file of files) found.delete(file);
  for (const name of readdirSync(notes)) {
    const ids = readFileSync(join(notes, name), "utf8").split("\n").filter(Boolean);
    for (const id of new Set(ids)) {
      reach.files.set(id, (reach.files.get(id) ?? new Set()).add(decodeURIComponent(name)));
    }
    rmSync(join(notes, name));
  }
  writeReach(reach);
}

/** Deleted test files leave the map. */
function forgetGone(all: readonly string[]) {
  const reach = readReach();
  for (const file of reach.seconds.keys()) if (!all.includes(file)) reach.seconds.delete(file);
  writeReach(reach);
}
