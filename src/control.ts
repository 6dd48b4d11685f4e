import { chmodSync, existsSync, rmSync } from "node:fs";
import { createServer, request } from "node:http";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import type { OwnTrail } from "./audit/chain.ts";
import type { TrailCheck } from "./audit/check.ts";
import { type Stands, standsStill } from "./audit/noted.ts";
import { noteAsked } from "./backup/asked.ts";
import type { Backups } from "./backup/backup.ts";
import type { Drill } from "./backup/drill.ts";
import type { CopiesThere } from "./backup/elsewhere/copies-there.ts";
import type { StoreFailure } from "./backup/elsewhere/store-error.ts";
import type { KeysThere } from "./backup/elsewhere/visit.ts";
import type { Kept } from "./backup/kept.ts";
import { BackupError, type BackupFailure, type BackupProgress, drillSteps } from "./backup/making.ts";
import { fileOf } from "./backup/parts.ts";
import { systemClock } from "./clock.ts";
import type { Config } from "./config.ts";
import type { Db } from "./db/db.ts";
import type { ExportKind } from "./directory/files/export-directory.ts";
import type { Compared, FilesAsk } from "./directory/importing/by-command.ts";
import { forgetRun } from "./directory/importing/tidy.ts";
import { rest } from "./directory/time-slice.ts";
import { HelplineError } from "./errors.ts";
import type { Role } from "./events.ts";
import type { HoursFile } from "./hours/files/imported.ts";
import type { TakenHours } from "./hours/files/take-file.ts";
import { homeZone, type Line } from "./hours/lines.ts";
import { lazily } from "./lazy.ts";
import type { DoorNow } from "./queue/door/door.ts";
import { lineDoors } from "./queue/door/doors.ts";
import { hasStaff, invite } from "./staff/accounts/invitation.ts";
import type { SheetMade } from "./staff/keys/sheet-by-password.ts";
import { firstRoles } from "./staff/permissions.ts";
import type { UpgradeNow } from "./upgrade/record.ts";

const { checkTrail } = lazily(() => import("./audit/check.ts"));
const { applyCompared, compareFiles, sendDirectory } = lazily(() => import("./directory/importing/by-command.ts"));
const { sheetByPassword } = lazily(() => import("./staff/keys/sheet-by-password.ts"));

/** The running server does it, so that there is never a second writer to the data. */
export type ControlAsk =
  | { ask: "staff link"; roles: Role[] }
  | { ask: "first link" }
  | { ask: "hours" }
  | ({ ask: "hours import"; lineId: number | null } & Pick<HoursFile, "week" | "rules">)
  | ({ ask: "import" } & FilesAsk)
  | { ask: "import apply"; runId: number }
  | { ask: "import forget"; runId: number }
  | { ask: "export"; as: ExportKind; onlyPublic: boolean }
  | { ask: "keys sheet"; signInName: string; password: string }
  | { ask: "backup"; folder: string | null }
  | { ask: "backup drill" }
  | { ask: "upgrade now" }
  | { ask: "upgrade copy"; folder: string }
  | { ask: "upgrade drain" }
  | { ask: "audit check"; entry: { id: number; code: string } | null };

interface Answers {
  "staff link": Link;
  "first link": FirstLink;
  hours: LinesNow;
  "hours import": TakenHours;
  import: Compared;
  "import apply": boolean;
  "import forget": boolean;
  export: number;
  "keys sheet": SheetMade | "wrong" | "not_held" | "lost";
  backup: CopyMade | BackupFailure;
  "backup drill": Drill | BackupFailure;
  "upgrade now": UpgradeNow | null;
  "upgrade copy": true;
  /** Whether it has closed the data; else a copy is being made just now, or nothing can stand in for it. */
  "upgrade drain": boolean;
  "audit check": TrailFound;
}

export type AnswerTo<One extends ControlAsk> = Answers[One["ask"]];

interface Link {
  url: string;
  roles: Role[];
  first: boolean;
}

/** A copy that was made; `there` is null if none goes to a store. */
export interface CopyMade extends Kept {
  there: There | null;
}

/** Whether a copy has got to a store, with or without its keys. */
export interface There {
  where: string;
  isThere: boolean;
  keys: KeysThere;
  failed: StoreFailure | null;
}

/** `url` is null once there is an account. */
interface FirstLink {
  url: string | null;
}

/** `at` is ms UTC. */
export interface LinesNow {
  at: number;
  lines: { line: Line; door: DoorNow }[];
}

/** `stands` is about the entry that was asked about; null if none was. `zone` is that of the helpline. */
export interface TrailFound {
  found: TrailCheck;
  stands: Stands | null;
  zone: string;
}

interface House {
  db: Db;
  trail: OwnTrail;
  backups: Backups;
  store: CopiesThere | null;
  config: Pick<Config, "backupDir">;
  /** What a server does for whoever replaces its program; one on trial does nothing else. */
  upgrade?: { now(): Promise<UpgradeNow>; drain?(): Promise<boolean>; isOnTrial?: true };
}

