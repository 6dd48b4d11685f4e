import { expect, test } from "vitest";
import type { DataReader } from "#src/db/db.ts";
import { onShift } from "#src/live/console/staff-room.tsx";
import { inHand } from "#src/queue/capacity.ts";
import { peopleFromAbove } from "#src/queue/wait/shift-overview.ts";
import { availabilityOf, everyone, staffMember } from "#src/staff/staff.ts";
import { comesIn, takes } from "#tests/support/house/chats.ts";
import { fakeClock, house, member, open } from "#tests/support/house/helpline.ts";

test("who is on shift is read in as many statements for a large staff as for a small one, and reads as one by one", async () => {
  const clock = fakeClock();
  const home = await house({ clock });
  const { db, staff } = home.helpline;
  let asked = 0;
  const counting: DataReader = {
    first: (query) => {
      asked += 1;
      return db.first(query);
    },
    all: (query) => {
      asked += 1;
      return db.all(query);
    },
    keyring: db.keyring,
    crowd: db.crowd,
  };
  const statements = () =>
    [() => everyone(counting), () => onShift(counting, staff), () => peopleFromAbove(counting, clock.now())].map(
      (read) => {
        asked = 0;
        read();
        return asked;
      },
    );
  await open(home);
  const few = statements();
  for (let n = 0; n < 12; n += 1) {
    const one = await member(home.helpline, `new${n}`, `New ${n}`, `Heron ${n}`, ["counsellor"]);
    if (n % 2 === 0) await open(home, one);
  }
  for (const id of [await comesIn(home, "I am Noor"), await comesIn(home, "I am Sam")])
    await takes(home, home.anna, id);
  expect(statements()).toEqual(few);

  const all = everyone(db);
  expect(all).toHaveLength(15);
  for (const one of all) expect(one).toEqual({ ...staffMember(db, one.id), availability: availabilityOf(db, one.id) });
  expect(onShift(db, staff).map(({ id, chats }) => [id, chats])).toContainEqual([home.anna.id, 2]);
  for (const { id, chats } of onShift(db, staff)) expect(chats).toBe(inHand(db, id));
});
