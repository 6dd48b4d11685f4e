import { beforeEach, expect, test } from "vitest";
import { entries } from "#src/audit/reading.ts";
import { BackupError } from "#src/backup/making.ts";
import { carryOut } from "#src/control.ts";
import { entryInWords } from "#src/http/admin/people/audit.tsx";
import { translate } from "#src/i18n/i18n.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { smallFiles } from "#tests/support/outside/disk.ts";

// A copy that someone asks for may leave the machine, so the audit trail says who did, and where it went.

let clock: FakeClock;
let home: House;
/** What the trail said when a copy was begun. */
let begun: string[][];
beforeEach(async () => {
  clock = fakeClock();
  await live(await house({ clock }));
});

/** A helpline whose copies are begun and fail. */
async function live(made: House) {
  home = made;
  begun = [];
  home.helpline.backups.make = async () => {
    begun.push(trail());
    throw new BackupError("disk", "ENOSPC");
  };
}

const trail = () => {
  const all = entries(
    home.helpline.db,
    home.aino.id,
    { kind: "settings", actor: null, from: null, to: null, before: null },
    9,
  );
  return all
    .filter(({ action }) => action === "backup.asked")
    .map((one) => entryInWords(home.helpline.db, translate("en"), one));
};
const ask = () => carryOut(home.helpline, "http://localhost", { ask: "backup", folder: "/media/stick" });
const asked = "Someone at the server asked for a copy of the data, in the folder /media/stick";

test("whoever asks for a copy on the server is noted with the folder, before it is made", async () => {
  expect(await ask()).toMatchObject({ why: "disk", detail: "ENOSPC" });
  expect(begun).toEqual([[asked]]);
  expect(home.heard.map(({ type }) => type)).toEqual(["backup.asked"]);
});

test("what begins no copy is not noted: another one is being made", async () => {
  home.helpline.backups.now = () => ({ step: "sealing", part: 0.5 });
  await ask();
  expect([begun, trail()]).toEqual([[[]], []]);
});

test("on a full disk, where it cannot be noted, no copy is made, and the command says why", async () => {
  const disk = smallFiles(clock.now());
  await live(await house({ clock, files: disk.files }));
  disk.fill();
  // Until no page has room for one more.
  for (let n = 0; n < 100; n += 1) await ask();
  const before = begun.length;
  expect(await ask()).toEqual({ why: "disk", detail: "not_stored" });
  expect(begun).toHaveLength(before);
  disk.remove();
});

test("the nightly copy is asked for by nobody", async () => {
  await runJob(home.helpline, jobs.find(({ name }) => name === "the nightly copy of the data")!);
  clock.pass(3_600_000);
  await runJob(home.helpline, jobs.find(({ name }) => name === "the nightly copy of the data")!);
  expect([begun, trail()]).toEqual([[[]], []]);
});
