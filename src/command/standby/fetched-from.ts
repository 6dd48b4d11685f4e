import { mkdirSync, rmSync } from "node:fs";
import { fetchingDir } from "#src/backup/backup.ts";
import { openFetching } from "#src/backup/standby/fetching.ts";
import { openSource, readSource } from "#src/backup/standby/wire.ts";
import { systemClock } from "#src/clock.ts";
import type { Config } from "#src/config.ts";
import { CommandError } from "../terminal.ts";
import { askForToken, bytesLine, inWordsOfFetching, tokenFrom } from "./words.ts";

/** Fetches the newest copy from an address into a folder beside the data, which is returned. Throws CommandError. */
export async function fetchedFrom(
  text: string,
  { dataDir }: Config,
  own: ReadonlyMap<string, string>,
): Promise<string> {
  const address = readSource(text);
  if (!address) throw new CommandError(notAnAddress(text));
  const file = own.get("token-file");
  const token = file === undefined ? await askForToken() : tokenFrom(file);
  const folder = fetchingDir(dataDir);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  const line = bytesLine();
  try {
    const fetching = openFetching({ source: openSource(address, token), folder, clock: systemClock });
    while ((await fetching.once(line.tell)).isPartial) {}
    return folder;
  } catch (error) {
    throw new CommandError(inWordsOfFetching(error, address, folder));
  } finally {
    line.end();
  }
}

/** Returns why an address cannot be used. */
export function notAnAddress(text: string): string {
  return `${text} is no address that copies can be fetched from. It begins with https:// and ends with the name, like https://chat.example.org`;
}
