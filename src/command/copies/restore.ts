import { existsSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fetchingDir, restoringDir } from "#src/backup/backup.ts";
import { type Kept, keysKeptMs, partFile } from "#src/backup/kept.ts";
import { fileOf, type What, whats } from "#src/backup/parts.ts";
import { settleRestored } from "#src/backup/restored.ts";
import { giveMasterKey, loseWords, makeKeysFile } from "#src/backup/without-words.ts";
import { systemClock } from "#src/clock.ts";
import { type Config, isBucket, processEnvironment, readConfig } from "#src/config.ts";
import { keysAtHand } from "#src/crypto/keys/key-files.ts";
import { openKeyring } from "#src/crypto/keys/keyring.ts";
import { inFours, keepFolder, type MasterKey, readMasterKey } from "#src/crypto/keys/master-key.ts";
import { MigrationError } from "#src/db/adoption/adopt.ts";
import { openReadOnly } from "#src/db/connection.ts";
import type { Tx } from "#src/db/db.ts";
import { lookOver } from "#src/db/doctor.ts";
import { makeFolder } from "#src/db/files.ts";
import { LockError, lockFolder } from "#src/db/lock.ts";
import { dataMigrations, keyMigrations, outstanding } from "#src/db/migrations.ts";
import { writer } from "#src/db/query.ts";
import { sqliteCode } from "#src/db/sqlite-errors.ts";
import type { Emit } from "#src/events.ts";
import { homeZone } from "#src/hours/lines.ts";
import { isInstalled } from "#src/installed.ts";
import { makeMasterKey } from "#src/serve.ts";
import { withoutServer } from "../data.ts";
import { misunderstood } from "../hours/hours.ts";
import { mastersOn } from "../keys/keys.ts";
import { ownOptions } from "../own-options.ts";
import { fetchedFrom } from "../standby/fetched-from.ts";
import { fromStore } from "../standby/from-store.ts";
import { ageInDays, CommandError, momentIn, say } from "../terminal.ts";
import { inWords } from "./backup.ts";
import { candidatesAt, type PlaceOfCopies, refuseUnreadable } from "./chosen-copy.ts";
import { openOurs } from "./opened-copy.ts";
import { refuseOtherTrail } from "./trails.ts";
import { isUnused, moveDataAside, moveKeyAside } from "./unused.ts";

/** Runs `porchlight restore FOLDER|FILE|URL`. Throws CommandError, ConfigError, FolderError, LockError, MigrationError. */
export async function restore(args: string[]): Promise<number> {
  const { words, own, rest } = ownOptions(args, ["token-file"], [...takenAnyway, "without-words"]);
  const [from] = words;
  if (from === undefined || words.length > 1)
    return misunderstood("Name the folder of the copies, or one copy: porchlight restore /media/stick");
  const config = readConfig(processEnvironment(), rest);
  const isAddress = /^https?:\/\//i.test(from);
  const isWithout = own.has("without-words");
  let fetched: Promise<string> | null = null;
  const found = (passed: ReadonlySet<string>) => {
    if (!isAddress) return resolve(from);
    if (isBucket(from)) return fromStore(from, config, isWithout, passed);
    fetched ??= fetchedFrom(from, config, own);
    return fetched;
  };
  return say(await bringBack(config, found, { ...takenFrom(own), isWithout }));
}

/** Options that take what is refused otherwise. */
export const takenAnyway = ["i-know", "unproved", "accept-other-trail"] as const;

/** Returns which of those were typed. */
export function takenFrom(own: ReadonlyMap<string, string>) {
  return {
    isOldTaken: own.has("i-know"),
    isUnprovedTaken: own.has("unproved"),
    isOtherTrailTaken: own.has("accept-other-trail"),
  };
}

/** What a promotion does beside: in the change that makes the data safe, and right before they take their place. */
interface Beside {
  isOldTaken: boolean;
  isUnprovedTaken: boolean;
  isOtherTrailTaken: boolean;
  /** Its keys are gone, and the words with them. */
  isWithout?: boolean;
  settling?: (tx: Tx, emit: Emit) => void;
  placing?: () => void;
}

/**
 * Puts the newest copy that is found back, or the one that is. Returns in words what is lost and what comes next. Throws as `restore`,
 * and then nothing has changed.
 */
