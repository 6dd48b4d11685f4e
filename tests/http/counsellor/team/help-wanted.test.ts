import { beforeEach, expect, test } from "vitest";
import { helpAskedIn } from "#src/conversation/colleagues/help.ts";
import { askForHelp } from "#src/conversation/colleagues/help-wanted.ts";
import { fragments } from "#src/live/fragments.tsx";
import { topics } from "#src/live/topics.ts";
import { fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { give, htmx, type Person, says, staff, youth } from "#tests/support/house/http.ts";

let line: House;
let anna: Person;
let bela: Person;
let noor: Person & { id: number };
let path: string;

beforeEach(async () => {
  line = await house({ clock: fakeClock() });
  await open(line);
  noor = await youth(line, "hello");
  await give(line, noor.id, line.anna);
  anna = await staff(line, line.anna);
  bela = await staff(line, line.bela);
  path = `/staff/conversation/${noor.id}`;
});

const wanted = (n: number) => says("staff.help.wanted", { n });

test("one press asks; everybody on shift sees who, which chat, and the sentence, and can join", async () => {
  expect((await anna.post(`${path}/help`, {}, htmx)).status).toBe(204);
  const sent = await anna.post(`${path}/help`, { words: "is it <abuse>?" });
  expect(sent.to).toBe(path);
  const { text } = await bela.get("/staff");
  for (const words of [wanted(1), says("staff.help.of", { alias: "Mika" }), "is it &lt;abuse&gt;?", "help/answer"]) {
    expect(text).toContain(words);
  }
  expect(text).not.toMatch(/Peeters|hello/);
  // Her own question stands in the head of her chat, and is nothing she is wanted for.
  const own = (await anna.get(path)).text;
  expect(own).toContain(says("staff.help.asked"));
  expect(own).not.toMatch(/help-menu|help\/answer/);
  const joined = await bela.post(`${path}/help/answer`);
  expect([joined.status, joined.to]).toEqual([303, path]);
  expect((await bela.get(path)).text).toContain("hello");
  expect((await anna.get(path)).text).not.toContain("help-menu");
});

test("the second one is told who was quicker, and gets nothing of the chat", async () => {
  const carl = await member(line.helpline, "carl", "Carl Janssens", "Finch", ["counsellor"]);
  const later = await staff(line, carl);
  await anna.post(`${path}/help`);
  await bela.post(`${path}/help/answer`);
  const refused = await later.post(`${path}/help/answer`, {}, htmx);
  expect([refused.status, refused.text]).toEqual([409, says("error.help_taken", { alias: "Luna" })]);
  expect((await later.get(path)).status).toBe(403);
});

test("it can be taken back, and too long a sentence is refused with nothing asked", async () => {
  await anna.post(`${path}/help`);
  expect((await anna.post(`${path}/help/back`, {}, htmx)).status).toBe(204);
  expect((await bela.get("/staff")).text).not.toContain("help-menu");
  expect((await anna.post(`${path}/help`, { words: "x".repeat(301) }, htmx)).status).toBe(422);
  expect(helpAskedIn(line.helpline.db, noor.id)).toBeUndefined();
});

test("every console hears of it, whoever only sets things hears nothing, and a young person never", async () => {
  const sven = await member(line.helpline, "sven", "Sven Berg", "Ash", ["admin"]);
  const all = [line.anna, line.bela, line.aino, sven].map(({ id }) => topics.staff(id));
  for (const topic of [...all, topics.youth(noor.id), topics.log(noor.id)])
    line.helpline.hub.join(topic, { send() {} });
  await line.helpline.db.change("porchlight", (tx, emit) =>
    askForHelp(tx, emit, { conversationId: noor.id, staffId: null, urgent: true, words: "risk" }),
  );
  const painted = fragments(line.helpline, { type: "help.asked", conversationId: noor.id, staffId: null });
  const told = painted.filter(({ html }) => html.includes(wanted(1)));
  expect(told.map(({ topic }) => topic)).toEqual(all.slice(0, 3));
  expect(painted.map(({ topic }) => topic).filter((topic) => !topic.startsWith("staff:"))).toEqual([]);
  expect(told[1]!.html).toContain(says("staff.help.by_porchlight", { alias: "Mika" }));
  expect(told[1]!.html).toContain(says("staff.queue.urgent"));
});
