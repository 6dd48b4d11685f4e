import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { limits, rates } from "#src/http/limits/limits.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { annaSays } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, open } from "#tests/support/house/helpline.ts";
import { act, clientId, cookieHeader, give, person, says, script, staff, youth } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";

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
  expect(page.text).toContain(`target="_top">${says("youth.continue.yes")}</a>`);
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

const answers = (say: string, form: Record<string, string> = {}, headers = {}) =>
  noor.post(`/here?say=${say}`, form, headers);
/** Mika has written, and so much time went by with Noor's page open, looked at every ten seconds. */
async function silentFor(minutes: number) {
  const { helpline, anna } = line;
  await give(line, noor.id, anna);
  await annaSays(line, noor.id, "Hi, what is up?");
  for (let tens = minutes * 6; tens > 0; tens -= 1) {
    clock.pass(10_000);
    helpline.youth.touched(noor.id);
    helpline.staff.touched(anna.id);
    await runJob(helpline, jobs.find((job) => job.name === "silences")!);
  }
}
const now = () => conversation(line.helpline.db, noor.id)!;

describe("POST /here: “Are you still there?”", () => {
  test("the page asks, with three buttons; “I am still here” takes the question away", async () => {
    await silentFor(12);
    const asked = (await noor.get("/")).text;
    expect(asked).toContain(says("youth.silence.title"));
    expect(asked).toContain(says("youth.silence.pauses", { minutes: 3 }));
    for (const answer of ["here", "later", "bye"] as const) expect(asked).toContain(says(`youth.silence.${answer}`));
    expect((await answers("here")).to).toBe("/");
    expect((await noor.get("/")).text).not.toContain(says("youth.silence.title"));
    expect((await noor.get("/")).text).toContain(says("youth.talking.here", { alias: "Mika" }));
  });

  test("typing answers too", async () => {
    await silentFor(12);
    await noor.post("/typing", { t: "1" }, script);
    expect((await noor.get("/")).text).not.toContain(says("youth.silence.title"));
  });

  test("pausing again and again is too fast soon; coming back never is", async () => {
    await silentFor(0);
    for (let i = 0; i < rates.pause.burst; i += 1) {
      expect((await answers("later")).status).toBe(303);
      expect((await answers("here")).status).toBe(303);
    }
    expect((await answers("later")).status).toBe(429);
    expect(conversation(line.helpline.db, noor.id)?.pausedAt).toBeNull();
  });

  test("“later” pauses at once: said kindly, with one tap back; so does a word", async () => {
    await silentFor(12);
    await answers("later");
    const paused = (await noor.get("/")).text;
    expect(paused).toContain(says("youth.paused.text", { minutes: 15 }));
    expect(paused).toContain(says("youth.paused.back"));
    await answers("here");
    expect(now()).toMatchObject({ pausedAt: null, counsellorId: line.anna.id });
    await answers("later");
    await noor.post("/send", { client_id: clientId(), text: "one more thing" });
    expect(now().pausedAt).toBeNull();
  });

  test("after a minute away “Continue” is the one tap back from a pause", async () => {
    await silentFor(15);
    expect(now().pausedAt).not.toBeNull();
    clock.pass(61_000);
    line.helpline.staff.touched(line.anna.id);
    expect((await noor.get("/")).text).toContain(says("youth.continue.title"));
    await noor.post("/continue");
    expect(now().pausedAt).toBeNull();
    expect((await noor.get("/")).text).toContain(says("youth.talking.here", { alias: "Mika" }));
  });

  test("“I’m safe, bye” ends it, and its counsellor reads that they said so", async () => {
    await silentFor(12);
    expect((await answers("bye", { sent: "1" }, script)).status).toBe(204);
    expect(now().endReason).toBe("ended_by_youth");
    const anna = await staff(line, line.anna, line);
    expect((await anna.get(`/staff/conversation/${noor.id}`)).text).toContain(says("notice.said_safe"));
  });

  test("a script that keeps what is typed is told that the page goes on; the frame shows itself anew", async () => {
    await silentFor(12);
    expect((await answers("here", { sent: "1" }, script)).status).toBe(200);
    expect((await answers("here", { frame: "1" })).to).toBe("/log");
  });

  test("where risk is present nobody is told that it pauses", async () => {
    await silentFor(11);
    await act(line, line.anna, (tx, emit) =>
      markRisk(tx, emit, { conversationId: noor.id, staffId: line.anna.id, present: true }),
    );
    clock.pass(60_000);
    line.helpline.youth.touched(noor.id);
    await runJob(line.helpline, jobs.find((job) => job.name === "silences")!);
    const asked = (await noor.get("/")).text;
    expect(asked).toContain(says("youth.silence.stays"));
    expect(asked).not.toContain(says("youth.silence.pauses", { minutes: 3 }));
  });

  test("who did not come back from a pause reads that this is all right", async () => {
    await silentFor(15);
    clock.pass(15 * 60_000);
    await runJob(line.helpline, jobs.find((job) => job.name === "pauses that are over")!);
    expect((await noor.get("/")).text).toContain(says("youth.over.faded"));
  });

  test("anything else is refused", async () => {
    await silentFor(1);
    expect((await answers("never")).status).toBe(422);
  });
});
