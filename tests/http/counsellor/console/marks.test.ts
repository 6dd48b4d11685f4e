import { beforeEach, expect, test } from "vitest";
import { sayDanger, sayInDanger } from "#src/conversation/safety/danger.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { topics } from "#src/live/topics.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act, clientId, give, type Person, says, staff, youth } from "#tests/support/house/http.ts";

// What the lists and the head of a chat say of danger in a word or two. Noor is the young person; Sam has left.

let clock: FakeClock;
let line: House;
let [anna, sven] = [] as unknown as [Person, Person];

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  await open(line);
  const admin = await member(line.helpline, "sven", "Sven Berg", "Ash", ["admin"]);
  [anna, sven] = await Promise.all([staff(line, line.anna), staff(line, admin)]);
});

type Noor = Awaited<ReturnType<typeof youth>>;
const rowIn = (html: string, id: string) => html.split(`id="${id}"`)[1]?.split("</li>")[0] ?? "";
const sends = (who: Noor, text: string) => who.post("/send", { client_id: clientId(), text });
const silent = says("staff.queue.silent");
const queue = topics.queue({ language: "en", canClaim: true, lineIds: [1], languages: ["en"] });

async function taps(conversationId: number, ...all: string[]) {
  await line.helpline.db.change("youth", (tx, emit) => sayDanger(tx, emit, { conversationId }));
  for (const say of all) {
    clock.pass(5_000);
    await line.helpline.db.change("youth", (tx, emit) => sayInDanger(tx, emit, { conversationId, say }));
  }
}

test("a row of who waits says what is happening, and that they cannot write, until they do: to whoever may take them", async () => {
  const noor = await youth(line, "hello");
  const row = async (who = anna) => rowIn((await who.get("/staff")).text, `waiting-${noor.id}`);
  await taps(noor.id, "suicide");
  expect(await row()).toContain(says("staff.danger.suicide"));
  expect(await row()).not.toContain(silent);
  const heard: string[] = [];
  line.helpline.hub.join(queue, { send: (html) => heard.push(html) });
  clock.pass(5_000);
  await line.helpline.db.change("youth", (tx, emit) =>
    sayInDanger(tx, emit, { conversationId: noor.id, say: "silent" }),
  );
  expect(await row()).toContain(silent);
  expect(rowIn(heard.join(""), `waiting-${noor.id}`)).toContain(silent);
  expect(await row(sven)).not.toMatch(new RegExp(`${silent}|${says("staff.danger.suicide")}`));
  await sends(noor, "he is gone");
  expect(await row()).not.toContain(silent);
  expect(await row()).toContain(says("staff.danger.suicide"));
});

test("“I can’t write now” in a chat stands in My chats until she writes again", async () => {
  const noor = await youth(line, "hello");
  await give(line, noor.id, line.anna);
  const marked = { conversationId: noor.id, staffId: line.anna.id, present: true };
  await act(line, line.anna, (tx, emit) => markRisk(tx, emit, marked));
  const row = async () => rowIn((await anna.get("/staff")).text, `chat-${noor.id}`);
  expect(await row()).not.toContain(silent);
  const heard: string[] = [];
  line.helpline.hub.join(topics.staff(line.anna.id), { send: (html) => heard.push(html) });
  await noor.post("/here", { say: "quiet" });
  expect(await row()).toContain(silent);
  expect(rowIn(heard.join(""), `chat-${noor.id}`)).toContain(silent);
  await sends(noor, "back");
  expect(await row()).not.toContain(silent);
});

test("in the head of a chat a watched screen is marked before whether they are there, and the language", async () => {
  const noor = await youth(line, "hello");
  await give(line, noor.id, line.anna);
  await anna.post(`/staff/conversation/${noor.id}/hold`, { watched: "yes" });
  const { text } = await anna.get(`/staff/conversation/${noor.id}`);
  const facts = text.split(`id="head-${noor.id}"`)[1]!.split("</header>")[0]!;
  const places = [says("staff.watched.mark"), says("staff.connection.connected"), "English"].map((one) =>
    facts.indexOf(one),
  );
  expect(places.every((at) => at > 0)).toBe(true);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test("nobody breathes out above somebody who left in danger, on a page that is open neither; their row has the colour of danger", async () => {
  const calm = says("staff.queue.breathe");
  expect((await anna.get("/staff")).text).toContain(calm);
  const sam = await youth(line, "he is outside");
  await taps(sam.id);
  const heard: string[] = [];
  line.helpline.hub.join(queue, { send: (html) => heard.push(html) });
  await sam.post("/end", { from: "waiting", sure: "yes" });
  for (const html of [(await anna.get("/staff")).text, heard.at(-1)!]) {
    expect(html).toContain(`id="danger-${sam.id}" class="left-alone in-danger"`);
    expect(html).not.toContain(calm);
    expect(html).not.toContain(says("staff.queue.empty"));
  }
  await anna.post(`/staff/danger/${sam.id}/close`, { sure: "yes" });
  expect(heard.at(-1)).toContain(calm);
});
