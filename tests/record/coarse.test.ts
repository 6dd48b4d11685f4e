import { expect, test } from "vitest";
import { sendReferrals } from "#src/conversation/messages/referral.ts";
import { q } from "#src/db/schema.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { coarsenTimes, hasExactTimes } from "#src/record/coarse.ts";
import { talking } from "#tests/support/house/chats.ts";
import { place } from "#tests/support/house/directory.ts";
import { fakeClock, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId } from "#tests/support/house/http.ts";
import { endedChat, saves } from "#tests/support/house/records.ts";

const day = 24 * 3_600_000;

test("who came, was taken and deleted their chat is of nobody, and told no more so exactly either; nor when a chat was read again", async () => {
  const at = Date.UTC(2026, 10, 24, 18, 22, 7) + 431;
  const clock = fakeClock(at + 28 * day);
  const home = await house({ clock });
  const { data } = home.files;
  data.exec(
    `INSERT INTO wait_promise (line_id, place, low, high, by_line, at, waited) VALUES (1, 2, 5, 10, 1, ${at}, 331007)`,
  );
  data.exec(`INSERT INTO erasure VALUES (77, ${at})`);
  data.exec(`INSERT INTO line_gone (line_id, came, gone) VALUES (1, ${at - 90_500}, ${at}), (1, ${at}, ${at + 1})`);
  data.exec(
    `INSERT INTO chat_opening (name_index, why, asked_by, asked_at, agreed_by, agreed_at, opened_at)
     VALUES (4, 'report', ${home.bela.id}, ${at - 2}, ${home.aino.id}, ${at - 1}, ${at}), (5, 'law', ${home.bela.id}, ${at + 1}, NULL, NULL, NULL)`,
  );
  await home.helpline.db.change("porchlight", coarsenTimes);
  const quarter = Date.UTC(2026, 10, 24, 18, 15);
  expect(
    data.prepare("SELECT asked_at, agreed_at, opened_at, reviewed_at FROM chat_opening ORDER BY id").all(),
  ).toEqual([
    { asked_at: quarter, agreed_at: quarter, opened_at: quarter, reviewed_at: null },
    { asked_at: at + 1, agreed_at: null, opened_at: null, reviewed_at: null },
  ]);
  expect(data.prepare("SELECT at, waited FROM wait_promise").get()).toEqual({ at: quarter, waited: 331_007 });
  expect(data.prepare("SELECT at FROM erasure").get()).toEqual({ at: quarter });
  const minute = Date.UTC(2026, 10, 24, 18, 22);
  expect(data.prepare("SELECT came, gone FROM line_gone ORDER BY id").all()).toEqual([
    { came: minute - 120_000, gone: minute },
    // A millisecond too young still.
    { came: minute, gone: at + 1 },
  ]);
});

test("when a record was begun and finished, and a place was sent, is told exactly for 28 days, and then to the quarter of the hour", async () => {
  const clock = fakeClock(Date.UTC(2026, 10, 24, 18, 22, 7) + 431);
  const home = await house({ clock });
  const { db } = home.helpline;
  await open(home);
  const [finished, begun] = [await endedChat(home), await endedChat(home)];
  await saves(home, home.anna, { of: { conversationId: begun }, wish: "later" });
  clock.pass(9 * 60_000);
  await saves(home, home.anna, { of: { conversationId: finished } });
  const id = await place(db, "Night line");
  const conversationId = await talking(home);
  const card = { conversationId, staffId: home.anna.id, clientId: clientId(), serviceIds: [id] };
  await act(home, home.anna, (tx, emit) => sendReferrals(tx, emit, card));
  const times = () => [
    ...db
      .all(q.selectFrom("contact_record").select(["began_at", "finished_at"]).orderBy("id"))
      .flatMap((row) => [row.began_at, row.finished_at]),
    ...db.all(q.selectFrom("referral").select("at")).map((row) => row.at),
  ];
  const exact = times();
  expect(exact).toEqual([clock.now() - 9 * 60_000, null, clock.now(), clock.now(), clock.now()]);
  const coarsens = () =>
    runJob(home.helpline, jobs.find((one) => one.name === "times that are told no more so exactly")!);
  clock.pass(28 * day - 9 * 60_000 - 1);
  await coarsens();
  expect(times()).toEqual(exact);
  // The first of them is old enough, the others are not.
  clock.pass(1);
  await coarsens();
  const quarter = Date.UTC(2026, 10, 24, 18, 15);
  expect(times()).toEqual([quarter, ...exact.slice(1)]);
  clock.pass(9 * 60_000);
  await coarsens();
  const next = Date.UTC(2026, 10, 24, 18, 30);
  expect(times()).toEqual([quarter, null, next, next, next]);
  expect(hasExactTimes(db, clock.now())).toBe(false);
  await db.change("porchlight", coarsenTimes);
  expect(times()).toEqual([quarter, null, next, next, next]);
});

