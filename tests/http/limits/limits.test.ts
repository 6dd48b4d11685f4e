import { connect } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { OpenFiles } from "#src/db/files.ts";
import { limits, openLimiter, rates } from "#src/http/limits/limits.ts";
import { invite } from "#src/staff/accounts/invitation.ts";
import { evening, type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import {
  act,
  clientId,
  cookieHeader,
  field,
  give,
  htmx,
  type Person,
  person,
  says,
  script,
  staff,
  typed,
  youth,
} from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { rows } from "#tests/support/house/tables.ts";
import { type Socket, socket } from "#tests/support/outside/socket.ts";

let clock: FakeClock;
let files: OpenFiles;
let line: House;
let noor: Person & { id: number };
let anna: Person;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  files = line.files;
  await open(line);
  noor = await youth(line);
  await give(line, noor.id, line.anna);
  anna = await staff(line, line.anna);
});

const tooFast = says("error.too_fast");

test("a bucket gives its burst, then its rate, and each name has its own", () => {
  const limiter = openLimiter(clock);
  const take = () => limiter.take("send", 1);
  for (let i = 0; i < rates.send.burst; i += 1) expect(take()).toBe(true);
  expect(take()).toBe(false);
  expect(limiter.take("send", 2)).toBe(true);
  expect(limiter.take("tap", 1)).toBe(true);
  clock.pass(60_000 / rates.send.perMinute);
  expect([take(), take()]).toEqual([true, false]);
});

describe("messages", () => {
  test("[ASVS 1.3.3, 2.3.2] 4,000 characters go through, one more is told how many there are", async () => {
    const words = "é".repeat(4000);
    expect((await noor.post("/send", { client_id: clientId(), text: words })).status).toBe(303);
    const { text } = await noor.post("/send", { client_id: clientId(), text: `${words}é` });
    expect(text).toContain(says("error.too_long", { length: 4001, most: 4000 }));
    expect(typed(text)).toBe(`${words}é`);
  });

  test("a young person who sends too fast keeps the words and the client id, and goes on a moment later", async () => {
    for (let i = 0; i < rates.send.burst; i += 1)
      await noor.post("/send", { client_id: clientId(), text: "x" }, script);
    const form = { client_id: clientId(), text: "please wait for me" };
    const page = await noor.post("/send", form);
    expect(page.status).toBe(429);
    expect(page.text).toContain(tooFast);
    expect(typed(page.text)).toBe(form.text);
    expect(field(page.text, "client_id")).toBe(form.client_id);
    const scripted = await noor.post("/send", form, script);
    expect([scripted.status, scripted.text]).toEqual([429, tooFast]);
    const second = await noor.post("/start", form);
    expect([second.status, typed(second.text, "kept-words")]).toEqual([429, form.text]);
    clock.pass(1_000);
    expect((await noor.post("/send", form)).status).toBe(303);
    expect((await noor.get("/")).text).toContain(form.text);
  });

  test("a counsellor too", async () => {
    const path = `/staff/conversation/${noor.id}/send`;
    for (let i = 0; i < rates.send.burst; i += 1) await anna.post(path, { client_id: clientId(), text: "x" }, htmx);
    const form = { client_id: clientId(), text: "please wait" };
    const page = await anna.post(path, form);
    expect([page.status, typed(page.text, "unsent-words")]).toEqual([429, form.text]);
    expect((await anna.post(path, form, htmx)).text).toBe(tooFast);
    clock.pass(1_000);
    expect((await anna.post(path, form, htmx)).status).toBe(204);
  });

  test("one person’s haste is no other’s", async () => {
    for (let i = 0; i <= rates.send.burst; i += 1)
      await noor.post("/send", { client_id: clientId(), text: "x" }, script);
    const sam = await youth(line);
    expect((await sam.post("/send", { client_id: clientId(), text: "x" })).status).toBe(303);
  });
});

test("drafts and taps have limits, told in words", async () => {
  for (let i = 0; i < rates.draft.burst; i += 1)
    await anna.post(`/staff/conversation/${noor.id}/draft`, { text: "x" }, htmx);
  const late = await anna.post(`/staff/conversation/${noor.id}/draft`, { text: "more" }, htmx);
  expect([late.status, late.text]).toEqual([429, tooFast]);
  for (let i = 0; i < rates.tap.burst; i += 1) await noor.post("/feeling", { moment: "before", value: "5" }, script);
  expect((await noor.post("/feeling", { moment: "before", value: "6" })).text).toContain(tooFast);
  expect((await noor.post("/helped", { value: "yes" })).status).toBe(429);
  expect(rows(files, "conversation")[0]).toMatchObject({ feeling_before: 5 });
});

