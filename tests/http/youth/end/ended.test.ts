import { beforeEach, expect, test } from "vitest";
import { writeAsCounsellor } from "#src/conversation/messages/writing.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { q } from "#src/db/schema.ts";
import { annaEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House } from "#tests/support/house/helpline.ts";
import { act, cleared, clientId, noorWithAnna, person, says, script, youth } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";

let clock: FakeClock;
let files: OpenFiles;
let line: House;
let noor: Awaited<ReturnType<typeof youth>>;

beforeEach(async () => {
  clock = fakeClock();
  ({ line, files, noor } = await noorWithAnna({ clock }));
});

const endByAnna = () => annaEnds(line, noor.id);

async function skipAll() {
  for (const door of ["/helped", "/feeling", "/next"]) await noor.post(door, { moment: "after", value: "skip" });
}

test("the last page thanks, asks one thing, and holds no word of the chat", async () => {
  await endByAnna();
  const { text } = await noor.get("/");
  expect(text).toContain(says("youth.ended.by_counsellor"));
  expect(text).toContain(says("youth.helped.title"));
  expect(text).not.toContain(says("youth.feeling.after"));
  expect(text).not.toContain(says("youth.next_step.title"));
  expect(text).toContain('action="/wipe"');
  expect(text).not.toMatch(/secret|Mika|Peeters/);
});

test("what Anna wrote last stays to be read by whoever is still there, and by nobody else", async () => {
  const words = (text: string) => ({ conversationId: noor.id, staffId: line.anna.id, clientId: clientId(), text });
  const write = (text: string) => act(line, line.anna, (tx, emit) => writeAsCounsellor(tx, emit, words(text)));
  await write("an early answer");
  await noor.post("/send", { client_id: clientId(), text: "more secret words" });
  await write("Call 116 111, any time.");
  await write("Take care.");
  await endByAnna();
  const { text } = await noor.get("/");
  expect(text).toContain(says("youth.ended.last", { alias: "Mika" }));
  expect(text).toMatch(/Call 116 111, any time\.[\s\S]*Take care\./);
  expect(text).not.toMatch(/secret|early|Peeters/);
  clock.pass(61_000);
  expect((await noor.get("/")).text).not.toMatch(/116 111|Take care|Mika/);
});

test("last words that no key opens are not said to be hers to write again: the fault is ours", async () => {
  const words = { conversationId: noor.id, staffId: line.anna.id, clientId: clientId(), text: "Take care." };
  await act(line, line.anna, (tx, emit) => writeAsCounsellor(tx, emit, words));
  await act(line, line.anna, (tx) =>
    tx.run(
      q
        .updateTable("message")
        .set({ body: new Uint8Array(64).fill(1) })
        .where("client_id", "=", words.clientId),
    ),
  );
  await endByAnna();
  const { text } = await noor.get("/");
  expect(text).toContain(says("youth.ended.last", { alias: "Mika" }));
  expect(text).toContain(says("youth.ended.last_lost"));
  expect(text).not.toContain(says("youth.message.unreadable"));
});

test("what Noor has had on her screen for more than a minute is not repeated", async () => {
  const words = (text: string) => ({ conversationId: noor.id, staffId: line.anna.id, clientId: clientId(), text });
  const write = (text: string) => act(line, line.anna, (tx, emit) => writeAsCounsellor(tx, emit, words(text)));
  await write("an answer she saw");
  await write("one more that she saw");
  await noor.post("/check", { seen: "9" });
  clock.pass(61_000);
  await noor.post("/typing", {}, script);
  await write("Take care.");
  await endByAnna();
  const { text } = await noor.get("/");
  expect(text).toContain("Take care.");
  expect(text).not.toContain("saw");
});

test("of a chat that Noor ended herself nothing stays", async () => {
  await act(line, line.anna, (tx, emit) =>
    writeAsCounsellor(tx, emit, {
      conversationId: noor.id,
      staffId: line.anna.id,
      clientId: clientId(),
      text: "are you there?",
    }),
  );
  await noor.post("/end");
  expect((await noor.get("/")).text).not.toMatch(/are you there|Mika/);
});

test.each(["", "maybe", "YES", "__proto__", "constructor"])("helped %j is refused", async (value) => {
  await endByAnna();
  const page = await noor.post("/helped", { value });
  expect(page.status).toBe(422);
  expect(page.text).toContain(says("error.bad_input"));
  const scripted = await noor.post("/helped", { value }, script);
  expect([scripted.status, scripted.text]).toEqual([422, says("error.bad_input")]);
  expect(rows(files, "contact")).toMatchObject([{ helped: null }]);
});

