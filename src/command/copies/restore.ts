import { existsSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fetchingDir, restoringDir } from "#src/backup/backup.ts";
import { addDelta, OtherBaseError } from "#src/backup/delta/add-delta.ts";
import type { KeptDelta } from "#src/backup/delta/kept-deltas.ts";
import { type Kept, keysKeptMs, partFile } from "#src/backup/kept.ts";
import { fileOf, type Head, openPart, type What, whats } from "#src/backup/parts.ts";
import { settleRestored } from "#src/backup/restored.ts";
import { giveMasterKey, loseWords, makeKeysFile } from "#src/backup/without-words.ts";
import { systemClock, utc } from "#src/clock.ts";
import { type Config, isBucket, processEnvironment, readConfig } from "#src/config.ts";
import { keysAtHand } from "#src/crypto/keys/key-files.ts";
import { openKeyring } from "#src/crypto/keys/keyring.ts";
import { keepFolder, type MasterKey, readMasterKey } from "#src/crypto/keys/master-key.ts";
import { isSheetKey, sheetKeyHead, sheetKeyLength } from "#src/crypto/recovery-sheet.ts";
import { isForMaster, type OpenedBy, SealedFileError } from "#src/crypto/sealed-file.ts";
import { MigrationError } from "#src/db/adoption/adopt.ts";
import { openReadOnly } from "#src/db/connection.ts";
import type { Tx } from "#src/db/db.ts";
import { lookOver } from "#src/db/doctor.ts";
import { makeFolder } from "#src/db/files.ts";
import { LockError, lockFolder } from "#src/db/lock.ts";
import { dataMigrations, keyMigrations, outstanding } from "#src/db/migrations.ts";
import { sqliteCode, writer } from "#src/db/query.ts";
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
import { CommandError, momentIn, say, typed } from "../terminal.ts";
import { inWords } from "./backup.ts";
import { chosenCopy, chosenData, refuseUnreadable } from "./chosen-copy.ts";
import { isUnused, moveDataAside, moveKeyAside } from "./unused.ts";

/** Runs `porchlight restore FOLDER|FILE|URL`. Throws CommandError, ConfigError, FolderError, LockError, MigrationError. */
export async function restore(args: string[]): Promise<number> {
  const { words, own, rest } = ownOptions(args, ["token-file"], ["i-know", "without-words"]);
  const [from] = words;
  if (from === undefined || words.length > 1)
    return misunderstood("Name the folder of the copies, or one copy: porchlight restore /media/stick");
  const config = readConfig(processEnvironment(), rest);
  const isAddress = /^https?:\/\//i.test(from);
  const isWithout = own.has("without-words");
  const fetched = () => (isBucket(from) ? fromStore(from, config, isWithout) : fetchedFrom(from, config, own));
  const found = () => (isAddress ? fetched() : resolve(from));
  return say(await bringBack(config, found, { isOldTaken: own.has("i-know"), isWithout }));
}