export async function bringBack(
  config: Config,
  found: PlaceOfCopies,
  { isWithout = false, settling, placing, ...taken }: Beside,
): Promise<string> {
  const parts: readonly What[] = isWithout ? ["data"] : whats;
  refuseRoot(config);
  const { clear, release } = holdPlace(config);
  // Made before it is known to be whole; it takes its place by one move, or is gone again.
  const made = restoringDir(config.dataDir);
  // Opened to be settled, the data would sweep the copies they come from.
  const next: Config = { ...config, dataDir: made, backupDir: join(made, "copies") };
  try {
    const now = systemClock.now();
    const refuseOld = (made: number) => {
      if (!isWithout && now - made >= keysKeptMs && !taken.isOldTaken) throw new CommandError(tooOld(now - made));
    };
    rmSync(next.dataDir, { recursive: true, force: true });
    makeFolder(next.dataDir);
    const candidates = candidatesAt(found, isWithout, now, ({ folder, kept, delta }) => {
      for (const { name } of delta ? [kept, delta] : [kept])
        for (const what of parts) refuseUnreadable(partFile(folder, name, what));
      if (isWithout) refuseNeedless(folder, kept, now);
    });
    const { masterKeyFile } = config;
    const sought = { parts, into: next.dataDir, masterKeyFile, refuseOld, ...taken };
    const { head, secret } = await openOurs(candidates, sought);
    const { at } = head;
    if (!taken.isOtherTrailTaken) refuseOtherTrail(next.dataDir, config);
    clear();
    if (isWithout) makeKeysFile(next.dataDir, now);
    else await bringMasterKey(next, config.dataDir, secret);
    refuseDamaged(next);
    if (isWithout) giveMasterKey(next.dataDir, newMaster(next), now);
    const zone = await settleData(next, at, isWithout ? loseWords : settling);
    placing?.();
    takePlace(next.dataDir, config.dataDir);
    return `${done(config, { at, now, zone }, isWithout)}${isWithout ? whatIsGone(config) : ""}`;
  } catch (error) {
    const code = sqliteCode(error);
    if (code === "") throw error;
    throw new CommandError(
      `The data could not be put into ${config.dataDir}: ${inWords(code)}. The copy is as it was.`,
    );
  } finally {
    for (const folder of [made, fetchingDir(config.dataDir)]) rmSync(folder, { recursive: true, force: true });
    release();
  }
}

/** What root puts into the folder of an account is no use to that account, and the helpline would not start. */
function refuseRoot({ dataDir }: Config) {
  const folder = dirname(dataDir);
  if (process.getuid?.() !== 0 || !existsSync(folder) || statSync(folder).uid === 0) return;
  throw new CommandError(`${folder} belongs to another account, which could not use what root puts there. Run this as that account:
  sudo -u porchlight porchlight restore …`);
}

/** Brings restored data of an instant (ms UTC) up to date, and makes them safe to go on with. Returns their time zone. Throws as `withoutServer`. */
export function settleData(config: Config, at: number, settling: Beside["settling"] = () => {}): Promise<string> {
  return withoutServer(config, ({ db }) =>
    db.change("command line", (tx, emit) => {
      settleRestored(tx, emit, { at });
      settling(tx, emit);
      return homeZone(tx);
    }),
  );
}

/** A lock, what else a start leaves, and hashes of pages are no data. */
const noData = /^((porchlight|upgrade)\.lock(-journal)?|porchlight\.sock|\.writable|\.version|\.(sqlite|base)-.+)$/;

const isEmpty = (dataDir: string) => readdirSync(dataDir).every((name) => noData.test(name));

/**
 * Holds the data folder, so that nothing starts in it meanwhile. `clear` moves data aside that nobody has used; `release` leaves it as
 * it was, or with the data. Throws CommandError, LockError, FolderError.
 */
function holdPlace(config: Config): { clear: () => void; release: () => void } {
  const { dataDir, masterKeyFile } = config;
  let wasThere = existsSync(dataDir);
  let unlock = holdFolder(dataDir);
  const release = () => {
    unlock();
    if (!wasThere && existsSync(dataDir) && isEmpty(dataDir)) rmSync(dataDir, { recursive: true });
  };
  if (isEmpty(dataDir)) return { clear: () => {}, release };
  const clear = () => {
    const aside = moveDataAside(config);
    // Its lock went with it.
    unlock();
    unlock = () => {};
    unlock = holdFolder(dataDir);
    wasThere = false;
    say(`Nobody had used the helpline in ${dataDir} yet: its data lie in ${aside} now.\n`);
  };
  if (isUnused(config)) return { clear, release };
  release();
  const key = existsSync(masterKeyFile)
    ? `
On a new machine, where a start has just made a key too, move that aside as well:
  sudo mv ${masterKeyFile} ${masterKeyFile}.aside`
    : "";
  throw new CommandError(`There are data in ${dataDir}, and they are never overwritten. Move them aside first:
  sudo mv ${dataDir} ${dataDir}.aside${key}`);
}

function holdFolder(dataDir: string): () => void {
  try {
    return lockFolder(dataDir);
  } catch (error) {
    if (!(error instanceof LockError) || !isInstalled()) throw error;
    throw new LockError(`${error.message}\n  sudo systemctl stop porchlight`);
  }
}

