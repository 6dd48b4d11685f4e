import { beforeEach, expect, test } from "vitest";
import { openYouthPresence, type YouthPresence } from "#src/conversation/presence.ts";
import { type Crowd, openCrowd } from "#src/queue/door/crowd.ts";
import { type FakeClock, fakeClock } from "#tests/support/house/helpline.ts";

const hour = 3_600_000;
const school = "203.0.113";

let clock: FakeClock;
let youth: YouthPresence;
let crowd: Crowd;
beforeEach(() => {
  clock = fakeClock();
  youth = openYouthPresence(clock);
  crowd = openCrowd(youth);
});

test("a network has a name here that says nothing of it, and another in every process", () => {
  crowd.came(1, school);
  crowd.came(2, school);
  crowd.came(3, "192.0.2");
  crowd.came(4, null);
  const [noor, sam, kim, unknown] = [1, 2, 3, 4].map(crowd.networkOf);
  expect(noor).toBe(sam);
  expect(noor).not.toBe(kim);
  expect(unknown).toBe(null);
  expect(noor).not.toContain(school);
  expect(crowd.nameOf(school)).toBe(noor);
  expect(openCrowd(youth).nameOf(school)).not.toBe(noor);
});

test("whoever is known keeps what is known; a number that is given anew is somebody else’s", () => {
  crowd.came(1, school);
  crowd.seenFrom(1, () => "192.0.2");
  expect(crowd.networkOf(1)).toBe(crowd.nameOf(school));
  crowd.seenFrom(2, () => "192.0.2");
  expect(crowd.networkOf(2)).toBe(crowd.nameOf("192.0.2"));
  crowd.seenFrom(3, () => null);
  crowd.seenFrom(3, () => expect.fail("asked twice"));
  expect(crowd.networkOf(3)).toBe(null);
  crowd.came(1, null);
  expect(crowd.networkOf(1)).toBe(null);
});

test("who has ended is forgotten at once, the turns of their network after three hours", () => {
  crowd.came(1, school);
  crowd.came(2, school);
  crowd.taken({ id: 1, lane: "urgent" }, clock.now());
  crowd.taken({ id: 9, lane: "urgent" }, clock.now());
  crowd.keepOnly(new Set([2]), clock.now());
  expect(crowd.networkOf(1)).toBe(null);
  const name = crowd.networkOf(2);
  expect(crowd.turnsOf(name, "urgent")).toEqual([clock.now()]);
  expect(crowd.turnsOf(name, "normal")).toEqual([]);
  crowd.keepOnly(new Set(), clock.now() + 3 * hour - 1);
  expect(crowd.turnsOf(name, "urgent")).toEqual([clock.now()]);
  crowd.keepOnly(new Set(), clock.now() + 3 * hour);
  expect(crowd.turnsOf(name, "urgent")).toEqual([]);
});

test("somebody is heard for thirty seconds after the last sign of life, and all of them just after a start", () => {
  const before = clock.now() - hour;
  expect(crowd.isHeard(1, before)).toBe(true);
  clock.pass(30_000);
  expect(crowd.isHeard(1, before)).toBe(false);
  youth.touched(2);
  clock.pass(29_999);
  expect(crowd.isHeard(2, before)).toBe(true);
  clock.pass(1);
  expect(crowd.isHeard(2, before)).toBe(false);
  youth.opened(2);
  clock.pass(hour);
  expect(crowd.isHeard(2, before)).toBe(true);
});