/** What a promotion does beside: in the change that makes the data safe, and right before they take their place. */
interface Beside {
  isOldTaken: boolean;
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
  found: () => string | Promise<string>,
  { isOldTaken, isWithout = false, settling, placing }: Beside,
): Promise<string> {
  const parts: readonly What[] = isWithout ? ["data"] : whats;
  refuseRoot(config);
  const { clear, release } = holdPlace(config);
  // Made before it is known to be whole; it takes its place by one move, or is gone again.
  const next: Config = { ...config, dataDir: restoringDir(config.dataDir) };
  try {
    const { folder, kept, delta } = isWithout ? chosenData(await found()) : chosenCopy(await found());
    for (const { name } of delta ? [kept, delta] : [kept])
      for (const what of parts) refuseUnreadable(partFile(folder, name, what));
    const now = systemClock.now();
    const refuseOld = (made: number) => {
      if (!isWithout && now - made >= keysKeptMs && !isOldTaken) throw new CommandError(tooOld(made));
    };
    // By its name before a long key is typed, by what is sealed in it once it is open.
    refuseOld((delta ?? kept).at);
    if (isWithout) refuseNeedless(folder, kept, now);
    rmSync(next.dataDir, { recursive: true, force: true });
    makeFolder(next.dataDir);
    const { heads, by, secret } = await openedParts(config, folder, kept, next.dataDir, parts);
    const newest = delta ? await deltaAdded(folder, delta, { into: next.dataDir, heads, by }) : heads;
    const { at } = newest[0]!;
    refuseOld(at);
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
    for (const made of [next.dataDir, fetchingDir(config.dataDir)]) rmSync(made, { recursive: true, force: true });
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
const noData = /^((porchlight|upgrade)\.lock(-journal)?|porchlight\.sock|\.writable|\.(sqlite|base)-.+)$/;

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

async function openedParts(config: Config, folder: string, kept: Kept, to: string, parts: readonly What[]) {
  const master = readMasterKey(config.masterKeyFile);
  if (master && master !== "unreadable") {
    const by = { master: master.copies };
    const heads = await opened(folder, kept, to, parts, by);
    if (heads) return { heads, by, secret: null };
  }
  if (await isForMaster(partFile(folder, kept.name, parts[0]!))) throw new CommandError(onlyMaster(config));
  say(`The copy ${kept.name} is sealed to the recovery sheet. Capitals and spaces do not matter in its key.\n`);
  const secret = (await typed("The key of the sheet (AGE-SECRET-KEY-1…): ")).replace(/\s+/g, "").toUpperCase();
  if (!(await isSheetKey(secret))) throw new CommandError(mistyped(secret));
  const heads = await opened(folder, kept, to, parts, { secret });
  if (!heads)
    throw new CommandError(
      "This is the key of another sheet. A copy opens with the sheet that was in use when it was made.",
    );
  return { heads, by: { secret }, secret };
}

async function deltaAdded(
  folder: string,
  { name, base }: KeptDelta,
  files: { into: string; heads: Head[]; by: OpenedBy },
): Promise<Head[]> {
  const alone = `To put back the copy alone, name it: porchlight restore ${partFile(folder, base, "data")}`;
  try {
    return await addDelta({ from: folder, name, ...files });
  } catch (error) {
    if (error instanceof OtherBaseError)
      throw new CommandError(`The delta ${name} was made since another copy than ${base} here. ${alone}`);
    if (!(error instanceof SealedFileError)) throw error;
    if (error.why === "broken") throw new CommandError(`The delta ${name} is broken. ${alone}`);
    throw new CommandError(`The delta ${name} opens with another key than its copy. ${alone}`);
  }
}

/** Which of its letters is wrong cannot be told, but what the paper never says can. */
function mistyped(secret: string): string {
  const begin = "This is not the key as it stands on the sheet";
  if (!secret.startsWith(sheetKeyHead)) return `${begin}: it begins with ${sheetKeyHead}.`;
  if (secret.length !== sheetKeyLength)
    return `${begin}: without spaces that has ${sheetKeyLength} characters, and ${secret.length} were typed.`;
  return `${begin}: at least one letter differs. After ${sheetKeyHead} there is never a B, I, O or 1 in it.`;
}

function onlyMaster({ masterKeyFile }: Config): string {
  return `There was no recovery sheet when this copy was made: only the master key opens it. Bring its file back to
${masterKeyFile}, from where a copy of it is kept (paper, a password safe).`;
}

/** null where it was sealed for someone else. */
async function opened(
  folder: string,
  { name }: Kept,
  to: string,
  parts: readonly What[],
  by: OpenedBy,
): Promise<Head[] | null> {
  try {
    const heads: Head[] = [];
    for (const what of parts)
      heads.push(await openPart({ from: partFile(folder, name, what), to: join(to, fileOf[what]), by }));
    if (heads.every(({ id, what }, i) => id === heads[0]!.id && what === parts[i])) return heads;
    throw new CommandError(`The copy ${name} is not one: its two parts were made at two times.`);
  } catch (error) {
    for (const what of whats) rmSync(join(to, fileOf[what]), { force: true });
    if (error instanceof SealedFileError && error.why === "broken")
      throw new CommandError(`The copy ${name} is broken. Name another one: porchlight restore FILE`);
    if (error instanceof CommandError) throw error;
    if (error instanceof SealedFileError) return null;
    throw error;
  }
}

function tooOld(at: number): string {
  return `This copy is of ${utc(at)}, seven days old or more: its keys open what was erased since, which young people were promised to be gone.
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
    say(`The master key is back in ${masterKeyFile}.\n`);
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
