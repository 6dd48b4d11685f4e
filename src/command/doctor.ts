import { processEnvironment, readConfig } from "#src/config.ts";
import { keysAtHand } from "#src/crypto/keys/key-files.ts";
import { openKeyring } from "#src/crypto/keys/keyring.ts";
import { type DoctorFindings, lookOver } from "#src/db/doctor.ts";
import { refuseNoData } from "./data.ts";
import { misunderstood } from "./hours/hours.ts";
import { say } from "./terminal.ts";

/** Runs `porchlight doctor`; exit code 1 if something is damaged. Throws CommandError, ConfigError. */
export async function doctor(args: string[]): Promise<number> {
  const [first] = args;
  if (first !== undefined && !first.startsWith("--")) return misunderstood(`“${first}” is no option.`);
  const { dataDir, masterKeyFile } = readConfig(processEnvironment(), args);
  refuseNoData({ dataDir });
  const found = lookOver(dataDir, (keys) => {
    const { master, beside } = keysAtHand(masterKeyFile, keys);
    return openKeyring(keys, master, beside);
  });
  say(`${textOf(found)}\n`);
  return found.damages.length === 0 ? 0 : 1;
}

function textOf({ damages, sawWords }: DoctorFindings): string {
  const unseen = sawWords
    ? []
    : ["The words of the chats could not be looked at: the master key is not there, or keys.db is damaged."];
  if (damages.length === 0) return ["Both files are whole.", ...unseen].join("\n");
  const lines = damages.map(
    ({ file, table, what }) =>
      `  ${file}, ${table === "" ? "where exactly cannot be told" : `table ${table}`}: ${what}`,
  );
  return [
    "Something is damaged:",
    ...lines,
    ...unseen,
    "Stop the helpline, keep a copy of the folder as it is, and put a backup in its place.",
  ].join("\n");
}
