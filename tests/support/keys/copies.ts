import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nameOfCopy, type Opened, openedFile, partFile } from "#src/backup/kept.ts";
import type { Clock } from "#src/clock.ts";
import { type Config, readConfig } from "#src/config.ts";
import { masterKey } from "#src/crypto/keys/master-key.ts";
import { openFiles } from "#src/db/files.ts";
import { type House, house } from "#tests/support/house/helpline.ts";

/** A folder that is gone after `remove`, and the configuration of a helpline in it. */
export interface Place {
  config: Config;
  remove(): void;
}

/** `data` is not made: a house in memory has copies beside it all the same. */
export function placeForCopies(): Place {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-copies-"));
  const config = readConfig({ OUTGOING_ALLOW: "off", DATA_DIR: join(folder, "data") }, []);
  return { config, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Returns a house whose data are files, so that they can be copied. */
export async function houseOnDisk(clock: Clock): Promise<House & Place> {
  const { config, remove } = placeForCopies();
  const master = masterKey(new Uint8Array(32).fill(7));
  const files = openFiles(config.dataDir, clock.now());
  writeFileSync(config.masterKeyFile, `${master.line}\n`, { mode: 0o600 });
  return { ...(await house({ clock, config, files, master })), config, remove };
}

/** Lays a copy of an instant (ms UTC) into a folder: parts that nobody opens, and what was noted of them. */
export function layCopy(folder: string, at: number, noted: Partial<Opened> | null = {}): void {
  mkdirSync(folder, { recursive: true });
  const name = nameOfCopy(at);
  for (const what of ["data", "keys"] as const) writeFileSync(partFile(folder, name, what), "sealed");
  const facts = { rows: 12_034, chats: 41, tookMs: 900, heldMs: 4, bytes: 12_300_000, sealedTo: "sheet" } as const;
  const opened: Opened = { at, openedAt: at + 900, ...facts, ...noted };
  if (noted) writeFileSync(openedFile(folder, name), JSON.stringify(opened));
}
