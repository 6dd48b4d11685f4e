import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { messages } from "#src/conversation/reading.ts";
import { q } from "#src/db/schema.ts";
import { doors } from "#src/http/server/doors.ts";
import { evening, open } from "#tests/support/house/helpline.ts";
import {
  act,
  clientId,
  cookieHeader,
  give,
  htmx,
  type Person,
  script,
  staff,
  youth,
} from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { type Socket, socket } from "#tests/support/outside/socket.ts";

// What colleagues say to each other never reaches a young person: not on any page, not on any channel, before the end or
// after it, theirs or another's. `secret` stands in every such text, `said` in what Anna does say to Noor.

const secret = "quokka-7f3a";
const said = "wombat-19c2";

let line: Server;
let noor: Person & { id: number };
let sam: Person & { id: number };
let anna: Person;
let bela: Person;
/** Everything that was published to the topics of young people. */
let published: { topic: string; html: string }[];
const readers: AbortController[] = [];

beforeEach(async () => {
  line = await server({ clock: evening });
  await open(line);
  noor = await youth(line, "Noor’s words", line);
  sam = await youth(line, "Sam’s words", line);
  await give(line, noor.id, line.anna);
  anna = await staff(line, line.anna, line);
  bela = await staff(line, line.bela, line);
  await act(line, line.bela, (tx) => {
    const row = { conversation_id: noor.id, staff_id: line.bela.id, kind: "reading" as const, since_at: tx.at };
    tx.run(q.insertInto("conversation_colleague").values({ ...row, left_at: null }));
  });
  published = [];
  const { hub } = line.helpline;
  const { publish } = hub;
  hub.publish = (topic, html) => {
    published.push({ topic, html });
    publish(topic, html);
  };
});
afterEach(async () => {
  for (const reader of readers.splice(0)) reader.abort();
  await line.stop();
});

/** The streamed frame of whoever has no JavaScript, read as long as it lasts. */
async function frame(who: Person) {
  const reader = new AbortController();
  readers.push(reader);
  const response = await who.send("/log", { signal: reader.signal });
  const got = { text: "" };
  const decoder = new TextDecoder();
  const read = async () => {
    for await (const bytes of response.body!) got.text += decoder.decode(bytes, { stream: true });
  };
  void read().catch(() => {});
  return got;
}

const path = () => `/staff/conversation/${noor.id}`;

/** All that the staff can write which is not for Noor. */
async function everythingAmongColleagues() {
  const note = (who: Person, text: string) => who.post(`${path()}/notes`, { client_id: clientId(), text }, htmx);
  expect((await note(anna, `a note ${secret}`)).status).toBe(204);
  expect((await note(bela, `an answer ${secret}`)).status).toBe(204);
  expect((await anna.post(`${path()}/notes/draft`, { text: `half a note ${secret}` })).status).toBe(204);
  expect((await anna.post(`${path()}/handover/draft`, { summary: `half an offer ${secret}` })).status).toBe(204);
  expect((await bela.post(`${path()}/notes/seen`, { seq: "2" })).status).toBe(204);
}

/** Whatever a young person’s doors answer. */
async function everyDoorOf(who: Person): Promise<string[]> {
  const all = doors.filter(
    (one) => one.audience !== "staff" && !one.socket && one.path !== "/log" && one.path !== "/leave",
  );
  const answers: string[] = [];
  for (const { method, path } of all) {
    const at = path.replace(/:\w+/, "x");
    if (method === "GET") answers.push((await who.get(at)).text);
    else if (!/end|wipe|start|updates/.test(at)) answers.push((await who.post(at, { text: "", value: "5" })).text);
  }
  answers.push((await who.post("/updates", { after: "0", v: "old" }, script)).text);
  return answers;
}

test("a note of a colleague reaches no page, socket, poll or frame of a young person, live or asked for", async () => {
  const sockets: Socket[] = [];
  for (const who of [noor, sam]) sockets.push(await socket(line.origin, "/live?after=0", cookieHeader(who.cookies)));
  const frames = [await frame(noor), await frame(sam)];
  const polls = [noor, sam].map((who) => who.post("/updates", { after: "99", v: "" }, script));
  const console = await socket(line.origin, `/staff/live?open=${noor.id}`, cookieHeader(bela.cookies));
  await everythingAmongColleagues();
  // The colleague has it; and what Anna says to Noor comes behind it, on every channel.
  await expect.poll(() => console.text()).toContain(`a note ${secret}`);
  await anna.post(`${path()}/send`, { client_id: clientId(), text: `to Noor ${said}` }, htmx);
  await expect.poll(() => sockets[0]!.text()).toContain(said);
  await expect.poll(() => frames[0]!.text).toContain(said);
  const asked = [await everyDoorOf(noor), await everyDoorOf(sam), (await Promise.all(polls)).map(({ text }) => text)];
  expect(asked[0]!.filter((text) => text.includes(said)).length).toBeGreaterThan(1);

  await anna.post(`${path()}/end`, {}, htmx);
  await expect.poll(() => sockets[0]!.text()).toContain('id="over"');
  const after = await everyDoorOf(noor);

  const everything = [
    ...asked.flat(),
    ...after,
    ...sockets.map((one) => one.text()),
    ...frames.map(({ text }) => text),
  ];
  for (const text of everything) expect(text).not.toContain(secret);
  const toYouth = published.filter(({ topic }) => /^(youth|log):/.test(topic));
  expect(toYouth.some(({ html }) => html.includes(said))).toBe(true);
  expect(published.filter(({ html }) => html.includes(secret)).map(({ topic }) => topic)).not.toEqual([]);
  for (const { topic, html } of published) if (html.includes(secret)) expect(topic).toMatch(/^staff:/);
});

test("it is no message: not in what was said, nor in the bytes of the data, nor in what is exported", async () => {
  await everythingAmongColleagues();
  expect(messages(line.helpline.db, noor.id).some(({ text }) => text?.includes(secret))).toBe(false);
  expect(line.files.data.serialize().includes(secret)).toBe(false);
  // The contact row, the audit trail, and the notices are what reports and files are made of.
  const folder = mkdtempSync(join(tmpdir(), "apart-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  line.files.data.exec(`VACUUM INTO '${join(folder, "copy.db")}'`);
  for (const file of readdirSync(folder)) expect(readFileSync(join(folder, file)).includes(secret)).toBe(false);
});

test("nobody else of the staff gets it either", async () => {
  const aino = await staff(line, line.aino, line);
  const console = await socket(line.origin, `/staff/live?open=${noor.id}`, cookieHeader(aino.cookies));
  await everythingAmongColleagues();
  for (const { topic, html } of published) {
    if (html.includes(secret)) expect([line.anna.id, line.bela.id].map((id) => `staff:${id}`)).toContain(topic);
  }
  expect((await aino.get(`${path()}/notes`)).status).toBe(403);
  expect((await aino.get("/staff")).text).not.toContain(secret);
  expect(console.text()).not.toContain(secret);
});
