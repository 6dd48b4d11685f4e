import { afterEach, beforeEach, expect, test } from "vitest";
import { waitingCallbacks } from "#src/callback/callback.ts";
import { q } from "#src/db/schema.ts";
import { localMinute } from "#src/hours/instants.ts";
import { line } from "#src/hours/lines.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { setSetting } from "#src/settings/settings.ts";
import { open } from "#tests/support/house/helpline.ts";
import { no, type Post, post, sendsTo } from "#tests/support/outside/post.ts";
import { asks, type Desk, desk, invites, minute } from "./desk.ts";

let home: Desk;
let server: Post;
/** What the server answers for whom: nothing = it takes their mails. */
let answers: Record<string, number>;
beforeEach(async () => {
  answers = {};
  home = await desk();
  server = await post({
    onRcptTo: ({ address }, _session, done) => done(answers[address] ? no(answers[address], "not now") : null),
  });
  await sendsTo(home, server.port);
  await home.helpline.db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "chatsAtOnce", value: 1 }));
  await open(home);
});
afterEach(() => server.close());

const hands = () => runJob(home.helpline, jobs.find(({ name }) => name === "mails")!);
const taken = () => server.taken.flatMap(({ to }) => to);
const seats = () => waitingCallbacks(home.helpline.db, home.clock.now())[0]!.invited;

/** The first minutes of the hour that it is for the line. */
function thisHour(minutes: number) {
  const from = localMinute(line(home.helpline.db, 1)!.timeZone, home.clock.now());
  return { from, to: from + minutes };
}

test("a mailbox that puts a mail off again and again keeps neither others nor the seat waiting", async () => {
  answers["noor@example.org"] = 451;
  for (const who of ["noor", "sam"]) await asks(home, `${who}@example.org`);
  await invites(home);
  expect(seats()).toBe(1);
  await hands();
  expect(seats()).toBe(0);
  await invites(home);
  await hands();
  expect([taken(), seats()]).toEqual([["sam@example.org"], 1]);
  // And hers comes when the mailbox takes it.
  answers = {};
  home.clock.pass(minute);
  await hands();
  expect(taken()).toEqual(["sam@example.org", "noor@example.org"]);
});

test("a server that takes leave of everybody is waited for, and the seat stays held", async () => {
  answers["noor@example.org"] = 421;
  for (const who of ["noor", "sam"]) await asks(home, `${who}@example.org`);
  await invites(home);
  await hands();
  home.clock.pass(10 * minute);
  await invites(home);
  expect(home.helpline.db.all(q.selectFrom("mail").select("about"))).toHaveLength(1);
});

test("a second try comes in their time of day too", async () => {
  answers["noor@example.org"] = 451;
  await asks(home, "noor@example.org", { window: thisHour(3) });
  await invites(home);
  const began = home.clock.now();
  await hands();
  const next = () => home.helpline.db.first(q.selectFrom("mail").select("next_try_at"))!.next_try_at - began;
  expect(next()).toBe(minute);
  home.clock.pass(minute);
  await hands();
  expect(next()).toBe(24 * 60 * minute);
});

test("nobody waits for the second try of a mail that waits for its own evening", async () => {
  answers["noor@example.org"] = 421;
  await asks(home, "noor@example.org", { window: thisHour(1) });
  await asks(home, "sam@example.org");
  await invites(home);
  await hands();
  home.clock.pass(5 * minute);
  await invites(home);
  await hands();
  expect(taken()).toEqual(["sam@example.org"]);
});
