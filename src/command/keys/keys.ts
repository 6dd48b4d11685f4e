import { existsSync, rmSync } from "node:fs";
import type { Config } from "#src/config.ts";
import { keyFilesBeside } from "#src/crypto/keys/key-files.ts";
import { acceptMasterKey, type Keyring } from "#src/crypto/keys/keyring.ts";
import { inFours, type KnownKey, masterKeyOf, readMasterKey } from "#src/crypto/keys/master-key.ts";
import type { KeyTrouble } from "#src/crypto/keys/masters.ts";
import { openWithSheet } from "#src/crypto/recovery-sheet.ts";
import { command } from "#src/help.ts";
import { makeMasterKey } from "#src/serve.ts";
import { sheetNow } from "#src/staff/keys/recovery-sheet.ts";
import { refuseNoData, withoutServer } from "../data.ts";
import { CommandError, say, typed } from "../terminal.ts";

/** Runs `porchlight keys new`. Throws CommandError, LockError, FolderError. */
export async function newKey(config: Config): Promise<number> {
  refuseNoData(config);
  refuseOver(config.masterKeyFile);
  await withoutServer(config, async ({ db }) => {
    makeMasterKey(config.masterKeyFile);
    const master = readMasterKey(config.masterKeyFile);
    if (master === null || master === "unreadable") throw new CommandError(`${config.masterKeyFile} cannot be read.`);
    await db.change("command line", (tx, emit) => {
      acceptMasterKey(tx.keys, master, tx.at);
      emit({ type: "keys.master_made" });
    });
  });
  say("A new master key was made. Words written under the old one stay closed unless its file comes back.\n\n");
  return say(keyAdvice(config));
}

function refuseOver(file: string) {
  if (existsSync(file)) throw new CommandError(`There is a file ${file}. Move it away first: it is never overwritten.`);
}

/** Runs `porchlight keys recover`: restores missing master keys from the sheet. Throws CommandError, LockError, FolderError. */
export async function recoverKey(config: Config): Promise<number> {
  refuseNoData(config);
  const { masterKeyFile: file } = config;
  const { earlier } = keyFilesBeside(file);
  return withoutServer(config, async ({ db, clock }) => {
    const { keyring } = db;
    const works = keyring.state() === "ready" && keyring.standsIn === null;
    const now = keyring.line()?.masterKeyId;
    const isLost = (id: number) => id !== now && keyring.isNeeded(id);
    if (!works || !keyring.sheets.masters().some(({ masterKeyId }) => isLost(masterKeyId))) refuseOver(file);
    const { good, fresh } = sheetNow(db, clock.now());
    if (!good && !fresh) throw new CommandError("There is no recovery sheet of these data.");
    const secret = await typed("The key of the sheet (AGE-SECRET-KEY-1…): ");
    const found = await mastersOn(keyring, secret);
    if (found === null)
      throw new CommandError("This is not the key of a sheet of these data, or not of the newest one.");
    const others = found.filter(({ id }) => id !== now);
    const main = works ? undefined : others.shift();
    const before = others.filter(({ id }) => isLost(id));
    if (!main && before.length === 0)
      throw new CommandError("When this sheet was made the master key was missing: it holds no copy of it.");
    if (before.length > 0) makeMasterKey(earlier, ...before.map(({ line }) => line));
    if (main) makeMasterKey(file, main.line);
    if (main)
      say(`The master key is back in ${file}. Its fingerprint is ${inFours(main.fingerprint)}: see that it is on the sheet.
Start Porchlight again.\n`);
    if (before.length > 0)
      say(`What lies under keys of before opens again at the next start: they are in ${earlier}.\n`);
    return 0;
  });
}

/**
 * Runs `porchlight keys rotate`. Throws CommandError, LockError, FolderError. If interrupted, the next start or run finishes it:
 * once keys.db knows the next key, that is the one in use (crypto/keys/key-files.ts).
 */
