import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stored } from "#lab/load/failures/stored.ts";
import { inFolder } from "#lab/load/people/stage.ts";
import { fillWorld } from "#lab/load/people/world.ts";
import { checkTrail } from "#src/audit/check.ts";
import { addDelta } from "#src/backup/delta/add-delta.ts";
import { deltasIn } from "#src/backup/delta/kept-deltas.ts";
import { copiesIn, partFile } from "#src/backup/kept.ts";
import { fileOf, openPart, whats } from "#src/backup/parts.ts";
import { fetchedDir, fetchedIn, isPromoted, keepFetched } from "#src/backup/standby/folder.ts";
import { systemClock } from "#src/clock.ts";
import { writeAsYouth } from "#src/conversation/messages/writing.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { openKeyring } from "#src/crypto/keys/keyring.ts";
import { readMasterKey } from "#src/crypto/keys/master-key.ts";
import { lookOver } from "#src/db/doctor.ts";

/**
 * What is done: a copy is made, or what changed since; or a copy and what changed since are put back where there are no data, or so by a
 * second machine that had fetched them.
 */
export type Work = "backup" | "delta" | "restore" | "promote";
export const works: Work[] = ["backup", "delta", "restore", "promote"];

/** Everything below one folder: data, data.key and data.copies, or data.fetched on a second machine. */
export const dataIn = (base: string) => join(base, "data");
const fetchedOf = (base: string) => fetchedDir(dataIn(base));
const copiesOf = (base: string) => (existsSync(fetchedOf(base)) ? fetchedOf(base) : join(base, "data.copies"));

/** What does a work below a folder: the program, but for a delta, which no command makes. */
export function commandOf(work: Work, base: string, program: string): string[] {
  if (work === "backup" || work === "promote") return [program, work];
  if (work === "restore") return [program, "restore", copiesOf(base)];
  // Bun takes its settings from the folder it stands in.
  const root = fileURLToPath(new URL("../../../", import.meta.url));
  return [process.execPath, "--no-env-file", "--no-install", `--cwd=${root}`, "lab/faults/backup/delta.ts", base];
}

export function envOf(base: string): Record<string, string> {
  return { PATH: process.env.PATH ?? "", HOME: base, TMPDIR: base, DATA_DIR: dataIn(base) };
}

/** Makes a helpline with some chats, a copy, more words and a delta; for a restore its data are then taken away. */
export async function prepare(work: Work, base: string, program: string): Promise<void> {
  mkdirSync(dataIn(base), { recursive: true });
  const { young } = await inFolder(dataIn(base), (helpline) => fillWorld(helpline, chats));
  await ends([program, "backup"], base);
  await inFolder(dataIn(base), async ({ db }) => {
    const text = "later";
    const all = young.map(({ id: conversationId }) =>
      db.change(`conversation:${conversationId}`, (tx, emit) =>
        writeAsYouth(tx, emit, { conversationId, clientId: newClientId(), text }),
      ),
    );
    await Promise.all(all);
  });
  await ends(commandOf("delta", base, program), base);
  if (work === "backup" || work === "delta") return;
  rmSync(dataIn(base), { recursive: true });
  if (work === "restore") return;
  renameSync(copiesOf(base), fetchedOf(base));
  keepFetched(fetchedOf(base), { address: nobodyAt, reachedAt: null, savedUntil: null, promotesTo: null });
}

/** Nothing listens there. */
const nobodyAt = "http://127.0.0.1:9";

async function ends([file, ...args]: string[], base: string) {
  const child = spawn(file!, args, { env: envOf(base), stdio: "ignore", cwd: base });
  const code = await new Promise((done) => child.once("exit", done));
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}`);
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
    if (work === "restore" || work === "promote") return await afterRestore(base, told, prepared);
    return work === "backup" ? await afterBackup(base, told) : await afterDelta(base, told);
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

async function afterDelta(base: string, told: boolean): Promise<string> {
  const damage = (await startOver(base)) ?? leftIn(base);
  if (damage) return damage;
  const all = deltasIn(copiesOf(base));
  if (all.some(({ opened, parts }) => !opened || parts.length < whats.length)) return "half a delta is left";
  for (const delta of all) {
    const wrong = await wrongWith(base, delta.base, delta.name);
    if (wrong) return `the delta ${delta.name}: ${wrong}`;
  }
  if (all.length === 0) return "the delta of before is gone";
  if (told && all.length === 1) return "told that there is a delta, and there is none";
  return all.length === 1 ? "old" : "new";
}

async function afterRestore(base: string, told: boolean, prepared: string): Promise<string> {
  if (hashOf(copiesOf(base)) !== hashOf(copiesOf(prepared))) return "the copy was changed";
  const there = existsSync(dataIn(base)) ? readdirSync(dataIn(base)) : [];
  const files = Object.values(fileOf).filter((name) => there.includes(name));
  if (files.length === 1) return `only ${files[0]} came back`;
  const isBack = files.length === 2;
  if (told && !isBack) return "told that the data are back, and they are not";
  const fetched = fetchedOf(base);
  if (existsSync(fetched) && (fetchedIn(fetched) === null || isPromoted(fetched) !== isBack))
    return "nobody could tell whether it still fetches";
  const damage = (await startOver(base, isBack)) ?? leftIn(base);
  return damage ?? (isBack ? "new" : "old");
}

const chats = 6;
const words = Array.from({ length: chats }, () => ["hello", "later"]).flat();

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
  if (JSON.stringify(said.map(({ text }) => text).sort()) !== JSON.stringify(words.toSorted()))
    return `words are lost, or have no key: ${said.length}`;
  if (isRestored && !readFileSync(join(dataDir, fileOf.data), "latin1").includes("backup.restored"))
    return "the trail does not say that it was put back";
  return null;
}

/** What nobody may find after a start; null for nothing. What a second machine says of itself opens nothing. */
function leftIn(base: string): string | null {
  const names = [base, dataIn(base), copiesOf(base)].flatMap((folder) =>
    existsSync(folder) ? readdirSync(folder) : [],
  );
  const left = names.filter((name) => /^\.copy-|\.restoring$|\.part$/.test(name) && name !== "fetched.json.part");
  return left.length > 0 ? `left behind: ${left.join(", ")}` : null;
}

/** What is wrong with a copy that counts, or with what it and a delta make; null for nothing. */
async function wrongWith(base: string, name: string, delta?: string): Promise<string | null> {
  const master = readMasterKey(`${dataIn(base)}.key`);
  if (master === null || master === "unreadable") return "there is no master key";
  const folder = join(base, "opened");
  mkdirSync(folder);
  try {
    const by = { master: master.copies };
    const proving = { master: master.proof };
    const heads = [];
    for (const what of whats) {
      const from = partFile(copiesOf(base), name, what);
      heads.push(await openPart({ from, to: join(folder, fileOf[what]), by, proving }));
    }
    if (delta)
      await addDelta({ from: copiesOf(base), name: delta, into: folder, heads, by, proving, isUnprovedTaken: false });
    const { damages, sawWords, chats: found } = lookOver(folder, (keys) => openKeyring(keys, master));
    return damages.length === 0 && sawWords && found === chats ? null : JSON.stringify({ damages, sawWords, found });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function hashOf(folder: string): string {
  const hash = createHash("sha256");
  const names = readdirSync(folder).filter((name) => name.startsWith("porchlight-2"));
  for (const name of names.sort()) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest("hex");
}
