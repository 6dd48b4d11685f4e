import { spawn } from "node:child_process";
import { setPriority } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { systemClock } from "#src/clock.ts";
import { keysAtHand } from "#src/crypto/keys/key-files.ts";
import { openKeyring } from "#src/crypto/keys/keyring.ts";
import { type OpenedBy, SealedFileError } from "#src/crypto/sealed-file.ts";
import { MigrationError } from "#src/db/adoption/adopt.ts";
import { openReadOnly } from "#src/db/connection.ts";
import { lookOver } from "#src/db/doctor.ts";
import { openFiles } from "#src/db/files.ts";
import { lockFolder } from "#src/db/lock.ts";
import { sqliteCode } from "#src/db/sqlite-errors.ts";
import { ownCommand, workOption } from "#src/files.ts";
import { lazily } from "#src/lazy.ts";
import { type Base, type Hashes, writeBase } from "./delta/base.ts";
import type { DeltaMade, DeltaSaid, DeltaTold, DeltaWork } from "./delta/work-delta.ts";
import type { StoreVisit, Visited } from "./elsewhere/visit.ts";
import {
  fileOf,
  type Head,
  isProved,
  type NewPart,
  openPart,
  type ProofKey,
  provingBy,
  sealPart,
  whats,
} from "./parts.ts";

const { hashesIn } = lazily(() => import("./delta/pages.ts"));
const { makeDeltaParts } = lazily(() => import("./delta/work-delta.ts"));
const { visit } = lazily(() => import("./elsewhere/visit.ts"));

// Sealing and opening a copy takes seconds of a processor, so another process does it: nobody who writes notices.

/** What the other process is asked for. It reads the master key from its file itself. */
export type Work =
  | { do: "seal"; parts: NewPart[] }
  | OpenWork
  | { do: "start"; dataDir: string; masterKeyFile: string; at: number }
  | DeltaWork
  | { do: "visit"; visit: StoreVisit }
  | { do: "rehearse"; dataDir: string; masterKeyFile: string }
  | { do: "migrate"; dataDir: string };

/** `base`: the page hashes of the copy go to a file, so that deltas can be made since. */
interface OpenWork {
  do: "open";
  parts: { from: string; what: Head["what"] }[];
  by: OpenedBy;
  /** By which each shows that it is ours; null = it need not. */
  proof: ProofKey | null;
  folder: string;
  masterKeyFile: string;
  base?: { to: string } & Omit<Base, "id">;
}

interface Done {
  seal: null;
  open: LookedAt;
  start: null;
  rehearse: Omit<LookedAt, "heads">;
  migrate: null;
  delta: DeltaMade;
  visit: Visited;
}

/**
 * Restores the data of a copy of an instant (ms UTC, null = they need not be) where they lie, starts from them, and stops. Throws if
 * it is not as it should be.
 */
export type StartOnce = (
  from: { dataDir: string; masterKeyFile: string; at: number | null },
  restored: () => void,
) => Promise<void>;

/** What came of opening both parts of a copy. `damages` says in words where it is not whole. */
export interface LookedAt {
  heads: Head[];
  rows: number;
  chats: number;
  sawWords: boolean;
  damages: string[];
}

/** Why it could not be done: a part that cannot be used, what the disk said (its code), what a start showed, or `late`. */
export class WorkError extends Error {}

interface Line {
  progress?: number;
  told?: DeltaTold;
  done?: Done[Work["do"]];
  failed?: string;
}

/** The other process, to whoever talks with it while it works. */
export interface Worker {
  say(line: DeltaSaid): void;
  /** From now on others come first. */
  lower(): void;
  end(): void;
}

/**
 * Lets another process work, by default with the environment of this one and for as long as it takes; `by` another program, which may
 * be an older or newer Porchlight. Returns what it found. Throws WorkError. `read` hears how many bytes were read so far; `hear` what it
 * tells on the way, if it is talked with.
 */
export async function letWork<One extends Work>(
  work: One,
  read: (bytes: number) => void = () => {},
  {
    env,
    limitMs,
    hear,
    by,
  }: {
    env?: Record<string, string>;
    limitMs?: number;
    hear?: (told: DeltaTold, worker: Worker) => void;
    by?: string;
  } = {},
): Promise<Done[One["do"]]> {
  const { program, args, cwd } = by === undefined ? ownCommand() : { program: by, args: [], cwd: process.cwd() };
  const child = spawn(program, [...args, workOption], { cwd, env, stdio: ["pipe", "pipe", "ignore"] });
  let isLate = false;
  const end = () => {
    isLate = true;
    child.kill("SIGKILL");
  };
  const limit = limitMs === undefined ? undefined : setTimeout(end, limitMs);
  // It stays open: by its end the other process sees that this one is gone.
  const say = (line: Work | DeltaSaid) => child.stdin.write(`${JSON.stringify(line, bytesAsText)}\n`);
  const lower = () => {
    if (child.pid !== undefined) putBehind(child.pid);
  };
  // Whoever writes comes first.
  if (!hear) lower();
  const ended = new Promise<string>((resolve) => {
    child.on("error", (error) => resolve("code" in error ? String(error.code) : "unknown"));
    child.on("close", () => resolve("killed"));
  });
  child.stdin.on("error", () => {});
  say(work);
  let answer: Line = {};
  const lines = createInterface({ input: child.stdout });
  // What could not be started closes nothing.
  child.once("error", () => lines.close());
  for await (const line of lines) {
    const told = JSON.parse(line) as Line;
    if (told.progress !== undefined) read(told.progress);
    else if (told.told !== undefined) hear?.(told.told, { say, lower, end });
    else answer = told;
  }
  const how = await ended;
  clearTimeout(limit);
  if (answer.done !== undefined) return answer.done as Done[One["do"]];
  throw new WorkError(isLate ? "late" : (answer.failed ?? how));
}