test("too much typing and seeing is simply not passed on", async () => {
  const seen = async () => rows<{ youth_seen_seq: number }>(files, "conversation")[0]!.youth_seen_seq;
  for (let i = 0; i < rates.frame.burst; i += 1) expect((await noor.post("/typing")).status).toBe(204);
  expect((await noor.post("/updates", { seen: "2" })).status).toBe(200);
  expect(await seen()).toBe(0);
  clock.pass(1_000);
  await noor.post("/updates", { seen: "2" });
  expect(await seen()).toBe(2);
});

test("a chat that is read again and again is shown no more for a moment, whatever the way; another one still is", async () => {
  const ways = [
    () => noor.post("/updates", { after: "0" }, script),
    () => noor.get("/log"),
    () => noor.get("/?earlier=1"),
  ];
  const sam = await youth(line);
  for (let i = 0; i < rates.reading.burst; i += 1) expect((await ways[0]!()).status).toBe(200);
  for (const way of ways) expect((await way()).status).toBe(429);
  // The page as it opens is small, however long the chat is.
  expect((await noor.get("/")).status).toBe(200);
  expect((await sam.post("/updates", { after: "0" }, script)).status).toBe(200);
  clock.pass(1_000);
  expect((await ways[0]!()).status).toBe(200);
});

test("rubbish at the door uses up nothing that honest starts need", async () => {
  const stranger = person(line);
  for (let i = 0; i < rates.start.burst + 1; i += 1) await stranger.post("/start", { client_id: "rubbish", text: "x" });
  const sam = person(line);
  expect((await sam.post("/start", { client_id: clientId(), text: "my first words" })).to).toBe("/");
});

test("when very many start at once, whoever is refused keeps the words and gets in a moment later", async () => {
  while (line.helpline.limiter.take("start", "all"));
  const sam = person(line);
  const form = { client_id: clientId(), text: "my first words" };
  const { text, set } = await sam.post("/start", form);
  expect(text).toContain(tooFast);
  expect(typed(text)).toBe(form.text);
  expect(set).toEqual([]);
  clock.pass(1_000);
  expect((await sam.post("/start", form)).to).toBe("/");
});

test("many new accounts together are slowed down, in words, and all but the password stays in the form", async () => {
  const token = await act(line, line.aino, (tx, emit) => invite(tx, emit, { roles: ["counsellor"], first: false }));
  while (line.helpline.limiter.take("setUp", "all"));
  const lena = person(line);
  const form = { name: "lena", real_name: "Lena Maes", alias: "Fox", language: "nl", password: "four words of mine" };
  const { status, text, set } = await lena.post(`/staff/welcome/${token}`, form);
  expect([status, set]).toEqual([429, []]);
  expect(text).toContain(says("error.too_fast", {}, "nl"));
  expect([field(text, "name"), field(text, "real_name"), field(text, "alias")]).toEqual(["lena", "Lena Maes", "Fox"]);
  expect(text).not.toContain(form.password);
  clock.pass(2_000);
  expect((await lena.post(`/staff/welcome/${token}`, form)).to).toBe("/staff/practice");
});

test("many sign-ins together are slowed down, in words", async () => {
  while (line.helpline.limiter.take("signInOverall", "all"));
  const refused = await person(line).post("/staff/sign-in", { name: "bela", password: "x" });
  expect([refused.status, field(refused.text, "name")]).toEqual([429, "bela"]);
  expect(refused.text).toContain(says("session.sign_in.too_fast"));
});

