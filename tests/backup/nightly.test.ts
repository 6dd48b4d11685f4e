import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nameOfCopy, partFile } from "#src/backup/kept.ts";
import { BackupError } from "#src/backup/making.ts";
import { homeZone } from "#src/hours/lines.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { withoutPeople } from "#tests/support/house/first-run.ts";
import { fakeClock, house } from "#tests/support/house/helpline.ts";
import { houseOnDisk, layCopy, type Place, placeForCopies } from "#tests/support/keys/copies.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Tuesday, 19:00 in Brussels. */
const evening = Date.UTC(2026, 10, 24, 18);

let place: Place;
const places: Place[] = [];
beforeEach(() => {
  place = placeForCopies();
  places.push(place);
});
afterEach(() => {
  for (const one of places.splice(0)) one.remove();
});

type Name = (typeof jobs)[number]["name"];
const job = (name: Name) => jobs.find((one) => one.name === name)!;
const copies = job("the nightly copy of the data");
const keeping = job("nightly copies, kept long enough");

/** A house in memory beside a folder of copies. Making one takes no time and lays one there; `why`: it fails instead. */
async function nights(start: number, laid: number[] = []) {
  for (const at of laid) layCopy(place.config.backupDir, at);
  const clock = fakeClock(start);
  const home = await house({ clock, config: place.config });
  const { backups, db } = home.helpline;
  const tried: number[] = [];
  let why: "disk" | null = null;
  backups.make = async (folder) => {
    tried.push(clock.now());
    if (why) throw new BackupError(why, "ENOSPC");
    layCopy(folder, clock.now());
    backups.forget();
    return backups.last()!;
  };
  const local = (at: number) =>
    new Intl.DateTimeFormat("en-GB", {
      timeZone: homeZone(db),
      weekday: "short",

      hour: "2-digit",
      minute: "2-digit",
    }).format(at);
  return {
    home,
    clock,
    tried,
    /** When copies were tried, by the clock of the helpline. */
    when: () => tried.map(local),
    fail: (reason: typeof why) => {
      why = reason;
    },
    pass: async (ms: number) => {
      for (const end = clock.now() + ms; clock.now() < end; ) {
        clock.pass(5 * minute);
        await runJob(home.helpline, copies);
      }
    },
  };
}

describe("R7: the nightly copy", () => {
  test("is made at two in the night by the clock of the helpline, once a night, and by day none", async () => {
    const at = await nights(evening, [evening - 17 * hour]);
    await at.pass(3 * day);
    expect(at.when()).toEqual(["Wed 02:00", "Thu 02:00", "Fri 02:00"]);
    expect(at.home.reported).toEqual([]);
  });

  test("is not put off into an evening by one that an admin made in the evening", async () => {
    const at = await nights(evening, [evening - 15 * minute]);
    await at.pass(2 * day);
    expect(at.when()).toEqual(["Wed 02:00", "Thu 02:00"]);
  });

  test("is made at once where the last one is 25 hours old, as after a night that the machine was off", async () => {
    const at = await nights(evening, [evening - 24 * hour]);
    await at.pass(55 * minute);
    expect(at.when()).toEqual([]);
    await at.pass(5 * minute);
    expect(at.when()).toEqual(["Tue 20:00"]);
    await at.pass(day);
    expect(at.when()).toEqual(["Tue 20:00", "Wed 02:00"]);
  });

  test("comes an hour after the first start, or in its first night", async () => {
    const first = await nights(evening);
    await first.pass(12 * hour);
    expect(first.when()).toEqual(["Tue 20:00", "Wed 02:00"]);
    rmSync(place.config.backupDir, { recursive: true });
    const atNight = await nights(evening + 8 * hour);
    await atNight.pass(hour);
    expect(atNight.when()).toEqual(["Wed 03:05"]);
  });

  test("waits for the first account: before that there is nothing to copy, and perhaps another helpline to be put back", async () => {
    const at = await nights(evening);
    withoutPeople(at.home.files);
    await at.pass(2 * day);
    expect(at.when()).toEqual([]);
  });

  test("that fails is reported and tried again after an hour, until one is made", async () => {
    const at = await nights(evening, [evening - 17 * hour]);
    at.fail("disk");
    await at.pass(9 * hour);
    expect(at.when()).toEqual(["Wed 02:00", "Wed 03:00", "Wed 04:00"]);
    expect(at.home.reported).toHaveLength(3);
    expect(at.home.reported[0]).toContain("the nightly copy of the data");
    expect(at.home.reported[0]).toContain("ENOSPC");
    at.fail(null);
    await at.pass(3 * hour);
    expect(at.when().slice(3)).toEqual(["Wed 05:00"]);
    expect(at.home.reported).toHaveLength(3);
  });

  test("is not begun beside one that is being made", async () => {
    const at = await nights(evening + 8 * hour, [evening - 17 * hour]);
    at.home.helpline.backups.now = () => ({ step: "sealing", part: 0.5 });
    await at.pass(hour);
    expect(at.tried).toEqual([]);
  });

  test("in the nights of a clock change there is one too: at three in spring, the first two o’clock in autumn", async () => {
    const spring = Date.UTC(2027, 2, 27, 20);
    const at = await nights(spring, [spring - 19 * hour]);
    await at.pass(10 * hour);
    expect(at.when()).toEqual(["Sun 03:00"]);
    rmSync(place.config.backupDir, { recursive: true });
    const autumn = Date.UTC(2026, 9, 24, 20);
    const later = await nights(autumn, [autumn - 19 * hour]);
    await later.pass(10 * hour);
    expect(later.when()).toEqual(["Sun 02:00"]);
  });

  test("really is one: opened, with its words, sealed to the master key while there is no sheet", {
    timeout: 60_000,
  }, async () => {
    const clock = fakeClock(evening + 8 * hour);
    const home = await houseOnDisk(clock);
    places.push(home);
    await runJob(home.helpline, copies);
    expect(home.reported).toEqual([]);
    const { backups } = home.helpline;
    expect([backups.state(), backups.last()?.at, backups.last()?.opened?.sealedTo]).toEqual([
      "ok",
      clock.now(),
      "master",
    ]);
    expect(readdirSync(home.config.backupDir)).toHaveLength(3);
  });
});

describe("old copies", () => {
  const left = () => readdirSync(place.config.backupDir).sort();

  test("S3: lose their keys after seven days though no new copy can be made", async () => {
    const at = await nights(evening, [evening - 7 * day + hour]);
    at.fail("disk");
    await runJob(at.home.helpline, keeping);
    expect(left().join()).toContain(".keys.age");
    at.clock.pass(hour);
    await runJob(at.home.helpline, keeping);
    expect(left().join()).not.toContain(".keys.age");
    // Half a copy restores nothing.
    expect([at.home.helpline.backups.last(), at.home.helpline.backups.state()]).toEqual([null, "late"]);
  });

  test("S3: keys that cannot be removed are reported each time", async () => {
    const at = await nights(evening);
    layCopy(place.config.backupDir, evening - 8 * day);
    const keys = partFile(place.config.backupDir, nameOfCopy(evening - 8 * day), "keys");
    rmSync(keys);
    mkdirSync(keys);
    for (const n of [1, 2]) {
      await runJob(at.home.helpline, keeping);
      expect(at.home.reported).toHaveLength(n);
      expect(at.home.reported[0]).toContain("nightly copies, kept long enough");
    }
  });
});