test("before the end there is nothing to answer", async () => {
  for (const [path, form] of [
    ["/helped", { value: "yes" }],
    ["/helped", { value: "ask" }],
    ["/helped", { value: "skip" }],
    ["/next", { value: "yes" }],
    ["/feeling", { moment: "after", value: "3" }],
  ] as const) {
    expect((await noor.post(path, form)).status).toBe(404);
  }
  expect(rows(files, "contact")).toEqual([]);
});

test("wipe takes the cookie and with it the way back", async () => {
  await endByAnna();
  const { to, set } = await noor.post("/wipe");
  expect(to).toBe("/");
  expect(set).toEqual(cleared);
  expect((await noor.get("/")).text).toContain(says("youth.door.title"));
  expect((await person(line).post("/wipe")).to).toBe("/");
});

test("wiping a chat that still goes on ends it, and the counsellor is told by whom", async () => {
  const before = line.heard.length;
  const { to, set } = await noor.post("/wipe");
  expect([to, set]).toEqual(["/", cleared]);
  expect(line.heard.slice(before)).toEqual([
    { type: "wrap_up.changed", staffId: line.anna.id, on: true },
    { type: "conversation.ended", conversationId: noor.id, staffId: line.anna.id, reason: "ended_by_youth" },
  ]);
  expect(rows(files, "contact")).toMatchObject([{ conversation_id: noor.id, end_reason: "ended_by_youth" }]);
});

test("wiping while still in line leaves the line, and the words go at once", async () => {
  const sam = await youth(line, "nobody read this");
  const before = line.heard.length;
  await sam.post("/wipe");
  expect(line.heard.slice(before)).toMatchObject([{ type: "conversation.ended", reason: "left_line" }]);
  expect(rows(files, "message")).not.toContainEqual(expect.objectContaining({ conversation_id: sam.id }));
});

test("the cookie is wiped even when the end cannot be stored", async () => {
  files.data.exec("CREATE TRIGGER full BEFORE UPDATE ON conversation BEGIN SELECT RAISE(FAIL, 'no'); END");
  const { to, set } = await noor.post("/wipe");
  expect([to, set]).toEqual(["/", cleared]);
  expect(line.reported.join()).toContain("the end of a chat that was wiped could not be stored");
});

test("after a quarter of an hour the page is gone too", async () => {
  await endByAnna();
  clock.pass(15 * 60_000 - 1);
  expect((await noor.get("/")).text).toContain(says("youth.helped.title"));
  clock.pass(1);
  const over = await noor.get("/");
  expect(over.text).toContain(says("youth.over.title"));
  expect(over.set).toEqual([expect.stringMatching(/^s=; Max-Age=0/)]);
});

test("a thank-you of 140 characters is kept once, and asked for no more; without a script the page says so", async () => {
  await endByAnna();
  expect((await noor.get("/")).text).not.toContain(says("youth.thanks.title"));
  await skipAll();
  expect((await noor.get("/")).text).toContain(says("youth.thanks.title"));
  expect((await noor.post("/thanks", { text: " you helped \n me ", value: "1" })).to).toBe("/");
  const { text } = await noor.get("/");
  expect(text).toContain(says("youth.thanks.said"));
  expect(text).not.toMatch(/you helped|action="\/thanks"/);
  expect(rows(files, "thank_you")).toHaveLength(1);
});

test("a thank-you that cannot be taken stands in its field again with a sentence; from the script its answer takes its place", async () => {
  await endByAnna();
  const long = "much too long ".repeat(12);
  const { status, text } = await noor.post("/thanks", { text: long });
  expect(status).toBe(422);
  expect(text).toContain(says("error.too_long", { length: long.trim().length, most: 140 }));
  expect(text).toContain(long.trim());
  const tapped = await noor.post("/thanks", { text: "", value: "1" }, script);
  expect([tapped.status, tapped.text.startsWith('<details id="thanks" open')]).toEqual([200, true]);
  expect(tapped.text).toContain(says("error.empty"));
  expect(rows(files, "thank_you")).toEqual([]);
});

test("nobody is thanked for a wait in vain, nor while the chat goes on", async () => {
  expect((await noor.post("/thanks", { text: "thanks" })).status).toBe(410);
  const sam = await youth(line, "sam");
  await sam.post("/end");
  expect((await sam.post("/thanks", { text: "thanks" })).status).toBe(410);
  expect(rows(files, "thank_you")).toEqual([]);
});
