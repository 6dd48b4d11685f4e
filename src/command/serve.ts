import { type StartOnce, WorkError } from "#src/backup/work.ts";
import { type Config, readConfig } from "#src/config.ts";
import { answerCommands, carryOut } from "#src/control.ts";
import { isUpgrading } from "#src/db/lock.ts";
import { askHere } from "#src/health.ts";
import { languages, translate } from "#src/i18n/i18n.ts";
import { lazily } from "#src/lazy.ts";
import type { Listen } from "#src/listen.ts";
import { outliveFaults } from "#src/log.ts";
import { controlPath, serve } from "#src/serve.ts";
import { upgradeNow } from "#src/upgrade/trial.ts";
import { keyAdvice, keyTrouble } from "./keys/keys.ts";
import { wordsOnFirst } from "./staff-link.ts";
import { say, stopped } from "./terminal.ts";

const { settleData } = lazily(() => import("./copies/restore.ts"));
const { momentPages } = lazily(() => import("#src/http/server/moment.tsx"));
const { openStandIn } = lazily(() => import("#src/upgrade/stand-in.ts"));

/** Runs `porchlight serve` until it is stopped. Throws as `serve`. */
export async function serveCommand(config: Config, listen: Listen): Promise<number> {
  const running = await serve(config, listen);
  outliveFaults();
  const { address, helpline } = running;
  const leaving = leavingOf(running, config);
  const { upgrade } = leaving;
  const closeControl = await answerCommands(controlPath(config.dataDir), { ...helpline, upgrade }, address);
  const stop = stopped().then(() => 0);
  say(`Porchlight is open.\n\n  Young people go to  ${address}/\n  Staff go to         ${address}/staff\n\n`);
  const { url } = await carryOut(helpline, address, { ask: "first link" });
  if (url !== null) say(wordsOnFirst(url));
  const trouble = keyTrouble(config, helpline.db.keyring);
  // Repeated until there is an account: a first start may have failed just after making the key.
  if (trouble === null && (running.newKey || url !== null)) say(keyAdvice(config));
  if (trouble !== null) process.stderr.write(trouble);
  const code = await Promise.race([stop, leaving.orphaned]);
  closeControl();
  if (leaving.isClosed()) return code;
  await running.stop();
  return code;
}

/** How often a server that was closed for an upgrade looks whether that goes on, ms. */
const orphanedMs = 500;

/** Lets whoever replaces the program close the data, while this process says on its port that it is back in a minute. */
function leavingOf({ helpline, stop }: Awaited<ReturnType<typeof serve>>, config: Config) {
  const { promise: orphaned, resolve: leave } = Promise.withResolvers<number>();
  let isClosed = false;
  const drain = async () => {
    if (isClosed || helpline.backups.now() !== null) return false;
    const moment = await momentPages(helpline);
    isClosed = true;
    await stop();
    await openStandIn(config, moment);
    // Whatever stands in its place then is started by the system, which takes 1 for a failure.
    setInterval(() => {
      if (!isUpgrading(config.dataDir)) leave(1);
    }, orphanedMs);
    return true;
  };
  const now = () => upgradeNow(helpline, isClosed ? "closed" : "open");
  return { orphaned, isClosed: () => isClosed, upgrade: { now, drain } };
}

/** How long one page of a helpline that has just started may take, ms. */
const pageMs = 10_000;

/** Returns what a drill or an upgrade lets another process do: serve from a copy to this machine alone, and look at it once. */
export function serveOnce(listen: Listen): StartOnce {
  return async ({ dataDir, masterKeyFile, at }, restored) => {
    const config: Config = {
      ...readConfig({}, ["--data-dir", dataDir, "--master-key-file", masterKeyFile]),
      ...{ host: "127.0.0.1", port: 0, outgoing: "off" },
    };
    if (at !== null) await settleData(config, at);
    restored();
    const running = await serve(config, listen, { isDrill: true });
    try {
      await lookAt(`http://127.0.0.1:${new URL(running.address).port}`, at !== null);
    } finally {
      await running.stop();
    }
  };
}

async function lookAt(address: string, wasRestored: boolean) {
  const health = await askHere(`${address}/healthz`, pageMs);
  if (typeof health === "string" || health.status !== 200) throw new WorkError("not_well");
  if (JSON.parse(health.body).keys !== "ready") throw new WorkError("no_keys");
  const door = await askHere(`${address}/`, pageMs, 1_000_000);
  if (typeof door === "string" || door.status !== 200) throw new WorkError("not_well");
  if (!wasRestored) return;
  const isShut = shutWords().some((words) => door.body.includes(words));
  if (!isShut) throw new WorkError("door_open");
}

/** It was closed when it was restored, or had never been opened. */
const shutWords = () =>
  languages.flatMap((language) => {
    const t = translate(language);
    return [t("backup.restored_note"), t("youth.shut.not_yet.text")];
  });