export interface BesideAsk {
  bytes?: Uint8Array;
  progress?: (done: number, of: number) => void;
  piece?: (bytes: Uint8Array) => void;
}

/** The last line has `answer`, or `failed` if others were sent already. */
interface AnswerLine {
  progress?: [number, number];
  /** base64 */
  piece?: string;
  answer?: Answers[ControlAsk["ask"]];
  failed?: true;
}

const tellMs = 100;

/**
 * Answers the command line on a socket file that only the data's owner can open. Returns what closes it; rejects if it cannot.
 * Needs the lock of the folder, as it replaces a file left there. `address` is like http://localhost:8080.
 */
export async function answerCommands(
  path: string,
  house: House & { report(what: string, error: unknown): void },
  address: string,
): Promise<() => void> {
  rmSync(path, { force: true });
  const server = createServer((asked, answer) => {
    let told = false;
    const tell = (line: AnswerLine) => {
      told = true;
      answer.write(`${JSON.stringify(line)}\n`);
    };
    buffer(asked)
      .then((body) => {
        // The ask is the first line; files follow it as they are.
        const end = body.indexOf("\n");
        const ask = JSON.parse(body.toString("utf8", 0, end === -1 ? body.length : end)) as ControlAsk;
        const bytes = end === -1 ? new Uint8Array() : body.subarray(end + 1);
        return carryOut(house, address, ask, { bytes, ...tellingBy(tell) });
      })
      .then(
        (given) => answer.end(`${JSON.stringify({ answer: given } satisfies AnswerLine)}\n`),
        (error: unknown) => {
          // The terminal only says that nobody answers. An ask that was broken off is no fault of ours.
          if (asked.complete) house.report("a command was not carried out", error);
          if (!told) answer.writeHead(503).end();
          else answer.end(`${JSON.stringify({ failed: true } satisfies AnswerLine)}\n`);
        },
      );
  });
  await new Promise<void>((open, failed) => {
    server.once("error", failed);
    server.listen(path, open);
  });
  chmodSync(path, 0o600);
  return () => {
    server.close();
    server.closeAllConnections();
    rmSync(path, { force: true });
  };
}

function tellingBy(tell: (line: AnswerLine) => void): Pick<BesideAsk, "progress" | "piece"> {
  let last = Number.NEGATIVE_INFINITY;
  return {
    progress: (done, of) => {
      const now = systemClock.elapsed();
      if (now - last < tellMs && done < of) return;
      last = now;
      tell({ progress: [done, of] });
    },
    piece: (bytes) => tell({ piece: Buffer.from(bytes).toString("base64") }),
  };
}

/** A server that is silent for this long is stuck. */
const answerMs = 3_000;

/** Asks the running server; null if none answers. Rejects once it has begun and failed: asking again would do it twice. */
export async function askServer<One extends ControlAsk>(
  path: string,
  ask: One,
  beside: BesideAsk = {},
): Promise<AnswerTo<One> | null> {
  if (!existsSync(path)) return null;
  let heard = false;
  try {
    return await new Promise<AnswerTo<One> | null>((resolve, reject) => {
      const patience = new AbortController();
      const timer = setTimeout(() => patience.abort(), answerMs);
      const headers = { Connection: "close" };
      const asking = request({ socketPath: path, method: "POST", headers, signal: patience.signal }, (answer) => {
        if (answer.statusCode !== 200) {
          answer.resume();
          resolve(null);
          return;
        }
        let rest = "";
        const hear = (line: string) => {
          heard = true;
          clearTimeout(timer);
          const told = JSON.parse(line) as AnswerLine;
          if (told.progress) beside.progress?.(...told.progress);
          if (told.piece !== undefined) beside.piece?.(Buffer.from(told.piece, "base64"));
          if ("answer" in told) resolve(told.answer as AnswerTo<One>);
        };
        answer.setEncoding("utf8");
        answer.on("data", (text: string) => {
          const whole = (rest + text).split("\n");
          rest = whole.pop()!;
          whole.forEach(hear);
        });
        answer.on("end", () => reject(new Error("the helpline broke off")));
        answer.on("error", reject);
      });
      asking.on("error", reject);
      asking.on("close", () => clearTimeout(timer));
      asking.write(`${JSON.stringify(ask)}\n`);
      asking.end(beside.bytes);
    });
  } catch (error) {
    if (heard) throw error;
    return null;
  }
}

/** Does what was asked, in this process. */
export async function carryOut<One extends ControlAsk>(
  house: House,
  address: string,
  ask: One,
  beside: BesideAsk = {},
): Promise<AnswerTo<One>> {
  return (await done(house, address, ask, beside)) as AnswerTo<One>;
}

