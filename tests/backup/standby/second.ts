import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { nameOfCopy } from "#src/backup/kept.ts";
import { openFetching } from "#src/backup/standby/fetching.ts";
import { letMachine } from "#src/backup/standby/machines.ts";
import { openSource } from "#src/backup/standby/wire.ts";
import { readConfig } from "#src/config.ts";
import { hashOfFile } from "#src/crypto/hash.ts";
import { listenOnBun } from "#src/listen-bun.ts";
import { folderHere } from "#tests/backup/copies.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

/** A helpline on a real port whose copies are laid there, and the folder of a second machine, "cellar". */
export interface Second {
  home: House;
  clock: FakeClock;
  origin: URL;
  /** Of the copies at home, and of those that were fetched. */
  copies: string;
  folder: string;
  token: string;
  /** Nothing answers any more. */
  stop(): Promise<void>;
  /** Asks once, with its own clock or the same. */
  fetch(at?: { clock?: FakeClock; origin?: URL; token?: string }): ReturnType<ReturnType<typeof openFetching>["once"]>;
}

export async function secondMachine(clock = fakeClock()): Promise<Second> {
  const base = folderHere();
  const config = readConfig({ OUTGOING_ALLOW: "off" }, ["--data-dir", join(base, "data")]);
  const home = await house({ clock, config });
  const token = await lets(home, "cellar");
  const listening = listenOnBun({ ...home.helpline, config: { ...config, port: 0 } });
  onTestFinished(() => listening.stop());
  const [origin, folder] = [new URL(`http://127.0.0.1:${listening.port}`), join(base, "cellar")];
  mkdirSync(folder);
  mkdirSync(config.backupDir);
  const usual = openFetching({ source: openSource(origin, token), folder, clock });
  const fetching = (at: { clock?: FakeClock; origin?: URL; token?: string }) => {
    if (!at.clock && !at.origin && !at.token) return usual;
    const source = openSource(at.origin ?? origin, at.token ?? token);
    return openFetching({ source, folder, clock: at.clock ?? clock });
  };
  return {
    ...{ home, clock, origin, folder, token, copies: config.backupDir },
    stop: () => listening.stop(),
    fetch: (at = {}) => fetching(at).once(),
  };
}

/** Aino lets a machine fetch copies. Returns its token. */
export const lets = (home: House, name: string) => act(home, home.aino, (tx, emit) => letMachine(tx, emit, { name }));

/** Lays an opened copy of an instant (ms UTC) into a folder, or a delta of it since another. Returns what it is called. */
export async function lay(
  folder: string,
  at: number,
  { since, bytes = 3_000, opened = true }: { since?: string; bytes?: number; opened?: boolean } = {},
): Promise<string> {
  const name = nameOfCopy(at) + (since === undefined ? "" : `.since-${since.slice("porchlight-".length)}`);
  for (const what of ["data", "keys"])
    writeFileSync(join(folder, `${name}.${what}.age`), noise(`${name} ${what}`, bytes));
  const sha256 = {
    data: await hashOfFile(join(folder, `${name}.data.age`)),
    keys: await hashOfFile(join(folder, `${name}.keys.age`)),
  };
  if (opened) writeFileSync(join(folder, `${name}.opened.json`), JSON.stringify({ at, openedAt: at, sha256 }));
  return name;
}

/** Bytes that are others for each name, and the same each time. */
export function noise(name: string, bytes: number): Uint8Array {
  let state = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
  return Uint8Array.from({ length: bytes }, () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

/** The sealed files in a folder, whole and not. */
export const sealedIn = (folder: string) =>
  readdirSync(folder)
    .filter((file) => file.startsWith("porchlight-2"))
    .sort();

/** The three files of a copy. */
export const filesOf = (name: string) => [`${name}.data.age`, `${name}.keys.age`, `${name}.opened.json`];
