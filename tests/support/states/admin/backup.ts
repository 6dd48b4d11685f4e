import { expect } from "vitest";
import { BackupError } from "#src/backup/making.ts";
import type { Config } from "#src/config.ts";
import { sheetAtHand } from "#tests/backup/copies.ts";
import { type FakeClock, fakeClock } from "#tests/support/house/helpline.ts";
import { server } from "#tests/support/house/server.ts";
import { layCopy, placeForCopies } from "#tests/support/keys/copies.ts";
import { monday } from "#tests/support/people/admin.ts";
import { counsellor } from "#tests/support/people/people.ts";
import type { LookAt, TimedServer } from "#tests/support/states/youth/youth.ts";

const hour = 3_600_000;

/** Shows a helpline with a store, first where all is well there, then where nothing is. */
async function everyStoreState(lookAt: LookAt, clock: FakeClock, config: Config): Promise<void> {
  const setting = { origin: "https://s3.example.org", bucket: "our-copies", prefix: "", keyFile: "", region: null };
  const house = await server({ clock, config: { ...config, store: setting } });
  const at = () => monday - 5 * 60_000;
  const store = house.helpline.store!;
  Object.assign(store, { isDue: () => false, isBusy: () => true, last: at, savedUntil: at, dataUntil: at });
  const aino = await counsellor(house, { name: "aino" });
  await aino.signIn("/admin/backup");
  const { page } = aino;
  await page.locator("#elsewhere [role=status]").waitFor();
  await lookAt("backup-store", page);
  Object.assign(store, { isBusy: () => false, last: () => null, savedUntil: () => null, keys: () => "kept" });
  store.failed = () => ({ why: "clock", detail: "-40" });
  store.left = () => ["porchlight-20261101T020000Z.keys.age"];
  await page.locator("#elsewhere [role=alert]").waitFor();
  await lookAt("backup-store-wrong", page);
  await page.context().close();
  await house.stop();
}

/** Goes through every state of the copies, which are laid there: making one takes its own process. */
export async function everyBackupState(lookAt: LookAt): Promise<TimedServer> {
  const { config, remove } = placeForCopies();
  const clock = fakeClock(monday);
  const house = { ...(await server({ clock, config })), clock };
  const { backups } = house.helpline;
  const lay = (at: number, noted?: Parameters<typeof layCopy>[2]) => {
    layCopy(config.backupDir, at, noted);
    backups.forget();
  };
  const signedIn = async (js = true) => {
    const aino = await counsellor(house, { name: "aino", js });
    await aino.signIn("/admin/backup");
    return aino.page;
  };
  const page = await signedIn();
  await lookAt("backup-none", page);
  await page.click("#backup-now .main");
  await page.locator("#backup-now [role=alert]").waitFor();
  await lookAt("backup-failed", page);

  backups.failed = () => null;
  backups.now = () => ({ step: "sealing", part: 0.42 });
  await page.reload();
  await lookAt("backup-running", page);
  const below = () => page.locator("#kept summary").boundingBox();
  const before = await below();
  backups.now = () => ({ step: "opening", part: 0 });
  await page.locator("#backup-now [role=status]", { hasText: "opening" }).waitFor();
  expect(await below()).toEqual(before);
  const plain = await signedIn(false);
  await lookAt("backup-running-plain", plain);
  await plain.context().close();

  backups.now = () => ({ step: "restoring", part: 0, drill: true });
  await page.locator("#drill [role=status]", { hasText: "restoring" }).waitFor();
  await lookAt("backup-drill-running", page);

  // It is over while the page is open: nothing is pressed.
  backups.now = () => null;
  for (const days of [0, 1, 2, 3, 9, 16]) lay(monday - days * 24 * hour - 7 * hour, days === 2 ? null : {});
  await page.locator("#backup-now .state.ok").waitFor();
  await lookAt("backup-fresh", page);
  await sheetAtHand(house);
  const seconds = { copying: 0.5, sealing: 0.3, opening: 1, restoring: 1.2, starting: 2 };
  backups.lastDrill = () => ({ at: monday - 40 * 24 * hour, seconds });
  await page.reload();
  await page.click("#run-drill > summary");
  await page.fill("[name=word-0]", "lantern");
  await page.fill("[name=word-1]", "porch");
  await page.click("form[action='/admin/backup/drill'] button");
  await page.locator("#word-0-wrong").waitFor();
  await lookAt("backup-drill-wrong", page);
  await page.goto(`${house.origin}/admin/backup`);
  await page.click("#machine > summary");
  await page.click("form[action='/admin/backup/machines'] button");
  await page.locator("#name-wrong").waitFor();
  await lookAt("backup-machine-wrong", page);
  await page.fill("#name", "cellar");
  await page.click("form[action='/admin/backup/machines'] button");
  await page.locator("#token").waitFor();
  await page.click("#machine > summary");
  await page.click("#machine details summary");
  await lookAt("backup-machine-made", page);
  await page.goto(`${house.origin}/admin/backup`);
  await page.emulateMedia({ media: "print" });
  for (const part of [".sheet-bar", "h1", ".lead", "#backup-now", "form.fields", "#where-title", "#restore-title"]) {
    expect([part, await page.locator(part).first().isVisible()]).toEqual([part, false]);
  }
  expect(await page.locator(".paper .commands").isVisible()).toBe(true);
  await page.emulateMedia({ media: null });
  await page.context().close();

  await everyStoreState(lookAt, clock, config);
  clock.pass(30 * hour);
  backups.failed = () => new BackupError("disk", "ENOSPC");
  const later = await signedIn();
  await lookAt("backup-late", later);
  await later.goto(`${house.origin}/admin`);
  await lookAt("backup-late-settings", later);
  await later.context().close();
  remove();
  return house;
}
