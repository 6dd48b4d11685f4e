import { beforeEach, expect, test, vi } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { stillUnread } from "#src/conversation/messages/rewriting.ts";
import { maxMessage, writeAsYouth } from "#src/conversation/messages/writing.ts";
import { messages } from "#src/conversation/reading.ts";
import { rates } from "#src/http/limits/limits.ts";
import { end } from "#src/queue/end/ending.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, give, person, says, script, staff, typed, youth } from "#tests/support/house/http.ts";

let line: House;
let noor: Awaited<ReturnType<typeof youth>>;
beforeEach(async () => {
  line = await house({ clock: fakeClock() });
  await open(line);
  noor = await youth(line, "first words");
});

const link = '<a class="row-to" href="/change">';
const saves = (text: string, seq = "1", headers = {}) => noor.post("/change", { [`words-${seq}`]: text }, headers);

test("who waits is led from the chat to a page with her words in a box, and back with others", async () => {
  expect((await noor.get("/")).text).toContain(link);
  const page = await noor.get("/change");
  expect([page.status, typed(page.text, "words-1")]).toEqual([200, "first words"]);
  // Save is what is pressed first: the way back leaves behind what is typed.
  expect(page.text).toContain(`<button class="big">${says("youth.change.save")}</button>`);
  expect(page.text).toContain('<a class="big line" href="/">');
  const saved = await saves("  other words\r\n");
  expect([saved.status, saved.to]).toEqual([303, "/"]);
  const chat = (await noor.get("/")).text;
  expect(chat).toContain("other words");
  expect(chat).not.toContain("first words");
});

test("the tab and the address say nothing of what the page is for", async () => {
  const title = (text: string) => text.match(/<title>.*<\/title>/)![0];
  expect(title((await noor.get("/change")).text)).toBe(title((await noor.get("/")).text));
});

test("an empty box takes the words back: a line says so, and there is nothing left to change", async () => {
  const anna = await staff(line, line.anna);
  expect((await anna.get("/staff")).text).toContain("first words");
  await saves(" \n ");
  await saves("");
  const chat = (await noor.get("/")).text;
  expect(chat).toContain(says("notice.taken_back"));
  expect(chat).not.toContain("first words");
  expect(chat).not.toContain(link);
  const queue = (await anna.get("/staff")).text;
  expect(queue).toContain(`id="waiting-${noor.id}"`);
  expect(queue).not.toMatch(/first words|taken_back/);
  expect(line.reported).toEqual([]);
});

test("too long, too often: said beside the box, with the words in it", async () => {
  const long = "x".repeat(maxMessage + 1);
  const refused = await saves(long);
  expect([refused.status, typed(refused.text, "words-1")]).toEqual([422, long]);
  expect(refused.text).toContain(says("error.too_long", { length: long.length, most: maxMessage }));
  for (let i = 0; i < rates.send.burst; i += 1) expect((await saves(`words ${i}`)).status).toBe(303);
  const late = await saves("once more");
  expect([late.status, typed(late.text, "words-1")]).toEqual([429, "once more"]);
  expect(late.text).toContain(says("error.too_fast"));
  const beside = await saves("once more", "1", script);
  expect([beside.status, typed(beside.text, "words-1")]).toEqual([200, "once more"]);
});

test("a script that sends again what was taken back meanwhile hears where it stands, and not the words", async () => {
  const form = { client_id: clientId(), text: "second words" };
  await noor.post("/send", form, script);
  await saves("", "2");
  const again = await noor.post("/send", form, script);
  expect([again.status, again.text]).toEqual([200, expect.stringContaining(says("notice.taken_back"))]);
  expect(again.text).toContain(`data-id="${form.client_id}"`);
  expect(again.text).not.toContain("second words");
  expect((await noor.get("/")).text).not.toContain("second words");
});

test("a form that says nothing takes nothing back", async () => {
  expect((await noor.post("/change", { "was-1": "1f2e3d4c" })).status).toBe(422);
  expect((await noor.get("/")).text).toContain("first words");
});

test("somebody took her meanwhile: a kind sentence, her words to copy, the way back, and no link any more", async () => {
  await give(line, noor.id, line.anna);
  const late = await saves("what I would say now");
  expect([late.status, typed(late.text, "kept-words")]).toEqual([409, "what I would say now"]);
  expect(late.text).toContain(says("youth.change.too_late"));
  expect(late.text).toContain(says("youth.frame.back_to_chat"));
  expect((await noor.get("/")).text).not.toContain(link);
  expect((await noor.get("/change")).text).toContain(says("youth.change.too_late"));
  const anna = await staff(line, line.anna);
  const read = (await anna.get(`/staff/conversation/${noor.id}`)).text;
  expect(read).toContain("first words");
  expect(read).not.toContain("what I would say now");
});

test("the link stays where the state comes by a poll, and goes with the line", async () => {
  const poll = async () => (await noor.post("/updates", { after: "1", v: "00000000" }, script)).text;
  expect(await poll()).toContain(link);
  await give(line, noor.id, line.anna);
  expect(await poll()).not.toContain(link);
});

test("after the end the page leads back, and typed words are given back; nobody else gets at them", async () => {
  const conversationId = noor.id;
  await act(line, line.anna, (tx, emit) => end(tx, emit, { conversationId, reason: "ended_by_youth", staffId: null }));
  expect((await noor.get("/change")).to).toBe("/");
  const late = await saves("too late");
  expect([late.status, typed(late.text, "kept-words")]).toEqual([410, "too late"]);
  const sam = await youth(line, "Sam’s");
  expect((await sam.get("/change")).text).not.toContain("first words");
  expect((await person(line).get("/change")).status).toBe(410);
});

