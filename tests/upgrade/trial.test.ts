import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { inFolder } from "#lab/load/people/stage.ts";
import { fillWorld } from "#lab/load/people/world.ts";
import { askServer } from "#src/control.ts";
import { holdUpgrade } from "#src/db/lock.ts";
import { controlPath } from "#src/serve.ts";
import { copyData } from "#src/upgrade/data.ts";
import { keepUpgrade, readUpgrade, readVersion, type UpgradeRecord } from "#src/upgrade/record.ts";
import { pass } from "#src/upgrade/trial.ts";
import { binary, sha256 } from "#tests/support/outside/binary.ts";
import { patience } from "#tests/support/run/night.ts";
import { canBeRoot, stored, type Unit, unitOf } from "#tests/support/upgrade/unit.ts";

vi.setConfig({ testTimeout: patience(120_000), hookTimeout: patience(180_000) });

// A start with a record that says that its program is on trial, or was.

let unit: Unit;
let release: () => void;
const copies = "20261201T031500Z";
beforeEach(async () => {
  unit = await unitOf(binary(), (dataDir) => inFolder(dataDir, (helpline) => fillWorld(helpline, 1)));
  copyData(unit.data, copies);
  release = holdUpgrade(unit.data)!;
});
afterEach(async () => {
  release();
  await unit.remove();
});

/** Leaves a record as the account of the service does. */
function onTrial(to: string) {
  const record: UpgradeRecord = {
    ...{ format: 1, kind: "upgrade", state: "trying", at: 1, openedAt: null, copies, takes: null, before: null },
    from: { version: "0.0.9", sha256: "0".repeat(64) },
    to: { version: "0.1.0", sha256: to },
  };
  keepUpgrade(unit.data, record);
  unit.own();
}

const status = (path = "/") =>
  fetch(unit.origin + path, { headers: { Accept: "text/html" } }).then(
    (answer) => answer.status,
    () => 0,
  );
const now = () => askServer(controlPath(unit.data), { ask: "upgrade now" });

test.skipIf(!canBeRoot)(
  "R8: the door stays closed while someone looks whether it is well, and opens once they are gone",
  async () => {
    onTrial(sha256(binary()));
    unit.start();
    await expect.poll(() => status(), { timeout: 20_000 }).toBe(503);
    expect(await now()).toMatchObject({ state: "trying", wrong: null, sha256: sha256(binary()) });
    // Nothing is written that would be lost with it.
    expect(await askServer(controlPath(unit.data), { ask: "staff link", roles: ["counsellor"] })).toBe(null);
    expect([await status("/healthz"), await status("/staff/sign-in")]).toEqual([503, 503]);
    expect(readUpgrade(unit.data)?.state).toBe("trying");
    release();
    await expect.poll(() => status(), { timeout: 20_000 }).toBe(200);
    expect(readUpgrade(unit.data)).toMatchObject({ state: "done", openedAt: expect.any(Number) });
    expect(await now()).toMatchObject({ state: "open" });
    await unit.stop();
    expect(stored(unit).replaced).toEqual(["program:0.0.9 → 0.1.0"]);
  },
);

test.skipIf(!canBeRoot)("R8: one that is not well does not open by itself, and says what to type", async () => {
  onTrial(sha256(binary()));
  renameSync(`${unit.data}.key`, `${unit.data}.away`);
  unit.start();
  await expect.poll(() => status(), { timeout: 20_000 }).toBe(503);
  expect(await now()).toMatchObject({ state: "trying", wrong: "it has not the key to its chats" });
  release();
  await expect.poll(() => unit.log(), { timeout: 20_000 }).toContain("porchlight rollback");
  expect([await status(), readUpgrade(unit.data)?.state]).toEqual([503, "trying"]);
});

test.skipIf(!canBeRoot)(
  "R8: the audit trail says once that the program was replaced, however often it is killed while the door is closed",
  async () => {
    onTrial(sha256(binary()));
    const isOnTrial = () => now().then((one) => one?.wrong === null);
    for (let starts = 2; starts > 0; starts -= 1) {
      unit.start();
      await expect.poll(isOnTrial, { timeout: 20_000 }).toBe(true);
      await unit.stop("SIGKILL");
    }
    // What looked whether it is well has seen that it is, and the program was killed before it saw so itself.
    pass(unit.data);
    unit.own();
    release();
    await unit.serves();
    await unit.stop();
    expect(stored(unit).replaced).toEqual(["program:0.0.9 → 0.1.0"]);
  },
);

test.skipIf(!canBeRoot)(
  "R8: the audit trail says it once if another version was put into its place while the helpline stood still",
  async () => {
    release();
    await unit.serves();
    await unit.stop();
    expect(stored(unit).replaced).toEqual([]);
    // As a package leaves it that is installed while the service is stopped.
    writeFileSync(join(unit.data, ".version"), "0.0.9\n");
    unit.own();
    for (const _ of [1, 2]) {
      await unit.serves();
      await unit.stop();
    }
    expect(stored(unit).replaced).toEqual(["program:0.0.9 → 0.1.0"]);
    expect(readVersion(unit.data)).toBe("0.1.0");
  },
);

test.skipIf(!canBeRoot)("R8: the program of before opens at once, with the data of before", async () => {
  onTrial("1".repeat(64));
  await unit.serves();
  expect([await status(), readUpgrade(unit.data)]).toEqual([200, null]);
});