function done(
  house: House,
  address: string,
  ask: ControlAsk,
  beside: BesideAsk,
): Promise<Answers[ControlAsk["ask"]]> | LinesNow {
  const { db, trail, backups, upgrade } = house;
  if (upgrade?.isOnTrial && ask.ask !== "upgrade now") throw new Error("asked while an upgrade is on trial");
  switch (ask.ask) {
    case "staff link":
      return makeLink(db, address, ask.roles);
    case "first link":
      return firstLink(db, address);
    case "hours":
      return linesNow(db, systemClock.now());
    case "hours import":
      return importHoursFile(db, ask);
    case "import":
      return compareFiles(db, ask, { ...beside, at: systemClock.now() });
    case "import apply":
      return applyCompared(db, { runId: ask.runId, at: systemClock.now() });
    case "import forget":
      return forgetRun(db, ask.runId).then(() => true);
    case "export":
      return sendDirectory(db, ask, beside);
    case "keys sheet":
      // Making keys from a password takes a while, so the terminal hears that it is being done.
      beside.progress?.(0, 1);
      return sheetByPassword(db, ask).catch((error: unknown) => {
        if (error instanceof HelplineError && error.code === "bad_input") return "lost";
        throw error;
      });
    case "backup":
      return makeCopy(house, ask.folder, beside);
    case "backup drill":
      beside.progress?.(0, 500);
      return backups.drill((now) => beside.progress?.(backupPart(now), 500)).catch(whyNoBackup);
    case "upgrade now":
      return upgrade?.now() ?? Promise.resolve(null);
    case "upgrade copy": {
      const to = { data: join(ask.folder, fileOf.data), keys: join(ask.folder, fileOf.keys) };
      beside.progress?.(0, 1);
      return db.copy(to, beside.progress).then(() => true);
    }
    case "upgrade drain":
      beside.progress?.(0, 1);
      return upgrade?.drain?.() ?? Promise.resolve(false);
    case "audit check":
      return lookThrough(db, trail, ask.entry, beside);
    default:
      throw new Error("an older Porchlight runs here, or a newer one", { cause: ask satisfies never });
  }
}

async function importHoursFile(db: Db, ask: Extract<ControlAsk, { ask: "hours import" }>): Promise<TakenHours> {
  const { takeHoursFile } = await import("./hours/files/take-file.ts");
  return db.change("command line", (tx, emit) => takeHoursFile(tx, emit, ask));
}

async function makeCopy(
  { db, backups, store, config }: House,
  named: string | null,
  { progress }: BesideAsk,
): Promise<Answers["backup"]> {
  const folder = named ?? config.backupDir;
  const all = store === null ? 300 : 400;
  progress?.(0, all);
  try {
    if (backups.now() === null) await db.change("command line", (tx, emit) => noteAsked(tx, emit, { folder }));
    const made = await backups.make(folder, (now) => progress?.(backupPart(now), all));
    // On a new machine nothing there may give way to what is empty.
    if (store === null || folder !== config.backupDir || !hasStaff(db)) return { ...made, there: null };
    progress?.(300, all);
    await store.visit(backups);
    const isThere = store.dataUntil() !== null && store.dataUntil()! >= made.at;
    return { ...made, there: { where: store.where, isThere, keys: store.keys(), failed: store.failed() } };
  } catch (error) {
    return whyNoBackup(error);
  }
}

const backupPart = ({ step, part }: BackupProgress) => Math.round(100 * (drillSteps.indexOf(step) + part));

function whyNoBackup(error: unknown): BackupFailure {
  if (error instanceof BackupError) return { why: error.why, detail: error.detail };
  if (error instanceof HelplineError && error.code === "not_stored") return { why: "disk", detail: error.code };
  throw error;
}

async function lookThrough(
  db: Db,
  { standing }: OwnTrail,
  entry: { id: number; code: string } | null,
  { progress }: BesideAsk,
): Promise<TrailFound> {
  let pieces = 0;
  const tellAndRest = async (started: number) => {
    pieces += 1;
    // Nobody knows how many there will be; what matters is that it goes on.
    progress?.(pieces, pieces + 1);
    await rest(started);
  };
  const found = await checkTrail(db, { at: systemClock.now(), standing, rest: tellAndRest });
  return { found, stands: entry && standsStill(db, entry.id, entry.code), zone: homeZone(db) };
}

function linesNow(db: Db, at: number): LinesNow {
  return { at, lines: lineDoors(db, at) };
}

async function firstLink(db: Db, address: string): Promise<FirstLink> {
  if (hasStaff(db)) return { url: null };
  const { url } = await makeLink(db, address, firstRoles);
  return { url };
}

/** Without any account the link makes the first one, with every role but lead. */
async function makeLink(db: Db, address: string, wanted: Role[]): Promise<Link> {
  const first = !hasStaff(db);
  const given = first ? firstRoles : wanted;
  const token = await db.change("command line", (tx, emit) => invite(tx, emit, { roles: given, first }));
  return { url: `${address}/staff/welcome/${token}`, roles: given, first };
}
