import { hourMs } from "#src/clock.ts";
import { newStaffKey } from "#src/crypto/keys/staff-key.ts";
import { asStaff, type Db } from "#src/db/db.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { askedWords, proveSheet, sheetNow } from "#src/staff/keys/recovery-sheet.ts";
import { sheetByPassword } from "#src/staff/keys/sheet-by-password.ts";
import { giveTeamKey, keepStaffKey } from "#src/staff/keys/team-key.ts";
import { demoStaff, hireStaff } from "../staff.ts";
import { setUpHouse } from "./house.ts";
import { liveLately } from "./lately.ts";
import { liveWeeks, type PastClock } from "./weeks.ts";

interface Before {
  house: Pick<Helpline, "db" | "clock">;
  clock: PastClock;
  /** How many young people the demo lets wait for each counsellor. */
  waiting: number;
  /** ms UTC */
  until: number;
}

/** Lives the past of a demo: its staff, its house, eight weeks of evenings, and the night before. */
export async function livePast({ house, clock, waiting, until }: Before): Promise<void> {
  const { db } = house;
  const staffIds = await hireStaff(db);
  const lines = await db.change("command line", (tx, emit) => setUpHouse(tx, emit, { staffIds, waiting }));
  const past = { house, clock, staffIds, lines };
  await makeKeys(db, staffIds);
  await liveWeeks(past);
  clock.pass(until - 14 * hourMs - clock.now());
  await liveLately(past);
  await printSheet(db, staffIds[3]!);
}

/** As the first sign-ins of both supervisors make them. */
async function makeKeys(db: Db, staffIds: number[]) {
  const [, , sol, robin] = staffIds as [number, number, number, number];
  const { password } = demoStaff[3].account;
  const [ofRobin, ofSol] = [await newStaffKey(password), await newStaffKey(password)];
  const open = await db.change(asStaff(robin), (tx, emit) =>
    keepStaffKey(tx, emit, { staffId: robin, had: [], sealed: ofRobin.sealed }),
  );
  await db.change(asStaff(sol), (tx, emit) => keepStaffKey(tx, emit, { staffId: sol, had: [], sealed: ofSol.sealed }));
  await db.change(asStaff(robin), (tx, emit) => giveTeamKey(tx, emit, { staffId: sol, by: robin, open }));
}

/** Prints a recovery sheet, and shows that it is at hand. */
async function printSheet(db: Db, robin: number) {
  const { name: signInName, password } = demoStaff[3].account;
  const made = await sheetByPassword(db, { signInName, password });
  if (typeof made === "string") throw new Error(`no recovery sheet: ${made}`);
  await db.change(asStaff(robin), (tx, emit) => {
    const { fresh } = sheetNow(tx, tx.at);
    const [first, second] = askedWords(fresh!, tx.at).map((place) => made.checks[place]!) as [string, string];
    proveSheet(tx, emit, { sheetId: fresh!.id, words: [first, second] });
  });
}
