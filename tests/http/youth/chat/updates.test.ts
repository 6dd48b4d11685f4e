import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { markSeenBeside } from "#src/conversation/colleagues/colleagues.ts";
import { readAlong } from "#src/conversation/colleagues/join.ts";
import { writeAsCounsellor } from "#src/conversation/messages/writing.ts";
import { markSeen } from "#src/conversation/reading.ts";
import { asChat } from "#src/db/db.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { HelplineError } from "#src/errors.ts";
import { limits } from "#src/http/limits/limits.ts";
import { end } from "#src/queue/end/ending.ts";
import { evening, open } from "#tests/support/house/helpline.ts";
import { act, clientId, type Form, give, heardSince, read, says, script, youth } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { stored } from "#tests/support/house/tables.ts";

let line: Server;
let files: OpenFiles;
let noor: Awaited<ReturnType<typeof youth>>;

beforeEach(async () => {
  line = await server({ clock: evening });
  files = line.files;
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
const poll = (form: Form) => noor.post("/updates", form, script);
const listening = () => expect.poll(() => line.helpline.hub.heard(`youth:${noor.id}`)).toBe(true);

test("what was missed comes at once: the state if it is another one, and the messages after a seq", async () => {
  await give(line, noor.id, line.anna);
  await say("Hi");
  const { status, text } = await poll({ after: "1", v: "old" });
  expect(status).toBe(200);
  expect(text).toContain(says("youth.talking.here", { alias: "Mika" }));
  expect([...text.matchAll(/data-seq="(\d+)"/g)].map((m) => m[1])).toEqual(["2", "3"]);
  expect(text).not.toContain("first words");
  expect(text).not.toMatch(/Anna|Peeters/);
});

test.each(["-5", "x", "1.5", "1e99", "\0", "9".repeat(400)])(
  "after=%j is taken as nothing or as what it is, never as a fault",
  async (after) => {
    expect((await poll({ after, v: "old", seen: after, page: after })).status).toBe(200);
  },
);

test("with nothing missed it waits, and brings the first news", async () => {
  await give(line, noor.id, line.anna);
  const v = await now();
  const asked = poll({ after: "2", v });
  await listening();
  await say("news <b>");
  const { status, text } = await asked;
  expect(status).toBe(200);
  expect(text).toContain("news &lt;b&gt;");
  await expect.poll(() => line.helpline.hub.heard(`youth:${noor.id}`)).toBe(false);
});

test("whoever waits learns of the claim, and of the end", async () => {
  const waiting = poll({ after: "1", v: await now() });
  await listening();
  await give(line, noor.id, line.anna);
  expect((await waiting).text).toContain(says("youth.talking.here", { alias: "Mika" }));
  const talking = poll({ after: "2", v: await now() });
  await listening();
  await act(line, line.anna, (tx, emit) =>
    end(tx, emit, { conversationId: noor.id, reason: "ended_by_counsellor", staffId: line.anna.id }),
  );
  expect((await talking).text).toContain('<b id="over"></b>');
  expect((await poll({ after: "2" })).text).toBe('<b id="over"></b>');
});

/** A poll that finds nothing new. */
const waiting = async (more: RequestInit = {}) => ({
  method: "POST",
  headers: { ...script, "Sec-Fetch-Site": "same-origin" },
  body: new URLSearchParams({ after: "1", v: await now() }),
  ...more,
});

test("a browser that gives up is not counted as here any more", async () => {
  const gone = new AbortController();
  const asked = noor.send("/updates", await waiting({ signal: gone.signal })).catch(() => null);
  await listening();
  gone.abort();
  await asked;
  await expect.poll(() => line.helpline.hub.heard(`youth:${noor.id}`)).toBe(false);
  expect(line.helpline.youth.here()).toEqual([]);
});

test("nothing new for as long as a poll waits is a 204; proxies wait for longer", async () => {
  const { pollMs } = limits;
  expect(pollMs).toBeLessThan(30_000);
  Object.assign(limits, { pollMs: 50 });
  try {
    const answer = await read(await noor.send("/updates", await waiting()));
    expect([answer.status, answer.text]).toEqual([204, ""]);
  } finally {
    Object.assign(limits, { pollMs });
  }
});

test("without a conversation there is nothing to wait for", async () => {
  noor.cookies.clear();
  const { status, text } = await poll({});
  expect([status, text]).toEqual([410, says("error.ended")]);
});

test("what a poll says was read is told before it waits, and told once", async () => {
  await give(line, noor.id, line.anna);
  await say("Hi");
  const v = await now();
  const before = line.heard.length;
  const asked = poll({ after: "3", v, seen: "3" });
  await listening();
  expect(line.heard.slice(before)).toMatchObject([{ type: "message.seen", by: "youth", seq: 3 }]);
  await say("Are you there?");
  expect((await asked).status).toBe(200);
  // A page that nobody looks at says that it has read nothing.
  await poll({ after: "4", seen: "0" });
  await poll({ after: "4", seen: "3" });
  expect(heardSince(line, before)).toEqual(["message.seen", "message.written"]);
});

test("a disk that takes nothing does not keep a poll from its news", async () => {
  await give(line, noor.id, line.anna);
  await say("Hi");
  // Only what she does: a watch of the house may write at the same moment.
  const { change: kept } = line.helpline.db;
  const change = vi.spyOn(line.helpline.db, "change").mockImplementation((actor, work) => {
    if (actor === asChat(noor.id)) return Promise.reject(new HelplineError("not_stored"));
    return kept.call(line.helpline.db, actor, work);
  });
  const { status, text } = await poll({ after: "2", v: "old", seen: "2" });
  change.mockRestore();
  expect([status, /data-seq="3"/.test(text)]).toEqual([200, true]);
  expect(line.reported.splice(0)).toEqual([expect.stringMatching(/^seen was not stored/)]);
});

test("what a page sends itself wakes its own poll not, but that of another tab; what the counsellor says wakes both", async () => {
  await give(line, noor.id, line.anna);
  const v = await now();
  const joined = vi.spyOn(line.helpline.hub, "join");
  const [own, other, none] = ["0a1b2c3d", "11112222", ""].map((page) => poll({ after: "2", v, page }));
  await expect.poll(() => joined.mock.calls.length).toBe(3);
  const sent = { client_id: `0a1b2c3d${clientId().slice(8)}`, text: "mine <li>\nand more" };
  expect((await noor.post("/send", sent, script)).text).toContain('data-seq="3"');
  for (const one of [other!, none!]) expect((await one).text).toContain("mine &lt;li&gt;");
  await say("yours");
  const { text } = await own!;
  expect([...text.matchAll(/data-seq="(\d+)"/g)].map((m) => m[1])).toEqual(["4"]);
  // Once there is more, a page whose answer was lost gets all of it.
  const again = await poll({ after: "2", v, page: "0a1b2c3d" });
  expect([...again.text.matchAll(/data-seq="(\d+)"/g)].map((m) => m[1])).toEqual(["3", "4"]);
});

test("what a page has just sent itself is not missing to it, but to a page that begins anew", async () => {
  await give(line, noor.id, line.anna);
  const v = await now();
  for (const text of ["one", "two"])
    await noor.post("/send", { client_id: `0a1b2c3d${clientId().slice(8)}`, text }, script);
  for (const form of [{ v: "" }, { v, page: "11112222" }, { v, page: "0a1b2c3" }, { v, page: ".{8}" }]) {
    const { text } = await poll({ after: "2", page: "0a1b2c3d", ...form });
    expect([...text.matchAll(/data-seq="(\d+)"/g)].map((m) => m[1])).toEqual(["3", "4"]);
  }
  const asked = poll({ after: "2", v, page: "0a1b2c3d" });
  await listening();
  await say("yours");
  expect([...(await asked).text.matchAll(/data-seq="(\d+)"/g)].map((m) => m[1])).toEqual(["5"]);
});

test("only a POST of our own pages asks: a GET is no door, a HEAD not allowed, another site is refused", async () => {
  const before = stored(files);
  expect((await noor.get("/updates?after=0&seen=1", script)).status).toBe(404);
  const head = await noor.send("/updates", { method: "HEAD" });
  expect([head.status, head.headers.get("allow")]).toEqual([405, "GET, POST"]);
  const foreign = { ...script, "Sec-Fetch-Site": "cross-site", Origin: "https://elsewhere.example" };
  expect((await noor.post("/updates", { seen: "1" }, foreign)).status).toBe(403);
  expect(stored(files)).toEqual(before);
});

test("Y19: that the last words were read is said once Anna has had them on her screen, in a poll and on the page, and not after an answer", async () => {
  await give(line, noor.id, line.anna);
  const said = async () => (await noor.post("/send", { client_id: clientId(), text: "hes outside" }, script)).text;
  const reads = (seq: number) =>
    act(line, line.anna, (tx, emit) => markSeen(tx, emit, { conversationId: noor.id, by: "counsellor", seq }));
  const isSaid = (html: string) => />Read<\/p>/.test(html);
  await said();
  const v = await now();
  // She has seen what stood there before, and not yet these words.
  await reads(2);
  expect(isSaid((await noor.get("/")).text)).toBe(false);
  const asked = poll({ after: "3", v });
  await listening();
  await reads(3);
  expect(isSaid((await asked).text)).toBe(true);
  expect(isSaid((await noor.get("/")).text)).toBe(true);
  // A page that heard nothing of it is told by its next question; one that shows it is not told again.
  expect(isSaid((await poll({ after: "3", v })).text)).toBe(true);
  const calm = poll({ after: "3", v: `${v}Read` });
  await listening();
  await say("I am here");
  const { text } = await calm;
  expect([text.includes("I am here"), isSaid(text)]).toEqual([true, false]);
  expect(isSaid((await noor.get("/")).text)).toBe(false);
});

test("Y19: a supervisor who reads along leaves no mark on her page, and in line there is none", async () => {
  const unread = '<p id="read" class="soft"></p>';
  expect((await noor.get("/")).text).toContain(unread);
  await give(line, noor.id, line.anna);
  await noor.post("/send", { client_id: clientId(), text: "hes outside" }, script);
  const beside = { conversationId: noor.id, staffId: line.bela.id };
  await act(line, line.bela, (tx, emit) => readAlong(tx, emit, beside));
  const calm = poll({ after: "3", v: await now() });
  await listening();
  await act(line, line.bela, (tx, emit) => markSeenBeside(tx, emit, { ...beside, seq: 3 }));
  expect((await noor.get("/")).text).toContain(unread);
  await say("I am here");
  expect((await calm).text).not.toContain('id="read"');
});
