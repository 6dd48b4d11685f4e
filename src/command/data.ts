import { statSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "#src/clock.ts";
import type { Config } from "#src/config.ts";
import { openFiles } from "#src/db/files.ts";
import { lockFolder } from "#src/db/lock.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { openWithKeys } from "#src/serve.ts";
import { settleUpgrade } from "#src/upgrade/trial.ts";
import { CommandError } from "./terminal.ts";

/** Opens the data for one piece of work while no server uses them. Throws LockError when one does. */
export async function withoutServer<Result>(
  config: Config,
  work: (helpline: Helpline) => Promise<Result>,
): Promise<Result> {
  const unlock = lockFolder(config.dataDir);
  try {
    if (settleUpgrade(config.dataDir))
      throw new CommandError("An upgrade was cut off. Start Porchlight: it brings that to its end by itself.");
    const files = openFiles(config.dataDir, systemClock.now());
    const helpline = await openWithKeys(config, files);
    try {
      return await work(helpline);
    } finally {
      try {
        await helpline.trail.noteHead(helpline.db);
      } finally {
        helpline.db.close();
      }
    }
  } finally {
    unlock();
  }
}

/** Throws CommandError where there are no data: a mistyped folder must not become a second, empty helpline. */
export function refuseNoData({ dataDir }: Pick<Config, "dataDir">) {
  try {
    statSync(join(dataDir, "porchlight.db"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EACCES") {
      throw new CommandError(
        `This account may not look into ${dataDir}. Run the command as the account of the helpline.`,
      );
    }
    throw new CommandError(
      `There are no data in ${dataDir}. Start the helpline once, set DATA_DIR, or put a copy back: porchlight restore.`,
    );
  }
}