export async function rotateMasterKey(config: Config): Promise<number> {
  refuseNoData(config);
  const { masterKeyFile: file } = config;
  const { next } = keyFilesBeside(file);
  const wasBegun = existsSync(next);
  await withoutServer(config, async ({ db }) => {
    const trouble = keyTrouble(config, db.keyring);
    if (trouble !== null) throw new CommandError(trouble.trimEnd());
    // Opening the data has done the rest.
    if (wasBegun && !existsSync(next)) return;
    // A key that keys.db does not know was left by an interrupted command, whole or not.
    rmSync(next, { force: true });
    makeMasterKey(next);
    say("1 of 3  A new key is on the disk.\n");
    const master = readMasterKey(next);
    if (master === null || master === "unreadable") throw new CommandError(`${next} cannot be read.`);
    await db.change("command line", (tx, emit) => {
      acceptMasterKey(tx.keys, master, tx.at);
      emit({ type: "keys.master_made" });
    });
    say("2 of 3  The data know it.\n");
  });
  await withoutServer(config, async ({ db }) => {
    const trouble = keyTrouble(config, db.keyring);
    if (trouble !== null) throw new CommandError(trouble.trimEnd());
  });
  say("3 of 3  All that lay under the old key lies under the new one, and the old one opens nothing any more.\n\n");
  say(keyAdvice(config));
  return say(`Destroy the copies of the old key, and all copies of keys.db of before, within a week at the latest: whoever has both
still opens what was deleted since. The printed recovery sheet opens the new key as well: it stays good. It opens
copies of keys.db of before too, so where a sheet may have been seen by others, make another and destroy that one.
${printOf(file)}`);
}

function printOf(file: string): string {
  const master = readMasterKey(file);
  if (master === null || master === "unreadable") return "";
  return `Write the fingerprint of the new key on the sheet, in the place of the old one: ${inFours(master.fingerprint)}\n`;
}

/** Returns the master keys that a sheet holds, the newest first; null if its secret opens none of the sheets. */
export async function mastersOn(keyring: Keyring, secret: string): Promise<KnownKey[] | null> {
  for (const sheet of keyring.sheets.all()) {
    const text = await openWithSheet(secret, sheet.bytes);
    if (text === null) continue;
    const sealed = keyring.sheets.masters().filter(({ sheetId }) => sheetId === sheet.id);
    const lines = await Promise.all(sealed.map(({ bytes }) => openWithSheet(secret, bytes)));
    // Sheets once held it beside the team keys.
    const { master } = JSON.parse(text) as { master?: string | null };
    const all = [...lines, master ?? null].flatMap((line) => (line && masterKeyOf(line)) || []);
    const known = all.flatMap((one) => ({ ...one, id: keyring.idOf(one) ?? 0 })).filter(({ id }) => id !== 0);
    return [...new Map(known.map((one) => [one.id, one])).values()].sort((one, other) => other.id - one.id);
  }
  return null;
}

/** Tells what to do with a new key. */
export function keyAdvice(config: Config): string {
  return `The master key is in ${config.masterKeyFile}.
Copy it to another place than the backups of the data (paper, a password safe).
Who has the key and the data can read the chats. Without it nobody can, and nobody can help.

`;
}

const troubles: Record<KeyTrouble, (file: string) => string> = {
  missing: (file) => `there is no master key in ${file}`,
  unreadable: (file) => `${file} holds no master key, or this account may not read it`,
  wrong: (file) => `the master key in ${file} is not the one of these data`,
};

/** What is wrong when the key of these data is missing, and what to do; null if nothing is. */
export function keyTrouble(
  { masterKeyFile: file }: Config,
  { state, standsIn }: Pick<Keyring, "state" | "standsIn">,
): string | null {
  const now = state();
  const trouble = standsIn ?? (now === "ready" ? null : now);
  if (trouble === null) return null;
  const meanwhile = standsIn
    ? `Chats that begin now work, under a key that stands in for it: ${keyFilesBeside(file).standIn}. Keep that file.`
    : "Young people see that the chat is not working.";
  const lost =
    trouble === "missing"
      ? `Where there is a recovery sheet: ${command("keys recover")}\nOnly when it is lost for good: ${command("keys new")}\n`
      : "";
  return `Chats ${standsIn ? "of before " : ""}cannot be opened: ${troubles[trouble](file)}.
${meanwhile}
Put the right file there, let the account of the helpline read it, and start again.
${lost}
`;
}