const bytesAsText = (_key: string, value: unknown) =>
  value instanceof Uint8Array ? { base64: Buffer.from(value).toString("base64") } : value;

function putBehind(pid: number) {
  try {
    setPriority(pid, 10);
  } catch {}
}

/** Does the work that stands on the standard input, and says on the standard output what came of it. Returns the exit code. */
export async function doWork(start: StartOnce): Promise<number> {
  const tell = (line: Line) => process.stdout.write(`${JSON.stringify(line)}\n`);
  const asked = createInterface({ input: process.stdin });
  asked.once("close", () => process.exit(1));
  const heard = async () => JSON.parse(await new Promise<string>((hear) => asked.once("line", hear)), textAsBytes);
  try {
    const work = (await heard()) as Work;
    const ask = (told: DeltaTold) => {
      const said = heard() as Promise<DeltaSaid>;
      tell({ told });
      return said;
    };
    if (work.do === "delta") tell({ done: await makeDeltaParts(work, ask, (told) => tell({ told })) });
    else tell({ done: await doOne(work, start, (progress) => tell({ progress })) });
    return 0;
  } catch (error) {
    tell({ failed: whyNotDone(error) });
    return 1;
  }
}

const textAsBytes = (_key: string, value: unknown) =>
  value && typeof value === "object" && "base64" in value
    ? new Uint8Array(Buffer.from(String(value.base64), "base64"))
    : value;

function whyNotDone(error: unknown): string {
  if (error instanceof SealedFileError) return error.why;
  if (error instanceof WorkError || error instanceof MigrationError) return error.message;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return sqliteCode(error) || sqliteCode(cause) || "unknown";
}

async function doOne(
  work: Exclude<Work, DeltaWork>,
  start: StartOnce,
  read: (bytes: number) => void,
): Promise<LookedAt | Visited | null> {
  switch (work.do) {
    case "seal":
      return seal(work, read);
    case "open":
      return look(work);
    case "start":
      await start(work, () => read(1));
      return null;
    case "visit":
      return visit(work.visit, systemClock);
    case "rehearse":
      await start({ ...work, at: null }, () => read(1));
      return { heads: [], ...lookAll(work.dataDir, work.masterKeyFile) };
    case "migrate":
      return migrateData(work.dataDir);
  }
}

/** Whoever asked has copied the data. */
function migrateData(dataDir: string): null {
  const unlock = lockFolder(dataDir);
  try {
    const files = openFiles(dataDir, systemClock.now(), () => {}, true);
    for (const file of [files.keys, files.data]) file.close();
    return null;
  } finally {
    unlock();
  }
}

function lookAll(folder: string, masterKeyFile: string): Omit<LookedAt, "heads"> {
  const found = lookOver(folder, (keys) => {
    const { master, beside } = keysAtHand(masterKeyFile, keys);
    return openKeyring(keys, master, beside);
  });
  return { ...found, damages: found.damages.map(({ file, table, what }) => `${file} ${table}: ${what}`.trim()) };
}

async function seal({ parts }: Extract<Work, { do: "seal" }>, read: (bytes: number) => void): Promise<null> {
  let all = 0;
  for (const part of parts) {
    await sealPart(part, (bytes) => {
      all += bytes;
      read(all);
    });
  }
  return null;
}

async function look(work: OpenWork): Promise<LookedAt> {
  const heads: Head[] = [];
  const { by, proof } = work;
  const proving = provingBy(proof);
  for (const { from, what } of work.parts) {
    const head = await openPart({ from, to: join(work.folder, fileOf[what]), by, proving, isOnlyLookedAt: true });
    if (head.what !== what || (proof && !isProved(head, by, proving))) throw new SealedFileError("broken");
    heads.push(head);
  }
  const found = lookAll(work.folder, work.masterKeyFile);
  const { damages } = found;
  const isOne = heads.every(
    ({ id, at, last }) => id === heads[0]!.id && at === heads[0]!.at && last.mac === heads[0]!.last.mac,
  );
  if (!isOne) damages.push("its parts are of two copies");
  if (damages.length === 0 && !endsWith(work.folder, heads[0]!)) damages.push("it is of another moment than it says");
  if (damages.length === 0 && work.base) await keepHashes(work.folder, { ...work.base, id: heads[0]!.id });
  return { heads, damages, rows: found.rows, chats: found.chats, sawWords: found.sawWords };
}

async function keepHashes(folder: string, { to, ...base }: Base & { to: string }) {
  const hashes = {} as Hashes;
  for (const what of whats) hashes[what] = await hashesIn(join(folder, fileOf[what]));
  writeBase(to, base, hashes);
}

function endsWith(folder: string, { last }: Head): boolean {
  const data = openReadOnly(join(folder, fileOf.data));
  try {
    const row = data.prepare("SELECT id, mac FROM audit ORDER BY id DESC LIMIT 1").get() as
      | { id: number; mac: Uint8Array | null }
      | undefined;
    if (!row) return last.id === 0;
    return row.id === last.id && Buffer.from(row.mac ?? []).toString("hex") === last.mac;
  } finally {
    data.close();
  }
}
