import { join } from "node:path";
import { StoreError } from "./backup/elsewhere/store-error.ts";
import { systemClock } from "./clock.ts";
import { type Config, ConfigError } from "./config.ts";
import { keysAtHand, makeStandIn, settleKeyFiles } from "./crypto/keys/key-files.ts";
import { createMasterKeyFile, readMasterKey } from "./crypto/keys/master-key.ts";
import { FolderError, type OpenFiles, openFiles } from "./db/files.ts";
import { lockFolder } from "./db/lock.ts";
import { writer } from "./db/query.ts";
import { k } from "./db/schema.ts";
import { openHelpline, type Parts } from "./helpline.ts";
import type { Demo, Helpline } from "./http/server/context.ts";
import { noteCountsLast } from "./jobs/counts.ts";
import { noteRefusedLast } from "./jobs/sessions.ts";
import { startJobs } from "./jobs.ts";
import { lazily } from "./lazy.ts";
import type { Listen } from "./listen.ts";
import { log } from "./log.ts";
import { linkOrigin } from "./mail/links.ts";
import { filesOfCopies } from "./upgrade/data.ts";
import { noteProgram, passTrial, settleUpgrade } from "./upgrade/trial.ts";

const { readStoreKey } = lazily(() => import("./backup/elsewhere/store.ts"));
const { openMetrics } = lazily(() => import("./metrics/metrics.ts"));

interface Running {
  helpline: Helpline;
  address: string;
  newKey: boolean;
  stop(): Promise<void>;
}

/** What is not as it is for a helpline: a demo, and a drill, in which nothing happens by itself. */
interface Otherwise {
  demo?: Demo;
  isDrill?: boolean;
}

/** Opens the data, the helpline and the port. Throws ConfigError, LockError, FolderError, MigrationError, PortError. */
export async function serve(
  config: Config,
  listen: Listen,
  { demo, isDrill = false }: Otherwise = {},
): Promise<Running> {
  await refuseWrongStore(config);
  const unlock = lockFolder(config.dataDir);
  const opened: (() => void)[] = [unlock];
  const closeAll = () => {
    while (opened.length > 0) opened.pop()!();
  };
  try {
    const trial = settleUpgrade(config.dataDir);
    const copies = trial ? filesOfCopies(config.dataDir, trial.copies) : [];
    const files = openFiles(config.dataDir, systemClock.now(), (file) => copies.push(file), trial !== null);
    const newKey = firstMasterKey(config, files.keys);
    makeStandIn(config.masterKeyFile, writer(files.keys));
    const helpline = await openWithKeys(config, files, { copies, ...(demo ? { demo } : {}) });
    opened.push(() => helpline.db.close());
    // What is written or sent before it ends would not be undone with the upgrade.
    if (trial) await passTrial(helpline, trial, controlPath(config.dataDir));
    if (!isDrill) await noteProgram(helpline);
    const server = await listen(helpline);
    // A job would send what the helpline itself sends: mails, calls to others, links that are asked.
    if (!isDrill) opened.push(startJobs(helpline));
    if (config.metricsPort !== null) opened.push((await openMetrics(helpline, config.metricsPort)).stop);
    return {
      helpline,
      address: linkOrigin({ ...config, port: server.port }),
      newKey,
      stop: async () => {
        try {
          await server.stop();
          await noteRefusedLast(helpline);
          await noteCountsLast(helpline);
          await helpline.trail.noteHead(helpline.db);
        } finally {
          closeAll();
        }
      },
    };
  } catch (error) {
    closeAll();
    throw error;
  }
}

/** What is wrong from the start is told at the start; whether the store can be reached is another matter. Throws ConfigError. */
async function refuseWrongStore({ store }: Config) {
  if (store === null) return;
  try {
    await readStoreKey(store.keyFile);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new ConfigError(`BACKUP_STORE_KEY_FILE is ${store.keyFile}, and ${whyNoKey(error.detail, store.keyFile)}.`);
  }
}

function whyNoKey(detail: string, file: string): string {
  if (detail === "format") return "it must be one line, ID:SECRET";
  if (detail === "open") return `every account on this machine may read it. Type: chmod 0400 ${file}`;
  return `it cannot be read (${detail})`;
}

/** Opens the helpline over open files with the keys at hand, and settles their files (crypto/keys/key-files.ts). */
export async function openWithKeys(
  config: Config,
  files: OpenFiles,
  more: Pick<Parts, "demo" | "copies"> = {},
): Promise<Helpline> {
  const keys = keysAtHand(config.masterKeyFile, writer(files.keys));
  const helpline = await openHelpline({ config, clock: systemClock, ...files, ...keys, report: log, ...more });
  settleKeyFiles(config.masterKeyFile, keys);
  return helpline;
}

/** The socket file by which the command line asks the running server. */
export function controlPath(dataDir: string): string {
  return join(dataDir, "porchlight.sock");
}

/** Writes a new master key, or keys whose lines are given, to a file. Throws FolderError. */
export function makeMasterKey(file: string, ...lines: string[]) {
  try {
    createMasterKeyFile(file, ...lines);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new FolderError(`The master key cannot be written to ${file} (${code}). Choose another MASTER_KEY_FILE.`);
  }
}

/** Only where none was ever known: over old data a missing key stays missing until someone decides. */
function firstMasterKey(config: Config, keys: ReturnType<typeof openFiles>["keys"]): boolean {
  const query = k.selectFrom("master_key").select("id").limit(1).compile();
  if (keys.prepare(query.sql).get(...query.parameters) !== undefined) return false;
  if (readMasterKey(config.masterKeyFile) !== null) return false;
  makeMasterKey(config.masterKeyFile);
  return true;
}