/** Without the keys that are there all words would be lost for nothing. */
function refuseNeedless(folder: string, { name, at, parts }: Kept, now: number) {
  if (!parts.includes("keys") || now - at >= keysKeptMs) return;
  const file = partFile(folder, name, "keys");
  throw new CommandError(`The keys of this copy are there (${file}): restore it without --without-words.
If that file is broken, move it aside first.`);
}

/** Its age, and no time of day: what clock people there go by stands only in the copy. */
function tooOld(ageMs: number): string {
  return `This copy is ${ageInDays(ageMs)} old, and seven is too much: its keys open what was erased since, which young people were promised to be gone.
Take a newer copy. If there is none, add --i-know to the command: the helpline comes back, and what the data say was erased is erased again.`;
}

/** The sheet opens the master key too, which may be gone with the machine; `home` is where the data will lie. */
async function bringMasterKey({ dataDir, masterKeyFile }: Config, home: string, secret: string | null) {
  const keys = openReadOnly(join(dataDir, fileOf.keys));
  try {
    const reader = writer(keys);
    const { master, beside } = keysAtHand(masterKeyFile, reader);
    const keyring = openKeyring(reader, master, beside);
    if (keyring.state() === "ready" && keyring.standsIn === null) return;
    const aside = moveKeyAside({ dataDir: home, masterKeyFile });
    if (aside !== null) say(`Its master key lies in ${aside}.\n`);
    if (existsSync(masterKeyFile))
      throw new CommandError(`The master key in ${masterKeyFile} is not the one of this copy. Move it aside first.`);
    const [newest] = secret === null ? [] : ((await mastersOn(keyring, secret)) ?? []);
    if (!newest) throw new CommandError(`There is no master key in ${masterKeyFile}, and none on the sheet.`);
    makeMasterKey(masterKeyFile, newest.line);
    say(
      `The master key is back in ${masterKeyFile}. Its fingerprint is ${inFours(newest.fingerprint)}: see that it is on the sheet.\n`,
    );
  } finally {
    keys.close();
  }
}

/** The key in its file goes on: perhaps it is the one of before, and opens second steps. */
function newMaster({ masterKeyFile: file }: Config): MasterKey {
  if (!existsSync(file)) makeMasterKey(file);
  const master = readMasterKey(file);
  if (master && master !== "unreadable") return master;
  throw new CommandError(`${file} cannot be read, or holds no master key.`);
}

function refuseDamaged({ dataDir, masterKeyFile }: Config) {
  for (const what of whats) refuseNewer(join(dataDir, fileOf[what]), what === "data" ? dataMigrations : keyMigrations);
  const { damages } = lookOver(dataDir, (keys) => {
    const { master, beside } = keysAtHand(masterKeyFile, keys);
    return openKeyring(keys, master, beside);
  });
  if (damages.length === 0) return;
  const words = damages.map(({ file, table, what }) => `  ${file} ${table}: ${what}`);
  throw new CommandError(`The copy is not whole:\n${words.join("\n")}`);
}

function refuseNewer(file: string, migrations: typeof dataMigrations) {
  const connection = openReadOnly(file);
  try {
    outstanding(connection, migrations);
  } catch (error) {
    // Whatever else is wrong with it is told by its table.
    if (error instanceof MigrationError) throw error;
  } finally {
    connection.close();
  }
}

function takePlace(made: string, dataDir: string) {
  for (const folder of [dataDir, made])
    for (const name of readdirSync(folder)) if (noData.test(name)) rmSync(join(folder, name), { recursive: true });
  keepFolder(made);
  rmdirSync(dataDir);
  renameSync(made, dataDir);
  keepFolder(dirname(dataDir));
}

function done(
  { dataDir }: Config,
  { at, now, zone }: { at: number; now: number; zone: string },
  isWithout: boolean,
): string {
  const mails = isWithout ? "" : ", and who waits for an email gets the next one a day later";
  return `The data of ${momentIn(zone, at)} are back in ${dataDir}.
What was written between then and now (${momentIn(zone, now)}) is lost. Chats that went on then are over, everyone signs in anew,
no mail of then is sent again${mails}. Start Porchlight: the door is closed,
with a note if it was ever open. Look around, then open it at /admin/open.
`;
}

function whatIsGone({ masterKeyFile }: Config): string {
  return `What only its keys opened is deleted: chats, notes of records and emergencies, complaints, thanks, what those on shift wrote to
each other, requests for an email, and the email addresses and telephone numbers of the staff. Back are the directory, hours,
settings, accounts, records without their notes, and figures. The audit trail goes on; what stood in it can be checked no more.
The master key is now the one in ${masterKeyFile}: keep a copy of it elsewhere. An admin types the password of the mail
server again, and a supervisor makes a recovery sheet at /admin/keys. Whoever signs in with an app needs one of their recovery
codes, or a new account by a link: porchlight staff link.
`;
}
