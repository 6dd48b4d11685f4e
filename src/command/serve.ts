import { type StartOnce, WorkError } from "#src/backup/work.ts";
import { type Config, readConfig } from "#src/config.ts";
import { answerCommands, carryOut } from "#src/control.ts";
import { askHere } from "#src/health.ts";
import { languages, translate } from "#src/i18n/i18n.ts";
import type { Listen } from "#src/listen.ts";
import { outliveFaults } from "#src/log.ts";
import { controlPath, serve } from "#src/serve.ts";
import { settleData } from "./copies/restore.ts";
import { keyAdvice, keyTrouble } from "./keys/keys.ts";
import { wordsOnFirst } from "./staff-link.ts";
import { say, stopped } from "./terminal.ts";

/** Runs `porchlight serve` until it is stopped. Throws as `serve`. */
export async function serveCommand(config: Config, listen: Listen): Promise<number> {
  const running = await serve(config, listen);
  outliveFaults();
  const { address, helpline } = running;
  const closeControl = await answerCommands(controlPath(config.dataDir), helpline, address);
  const stop = stopped();
  say(`Porchlight is open.\n\n  Young people go to  ${address}/\n  Staff go to         ${address}/staff\n\n`);
  const { url } = await carryOut(helpline, address, { ask: "first link" });
  if (url !== null) say(wordsOnFirst(url));
  const trouble = keyTrouble(config, helpline.db.keyring);
  // Repeated until there is an account: a first start may have failed just after making the key.
  if (trouble === null && (running.newKey || url !== null)) say(keyAdvice(config));
  if (trouble !== null) process.stderr.write(trouble);
  await stop;
  closeControl();
  await running.stop();
  return 0;
}

/** How long one page of a helpline that has just started may take, ms. */
const pageMs = 10_000;

/** Returns what a drill lets another process do: restore a copy, serve from it to this machine alone, and look at it once. */
export function serveOnce(listen: Listen): StartOnce {
  return async ({ dataDir, masterKeyFile, at }, restored) => {
    const config: Config = {
      ...readConfig({}, ["--data-dir", dataDir, "--master-key-file", masterKeyFile]),
      ...{ host: "127.0.0.1", port: 0, outgoing: "off" },
    };
    await settleData(config, at);
    restored();
    const running = await serve(config, listen, { isDrill: true });
    try {
      await lookAt(`http://127.0.0.1:${new URL(running.address).port}`);
    } finally {
      await running.stop();
    }
  };
}

async function lookAt(address: string) {
  const health = await askHere(`${address}/healthz`, pageMs);
  if (typeof health === "string" || health.status !== 200) throw new WorkError("not_well");
  if (JSON.parse(health.body).keys !== "ready") throw new WorkError("no_keys");
  const door = await askHere(`${address}/`, pageMs, 1_000_000);
  const isShut = typeof door !== "string" && notes().some((note) => door.body.includes(note));
  if (!isShut) throw new WorkError("door_open");
}

const notes = () => languages.map((language) => translate(language)("backup.restored_note"));