describe("over the wire", () => {
  let at: Server;
  let young: Person & { id: number };
  beforeAll(async () => {
    at = await server({ clock: evening });
    await open(at);
    young = await youth(at, "hello", at);
    await give(at, young.id, at.anna);
  });
  afterAll(() => at.stop());

  test.each([300_000, 500_000, 2_000_000])(
    "a form of %i bytes is told that it is too big, and the chat goes on",
    async (size) => {
      const form = { client_id: clientId(), text: "x".repeat(size) };
      const page = await young.post("/send", form);
      expect(page.status).toBe(413);
      expect(page.text).toContain(says("error.too_big"));
      expect(page.text).toContain('href="tel:112"');
      expect((await young.post("/send", form, script)).text).toBe(says("error.too_big"));
      expect((await young.get("/")).status).toBe(200);
    },
  );

  test("[ASVS 5.2.1] only staff may send as much as a file of hours: anybody else is stopped at the size of a form", async () => {
    const form = { text: "x".repeat(300_000) };
    for (const path of ["/admin/hours", "/admin/hours/draft"]) expect((await young.post(path, form)).status).toBe(413);
    const aino = await staff(at, at.aino, at);
    expect((await aino.post("/admin/hours/draft", form)).status).not.toBe(413);
  });

  test("the same in pieces that do not say how many they are", async () => {
    const piece = "x".repeat(50_000);
    let left = 7;
    const body = new ReadableStream({
      pull: (controller) => {
        if (left === 0) controller.close();
        else controller.enqueue(new TextEncoder().encode(left === 7 ? `text=${piece}` : piece));
        left -= 1;
      },
    });
    const headers = { "Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin" };
    const response = await young.send("/send", { method: "POST", headers, body });
    expect(response.status).toBe(413);
    expect(await response.text()).toContain(says("error.too_big"));
  });

  test("one live channel too many of a young person is closed; the others stay, and a place comes free again", async () => {
    const cookie = cookieHeader(young.cookies);
    const all: Socket[] = [];
    for (let i = 0; i < limits.channelsPerConversation; i += 1) all.push(await socket(at.origin, "/live", cookie));
    const extra = await socket(at.origin, "/live", cookie);
    expect(await extra.closed).toBe(1008);
    const [, v = ""] = (await young.get("/")).text.match(/data-v="(\w+)"/)!;
    const poll = await young.post("/updates", { after: "9", v }, script);
    expect([poll.status, poll.text]).toEqual([429, tooFast]);
    expect(all.every((one) => !one.isClosed())).toBe(true);
    all[0]!.close();
    await expect
      .poll(async () => {
        const again = await socket(at.origin, "/live", cookie);
        again.send("t");
        return Promise.race([
          again.closed,
          expect
            .poll(() => again.got.length)
            .toBeGreaterThan(1)
            .then(() => "open"),
        ]);
      })
      .toBe("open");
    for (const one of all) one.close();
  });

  test("a frame of the largest size is read, one byte more closes the socket without harm to the others", async () => {
    const cookie = cookieHeader((await staff(at, at.anna)).cookies);
    const opened = await socket(at.origin, "/staff/live", cookie);
    await expect.poll(() => opened.got.length).toBeGreaterThan(0);
    const frame = '{"type":"open","ids":[]}'.padEnd(limits.staffFrameBytes);
    const before = opened.got.length;
    opened.send(frame);
    await expect.poll(() => opened.got.length).toBeGreaterThan(before);
    const other = await socket(at.origin, "/staff/live", cookie);
    other.send(`${frame} `);
    expect(await other.closed).toBe(1008);
    const large = await socket(at.origin, "/staff/live", cookie);
    large.send(" ".repeat(limits.frameBytes + 1));
    expect([1006, 1009]).toContain(await large.closed);
    expect(opened.isClosed()).toBe(false);
    opened.close();
    await opened.closed;
  });

  test("a console too many is closed, the others stay", async () => {
    const cookie = cookieHeader((await staff(at, at.anna)).cookies);
    const all: Socket[] = [];
    for (let i = 0; i < limits.channelsPerStaff; i += 1) all.push(await socket(at.origin, "/staff/live", cookie));
    expect(await (await socket(at.origin, "/staff/live", cookie)).closed).toBe(1008);
    expect(all.every((one) => !one.isClosed())).toBe(true);
    for (const one of all) one.close();
    await Promise.all(all.map((one) => one.closed));
  });

  test("a head that is too long or broken is refused without a fault", async () => {
    const { port } = new URL(at.origin);
    for (const head of [
      `GET /${"a".repeat(100_000)} HTTP/1.1\r\nHost: x`,
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${"a".repeat(100_000)}`,
      "NONSENSE",
    ]) {
      const answer = await new Promise<string>((resolve) => {
        const wire = connect(Number(port), "127.0.0.1", () => wire.end(`${head}\r\nConnection: close\r\n\r\n`));
        let text = "";
        wire.on("data", (bytes) => {
          text += bytes;
        });
        wire.on("error", () => resolve(text));
        wire.on("close", () => resolve(text));
      });
      expect(answer).toMatch(/^(HTTP\/1\.1 4\d\d|$)/);
    }
    expect(at.reported).toEqual([]);
    expect((await young.get("/how")).status).toBe(200);
  });
});
