import { afterEach, beforeEach, expect, test } from "vitest";
import { limits } from "#src/http/limits/limits.ts";
import { type FakeClock, fakeClock, open } from "#tests/support/house/helpline.ts";
import { cookieHeader, give, type Person, staff, youth } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { socket } from "#tests/support/outside/socket.ts";

// Whatever is opened for somebody is given back when they go: else a helpline would fill up over weeks.

let clock: FakeClock;
let line: Server;
let noor: Person & { id: number };
let anna: Person;

beforeEach(async () => {
  clock = fakeClock();
  line = await server({ clock });
  await open(line);
  noor = await youth(line, "things at home", line);
  await give(line, noor.id, line.anna);
  anna = await staff(line, line.anna, line);
});
afterEach(() => line.stop());

const rounds = 12;

/** Opens as many as one may have at once, all of them, and closes them; again and again. */
async function again(most: number, openOne: () => Promise<() => void>, topic: string) {
  for (let round = 0; round < rounds; round += 1) {
    const closers = await Promise.all(Array.from({ length: most }, openOne));
    await expect.poll(() => line.helpline.hub.heard(topic)).toBe(true);
    for (const close of closers) close();
    await expect.poll(() => line.helpline.hub.heard(topic)).toBe(false);
    clock.pass(10_000);
  }
  expect(line.helpline.youth.here()).toEqual([]);
  expect(line.reported).toEqual([]);
}

async function openSocket(who: Person, path: string) {
  const one = await socket(line.origin, path, cookieHeader(who.cookies));
  // Of many consoles of one account each waits for its turn, with a rest behind each.
  await expect.poll(() => one.got.length, { timeout: 20_000 }).toBeGreaterThan(0);
  return one.close;
}

test("[ASVS 1.4.3] sockets of a young person", { timeout: 60_000 }, () =>
  again(limits.channelsPerConversation, () => openSocket(noor, "/live?after=1"), `youth:${noor.id}`),
);

test("[ASVS 1.4.3] consoles", { timeout: 60_000 }, () =>
  again(limits.channelsPerStaff, () => openSocket(anna, "/staff/live"), `staff:${line.anna.id}`),
);

test("[ASVS 1.4.3] the open log of browsers without scripts", { timeout: 60_000 }, () =>
  again(
    limits.channelsPerConversation,
    async () => {
      const stop = new AbortController();
      const { status, body } = await noor.send("/log", { signal: stop.signal });
      expect(status).toBe(200);
      await body!.getReader().read();
      return () => stop.abort();
    },
    `log:${noor.id}`,
  ),
);
