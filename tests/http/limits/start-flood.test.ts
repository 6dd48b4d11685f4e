import { beforeEach, describe, expect, test } from "vitest";
import { rates } from "#src/http/limits/limits.ts";
import { maxUnproved } from "#src/http/limits/start-flood.ts";
import { takes, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { youth } from "#tests/support/house/http.ts";

let clock: FakeClock;
let line: House;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  await open(line);
});

const school = "203.0.113";
const letIn = (network: string | null = school) => line.helpline.pressure.letIn(network);

/** Somebody of a network has begun, and waits; their conversation. */
async function waits(network: string | null = school): Promise<number> {
  const place = letIn(network)!;
  const { id } = await youth(line);
  place.begun(id);
  place.settle();
  return id;
}

describe("T9: whoever has shown nothing", () => {
  test("five of a network may wait, and no other network hears of it", async () => {
    for (let n = 0; n < maxUnproved; n += 1) await waits();
    expect(letIn()).toBeNull();
    expect(letIn("198.51.100")).not.toBeNull();
    expect(letIn(null)).not.toBeNull();
  });

  test("as soon as one of them is taken, or gone, the next may come", async () => {
    const ids = [];
    for (let n = 0; n < maxUnproved; n += 1) ids.push(await waits());
    await takes(line, line.anna, ids[0]!);
    const next = letIn();
    expect([next === null, letIn()]).toEqual([false, null]);
    next!.settle();
    await youthEnds(line, ids[1]!);
    expect(letIn()).not.toBeNull();
    expect(letIn()).not.toBeNull();
    expect(letIn()).toBeNull();
  });

  test("who comes in the same moment is counted before they have begun, and no more when they have not", () => {
    const places = Array.from({ length: maxUnproved }, () => letIn()!);
    expect(letIn()).toBeNull();
    places[0]!.settle();
    expect(letIn()).not.toBeNull();
  });

  test("the turn of the hour gives a network no five more", async () => {
    for (let n = 0; n < maxUnproved; n += 1) await waits();
    for (let minutes = 0; minutes < 150; minutes += 10) {
      clock.pass(10 * 60_000);
      expect(letIn()).toBeNull();
    }
  });

  test("a network that goes on coming is asked for more, also while none of its own waits any more", async () => {
    for (let n = 0; n < rates.startOfNetwork.burst; n += 1) await youthEnds(line, await waits());
    expect(letIn()).toBeNull();
    clock.pass(60_000);
    expect([letIn() === null, letIn() === null, letIn() === null]).toEqual([false, false, true]);
  });

  test("so many of all networks together that there is room for whoever has shown something", () => {
    for (let n = 0; n < rates.startUnproved.burst; n += 1) letIn(`10.0.${n}`)!.settle();
    expect([letIn("10.1.1"), letIn(null)]).toEqual([null, null]);
    expect(rates.start.burst - rates.startUnproved.burst).toBeGreaterThanOrEqual(50);
    expect(rates.start.perMinute - rates.startUnproved.perMinute).toBeGreaterThanOrEqual(300);
  });
});
