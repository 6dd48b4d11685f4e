import { join } from "node:path";
import { openBackups } from "#src/backup/backup.ts";
import { type CopiesThere, openCopiesThere } from "#src/backup/elsewhere/copies-there.ts";
import { visit } from "#src/backup/elsewhere/visit.ts";
import { systemClock } from "#src/clock.ts";
import { readConfig } from "#src/config.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { folderHere } from "#tests/backup/copies.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { staff } from "#tests/support/house/http.ts";
import { layCopy } from "#tests/support/keys/copies.ts";
import { sheet } from "#tests/support/people/plain-form.ts";
import { storeHere } from "./stores.ts";
import type { TestStore } from "./test-store.ts";

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
/** Tuesday, 19:00 in Brussels. */
export const evening = Date.UTC(2026, 10, 24, 18);

export const means = { now: systemClock.now, silentMs: 700 };

/** A helpline in memory whose copies, laid beside it, go to a store; it is visited in this process. */
export interface Scene {
  clock: FakeClock;
  there: TestStore;
  line: House;
  store: CopiesThere;
  /** The folder of the copies. */
  copies: string;
  lay(at: number): void;
  bring(): Promise<void>;
  /** What Aino reads about it, in a new session. */
  page(): Promise<string>;
  /** Starts it once more on the same data. */
  start(): Promise<Scene>;
}

/** Sets such a helpline up. */
export async function scene(): Promise<Scene> {
  const clock = fakeClock(evening);
  const { there, keyFile } = await storeHere("/ours");
  const config = readConfig(
    {
      ...{ OUTGOING_ALLOW: "off", DATA_DIR: join(folderHere(), "data") },
      ...{ BACKUP_STORE: `${there.address}/ours`, BACKUP_STORE_KEY_FILE: keyFile },
    },
    [],
  );
  const bringing = jobs.find(({ name }) => name === "copies that go to the store")!;
  async function start(files?: House["files"]): Promise<Scene> {
    const line = await house({ clock, config, ...(files ? { files } : {}) });
    const store = openCopiesThere({ clock, config }, (one) => visit(one, means))!;
    Object.assign(line.helpline, { store, backups: openBackups(line.helpline, store) });
    return {
      ...{ clock, there, line, store, copies: config.backupDir },
      lay: (at) => {
        layCopy(config.backupDir, at);
        line.helpline.backups.forget();
      },
      bring: () => runJob(line.helpline, bringing),
      page: async () => (await sheet(await staff(line, line.aino), "/admin/backup")).words("#elsewhere"),
      start: () => start(line.files),
    };
  }
  return start();
}
