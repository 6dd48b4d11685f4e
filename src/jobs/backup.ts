import { wrongThere } from "#src/backup/elsewhere/words.ts";
import { hourMs, minuteMs } from "#src/clock.ts";
import { localDate, localMinute } from "#src/hours/instants.ts";
import { homeZone } from "#src/hours/lines.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { translate } from "#src/i18n/i18n.ts";
import { hasStaff } from "#src/staff/accounts/invitation.ts";

/** When hardly anyone writes, hours of the day by the clock of the first line. */
const quiet = { from: 2, to: 6 };
/** A copy of this age is not left for the next night, ms. */
const oldMs = 25 * hourMs;
/** The first copy waits for the first hour of setting up, and one that failed for another try, ms. */
const firstMs = hourMs;
const againMs = hourMs;

/** How old what lies elsewhere may get before the next delta is made: with the way there at most 15 minutes are lost, ms. */
const deltaMs = 10 * minuteMs;
/** A delta that failed, and the copy it needs, wait so long for another try, ms. */
const againDeltaMs = 2 * minuteMs;
const againBaseMs = 10 * minuteMs;

/** Returns a job that copies the data each night. One that fails is tried again after an hour. */
export function copyNightly() {
  const failed = new WeakMap<Helpline, number>();
  return async (helpline: Helpline) => {
    const { backups, clock, config } = helpline;
    const isTooSoon = clock.elapsed() - (failed.get(helpline) ?? Number.NEGATIVE_INFINITY) < againMs;
    // One that an admin began is as good.
    if (backups.now() !== null || isTooSoon || !isUsed(helpline) || !isDue(helpline)) return;
    try {
      await backups.make(config.backupDir);
    } catch (error) {
      failed.set(helpline, clock.elapsed());
      throw error;
    }
  };
}

/** Returns a job that seals what changed since the last copy, if copies go elsewhere; if no delta can be made, it makes a new copy. */
export function keepDeltas() {
  const waits = new WeakMap<Helpline, number>();
  return async (helpline: Helpline) => {
    const { backups, clock, config } = helpline;
    const isTooSoon = clock.elapsed() < (waits.get(helpline) ?? Number.NEGATIVE_INFINITY);
    if (!backups.isElsewhere() || backups.now() !== null || isTooSoon) return;
    if (!isUsed(helpline) || !isDeltaDue(helpline)) return;
    const hasBase = backups.hasBase();
    try {
      if (hasBase) await backups.makeDelta();
      else await backups.make(config.backupDir);
    } catch (error) {
      waits.set(helpline, clock.elapsed() + (hasBase ? againDeltaMs : againBaseMs));
      throw error;
    }
  };
}

/** Returns a job that brings to the store what is new, and removes there what is old. What is wrong is reported once. */
export function bringToStore() {
  const said = new WeakMap<Helpline, string>();
  return async (helpline: Helpline) => {
    const { backups, store } = helpline;
    if (!store?.isDue(backups) || !isUsed(helpline)) return;
    await store.visit(backups);
    const wrong = wrongThere(translate("en"), store);
    const isNews = wrong !== (said.get(helpline) ?? "");
    said.set(helpline, wrong);
    if (isNews) helpline.report(`${store.where}: ${wrong === "" ? "all is well there again" : wrong}`);
  };
}

/** On a new machine it is about to be put back, perhaps from the same store: nothing there may give way to what is empty. */
const isUsed = ({ db }: Helpline) => hasStaff(db);

function isDeltaDue({ backups, clock }: Helpline): boolean {
  if (!backups.hasBase()) return true;
  const last = Math.max(backups.last()?.at ?? 0, backups.lastDelta()?.at ?? 0);
  // A clock that ran ahead must not put off the next one.
  return Math.abs(clock.now() - last) >= deltaMs;
}

function isDue({ backups, clock, db }: Helpline): boolean {
  const [now, last, zone] = [clock.now(), backups.last(), homeZone(db)];
  const age = now - backups.since();
  if (isQuiet(zone, now)) return last === null || !isOfThisNight(zone, last.at, now);
  return age >= (last === null ? firstMs : oldMs);
}

function isQuiet(zone: string, at: number): boolean {
  const hour = localMinute(zone, at) / 60;
  return hour >= quiet.from && hour < quiet.to;
}

function isOfThisNight(zone: string, at: number, now: number): boolean {
  return isQuiet(zone, at) && localDate(zone, at) === localDate(zone, now);
}
