import { beforeEach, expect, test } from "vitest";
import { addLine, lineValues } from "#src/hours/lines.ts";
import { overrideOf } from "#src/hours/rules/override.ts";
import { doorLog } from "#src/queue/door/doors.ts";
import { decide } from "#src/queue/line/override-line.ts";
import { publicLines } from "#src/queue/line/public-lines.ts";
import { retire } from "#src/queue/line/retire.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

let home: House;
let clock: FakeClock;
let evening: number;
const minute = 60_000;

beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
  const values = { ...lineValues(home.helpline.db, 1), name: "Evening" };
  await act(home, home.aino, (tx, emit) => {
    evening = addLine(tx, emit, values);
    retire(tx, emit, { lineId: evening, retired: false });
  });
  await turn(false);
});

const turn = (retired: boolean) => act(home, home.aino, (tx, emit) => retire(tx, emit, { lineId: evening, retired }));
const log = () => doorLog(home.helpline.db, evening, 0).map(({ state, reason }) => `${state}: ${reason}`);

test("a line out of use is closed from that minute on, and open again from the one in which it comes back", async () => {
  clock.pass(minute);
  await turn(true);
  await turn(true);
  clock.pass(30 * minute);
  await turn(false);
  expect(log()).toEqual(["open: without_hours", "closed: retired", "open: without_hours"]);
  const shown = publicLines(home.helpline.db, clock.now()).find(({ line }) => line.id === evening);
  expect(shown).toMatchObject({ state: "open", since: clock.now() });
  expect(home.heard.filter(({ type }) => type === "line.state_changed").at(-2)).toMatchObject({
    lineId: evening,
    to: "closed",
    reason: "retired",
  });
});

test("what was decided for it does not hold when it comes back", async () => {
  const decision = {
    lineId: evening,
    kind: "paused",
    until: null,
    reason: "",
    staffId: home.bela.id,
    waiting: 0,
  } as const;
  await act(home, home.bela, (tx, emit) => decide(tx, emit, decision));
  await turn(true);
  await turn(false);
  expect(overrideOf(home.helpline.db, evening, clock.now())).toBe(null);
  expect(log().at(-1)).toBe("open: without_hours");
});
