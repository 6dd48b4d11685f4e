import { existsSync } from "node:fs";
import type { Config } from "#src/config.ts";
import { acceptMasterKey, type KeyState } from "#src/crypto/keyring.ts";
import { readMasterKey } from "#src/crypto/master-key.ts";
import { command } from "#src/help.ts";
import { makeMasterKey } from "#src/serve.ts";
import { refuseNoData, withoutServer } from "./data.ts";
import { CommandError, say } from "./terminal.ts";

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
