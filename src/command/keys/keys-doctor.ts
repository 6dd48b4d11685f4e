import { join } from "node:path";
import { misunderstood } from "#src/command/hours/hours.ts";
import { processEnvironment, readConfig } from "#src/config.ts";
import { keysAtHand } from "#src/crypto/keys/key-files.ts";
import { type Keyring, openKeyring } from "#src/crypto/keys/keyring.ts";
import { openWithSheet } from "#src/crypto/recovery-sheet.ts";
import { openReadOnly } from "#src/db/connection.ts";
import { keyMigrations, outstanding } from "#src/db/migrations.ts";
import { writer } from "#src/db/query.ts";
import { isDue } from "#src/staff/keys/recovery-sheet.ts";
import { refuseNoData } from "../data.ts";
import { ownOptions } from "../own-options.ts";
import { CommandError, say, typed } from "../terminal.ts";
import { keyTrouble } from "./keys.ts";

interface Finding {
  good: boolean;
  words: string;
}

/** Runs `porchlight keys doctor [--sheet]`; exit code 1 if something is to be done. Throws CommandError, ConfigError. */
export async function keysDoctor(args: string[]): Promise<number> {
  const { words, own, rest } = ownOptions(args, [], ["sheet"]);
  if (words[0] !== undefined) return misunderstood(`“${words[0]}” is no option.`);
  const config = readConfig(processEnvironment(), rest);
  refuseNoData(config);
  const keys = openReadOnly(join(config.dataDir, "keys.db"));
  try {
    if (outstanding(keys, keyMigrations).length > 0)
      throw new CommandError("These data are of an older Porchlight. Start the helpline once.");
    const { master, beside } = keysAtHand(config.masterKeyFile, writer(keys));
    const keyring = openKeyring(writer(keys), master, beside);
    const trouble = keyTrouble(config, keyring);
    const found = [
      trouble === null
        ? { good: true, words: "The master key is there, and is the one of these data." }
        : { good: false, words: trouble.trimEnd() },
      holders(keyring),
      sheet(keyring, Date.now()),
    ];
    if (own.has("sheet")) {
      const secret = await typed("The key of the sheet (AGE-SECRET-KEY-1…): ");
      found.push(await opened(keyring, secret));
    }
    say(`${found.map((one) => `${one.good ? "good" : "TO DO"}  ${one.words}`).join("\n")}\n`);
    return found.every(({ good }) => good) ? 0 : 1;
  } finally {
    keys.close();
  }
}

function holders({ team }: Keyring): Finding {
  const n = team.holders().length;
  if (team.current() === null)
    return { good: false, words: "There is no team key yet: a supervisor makes it by signing in." };
  if (n === 0) return { good: false, words: "Nobody holds the team key: a supervisor types the sheet at /admin/keys." };
  if (n === 1)
    return { good: false, words: "One person alone holds the team key: let them give it to another at /admin/keys." };
  return { good: true, words: `${n} people hold the team key.` };
}

function sheet({ sheets }: Keyring, at: number): Finding {
  const good = sheets.good();
  if (!good)
    return { good: false, words: "There is no recovery sheet that anybody has shown: make one at /admin/keys." };
  const shown = `two words of it were typed last on ${new Date(good.provedAt!).toISOString().slice(0, 10)}`;
  return isDue(good, at)
    ? { good: false, words: `The recovery sheet was not shown for a month, ${shown}: do it at /admin/keys.` }
    : { good: true, words: `There is a recovery sheet; ${shown}.` };
}

async function opened({ sheets, team, line }: Keyring, secret: string): Promise<Finding> {
  for (const one of sheets.all()) {
    const text = await openWithSheet(secret, one.bytes);
    if (text === null) continue;
    const inside = JSON.parse(text) as { team: string };
    const now = team.current()?.id;
    if (now !== undefined && !team.read(inside.team)?.has(now))
      return { good: false, words: "This sheet opens older team keys, and not the one of now: make another." };
    const masters = sheets.masters().filter(({ sheetId }) => sheetId === one.id);
    const lines = await Promise.all(masters.map(({ bytes }) => openWithSheet(secret, bytes)));
    const own = line();
    if (own && !lines.includes(own.line))
      return { good: false, words: "This sheet does not open the master key of now yet: start the helpline once." };
    return { good: true, words: "This sheet opens the team key, and holds the master key." };
  }
  return { good: false, words: "This is not the key of a sheet of these data, or not of the newest one." };
}
