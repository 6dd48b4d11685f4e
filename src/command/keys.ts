import { existsSync } from "node:fs";
import type { Config } from "#src/config.ts";
import { acceptMasterKey, type KeyState } from "#src/crypto/keyring.ts";
import { readMasterKey } from "#src/crypto/master-key.ts";
import { openWithSheet } from "#src/crypto/sheet.ts";
import { command } from "#src/help.ts";
import { makeMasterKey } from "#src/serve.ts";
import { sheetNow } from "#src/staff/key-sheet.ts";
import { refuseNoData, withoutServer } from "./data.ts";
import { CommandError, say, typed } from "./terminal.ts";

/** `porchlight keys new`. Throws CommandError, LockError, FolderError. */
export async function newKey(config: Config): Promise<number> {
  refuseNoData(config);
  if (existsSync(config.masterKeyFile)) {
    throw new CommandError(`There is a file ${config.masterKeyFile}. Move it away first: it is never overwritten.`);
  }
  await withoutServer(config, async ({ db }) => {
    makeMasterKey(config.masterKeyFile);
    const master = readMasterKey(config.masterKeyFile);
    if (master === null || master === "unreadable") throw new CommandError(`${config.masterKeyFile} cannot be read.`);
    await db.change("command line", (tx) => acceptMasterKey(tx.keys, master, tx.at));
  });
  say("A new master key was made. Words written under the old one stay closed unless its file comes back.\n\n");
  return say(keyAdvice(config));
}

/**
 * `porchlight keys recover`: writes the master key again, from the sheet whose key is typed. Throws CommandError, LockError,
 * FolderError.
 */
export async function recoverKey(config: Config): Promise<number> {
  refuseNoData(config);
  if (existsSync(config.masterKeyFile)) {
    throw new CommandError(`There is a file ${config.masterKeyFile}. Move it away first: it is never overwritten.`);
  }
  const state = await withoutServer(config, async ({ db, clock }) => {
    const { good, fresh } = sheetNow(db, clock.now());
    if (!good && !fresh) throw new CommandError("There is no recovery sheet of these data.");
    const secret = await typed("The key of the sheet (AGE-SECRET-KEY-1…): ");
    for (const sheet of [fresh, good]) {
      const text = sheet && (await openWithSheet(secret, sheet.bytes));
      if (text) return (JSON.parse(text) as { master: string | null }).master ?? "";
    }
    return null;
  });
  if (state === null) throw new CommandError("This is not the key of a sheet of these data, or not of the newest one.");
  if (state === "")
    throw new CommandError("When this sheet was made the master key was missing: it holds no copy of it.");
  makeMasterKey(config.masterKeyFile, state);
  return say(`The master key is back in ${config.masterKeyFile}. Start Porchlight again.\n`);
}

/** What whoever made a key must do with it. */
export function keyAdvice(config: Config): string {
  return `The master key is in ${config.masterKeyFile}.
Copy it to another place than the backups of the data (paper, a password safe).
Who has the key and the data can read the chats. Without it nobody can, and nobody can help.

`;
}

const troubles: Record<Exclude<KeyState, "ready">, (file: string) => string> = {
  missing: (file) => `there is no master key in ${file}`,
  unreadable: (file) => `${file} holds no master key, or this account may not read it`,
  wrong: (file) => `the master key in ${file} is not the one of these data`,
};

/** What is wrong when the key of these data is not there, and what to do. */
export function keyTrouble(config: Config, state: Exclude<KeyState, "ready">): string {
  const lost = state === "missing" ? `Only when it is lost for good: ${command("keys new")}\n` : "";
  return `Chats cannot be opened: ${troubles[state](config.masterKeyFile)}.
Young people see that the chat is not working. Put the right file there, let the account of the helpline read it, and start again.
${lost}
`;
}
