import { expect, test } from "vitest";
import { addLine, lines } from "#src/hours/lines.ts";
import { override } from "#src/hours/rules/override.ts";
import { onShift } from "#src/live/console/staff-room.tsx";
import { inHand } from "#src/queue/capacity.ts";
import { doorOf, lineDoors } from "#src/queue/door/doors.ts";
import { peopleFromAbove } from "#src/queue/wait/shift-overview.ts";
import { availabilityOf, everyone, staffMember } from "#src/staff/staff.ts";
import { comesIn, takes } from "#tests/support/house/chats.ts";
import { fakeClock, house, member, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { counting } from "#tests/support/house/tables.ts";

test("who is on shift is read in as many statements for a large staff as for a small one, and reads as one by one", async () => {
  const clock = fakeClock();
  const home = await house({ clock });
  const { db, staff } = home.helpline;
  const [counted, asked] = counting(db);
  const statements = () =>
    [() => everyone(counted), () => onShift(counted, staff), () => peopleFromAbove(counted, clock.now())].map(
      (read) => {
        const before = asked();
        read();
        return asked() - before;
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

test("a door is read in two statements, its settings and all that it hangs on, however much that is; every line adds two", async () => {
  const clock = fakeClock();
  const home = await house({ clock });
  const { db } = home.helpline;
  const [counted, asked] = counting(db);
  const ofDoor = () => {
    const before = asked();
    doorOf(counted, lines(db)[0]!, clock.now());
    return asked() - before;
  };
  await open(home);
  expect(ofDoor()).toBe(2);
  const kim = await member(home.helpline, "kim", "Kim Maes", "Sol", ["counsellor"]);
  await open(home, kim);
  await takes(home, home.anna, await comesIn(home, "I am Noor"));
  await comesIn(home, "I am Sam");
  await act(home, home.bela, (tx, emit) =>
    override(tx, emit, { lineId: 1, kind: "open", until: clock.now() + 3_600_000, reason: "", staffId: home.bela.id }),
  );
  expect(ofDoor()).toBe(2);
  const { id: _id, slug: _slug, timeZone: _zone, calendar: _calendar, ...values } = lines(db)[0]!;
  await act(home, home.aino, (tx, emit) =>
    addLine(tx, emit, { ...values, name: "Chat for parents", staffIds: [kim.id] }),
  );
  const before = asked();
  const doors = lineDoors(counted, clock.now());
  expect(asked() - before).toBe(5);
  expect(doors.map(({ line: { name }, door: { state } }) => [name, state])).toEqual([
    [values.name, "open"],
    ["Chat for parents", "open"],
  ]);
  expect(doors[0]).toMatchObject({ decided: { kind: "open", alias: "Luna" } });
  expect(doors[1]).toMatchObject({ decided: null });
});
