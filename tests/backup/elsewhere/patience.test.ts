import { afterEach, expect, test, vi } from "vitest";
import { openCopiesThere } from "#src/backup/elsewhere/copies-there.ts";
import { openStore } from "#src/backup/elsewhere/store.ts";
import { hourMs, minuteMs, systemClock } from "#src/clock.ts";
import { readConfig } from "#src/config.ts";
import { folderHere } from "#tests/backup/copies.ts";
import { layCopy } from "#tests/support/keys/copies.ts";
import { storeHere } from "./stores.ts";

// How long a store is waited for, by a clock that is turned on.

afterEach(() => vi.useRealTimers());
const turned = () => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });

test("a store that says nothing for a minute is slow, and not before", async () => {
  const { there, setting } = await storeHere();
  there.habits.isSilent = true;
  turned();
  let said = "";
  const asking = openStore(setting, { now: systemClock.now })
    .list()
    .catch((error: Error) => {
      said = error.message;
    });
  await vi.waitUntil(() => there.asked.length === 1);
  vi.advanceTimersByTime(minuteMs - 1_000);
  await new Promise((done) => setImmediate(done));
  expect(said).toBe("");
  vi.advanceTimersByTime(1_000);
  await asking;
  expect(said).toBe("slow");
});

test("a visit that does not come to its end is ended after half a day, so that the next one can begin", async () => {
  const { there, keyFile } = await storeHere("/ours");
  const store = { BACKUP_STORE: `${there.address}/ours`, BACKUP_STORE_KEY_FILE: keyFile };
  const config = readConfig({ OUTGOING_ALLOW: "off", ...store }, ["--data-dir", `${folderHere()}/data`]);
  layCopy(config.backupDir, systemClock.now());
  there.habits.isSilent = true;
  const copies = openCopiesThere({ clock: systemClock, config })!;
  turned();
  const visiting = copies.visit({ all: () => [], lastDelta: () => null });
  await vi.waitUntil(() => there.asked.length === 1, { timeout: 30_000 });
  vi.advanceTimersByTime(12 * hourMs);
  await visiting;
  expect([copies.failed(), copies.isBusy()]).toEqual([{ why: "slow", detail: "" }, false]);
});
