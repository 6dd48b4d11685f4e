import { afterEach, expect, test } from "vitest";
import type { KeptDelta } from "#src/backup/delta/kept-deltas.ts";
import { BackupError } from "#src/backup/making.ts";
import { dayMs, hourMs, minuteMs } from "#src/clock.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { withoutPeople } from "#tests/support/house/first-run.ts";
import { fakeClock, house } from "#tests/support/house/helpline.ts";
import { layCopy, type Place, placeForCopies } from "#tests/support/keys/copies.ts";

/** Tuesday, 19:00 in Brussels. */
const evening = Date.UTC(2026, 10, 24, 18);
const job = jobs.find(({ name }) => name === "what changed since the last copy")!;

const places: Place[] = [];
afterEach(() => {
  for (const one of places.splice(0)) one.remove();
});

/** A house whose copies go elsewhere; making one takes no time. `fails`: it makes none. */
async function evenings({
  isElsewhere = true,
  base = evening - hourMs,
}: {
  isElsewhere?: boolean;
  base?: number;
} = {}) {
  const place = placeForCopies();
  places.push(place);
  const clock = fakeClock(evening);
  layCopy(place.config.backupDir, base);
  const home = await house({ clock, config: place.config });
  const { backups } = home.helpline;
  const made: string[] = [];
  const now = { fails: false, hasBase: true, last: null as KeptDelta | null };
  const make = (what: string) => {
    made.push(`${what} ${(clock.now() - evening) / minuteMs}`);
    if (now.fails) throw new BackupError("disk", "ENOSPC");
  };
  backups.isElsewhere = () => isElsewhere;
  backups.hasBase = () => now.hasBase;
  backups.lastDelta = () => now.last;
  backups.makeDelta = async () => {
    make("delta");
    now.last = { name: "", at: clock.now(), parts: [], base: "", opened: null };
    return now.last;
  };
  backups.make = async (folder) => {
    make("copy");
    layCopy(folder, clock.now());
    backups.forget();
    now.hasBase = true;
    return backups.last()!;
  };
  return {
    home,
    clock,
    made,
    now,
    pass: async (minutes: number) => {
      for (let n = 0; n < minutes; n += 1) {
        clock.pass(minuteMs);
        await runJob(home.helpline, job);
      }
    },
  };
}

test("R7: where copies go elsewhere, a delta is made every ten minutes; where they do not, none is", async () => {
  const at = await evenings();
  await at.pass(35);
  expect(at.made).toEqual(["delta 1", "delta 11", "delta 21", "delta 31"]);
  const alone = await evenings({ isElsewhere: false });
  alone.now.hasBase = false;
  await alone.pass(35);
  expect(alone.made).toEqual([]);
  expect([at.home.helpline.backups.savedUntil(), job.every]).toEqual([null, minuteMs]);
});

test("a new copy counts as the last delta; one that is being made is waited for", async () => {
  const at = await evenings({ base: evening - 4 * minuteMs });
  await at.pass(5);
  expect(at.made).toEqual([]);
  at.home.helpline.backups.now = () => ({ step: "sealing", part: 0.5 });
  await at.pass(5);
  expect(at.made).toEqual([]);
  at.home.helpline.backups.now = () => null;
  await at.pass(1);
  expect(at.made).toEqual(["delta 11"]);
});

test("R7: without a copy that a delta can be made since, a new one is made at once", async () => {
  const at = await evenings({ base: evening - 2 * minuteMs });
  at.now.hasBase = false;
  await at.pass(20);
  expect(at.made).toEqual(["copy 1", "delta 11"]);
});

test("one that fails is reported, and tried again after two minutes, a copy after ten", async () => {
  const at = await evenings();
  at.now.fails = true;
  await at.pass(5);
  expect(at.made).toEqual(["delta 1", "delta 3", "delta 5"]);
  expect(at.home.reported).toHaveLength(3);
  expect(at.home.reported[0]).toContain("what changed since the last copy");
  at.now.fails = false;
  await at.pass(15);
  expect(at.made.slice(3)).toEqual(["delta 7", "delta 17"]);
  at.now.hasBase = false;
  at.now.fails = true;
  await at.pass(15);
  expect(at.made.slice(5)).toEqual(["copy 21", "copy 31"]);
});

test("a clock that ran ahead for a while, or went back, puts off no delta", async () => {
  const at = await evenings();
  await at.pass(1);
  at.clock.set(3 * dayMs);
  await at.pass(1);
  at.clock.set(-3 * dayMs);
  await at.pass(1);
  expect(at.made.map((one) => one.split(" ")[0])).toEqual(["delta", "delta", "delta"]);
});

test("before anyone has an account none is made: perhaps another helpline is about to be put back", async () => {
  const at = await evenings();
  withoutPeople(at.home.files);
  await at.pass(35);
  at.now.hasBase = false;
  await at.pass(35);
  expect(at.made).toEqual([]);
});
