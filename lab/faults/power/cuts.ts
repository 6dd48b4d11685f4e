import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rowsIn } from "#lab/load/failures/stored.ts";
import { seeded } from "#lab/load/report/random.ts";
import type { MasterKey } from "#src/crypto/keys/master-key.ts";
import { type OpenFiles, openFiles } from "#src/db/files.ts";
import { writer } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { cutDisk, type Fate, fates } from "./disk.ts";
import type { Recorded } from "./record.ts";

export interface CutFindings {
  cuts: number;
  byFate: Record<Fate, number>;
  early: number;
  /** Cuts that lost words someone had been told of, and the most words at once. */
  losing: number;
  mostLost: number;
  /** Cuts after which Porchlight could not open the files, or SQLite found damage. */
  corrupt: number;
  /** Cuts after which a message had no key, though no one had it forgotten. */
  keyless: number;
  gaps: number;
  first: string;
}

/** Before the first words there is mostly the making of tables. */
const earlyShare = 0.05;

/** Cuts the power at `cuts` recorded points, opens what is left each time, and looks. */
export function cutAll({ steps, master }: Recorded, cuts: number, seed: number, say = (_text: string) => {}) {
  const random = seeded(seed);
  const begin = steps.findIndex(({ kind }) => kind === "told");
  if (begin === -1) throw new Error("nobody was told anything: nothing could be lost");
  const points = Array.from({ length: cuts }, (_, n) =>
    n < cuts * earlyShare ? random() * begin : begin + random() * (steps.length - begin),
  );
  points.sort((a, b) => a - b);
  const found: CutFindings = {
    ...{ cuts, byFate: { drop: 0, prefix: 0, subset: 0, reorder: 0, torn: 0 }, early: 0, first: "" },
    ...{ losing: 0, mostLost: 0, corrupt: 0, keyless: 0, gaps: 0 },
  };
  const disk = cutDisk();
  const told: string[] = [];
  // In memory if possible: ten thousand times two databases wear out a disk.
  const base = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "porchlight-power-"));
  let next = 0;
  try {
    for (const [n, point] of points.entries()) {
      for (; next <= point; next += 1) {
        const step = steps[next]!;
        disk.take(step);
        if (step.kind === "told") told.push(step.words);
      }
      const fate = fates[n % fates.length]!;
      const wrong = lookAt(base, (folder) => disk.write(folder, fate, random), master, told);
      found.byFate[fate] += 1;
      if (told.length === 0) found.early += 1;
      note(found, wrong, `cut ${n} (${fate}) after step ${next} of ${steps.length}`);
      if ((n + 1) % 1_000 === 0) say(`${n + 1} cuts`);
    }
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
  return found;
}

interface Wrong {
  lost: number;
  corrupt: string;
  keyless: number;
  gaps: number;
}

function note(found: CutFindings, { lost, corrupt, keyless, gaps }: Wrong, where: string) {
  if (lost > 0) found.losing += 1;
  if (corrupt !== "") found.corrupt += 1;
  if (keyless > 0) found.keyless += 1;
  if (gaps > 0) found.gaps += 1;
  found.mostLost = Math.max(found.mostLost, lost);
  if (lost + keyless + gaps > 0 || corrupt !== "") {
    found.first ||= `${where}: ${lost} lost, ${keyless} keyless, ${gaps} gaps, ${corrupt || "whole"}`;
  }
}

/** Opens what is left as Porchlight does at its start. */
function lookAt(base: string, write: (folder: string) => void, master: MasterKey, told: string[]): Wrong {
  const folder = join(base, "data");
  mkdirSync(folder);
  let files: OpenFiles | undefined;
  try {
    write(folder);
    files = openFiles(folder, 0);
    const checks = [files.data, files.keys].map((file) => String(file.pragma("integrity_check", { simple: true })));
    const corrupt = checks.filter((one) => one !== "ok").join();
    return { corrupt, ...read(files, master, told) };
  } catch (error) {
    return { lost: told.length, corrupt: String(error), keyless: 0, gaps: 0 };
  } finally {
    files?.data.close();
    files?.keys.close();
    rmSync(folder, { recursive: true });
  }
}

function read(files: OpenFiles, master: MasterKey, told: string[]): Omit<Wrong, "corrupt"> {
  const query = q.selectFrom("erasure").select("conversation_id as id");
  const erased = new Set(
    writer(files.data)
      .all(query)
      .map(({ id }) => id),
  );
  const there = new Set<string>();
  let [keyless, gaps] = [0, 0];
  for (const [id, rows] of rowsIn(files, master)) {
    for (const [index, { seq, text }] of rows.entries()) {
      if (seq !== index + 1) gaps += 1;
      if (text === null && !erased.has(id)) keyless += 1;
      if (text !== null) there.add(text);
    }
  }
  return { lost: told.filter((words) => !there.has(words)).length, keyless, gaps };
}
