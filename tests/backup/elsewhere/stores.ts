import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { openStore, type Store } from "#src/backup/elsewhere/store.ts";
import { systemClock } from "#src/clock.ts";
import { readStore, type StoreSetting } from "#src/config.ts";
import { folderHere } from "#tests/backup/copies.ts";
import { type TestStore, testStore } from "./test-store.ts";

/** A store that goes with the test, and the settings by which it is entered. */
export interface Opened {
  there: TestStore;
  setting: StoreSetting;
  keyFile: string;
}

/** Starts a store, with the file of its key. `prefix` is like "/copies". */
export async function storeHere(prefix = "", tls?: { cert: string; key: string }): Promise<Opened> {
  const there = await testStore(tls);
  onTestFinished(() => there.close());
  const keyFile = join(folderHere(), "store.key");
  writeFileSync(keyFile, `${there.id}:${there.secret}\n`);
  chmodSync(keyFile, 0o600);
  return { there, keyFile, setting: readStore(`${there.address}${prefix}`, { keyFile, region: null }) };
}

/** Returns what a store may be asked by; it is patient for a moment only. */
export function asked(setting: StoreSetting, ca?: string): Store {
  return openStore(setting, { now: systemClock.now, silentMs: 700, ...(ca ? { ca } : {}) });
}

/** How far the clock of tests is ahead of this machine's, by which other processes go, ms. */
export function testsAheadMs(): number {
  return (globalThis as { calendar?: { ahead: number } }).calendar?.ahead ?? 0;
}
