import { expect, test } from "vitest";
import { staffing, staffingNow } from "#src/queue/line/staffing.ts";
import { setSetting } from "#src/settings/settings.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { comesIn, talking, youthEnds } from "#tests/support/house/chats.ts";
import { fakeClock, house, open } from "#tests/support/house/helpline.ts";

const facts = { waiting: 0, seats: 4, free: 4, arrivals: 0, chatMinutes: 45 };

test.each([
  // Nobody need wait while there are seats.
  [
    { ...facts, waiting: 4 },
    { lastIn: 0, perHour: 5, isShort: false },
  ],
  // Three beyond the seats, and four seats that each take the next after 45 minutes: 33 minutes and three quarters.
  [
    { ...facts, waiting: 3, free: 0 },
    { lastIn: 35, perHour: 5, isShort: false },
  ],
  [
    { ...facts, waiting: 5, free: 2 },
    { lastIn: 35, perHour: 5, isShort: false },
  ],
  [
    { ...facts, waiting: 8, free: 0 },
    { lastIn: 90, perHour: 5, isShort: false },
  ],
  // Never promised sooner than five minutes.
  [
    { ...facts, waiting: 1, free: 0, seats: 40 },
    { lastIn: 5, perHour: 53, isShort: false },
  ],
  // Six came in an hour, five can be talked with.
  [
    { ...facts, arrivals: 6 },
    { lastIn: 0, perHour: 5, isShort: true },
  ],
  [
    { ...facts, arrivals: 5 },
    { lastIn: 0, perHour: 5, isShort: false },
  ],
  [
    { ...facts, waiting: 2, seats: 0, free: 0 },
    { lastIn: null, perHour: 0, isShort: true },
  ],
  [
    { ...facts, seats: 0, free: 0 },
    { lastIn: 0, perHour: 0, isShort: false },
  ],
])("%j is reckoned as %j", (given, reckoned) => {
  expect(staffing(given)).toEqual({ ...given, ...reckoned });
});

test("who waits, who came in the last hour, and the seats of those who are available, without rehearsals", async () => {
  const clock = fakeClock();
  const home = await house({ clock });
  const { db } = home.helpline;
  await db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "chatsAtOnce", value: 2 }));
  await open(home);
  await comesIn(home);
  await db.change("porchlight", (tx, emit) =>
    setAvailability(tx, emit, { staffId: home.anna.id, availability: "away" }),
  );
  clock.pass(60 * 60_000);
  expect(staffingNow(db, clock.now())).toMatchObject({ waiting: 1, seats: 0, free: 0, arrivals: 0, lastIn: null });
  await open(home);
  await open(home, home.bela);
  await comesIn(home, "only to try", { rehearsal: true });
  const id = await talking(home);
  const now = () => staffingNow(db, clock.now());
  expect(now()).toMatchObject({ waiting: 1, seats: 4, free: 3, arrivals: 1, lastIn: 0 });
  await youthEnds(home, id);
  // Anna wraps up: both her seats are there, and none is free.
  expect(now()).toMatchObject({ seats: 4, free: 2 });
  clock.pass(60 * 60_000);
  expect(now()).toMatchObject({ seats: 4, free: 4, arrivals: 0 });
});
