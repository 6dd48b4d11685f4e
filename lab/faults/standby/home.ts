import { letMachine } from "#src/backup/standby/machines.ts";
import { readConfig } from "#src/config.ts";
import { readMasterKey } from "#src/crypto/keys/master-key.ts";
import { openFiles } from "#src/db/files.ts";
import { openHelpline } from "#src/helpline.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { listenOnBun } from "#src/listen-bun.ts";

// A helpline in its own process, by a clock that is moved from outside, until it is killed: `home.ts DATA CLOCK`.

/** A minute passes, and what is due every minute is done; with `copy` a whole copy is made in it, as at night. */
export interface Told {
  minute: true;
  copy: boolean;
}
export type Says = { port: number; token: string } | { done: true };

const [dataDir = "", at = ""] = process.argv.slice(2);
const say = (what: Says) => process.send!(what);

let passed = 0;
const clock = { now: () => Number(at) + passed, elapsed: () => passed + performance.now() };
const config = { ...readConfig({}, ["--data-dir", dataDir]), port: 0 };
const master = readMasterKey(config.masterKeyFile);
const report = (what: string, error?: unknown) => console.error(what, error);
const helpline = await openHelpline({ config, clock, ...openFiles(dataDir, clock.now()), master, report });
const token = await helpline.db.change("porchlight", (tx, emit) => letMachine(tx, emit, { name: "cellar" }));
const { port } = listenOnBun(helpline);
const delta = jobs.find(({ name }) => name === "what changed since the last copy")!;

process.on("message", async (told: Told) => {
  passed += 60_000;
  if (told.copy) await helpline.backups.make(config.backupDir).catch(() => {});
  await runJob(helpline, delta);
  say({ done: true });
});
process.on("disconnect", () => process.exit());
say({ port, token });
