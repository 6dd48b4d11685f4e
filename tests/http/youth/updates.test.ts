import { afterEach, beforeEach, expect, test } from "vitest";
import { writeAsCounsellor } from "#src/conversation/writing.ts";
import { limits } from "#src/http/limits.ts";
import { end } from "#src/queue/ending.ts";
import { open } from "../../support/helpline.ts";
import { act, clientId, give, read, says, script, youth } from "../../support/http.ts";
import { type Server, server } from "../../support/server.ts";

let line: Server;
let noor: Awaited<ReturnType<typeof youth>>;

beforeEach(async () => {
  line = await server();
  await open(line);
  noor = await youth(line, "first words", line);
});
afterEach(() => line.stop());

const version = (html: string) => html.match(/data-v="([0-9a-f]+)"/)![1]!;
const now = async () => version((await noor.get("/")).text);
const say = (text: string) =>
  act(line, line.anna, (tx, emit) =>
    writeAsCounsellor(tx, emit, { conversationId: noor.id, staffId: line.anna.id, clientId: clientId(), text }),
  );
const listening = () => expect.poll(() => line.helpline.hub.heard(`youth:${noor.id}`)).toBe(true);

test("what was missed comes at once: the state if it is another one, and the messages after a seq", async () => {
  await give(line, noor.id, line.anna);
  await say("Hi");
  const { status, text } = await noor.get("/updates?after=1&v=old", script);
  expect(status).toBe(200);
  expect(text).toContain(says("youth.talking.here", { alias: "Mika" }));
  expect([...text.matchAll(/data-seq="(\d+)"/g)].map((m) => m[1])).toEqual(["2", "3"]);
  expect(text).not.toContain("first words");
  expect(text).not.toMatch(/Anna|Peeters/);
});

test.each(["-5", "x", "1.5", "1e99", "%00", "9".repeat(400)])(
  "after=%s is taken as nothing or as what it is, never as a fault",
  async (after) => {
    const { status } = await noor.get(`/updates?after=${after}&v=old`, script);
    expect(status).toBe(200);
  },
);

test("with nothing missed it waits, and brings the first news", async () => {
  await give(line, noor.id, line.anna);
  const v = await now();
  const asked = noor.get(`/updates?after=2&v=${v}`, script);
  await listening();
  await say("news <b>");
  const { status, text } = await asked;
  expect(status).toBe(200);
  expect(text).toContain("news &lt;b&gt;");
  await expect.poll(() => line.helpline.hub.heard(`youth:${noor.id}`)).toBe(false);
});

test("whoever waits learns of the claim, and of the end", async () => {
  const waiting = noor.get(`/updates?after=1&v=${await now()}`, script);
  await listening();
  await give(line, noor.id, line.anna);
  expect((await waiting).text).toContain(says("youth.talking.here", { alias: "Mika" }));
  const talking = noor.get(`/updates?after=2&v=${await now()}`, script);
  await listening();
  await act(line, line.anna, (tx, emit) =>
    end(tx, emit, { conversationId: noor.id, reason: "ended_by_counsellor", staffId: line.anna.id }),
  );
  expect((await talking).text).toContain('<b id="over"></b>');
  expect((await noor.get("/updates?after=2", script)).text).toBe('<b id="over"></b>');
});

test("a browser that gives up is not counted as here any more", async () => {
  const gone = new AbortController();
  const asked = noor
    .send(`/updates?after=1&v=${await now()}`, { signal: gone.signal, headers: script })
    .catch(() => null);
  await listening();
  gone.abort();
  await asked;
  await expect.poll(() => line.helpline.hub.heard(`youth:${noor.id}`)).toBe(false);
  expect(line.helpline.youth.here()).toEqual([]);
});

test(`nothing new for ${limits.pollMs / 1000} s is a 204`, { timeout: limits.pollMs + 10_000 }, async () => {
  const answer = await read(await noor.send(`/updates?after=1&v=${await now()}`, { headers: script }));
  expect([answer.status, answer.text]).toEqual([204, ""]);
});

test("without a conversation there is nothing to wait for", async () => {
  noor.cookies.clear();
  const { status, text } = await noor.get("/updates", script);
  expect([status, text]).toEqual([410, says("error.ended")]);
});
