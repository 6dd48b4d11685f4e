import { beforeEach, expect, test } from "vitest";
import { helpAskedIn, helpSeenIn } from "#src/conversation/colleagues/help.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { topics } from "#src/live/topics.ts";
import { declareEmergency } from "#src/record/emergency.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act, give, htmx, type Person, says, staff, youth } from "#tests/support/house/http.ts";

// Anna asked for help in an emergency, and Noor deletes the chat: nobody can join it any more, but Anna is not left alone with it.

let clock: FakeClock;
let line: House;
let [anna, bela, noor] = [] as unknown as [Person, Person, Awaited<ReturnType<typeof youth>>];
const chat = () => `/staff/conversation/${noor.id}`;
const danger = () => `/staff/danger/${noor.id}`;
const come = () => `id="come-${noor.id}"`;
const asked = () => helpAskedIn(line.helpline.db, noor.id) !== undefined;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  await open(line);
  noor = await youth(line, "he is outside");
  await give(line, noor.id, line.anna);
  [anna, bela] = await Promise.all([staff(line, line.anna), staff(line, line.bela)]);
  const declared = { conversationId: noor.id, staffId: line.anna.id };
  await act(line, line.anna, (tx, emit) => declareEmergency(tx, emit, declared));
  await anna.post(`${chat()}/help`, { words: "what now?" });
});

test.each([
  ["deleted", () => noor.post("/clear", { sure: "yes" })],
  ["left fast", () => noor.get("/leave")],
] as const)(
  "the call stays until a colleague has seen it, who is led to what can be done; Anna reads who (%s)",
  async (_how, goes) => {
    const frames: string[] = [];
    line.helpline.hub.join(topics.staff(line.anna.id), { send: (html) => frames.push(html) });
    await goes();
    clock.pass(1000);
    const list = (await bela.get("/staff")).text;
    for (const words of [says("staff.help.wanted", { n: 1 }), come(), "what now?"]) expect(list).toContain(words);
    expect((await bela.get("/staff/me")).text).toContain(`id="to-help" class="called" href="${danger()}"`);
    expect((await anna.get(chat())).text).toContain(says("staff.help.stands"));
    expect((await bela.get(danger())).text).toContain(says("staff.left.help_asked", { alias: "Mika" }));
    expect((await anna.get(danger())).text).not.toContain('id="see-help"');
    const seen = await bela.post(`${chat()}/help/answer`);
    expect([seen.status, seen.to]).toEqual([303, danger()]);
    expect(helpSeenIn(line.helpline.db, noor.id)).toEqual({ staffId: line.bela.id, at: clock.now() });
    expect((await bela.get("/staff")).text).not.toContain(come());
    expect((await bela.get(danger())).text).not.toContain('id="see-help"');
    const told = says("staff.help.seen_by", { alias: "Luna", time: "19:00" });
    expect(frames.at(-1)).toContain(told);
    expect((await anna.get(chat())).text).toContain(told);
  },
);

test("she can take it back; nobody but a colleague says that it was seen, and one of them only", async () => {
  await noor.post("/clear", { sure: "yes" });
  expect((await anna.post(`${chat()}/help/answer`)).status).toBe(403);
  const sven = await staff(line, await member(line.helpline, "sven", "Sven Berg", "Ash", ["admin"]));
  expect((await sven.post(`${chat()}/help/answer`)).status).toBe(403);
  await bela.post(`${chat()}/help/answer`);
  const carl = await staff(line, await member(line.helpline, "carl", "Carl Maes", "Finch", ["counsellor"]));
  const late = await carl.post(`${chat()}/help/answer`, {}, htmx);
  expect([late.status, late.text]).toEqual([409, says("error.help_taken", { alias: "Luna" })]);
});

test("taken back it stands nowhere", async () => {
  await noor.post("/clear", { sure: "yes" });
  expect(asked()).toBe(true);
  expect((await anna.post(`${chat()}/help/back`, {}, htmx)).status).toBe(204);
  expect(asked()).toBe(false);
  expect((await bela.get("/staff")).text).not.toContain(come());
  expect((await anna.get(chat())).text).not.toContain(says("staff.help.stands"));
});

test("it ends with the danger, and is repainted then; without danger it ends with the chat as ever", async () => {
  await noor.post("/clear", { sure: "yes" });
  const frames: string[] = [];
  line.helpline.hub.join(topics.staff(line.bela.id), { send: (html) => frames.push(html) });
  await bela.post("/staff/emergencies/1", { outcome: "help_came", note: "" });
  expect(asked()).toBe(false);
  expect(frames.join("")).toContain('id="help-wanted"');
  expect(frames.findLast((html) => html.includes('id="help-wanted"'))).not.toContain(come());
  const sam = await youth(line, "hello");
  await give(line, sam.id, line.anna);
  await anna.post(`/staff/conversation/${sam.id}/help`);
  expect(helpAskedIn(line.helpline.db, sam.id)).toBeDefined();
  await sam.post("/clear", { sure: "yes" });
  expect(helpAskedIn(line.helpline.db, sam.id)).toBeUndefined();
});

test("that what is ticked still counts is said only where something can be ticked", async () => {
  const frames: string[] = [];
  line.helpline.hub.join(topics.staff(line.anna.id), { send: (html) => frames.push(html) });
  const counts = says("staff.erased.counts");
  await noor.post("/clear", { sure: "yes" });
  // What is told at once has only the way to the record.
  expect(frames.join("")).toContain(says("staff.left.erased", { hours: 12 }));
  expect(frames.join("")).not.toContain(counts);
  expect((await anna.get(chat())).text).toContain(counts);
  await anna.post(`${chat()}/record`, { outcome: "joke", finish: "yes" });
  const after = (await anna.get(chat())).text;
  expect([after.includes('id="recorded-'), after.includes(counts)]).toEqual([true, false]);
});

test("a marked risk is danger too: the call outlives that chat as well", async () => {
  const sam = await youth(line, "hello");
  await give(line, sam.id, line.anna);
  const marked = { conversationId: sam.id, staffId: line.anna.id, present: true };
  await act(line, line.anna, (tx, emit) => markRisk(tx, emit, marked));
  await anna.post(`/staff/conversation/${sam.id}/help`);
  await sam.get("/leave");
  expect(helpAskedIn(line.helpline.db, sam.id)).toMatchObject({ left: true });
});
