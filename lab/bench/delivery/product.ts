// The product under saturation: bun product.ts FOLDER turn|message. Like `porchlight serve`, but its limits only count, to see
// what lies beyond them. With "message" every change is a commit of its own, the naive way.
import { systemClock } from "#src/clock.ts";
import { readConfig } from "#src/config.ts";
import { readMasterKey } from "#src/crypto/keys/master-key.ts";
import type { Db } from "#src/db/db.ts";
import { openFiles } from "#src/db/files.ts";
import { openHelpline } from "#src/helpline.ts";
import { startJobs } from "#src/jobs.ts";
import { listenOnBun } from "#src/listen-bun.ts";
import { log } from "#src/log.ts";

const [folder = "", commits = "turn"] = process.argv.slice(2);
const config = readConfig({}, ["--data-dir", `${folder}/data`, "--port", "0"]);
const files = openFiles(config.dataDir, systemClock.now());
const master = readMasterKey(config.masterKeyFile);
const opened = await openHelpline({ config, clock: systemClock, ...files, master, report: log });
const { limiter } = opened;
const helpline = {
  ...opened,
  db: commits === "message" ? oneByOne(opened.db) : opened.db,
  limiter: { take: (...args: Parameters<typeof limiter.take>) => limiter.take(...args) || true },
};
startJobs(helpline);
process.stdout.write(`${listenOnBun(helpline).port}\n`);
process.on("SIGTERM", () => process.exit(0));

/** Each change waits until the one before it is on the disk. */
function oneByOne(db: Db): Db {
  let last: Promise<unknown> = Promise.resolve();
  const change: Db["change"] = (actor, verb) => {
    const mine = last.then(() => db.change(actor, verb));
    last = mine.catch(() => {});
    return mine;
  };
  return { ...db, change };
}