test("what happened in an emergency, that a chat was held and that an address was asked for, too: who of the staff was there, and when", async () => {
  const at = Date.UTC(2026, 10, 24, 18, 22, 7) + 431;
  const quarter = Date.UTC(2026, 10, 24, 18, 15);
  const clock = fakeClock(at + 28 * day);
  const home = await house({ clock });
  const { data } = home.files;
  const { anna, bela, aino } = home;
  const declared = (since: number) =>
    data
      .prepare(
        `INSERT INTO emergency (name_index, line_id, staff_id, at, decided_at, informed, passed, note_days, acknowledged_by, acknowledged_at, phoned_by, phoned_at, note_gone_at)
         VALUES (4, 1, ?, ?, ?, '[]', '[]', 28, ?, ?, ?, ?, ?)`,
      )
      .run(anna.id, since - 3, since - 2, bela.id, since - 1, bela.id, since, since);
  declared(at);
  declared(at + 4);
  data.exec(
    `INSERT INTO address_request (emergency_id, asked_by, asked_at, reason, confirmed_by, confirmed_at, shown_at)
     VALUES (1, ${bela.id}, ${at - 2}, 'no_answer', ${aino.id}, ${at - 1}, ${at}), (2, ${bela.id}, ${at + 1}, 'no_answer', NULL, NULL, NULL)`,
  );
  // Held for a year: its end, which lies ahead, would tell when it began.
  const year = 365 * day;
  data.exec(
    `INSERT INTO chat_hold (name_index, staff_id, reason, at, until_at, ended_at, ended_by)
     VALUES (4, ${bela.id}, 'law', ${at}, ${at + year}, NULL, NULL), (5, ${bela.id}, 'law', ${at - 9}, ${at + day}, ${at}, ${aino.id}),
       (6, ${bela.id}, 'law', ${at + 1}, ${at + 1 + year}, NULL, NULL)`,
  );
  expect(hasExactTimes(home.helpline.db, clock.now())).toBe(true);
  await home.helpline.db.change("porchlight", coarsenTimes);
  const times = "at, decided_at, acknowledged_at, phoned_at, note_gone_at";
  expect(data.prepare(`SELECT ${times} FROM emergency ORDER BY id`).raw().all()).toEqual([
    [quarter, quarter, quarter, quarter, quarter],
    [at + 1, at + 2, at + 3, at + 4, at + 4],
  ]);
  expect(data.prepare("SELECT asked_at, confirmed_at, shown_at FROM address_request ORDER BY id").raw().all()).toEqual([
    [quarter, quarter, quarter],
    [at + 1, null, null],
  ]);
  expect(data.prepare("SELECT at, until_at, ended_at FROM chat_hold ORDER BY id").raw().all()).toEqual([
    [quarter, quarter + year, null],
    [quarter, quarter + day, quarter],
    [at + 1, at + 1 + year, null],
  ]);
  expect(hasExactTimes(home.helpline.db, clock.now())).toBe(false);
});

test("when somebody left in danger, and when that was over, is told no more so exactly either", async () => {
  const clock = fakeClock(Date.UTC(2026, 10, 24, 18, 22, 7) + 431);
  const home = await house({ clock });
  await open(home);
  const id = await endedChat(home);
  home.files.data.exec(`INSERT INTO left_in_danger VALUES (${id}, ${clock.now()}, ${clock.now() + 7})`);
  clock.pass(28 * day + 7);
  await home.helpline.db.change("porchlight", coarsenTimes);
  const quarter = Date.UTC(2026, 10, 24, 18, 15);
  const told = home.files.data.prepare("SELECT left_at, over_at FROM left_in_danger").get();
  expect(told).toEqual({ left_at: quarter, over_at: quarter });
});
