import { beforeEach, expect, test } from "vitest";
import { fragments } from "#src/live/fragments.tsx";
import { topics } from "#src/live/topics.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { clientId, give, htmx, type Person, says, staff, typed, youth } from "#tests/support/house/http.ts";

let line: House;
let anna: Person;
let bela: Person;

beforeEach(async () => {
  line = await house({ clock: fakeClock() });
  await open(line);
  anna = await staff(line, line.anna);
  bela = await staff(line, line.bela);
});

const say = (who: Person, text: string, more = {}, headers = {}) =>
  who.post("/staff/shift", { client_id: clientId(), text, ...more }, headers);

test("without scripts: who is there and in how many chats, what was said, how long it is kept, and a field", async () => {
  const noor = await youth(line, "my own words");
  await give(line, noor.id, line.anna);
  expect((await say(anna, "who has <ten> minutes?")).to).toBe("/staff/shift");
  const sent = await bela.post("/staff/shift/seen");
  expect([sent.status, sent.to]).toEqual([303, "/staff/shift"]);
  const { text } = await bela.get("/staff/shift");
  expect(text).toMatch(/<dialog id="shift"[^>]* open/);
  expect(text).toMatch(/<b>Mika<\/b> <span class="soft">Available, in 1 chat/);
  expect(text).toContain("who has &lt;ten&gt; minutes?");
  expect(text).toContain("Kept for 12 hours.");
  expect(text).not.toMatch(/Peeters|my own words/);
});

test("what is unseen stands in the top line until the room was opened", async () => {
  await say(anna, "one");
  const mark = says("staff.shift.unseen", { n: 1 });
  expect((await bela.get("/staff")).text).toContain(mark);
  expect((await bela.post("/staff/shift/seen", { note: "1" }, htmx)).status).toBe(204);
  expect((await bela.get("/staff")).text).not.toContain(mark);
});

test("too long: beside the field, and nothing of it is lost", async () => {
  const long = "x".repeat(1001);
  const { status, text } = await say(anna, long);
  expect(status).toBe(422);
  expect(text).toContain(says("error.too_long", { length: 1001, most: 1000 }));
  expect(typed(text, "shift-text")).toBe(long);
  expect((await say(anna, " ", {}, htmx)).text).toBe(says("error.empty"));
});

test("what is half written is in one’s own field again, and in nobody else’s, until it is said", async () => {
  const field = async (who: Person) => typed((await who.get("/staff/shift")).text, "shift-text");
  expect((await anna.post("/staff/shift/draft", { text: "who has <ten>" }, htmx)).status).toBe(204);
  expect([await field(anna), await field(bela)]).toEqual(["who has <ten>", ""]);
  await say(anna, "who has ten minutes?");
  expect(await field(anna)).toBe("");
});

test("who is on shift and in how many chats is painted on every console as it changes", async () => {
  const noor = await youth(line, "hello");
  const heard: string[] = [];
  line.helpline.hub.join(topics.shift("en"), { send: (html) => heard.push(html) });
  await give(line, noor.id, line.anna);
  const chats = () => /id="shift-people"[\s\S]*?<\/ul>/.exec(heard.at(-1)!)?.[0];
  expect(chats()).toMatch(/Mika<\/b> <span class="soft">Available, in 1 chat</);
  await anna.post(`/staff/conversation/${noor.id}/end`, {}, htmx);
  expect(chats()).toMatch(/Mika<\/b> <span class="soft">Available</);
});

test("a supervisor tells all: a banner for everybody until each has read it, and she sees who has", async () => {
  expect((await anna.get("/staff/shift")).text).not.toContain('name="all"');
  expect((await say(anna, "to all", { all: "1" }, htmx)).status).toBe(403);
  expect((await bela.get("/staff/shift")).text).toContain('name="all"');
  await say(bela, "we close at nine", { all: "1" });
  expect((await anna.get("/staff")).text).toContain('id="to-all-1"');
  expect((await bela.get("/staff")).text).not.toContain('id="to-all-1"');
  expect((await anna.post("/staff/shift/1/read")).to).toBe("/staff");
  expect((await anna.get("/staff")).text).not.toContain('id="to-all-1"');
  expect((await bela.get("/staff/shift")).text).toContain(says("staff.shift.read_by", { people: "Mika" }));
  expect((await anna.get("/staff/shift")).text).not.toContain(says("staff.shift.read_by", { people: "Mika" }));
  expect((await bela.post("/staff/shift/1/back", {}, htmx)).status).toBe(204);
  expect((await bela.get("/staff/shift")).text).not.toContain("we close at nine");
});

test("every console hears of it and no young person: not live, not on a page", async () => {
  const noor = await youth(line, "hello");
  await give(line, noor.id, line.anna);
  const consoles = [line.anna, line.bela, line.aino].map(({ id }) => topics.staff(id));
  for (const topic of [...consoles, topics.youth(noor.id), topics.log(noor.id)])
    line.helpline.hub.join(topic, { send() {} });
  await say(bela, "quokka-7f3a", { all: "1" });
  const painted = fragments(line.helpline, { type: "shift.written", noteId: 1, staffId: line.bela.id, toAll: true });
  expect(painted.map(({ topic }) => topic)).toEqual(consoles);
  for (const { html } of painted) expect(html).toContain("quokka-7f3a");
  for (const path of ["/", "/log", "/box", "/help"]) {
    const response = await noor.send(path);
    const reader = response.body!.getReader();
    const { value } = await reader.read();
    await reader.cancel();
    expect(new TextDecoder().decode(value)).not.toContain("quokka");
  }
});
