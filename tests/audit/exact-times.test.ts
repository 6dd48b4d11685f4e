import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { forgetOldAudit } from "#src/jobs/audit.ts";
import { rollUpPresence } from "#src/jobs/staffed.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { forgetPresence } from "#src/queue/line/staffed.ts";
import { coarsenTimes } from "#src/record/coarse.ts";
import { fakeClock, house, open, password } from "#tests/support/house/helpline.ts";
import { act, clientId, give, person, staff, youth } from "#tests/support/house/http.ts";
import { endedChat, saves } from "#tests/support/house/records.ts";
import { restarted } from "#tests/support/house/restart.ts";
import { rows } from "#tests/support/house/tables.ts";
import { looked } from "#tests/support/keys/audit.ts";
import { filesIn } from "#tests/support/run/empty-files.ts";

// Exact times go from the trail after 28 days: out of the bytes of the files, and the chain holds.

const day = 24 * 3_600_000;
const quarter = 15 * 60_000;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "porchlight-exact-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Row {
  id: number;
  quarter: number;
  exact_at: number | null;
  salt: Buffer | null;
  at: number;
  action: string;
  mac: Buffer;
}

/** An instant as SQLite writes a whole number of 42 bits into a row or an index, and as a text has it. */
const written = (at: number) => {
  const bytes = Buffer.alloc(6);
  bytes.writeUIntBE(at, 0, 6);
  return [bytes, Buffer.from(String(at))];
};

test("what staff and young people did, to the millisecond, is in no byte of the files after 28 days; the entries and their codes are", async () => {
  const clock = fakeClock(Date.UTC(2026, 10, 24, 18, 22, 7) + 431);
  const files = filesIn(folder, clock.now());
  const home = await house({ clock, files });
  const { db } = home.helpline;
  // The key of the team is made when a supervisor signs in first: when that was is told where it is.
  await person(home).post("/staff/sign-in", { name: "bela", password });
  const made = clock.now();
  const later = () => clock.pass(61_003);
  later();
  await open(home);
  later();
  const noor = await youth(home, "the secret words");
  later();
  await give(home, noor.id, home.anna);
  later();
  const anna = await staff(home, home.anna);
  await anna.post(`/staff/conversation/${noor.id}/send`, { client_id: clientId(), text: "I am here." });
  later();
  await person(home).post("/staff/sign-in", { name: "bela", password });
  later();
  await act(home, home.bela, (_tx, emit) =>
    emit({ type: "conversation.read_along", conversationId: noor.id, staffId: home.bela.id }),
  );
  later();
  await noor.post("/end");
  later();
  await anna.post(`/staff/conversation/${noor.id}/close`, { asked: "yes" });
  const acts = ["started", "claimed", "read_along", "ended", "closed"].map((one) => `conversation.${one}`);
  const done = rows<Row>(files, "audit").filter(
    ({ action, at }) => [...acts, "staff.signed_in"].includes(action) && at !== made,
  );
  expect(new Set(done.map(({ action }) => action)).size).toBe(6);
  // From here on every day, as a helpline that runs.
  const runsFor = async (days: number) => {
    for (let n = 0; n < days; n += 1) {
      clock.pass(day);
      // Data in memory are no files to copy.
      for (const job of jobs.filter(({ name }) => !/nightly/.test(name))) await runJob(home.helpline, job);
    }
  };
  await runsFor(27);
  const before = rows<Row>(files, "audit");
  expect(before.every(({ exact_at: exact, salt }) => exact !== null && salt?.length === 16)).toBe(true);
  await runsFor(2);
  expect(home.reported).toEqual([]);
  const after = rows<Row>(files, "audit").filter(({ id }) => id <= before.at(-1)!.id);
  for (const [index, row] of after.entries()) {
    const { id, action, mac, quarter: told, exact_at: exact } = before[index]!;
    if (exact! > clock.now() - 28 * day) continue;
    expect(row).toMatchObject({
      id,
      action,
      mac,
      quarter: told,
      exact_at: null,
      salt: null,
      at: exact! - (exact! % quarter),
    });
  }
  const found = await looked(home);
  expect(found).toMatchObject({ broken: [], late: [], unchecked: [] });
  expect(found.rows).toBe(rows(files, "audit").length);
  db.emptyLogs();
  const held = readdirSync(folder).flatMap((name) => {
    const bytes = readFileSync(join(folder, name));
    return done.flatMap(({ action, exact_at: exact }) =>
      written(exact!).some((one) => bytes.includes(one)) ? [`${action} in ${name}`] : [],
    );
  });
  expect(held).toEqual([]);
  // The same bytes are there for the quarter: they are what the search would have found.
  expect(readFileSync(join(folder, "porchlight.db")).includes(written(done[0]!.quarter)[0]!)).toBe(true);
  expect(await looked(await restarted(home, files, null))).toMatchObject({ broken: [] });
  db.close();
}, 60_000);

test("a time that was changed by hand stays, for somebody to look at", async () => {
  const clock = fakeClock(Date.UTC(2026, 10, 24, 18, 22, 7) + 431);
  const home = await house({ clock });
  const { files } = home;
  const [one] = rows<Row>(files, "audit").slice(-1);
  files.data.exec(`UPDATE audit SET exact_at = exact_at + 1 WHERE id = ${one!.id}`);
  expect((await looked(home)).broken).toMatchObject([{ fromId: one!.id, toId: one!.id }]);
  clock.pass(29 * day);
  await forgetOldAudit(home.helpline);
  const left = rows<Row>(files, "audit").filter(({ exact_at: exact }) => exact !== null);
  expect(left.map(({ id }) => id)).toEqual([one!.id]);
  expect((await looked(home)).broken).toMatchObject([{ fromId: one!.id, toId: one!.id }]);
  // Nor does it go when the others do.
  clock.pass(400 * day);
  await forgetOldAudit(home.helpline);
  expect(rows<Row>(files, "audit").map(({ id }) => id)).toContain(one!.id);
});

test("the log of the data file is emptied of what went, for each of the jobs that let times go", async () => {
  const clock = fakeClock(Date.UTC(2026, 10, 24, 18, 22, 7) + 431);
  const files = filesIn(folder, clock.now());
  const home = await house({ clock, files });
  const { db } = home.helpline;
  const log = () => statSync(join(folder, "porchlight.db-wal")).size;
  await open(home);
  await saves(home, home.anna, { of: { conversationId: await endedChat(home) } });
  clock.pass(100 * day);
  await rollUpPresence(home.helpline);
  const lets = [
    () => forgetOldAudit(home.helpline),
    () => db.change("porchlight", coarsenTimes),
    () => db.change("porchlight", forgetPresence),
  ];
  for (const goes of lets) {
    db.emptyLogs();
    expect(log()).toBe(0);
    // Something is in it again.
    await db.change("porchlight", (_tx, emit) => emit({ type: "audit.exported" }));
    await goes();
    expect(log()).toBeGreaterThan(0);
    db.emptyLogs();
    expect(log()).toBe(0);
  }
  db.close();
});
