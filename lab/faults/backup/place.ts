import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { stored } from "#lab/load/failures/stored.ts";
import { inFolder } from "#lab/load/people/stage.ts";
import { fillWorld } from "#lab/load/people/world.ts";
import { checkTrail } from "#src/audit/check.ts";
import { copiesIn, partFile } from "#src/backup/kept.ts";
import { fileOf, openPart, whats } from "#src/backup/parts.ts";
import { systemClock } from "#src/clock.ts";
import { openKeyring } from "#src/crypto/keys/keyring.ts";
import { readMasterKey } from "#src/crypto/keys/master-key.ts";
import { lookOver } from "#src/db/doctor.ts";

/** What is done: a copy is made, or put back where there are no data. */
export type Work = "backup" | "restore";

/** Everything below one folder: data, data.key and data.copies. */
export const dataIn = (base: string) => join(base, "data");
const copiesOf = (base: string) => join(base, "data.copies");

/** The program's arguments for a work below a folder. */
export function argsOf(work: Work, base: string): string[] {
  return work === "backup" ? ["backup"] : ["restore", copiesOf(base)];
}

export function envOf(base: string): Record<string, string> {
  return { PATH: process.env.PATH ?? "", HOME: base, TMPDIR: base, DATA_DIR: dataIn(base) };
}

/** Makes a helpline with some chats and one copy; for a restore its data are then taken away. */
export async function prepare(work: Work, base: string, program: string): Promise<void> {
  mkdirSync(dataIn(base), { recursive: true });
  await inFolder(dataIn(base), (helpline) => fillWorld(helpline, 6));
  const child = spawn(program, argsOf("backup", base), { env: envOf(base), stdio: "ignore" });
  const code = await new Promise((done) => child.once("exit", done));
  if (code !== 0) throw new Error(`the first copy was not made: ${code}`);
  if (work === "restore") rmSync(dataIn(base), { recursive: true });
}

/** A fresh place like a prepared one. */
export function likeIt(prepared: string, base: string): void {
  rmSync(base, { recursive: true, force: true });
  cpSync(prepared, base, { recursive: true });
}

/**
 * How it stands below a folder after the next start: "old" or "new" as before or after the work, else what is wrong in words.
 * `told`: someone was told that it is done.
 */
export async function standsAfter(work: Work, base: string, told: boolean, prepared: string): Promise<string> {
  try {
    return work === "backup" ? await afterBackup(base, told) : await afterRestore(base, told, prepared);
  } catch (error) {
    return `cannot go on: ${error instanceof Error ? error.message : error}`;
  }
}

async function afterBackup(base: string, told: boolean): Promise<string> {
  const damage = (await startOver(base)) ?? leftIn(base);
  if (damage) return damage;
  const counted = copiesIn(copiesOf(base)).filter(({ opened, parts }) => opened && parts.length === 2);
  for (const { name } of counted) {
    const wrong = await wrongWith(base, name);
    if (wrong) return `the copy ${name}: ${wrong}`;
  }
  if (counted.length === 0) return "the copy of before is gone";
  if (told && counted.length === 1) return "told that there is a copy, and there is none";
  return counted.length === 1 ? "old" : "new";
}

async function afterRestore(base: string, told: boolean, prepared: string): Promise<string> {
  if (hashOf(copiesOf(base)) !== hashOf(copiesOf(prepared))) return "the copy was changed";
  const there = existsSync(dataIn(base)) ? readdirSync(dataIn(base)) : [];
  const files = Object.values(fileOf).filter((name) => there.includes(name));
  if (files.length === 1) return `only ${files[0]} came back`;
  const isBack = files.length === 2;
  if (told && !isBack) return "told that the data are back, and they are not";
  const damage = (await startOver(base, isBack)) ?? leftIn(base);
  return damage ?? (isBack ? "new" : "old");
}

/** Starts over what is there. Returns what is wrong with the data then; null for nothing. */
async function startOver(base: string, isRestored = false): Promise<string | null> {
  const dataDir = dataIn(base);
  mkdirSync(dataDir, { recursive: true });
  const wasThere = existsSync(join(dataDir, fileOf.data));
  const broken = await inFolder(dataDir, async ({ db, trail }) => {
    const found = await checkTrail(db, { at: systemClock.now(), standing: trail.standing, rest: async () => {} });
    return found.broken.length;
  });
  if (broken > 0) return "the audit trail is broken";
  if (!wasThere) return null;
  const { rows, integrity } = stored(dataDir);
  if (integrity.some((one) => one !== "ok")) return `damaged: ${integrity.join()}`;
  const said = [...rows.values()].flat().filter(({ side }) => side === "youth");
  if (said.length !== 6 || said.some(({ text }) => text !== "hello"))
    return `words are lost, or have no key: ${said.length}`;
  if (isRestored && !readFileSync(join(dataDir, fileOf.data), "latin1").includes("backup.restored"))
    return "the trail does not say that it was put back";
  return null;
}

/** What nobody may find after a start; null for nothing. */
function leftIn(base: string): string | null {
  const names = [base, dataIn(base), copiesOf(base)].flatMap((folder) =>
    existsSync(folder) ? readdirSync(folder) : [],
  );
  const left = names.filter((name) => /^\.copy-|\.restoring$|\.part$/.test(name));
  return left.length > 0 ? `left behind: ${left.join(", ")}` : null;
}

/** What is wrong with a copy that counts; null for nothing. */
async function wrongWith(base: string, name: string): Promise<string | null> {
  const master = readMasterKey(`${dataIn(base)}.key`);
  if (master === null || master === "unreadable") return "there is no master key";
  const folder = join(base, "opened");
  mkdirSync(folder);
  try {
    for (const what of whats) {
      const from = partFile(copiesOf(base), name, what);
      await openPart({ from, to: join(folder, fileOf[what]), by: { master: master.copies } });
    }
    const { damages, sawWords, chats } = lookOver(folder, (keys) => openKeyring(keys, master));
    return damages.length === 0 && sawWords && chats === 6 ? null : JSON.stringify({ damages, sawWords, chats });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function hashOf(folder: string): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest("hex");
}
