import { mkdirSync, rmSync } from "node:fs";
import { fetchingDir } from "#src/backup/backup.ts";
import { addressOf } from "#src/backup/elsewhere/copies-there.ts";
import { fetchNewest, type NothingThere } from "#src/backup/elsewhere/fetching.ts";
import { openStore } from "#src/backup/elsewhere/store.ts";
import { StoreError } from "#src/backup/elsewhere/store-error.ts";
import { whyNotThere } from "#src/backup/elsewhere/words.ts";
import { systemClock } from "#src/clock.ts";
import { type Config, readStore } from "#src/config.ts";
import { translate } from "#src/i18n/i18n.ts";
import { ageInDays, CommandError, progressLine } from "../terminal.ts";

/**
 * Fetches the newest copy from a store into a folder beside the data, which is returned; `isWithout`: one without keys will do. Those
 * that were passed over are not fetched again; null = there are no others. Throws CommandError, ConfigError.
 */
export async function fromStore(
  address: string,
  { dataDir, storeBy }: Config,
  isWithout: boolean,
  passed: ReadonlySet<string>,
): Promise<string | null> {
  const setting = readStore(address, storeBy);
  const folder = fetchingDir(dataDir);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  const line = progressLine((done, of) => `Fetching the copy … ${of === 0 ? 0 : Math.floor((100 * done) / of)} %`);
  try {
    const nothing = await fetchNewest(openStore(setting, systemClock), folder, {
      ...{ isWithout, passed, now: systemClock.now() },
      tell: line.tell,
    });
    if (nothing && passed.size > 0) return null;
    if (nothing) throw new CommandError(nothingThere(nothing, addressOf(setting)));
    return folder;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new CommandError(
      `No copy could be fetched from ${addressOf(setting)}. ${whyNotThere(translate("en"), error)}`,
    );
  } finally {
    line.end();
  }
}

function nothingThere(nothing: NothingThere, where: string): string {
  if (nothing.why === "none")
    return `There is no copy at ${where}. A copy is called like porchlight-20261201T211500Z.data.age`;
  return `At ${where} lie only the data of a copy that is ${ageInDays(systemClock.now() - nothing.at)} old, without their keys: the store keeps what is deleted, or the keys were
seven days old. Without them no chat can be read. Look for a copy with its keys: on the old machine in the folder of its
copies, or on a stick. Without its words it can come back: add --without-words to the command.`;
}
