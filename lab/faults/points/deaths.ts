import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { between, type Random } from "#lab/load/report/random.ts";
import { checkTrail } from "#src/audit/check.ts";
import { keysAtHand, settleKeyFiles } from "#src/crypto/keys/key-files.ts";
import { createMasterKeyFile } from "#src/crypto/keys/master-key.ts";
import { openFiles } from "#src/db/files.ts";
import { writer } from "#src/db/query.ts";
import { fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import type { Fate, Point } from "./point.ts";
import { command, keyIn, mortal } from "./process.ts";
import { evening, reachAt, reachIn, type Scene } from "./scene.ts";

export interface Deaths {
  name: string;
  points: number;
  deaths: number;
  /** Of these, killed at random moments and not at a statement. */
  byChance: number;
  old: number;
  new: number;
  /** What was neither done nor undone, or was told and is not so. */
  wrong: string[];
}

/** Kills a scene at most `times` times: around commits, before other statements, then at random moments. */
export async function killScene(scene: Scene, { times, random }: { times: number; random: Random }): Promise<Deaths> {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-points-"));
  const from = join(folder, "before");
  try {
    const made = await prepared(scene, from);
    const course = (n: number | "whole", fate?: Fate | number) =>
      once(scene, made, { from, to: join(folder, String(n)) }, fate);
    const { points, ms, stands } = await course("whole");
    const found: Deaths = {
      ...{ name: scene.name, points: points.length, deaths: 0, byChance: 0, old: 0, new: 0 },
      wrong: stands === "new" ? [] : [`left alone: ${stands}`],
    };
    const fates: (Fate | number)[] = fatesOf(points, times);
    // While it starts, no one outside knows what it is about to do.
    while (!scene.atStart && fates.length < times) fates.push(between(random, 0, ms));
    for (const [n, fate] of fates.entries()) {
      const { stands: is } = await course(n, fate);
      found.deaths += 1;
      if (typeof fate === "number") found.byChance += 1;
      if (is === "old" || is === "new") found[is] += 1;
      else found.wrong.push(`${whereOf(fate, points)}: ${is}`);
    }
    await scene.close?.(made);
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function prepared(scene: Scene, folder: string): Promise<unknown> {
  mkdirSync(folder);
  if (scene.lay) {
    scene.lay(folder);
    return null;
  }
  const home = await house({ clock: fakeClock(evening), files: openFiles(folder, evening) });
  const made = await scene.before(home);
  const { line } = home.helpline.db.keyring.line()!;
  home.helpline.db.close();
  if (scene.command) createMasterKeyFile(keyIn(folder), line);
  return made;
}

/** Half of them around commits, if there are as many, else before other statements. */
function fatesOf(points: readonly Point[], times: number): Fate[] {
  const all = points.map((_, i) => i + 1);
  const isCommit = (nth: number) => /^COMMIT/i.test(points[nth - 1]!.sql);
  const commits = all.filter(isCommit).flatMap((nth) => [{ nth }, { nth, after: true }]);
  const others = all.filter((nth) => !isCommit(nth)).map((nth) => ({ nth }));
  const around = spread(commits, Math.max(Math.ceil(times / 2), times - others.length));
  return [...around, ...spread(others, times - around.length)];
}

function spread<One>(list: One[], most: number): One[] {
  if (list.length <= most) return list;
  return Array.from({ length: most }, (_, i) => list[Math.round((i * (list.length - 1)) / Math.max(1, most - 1))]!);
}

function whereOf(fate: Fate | number, points: readonly Point[]): string {
  if (typeof fate === "number") return `killed after ${Math.round(fate)} ms`;
  const { file, sql } = points[fate.nth - 1]!;
  return `killed ${fate.after ? "after" : "before"} ${fate.nth} of ${points.length}, ${file}: ${sql.slice(0, 60)}`;
}

/** Runs once in a copy of the files: killed at a point or after some ms, or left alone. */
async function once(scene: Scene, made: unknown, { from, to }: { from: string; to: string }, fate?: Fate | number) {
  cpSync(from, to, { recursive: true });
  const { told, points, ms } = await (scene.command ? commanded : asked)(scene, made, to, fate);
  const stands = scene.left?.(to) ?? (await judged(scene, made, to, told));
  rmSync(to, { recursive: true });
  return { stands, points, ms };
}

interface Course {
  told: unknown;
  points: readonly Point[];
  ms: number;
}

async function asked(scene: Scene, made: unknown, folder: string, fate?: Fate | number): Promise<Course> {
  const deadly = typeof fate === "object" ? fate : { nth: 0 };
  const child = await mortal(folder, evening, scene.atStart ? deadly : undefined);
  let told: unknown = null;
  const begun = performance.now();
  if (child.origin !== null) {
    if (!scene.atStart) await child.arm(deadly);
    const late = typeof fate === "number" ? setTimeout(() => child.kill(), fate) : undefined;
    told = await scene.does(reachAt(child.origin, child.job), made).catch(() => null);
    clearTimeout(late);
  }
  const ms = performance.now() - begun;
  const points = fate === undefined ? await child.points() : [];
  await child.kill();
  return { told, points, ms };
}

async function commanded(scene: Scene, _made: unknown, folder: string, fate?: Fate | number): Promise<Course> {
  const begun = performance.now();
  const end = typeof fate === "number" ? { killMs: fate } : fate ? { fate } : {};
  const { code, points } = await command(folder, scene.command!, end);
  if (code !== 0 && code !== null) throw new Error(`${scene.command!.join(" ")} ended with ${code}`);
  return { told: code === 0 ? true : null, points, ms: performance.now() - begun };
}

/** Opens what is left, as a start does, and does it or does it again: then it must stand as done. */
async function judged(scene: Scene, made: unknown, folder: string, told: unknown): Promise<string> {
  let home = await opened(folder);
  try {
    const stands = await scene.stands(home, made, told);
    const damage = await damageOf(home);
    if (damage) return damage;
    if (scene.command) {
      home.helpline.db.close();
      await commanded(scene, made, folder);
      home = await opened(folder);
    } else {
      const again = scene.after ?? ((_home, reach) => scene.does(reach, made));
      await again(home, reachIn(home), made);
    }
    const then = await scene.stands(home, made, null);
    return then === "new" ? stands : `${stands}, and afterwards ${then}`;
  } catch (error) {
    return `cannot go on: ${error instanceof Error ? error.message : error}`;
  } finally {
    home.helpline.db.close();
  }
}

/** A start over a folder (serve.ts), with the houses' master key if the folder holds none. */
async function opened(folder: string): Promise<House> {
  const files = openFiles(folder, evening);
  const clock = fakeClock(evening);
  const file = keyIn(folder);
  if (!existsSync(file)) return house({ clock, files });
  const keys = keysAtHand(file, writer(files.keys));
  const home = await house({ clock, files, ...keys });
  settleKeyFiles(file, keys);
  return home;
}

/** What must hold of the files wherever it was killed. */
async function damageOf({ files, helpline, reported }: House): Promise<string | null> {
  for (const file of [files.data, files.keys]) {
    const said = String(file.pragma("integrity_check", { simple: true }));
    if (said !== "ok") return `integrity: ${said}`;
    if ((file.pragma("foreign_key_check") as unknown[]).length > 0) return "a row without what it belongs to";
  }
  const { db, trail } = helpline;
  const { broken } = await checkTrail(db, { at: 0, standing: trail.standing, rest: async () => {} });
  if (broken.length > 0) return "the audit trail is broken";
  return reported.length > 0 ? `reported: ${reported[0]}` : null;
}
