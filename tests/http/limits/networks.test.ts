import { expect, test, vi } from "vitest";
import { latestMs, maxAsked } from "#src/callback/callback.ts";
import { readConfig } from "#src/config.ts";
import { openLimiter } from "#src/http/limits/limits.ts";
import { addressWay, networkOf } from "#src/http/limits/networks.ts";
import type { C } from "#src/http/server/context.ts";
import { fakeClock, house } from "#tests/support/house/helpline.ts";
import { person, says, staff } from "#tests/support/house/http.ts";

const config = readConfig({ TRUSTED_PROXIES: "198.51.100.1" }, []);

/** The network of a request from this peer, which forwards this address. */
const network = (peer: string | undefined, forwarded?: string) =>
  networkOf({ env: { peer }, req: { header: () => forwarded } } as unknown as C, config);

test.each([
  ["8.8.4.9", undefined, "8.8.4"],
  ["2001:4860:1:2:3:4:5:6", undefined, "2001:4860:1"],
  ["2001:4860:0:1::5", undefined, "2001:4860"],
  ["2001:4860::5", undefined, "2001:4860"],
])("whoever comes from %s without a proxy is of the network that begins it", (peer, forwarded, wanted) => {
  expect(network(peer, forwarded)).toBe(wanted);
});

test.each([
  ["127.0.0.1", "203.0.113.9"],
  ["::1", "203.0.113"],
  ["172.18.0.3", "6.6.6.6, 203.0.113.200"],
  ["198.51.100.1", "::ffff:203.0.113.9"],
])("a proxy at %s that forwards %s is believed: the last it names it has seen itself", (peer, forwarded) => {
  expect(network(peer, forwarded)).toBe("203.0.113");
});

test("what a proxy has cut is the network of the whole", () => {
  expect(network("127.0.0.1", "2001:4860:1:")).toBe(network("127.0.0.1", "2001:4860:1:2::5"));
});

test("[ASVS 4.1.3, 15.3.4] whoever comes without a proxy cannot say to be another", () => {
  expect(network("8.8.4.9", "203.0.113.9")).toBe("8.8.4");
});

test.each([undefined, "", "unknown", "<b>", "::1", "203.0", "1.2.3.4:80", "x".repeat(9_999)])(
  "a proxy that forwards “%s” says nothing",
  (forwarded) => {
    expect(network("127.0.0.1", forwarded)).toBeNull();
    expect(network(undefined, forwarded)).toBeNull();
  },
);

test.each([
  ["8.8.4.9", undefined, "whole"],
  ["8.8.4.9", "203.0.113.9", "stranger"],
  ["198.51.100.1", "203.0.113.9", "whole"],
  ["198.51.100.1", "203.0.113", "cut"],
  ["127.0.0.1", "2001:4860:1:", "cut"],
  ["127.0.0.1", "2001:4860:1:2::5", "whole"],
  ["127.0.0.1", "unknown", "none"],
  ["127.0.0.1", undefined, "none"],
  [undefined, "203.0.113.9", "none"],
])("a request from %s that forwards %s: its address comes here %s", (peer, forwarded, wanted) => {
  expect(addressWay({ env: { peer }, req: { header: () => forwarded } } as unknown as C, config)).toBe(wanted);
});

test("where no network is seen, the settings say what that means for the door, and say nothing of it where one is", async () => {
  const home = await house();
  const aino = await staff(home, home.aino);
  const seen = async (from?: string) =>
    (await person(home, { cookies: aino.cookies, ...(from ? { from } : {}) }).get("/admin")).text;
  expect(await seen()).toContain(says("admin.settings.networks.none"));
  expect(await seen("203.0.113")).not.toContain('id="networks"');
});

test("a bucket that is full again is forgotten, and networks are remembered by no name that leads back to them", () => {
  const clock = fakeClock();
  const names = new Set<unknown>();
  const set = Map.prototype.set;
  const heard = vi.spyOn(Map.prototype, "set").mockImplementation(function (this: Map<unknown, unknown>, key, value) {
    names.add(key);
    return set.call(this, key, value);
  });
  const limiter = openLimiter(clock);
  const take = (network = "203.0.113") => limiter.take("lookOfNetwork", network);
  while (take());
  const size = () => (heard.mock.contexts.at(-1) as Map<unknown, unknown>).size;
  expect([take("198.51.100"), size()]).toEqual([true, 2]);
  clock.pass(60_000);
  expect([take("192.0.2"), size()]).toEqual([true, 1]);
  heard.mockRestore();
  expect([...names].filter((one) => String(one).includes("0.113"))).toEqual([]);
});

test("the turn of the hour gives a network that asked for all it may no more", () => {
  const clock = fakeClock();
  const limiter = openLimiter(clock);
  const take = (network: string) => limiter.take("askOfNetwork", network);
  clock.pass(55 * 60_000);
  while (take("203.0.113"));
  for (let n = 1; n <= 3; n += 1) {
    // One more is there after ten minutes.
    clock.pass(10 * 60_000);
    expect([take("203.0.113"), take("203.0.113")]).toEqual([true, false]);
  }
  expect(take("198.51.100")).toBe(true);
});

test("one network that leaves addresses for as long as they wait does not take the place of everybody else", () => {
  const clock = fakeClock();
  const limiter = openLimiter(clock);
  let taken = 0;
  for (let minutes = 0; minutes < latestMs / 60_000; minutes += 1) {
    while (limiter.take("askOfNetwork", "203.0.113")) taken += 1;
    clock.pass(60_000);
  }
  expect(taken).toBeLessThan(maxAsked);
  for (let n = 0; n < 30; n += 1) expect(limiter.take("askOfNetwork", "198.51.100")).toBe(true);
});
