import { beforeEach, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { topics } from "#src/live/topics.ts";
import { pause } from "#src/queue/line/pause.ts";
import { holdChat } from "#src/retention/safeguarding-hold.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { cleared, clientId, give, heardSince, person, says, script, staff, youth } from "#tests/support/house/http.ts";

let clock: FakeClock;
let line: House;
let noor: Awaited<ReturnType<typeof youth>>;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  await open(line);
  noor = await youth(line, "the secret words");
});

const asks = () => noor.post("/clear", { sure: "no" });
const deletes = () => noor.post("/clear", { sure: "yes" });
const erased = () => conversation(line.helpline.db, noor.id)?.erasedAt ?? null;

test.each([
  ["in line", async () => {}, "/"],
  ["in a chat", () => give(line, noor.id, line.anna), "/"],
  [
    "in a pause",
    async () => {
      await give(line, noor.id, line.anna);
      await line.helpline.db.change("youth", (tx, emit) => pause(tx, emit, { conversationId: noor.id, by: "youth" }));
    },
    "/",
  ],
  [
    "after the end",
    async () => {
      await give(line, noor.id, line.anna);
      await noor.post("/end");
    },
    "/",
  ],
  [
    "before it goes on after a while away",
    async () => {
      await give(line, noor.id, line.anna);
      clock.pass(61_000);
    },
    "/",
  ],
])("%s the page offers it, it is asked once, and then it is gone", async (_stage, begin, path) => {
  await begin();
  const { text } = await noor.get(path);
  expect(text).toContain('action="/clear"');
  const asked = await asks();
  expect(asked.status).toBe(200);
  for (const key of ["rules.clear.gone_words", "rules.clear.gone_notes", "rules.clear.final"] as const) {
    expect(asked.text).toContain(says(key));
  }
  // Whoever looks over a shoulder learns nothing of it.
  expect(asked.text).not.toMatch(/secret|Mika|Peeters/);
  expect(erased()).toBeNull();
  const done = await deletes();
  expect(done.status).toBe(200);
  expect(done.text).toContain(says("rules.clear.done_text"));
  expect(done.set).toEqual(cleared);
  expect(erased()).toBe(clock.now());
});

test("the cookie that is gone opens nothing any more, in no other tab either", async () => {
  await give(line, noor.id, line.anna);
  const cookies = new Map(noor.cookies);
  await deletes();
  const other = person(line);
  for (const [name, value] of cookies) other.cookies.set(name, value);
  expect((await other.get("/")).text).not.toMatch(/secret words|data-ended/);
  expect((await other.post("/send", { client_id: clientId(), text: "more" })).status).toBe(410);
  expect((await other.post("/clear", { sure: "yes" })).to).toBe("/");
  expect((await other.post("/clear", { sure: "yes" }, script)).status).toBe(410);
});

test("SG13: what is said before and after is the same to the byte, whether the team holds the words or not", async () => {
  const sam = await youth(line, "other words");
  for (const { id } of [noor, sam]) await give(line, id, id === noor.id ? line.anna : line.bela);
  for (const who of [noor, sam]) await who.post("/end");
  const held = { conversationId: sam.id, member: line.bela, reason: "report", days: 28 } as const;
  await line.helpline.db.change(`staff:${line.bela.id}`, (tx, emit) => holdChat(tx, emit, held));
  const plain = async (who: typeof noor, sure: string) => (await who.post("/clear", { sure })).text;
  expect(await plain(noor, "no")).toBe(await plain(sam, "no"));
  expect(await plain(noor, "yes")).toBe(await plain(sam, "yes"));
});

test("a disk that is full deletes nothing and takes no cookie: it can be tried again", async () => {
  line.files.data.pragma("query_only = ON");
  const { status, set } = await deletes();
  expect(status).toBe(503);
  expect(set).toEqual([]);
  line.files.data.pragma("query_only = OFF");
  expect((await deletes()).status).toBe(200);
});

test("Anna is told so in one calm line, by her socket and on reload, and not a word of it is left on her screen", async () => {
  await give(line, noor.id, line.anna);
  const anna = await staff(line, line.anna);
  const path = `/staff/conversation/${noor.id}`;
  await anna.post(`${path}/send`, { client_id: clientId(), text: "an answer of mine" });
  await anna.post(`${path}/notes`, { client_id: clientId(), text: "a note beside it" });
  expect((await anna.get(path)).text).toContain("the secret words");
  const frames: string[] = [];
  line.helpline.hub.join(topics.staff(line.anna.id), { send: (html) => frames.push(html) });
  const before = line.heard.length;
  await deletes();
  expect(heardSince(line, before)).toEqual(["wrap_up.changed", "conversation.ended", "conversation.erased"]);
  const told = frames.join("");
  expect(told).toContain(`hx-target="#pane-${noor.id}"`);
  expect(told).toContain(says("staff.erased.text"));
  expect(told).not.toMatch(/secret|an answer|a note/);
  const again = (await anna.get(path)).text;
  expect(again).toContain(says("staff.erased.text"));
  expect(again).toContain(`action="${path}/record"`);
  for (const page of [path, `${path}/notes`, `${path}/referrals`, `${path}/replies`, "/staff"]) {
    expect((await anna.get(page)).text).not.toMatch(/secret|an answer|a note beside/);
  }
  expect((await anna.get(`${path}/draft`)).text).toBe("");
  await anna.post(`${path}/close`, { asked: "yes", do: "without" });
  expect((await anna.get("/staff")).text).not.toContain(path);
});