/** What the page of a moment would send, each box as it stands there. */
async function form(): Promise<Record<string, string>> {
  const { text } = await noor.get("/change");
  const marks = [...text.matchAll(/name="(was-\d+)" value="(\w+)"/g)].map(([, name, mark]) => [name, mark]);
  const boxes = [...text.matchAll(/<textarea id="(words-\d+)"/g)].map(([, name]) => [name, typed(text, name!)]);
  return Object.fromEntries([...marks, ...boxes]);
}
const said = () => messages(line.helpline.db, noor.id).map(({ text }) => text);

test("one button saves all boxes; refused, what was typed in every one of them is still there, and nothing is saved", async () => {
  await noor.post("/send", { client_id: "0".repeat(32), text: "second words" });
  await noor.post("/send", { client_id: "1".repeat(32), text: "third words" });
  const both = { ...(await form()), "words-1": "other first", "words-2": "other second" };
  const long = "x".repeat(maxMessage + 1);
  const refused = await noor.post("/change", { ...both, "words-3": long });
  expect(refused.status).toBe(422);
  const there = ["words-1", "words-2", "words-3"].map((name) => typed(refused.text, name));
  expect(there).toEqual(["other first", "other second", long]);
  expect(refused.text).toContain('id="wrong-3" role="alert"');
  expect(said()).toEqual(["first words", "second words", "third words"]);
  expect((await noor.post("/change", both)).to).toBe("/");
  expect(said()).toEqual(["other first", "other second", "third words"]);
});

test("an older page takes nothing back that was changed or taken back in another tab", async () => {
  await noor.post("/send", { client_id: "0".repeat(32), text: "second words" });
  await noor.post("/send", { client_id: "1".repeat(32), text: "third words" });
  const older = await form();
  await saves("changed elsewhere", "1");
  await saves("", "2");
  expect((await noor.post("/change", { ...older, "words-3": "other third" })).to).toBe("/");
  expect(said()).toEqual(["changed elsewhere", expect.stringContaining("notice.taken_back"), "other third"]);
  // Words for a message that is gone can be copied, and those beside them stay in their box.
  const late = await noor.post("/change", { ...older, "words-2": "for nothing", "words-3": "once more" });
  expect([late.status, typed(late.text, "kept-words"), typed(late.text, "words-3")]).toEqual([
    ...[409, "for nothing", "once more"],
  ]);
});

test("a script that shows it beside the chat hears that it is done, and otherwise gets the page", async () => {
  expect((await saves("other words", "1", script)).status).toBe(204);
  await give(line, noor.id, line.anna);
  const late = await saves("what I would say now", "1", script);
  expect([late.status, typed(late.text, "kept-words")]).toEqual([200, "what I would say now"]);
});

test("whoever comes back to the line gets the words that stand there by now", async () => {
  await saves("other words");
  const { text } = await noor.post("/updates", { after: "1", v: "" }, script);
  expect(text).toMatch(/<li id="m1".*other words/);
});

test("words that are more than one form can hold: the newest can be changed", async () => {
  for (let n = 0; n < 8; n += 1) {
    const text = "好".repeat(maxMessage - 1) + n;
    await act(line, line.anna, (tx, emit) =>
      writeAsYouth(tx, emit, { conversationId: noor.id, clientId: String(n).repeat(32), text }),
    );
  }
  const sent = await form();
  expect(Object.keys(sent).filter((name) => name.startsWith("words"))).toEqual(["words-7", "words-8", "words-9"]);
  expect((await noor.post("/change", { ...sent, "words-9": "shorter" })).to).toBe("/");
});

/** So many more that she wrote, one after the other. */
const writes = (many: number) =>
  line.helpline.db.change(`conversation:${noor.id}`, (tx, emit) => {
    for (let n = 0; n < many; n += 1) {
      writeAsYouth(tx, emit, { conversationId: noor.id, clientId: clientId(), text: `more ${n}` });
    }
  });

test("of very many she can change the newest, and as many at once as she could send", async () => {
  await writes(2 * rates.send.burst);
  const sent = await form();
  const boxes = Object.keys(sent).filter((name) => name.startsWith("words"));
  expect(boxes).toHaveLength(rates.send.burst);
  expect(boxes.at(-1)).toBe(`words-${2 * rates.send.burst + 1}`);
  const others = Object.fromEntries(boxes.map((name) => [name, `other ${name}`]));
  const tooMany = await noor.post("/change", { ...sent, ...others, "words-1": "an old one too" });
  expect([tooMany.status, typed(tooMany.text, boxes[0]!)]).toEqual([422, `other ${boxes[0]}`]);
  expect(typed(tooMany.text, "kept-words")).toBe("an old one too");
  expect(said().join()).not.toContain("other");
  expect((await noor.post("/change", { ...sent, ...others })).to).toBe("/");
  expect(said().filter((text) => text?.startsWith("other"))).toHaveLength(rates.send.burst);
  // Each of them counts as one that was sent.
  expect((await saves("once more", String(2 * rates.send.burst + 1))).status).toBe(429);
});

test("what is asked of a long chat does not grow with it when something of it is changed", async () => {
  await writes(1_000);
  const { db } = line.helpline;
  const opened = vi.spyOn(db.keyring, "open");
  const refused = await noor.post("/change", { "was-1": "1f2e3d4c" });
  expect(refused.status).toBe(422);
  expect(opened.mock.calls.length).toBeLessThan(2 * rates.send.burst);
  opened.mockRestore();
  // None of what she wrote is read to find out that there is some of it.
  expect(stillUnread(db, conversation(db, noor.id)!, 1).map(({ text }) => text)).toEqual(["more 999"]);
});
