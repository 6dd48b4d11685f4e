import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { limits } from "#src/http/limits.ts";
import { type FakeClock, fakeClock, open } from "../../support/helpline.ts";
import { cookieHeader, person, says, youth } from "../../support/http.ts";
import { type Server, server } from "../../support/server.ts";

let clock: FakeClock;
let line: Server;
let noor: Awaited<ReturnType<typeof youth>>;
let sockets: Socket[];

beforeEach(async () => {
  sockets = [];
  clock = fakeClock();
  line = await server({ clock });
  await open(line);
  noor = await youth(line, "first words", line);
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
});
afterEach(async () => {
  vi.useRealTimers();
  for (const socket of sockets) socket.destroy();
  await line.stop();
});

/** Opens the log on a line of its own, so that it can be left unread. */
async function reader() {
  const socket = connect(Number(new URL(line.origin).port), "127.0.0.1");
  sockets.push(socket);
  const page = { text: "", over: false, socket };
  socket.on("data", (bytes) => {
    page.text += bytes;
  });
  socket.on("close", () => {
    page.over = true;
  });
  socket.write(
    `GET /log HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: ${cookieHeader(noor.cookies)}\r\n\r\n`,
  );
  await expect.poll(() => page.text).toContain(says("youth.waiting.place", { place: 1 }));
  return page;
}

const heard = () => line.helpline.hub.heard(`log:${noor.id}`);

function pass(ms: number) {
  clock.pass(ms);
  vi.advanceTimersByTime(ms);
}

const asked = /<img src="(\/here\?r=[0-9A-F]{8})&amp;n=(\d+)" alt="" hidden=""\/>/g;

/** What the page has asked its browser for last. */
async function beat(page: { text: string }, n: number): Promise<string> {
  await expect.poll(() => [...page.text.matchAll(asked)].at(-1)?.[2]).toBe(String(n));
  const [, address] = [...page.text.matchAll(asked)].at(-1)!;
  return `${address}&n=${n}`;
}

test("a reader that answers no more counts as gone within about a minute, and finds the way on when it wakes", async () => {
  const page = await reader();
  pass(limits.heartbeatMs);
  expect((await noor.get(await beat(page, 1))).status).toBe(204);
  for (let n = 2; n <= 4; n += 1) {
    pass(limits.heartbeatMs);
    await beat(page, n);
    expect(line.helpline.youth.here()).toEqual([noor.id]);
  }
  pass(limits.heartbeatMs);
  expect(heard()).toBe(false);
  expect(line.helpline.youth.here()).toEqual([]);
  await expect.poll(() => page.over).toBe(true);
  expect(page.text).toContain(`target="_top">${says("youth.log.go_on")}</a>`);
});

test("a reader that goes on answering stays, for as long as it does", async () => {
  const page = await reader();
  for (let n = 1; n <= 12; n += 1) {
    pass(limits.heartbeatMs);
    await noor.get(await beat(page, n));
  }
  expect(heard()).toBe(true);
});

test("a browser that shows no pictures never answers, and stays", async () => {
  const page = await reader();
  for (let n = 1; n <= 12; n += 1) {
    pass(limits.heartbeatMs);
    await beat(page, n);
  }
  expect(heard()).toBe(true);
});

test("nobody else can answer for a reader", async () => {
  const page = await reader();
  const sam = await youth(line, "Sam’s words", line);
  pass(limits.heartbeatMs);
  const address = await beat(page, 1);
  await noor.get(address);
  expect((await person(line).get(address)).status).toBe(410);
  for (let n = 2; n <= 5; n += 1) {
    pass(limits.heartbeatMs);
    await sam.get(address);
  }
  expect(heard()).toBe(false);
});

test("a reader that takes nothing any more counts as gone once more waits for it than the limit, and not before", async () => {
  const page = await reader();
  page.socket.pause();
  line.helpline.hub.publish(`log:${noor.id}`, "x".repeat(limits.streamBytes / 2));
  pass(limits.heartbeatMs);
  expect(heard()).toBe(true);
  // What the system itself keeps for a slow line is some megabytes.
  for (let n = 0; n < 12; n += 1) line.helpline.hub.publish(`log:${noor.id}`, "x".repeat(1024 * 1024));
  await expect
    .poll(() => {
      pass(limits.heartbeatMs);
      return heard();
    })
    .toBe(false);
  expect(line.helpline.youth.here()).toEqual([]);
  line.helpline.hub.publish(`log:${noor.id}`, "late");
  expect(line.reported).toEqual([]);
});
