import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { setColleague } from "#src/conversation/colleagues/rights.ts";
import { raiseConcern } from "#src/conversation/complaint/complaint.ts";
import { addLine, lineValues } from "#src/hours/lines.ts";
import { fragments } from "#src/live/fragments.tsx";
import { topics } from "#src/live/topics.ts";
import { offer } from "#src/queue/handover/hand-over.ts";
import { ownChats } from "#src/queue/overview.ts";
import { annaSays, comesIn, takes, talking, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { evening, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

// Of a list that changes only the rows that changed are sent, with the order of all of them.

let home: House;

beforeEach(async () => {
  home = await house();
  await open(home);
});

const queueIn = (...languages: ("en" | "fr")[]) =>
  topics.queue({ language: "en", canClaim: true, lineIds: [1], languages });

/** The lists that a topic was sent: the rows that came, and the order they belong to; null: all of them came. */
function hears(topic: string) {
  const got: { rows: string[]; order: string | null; html: string }[] = [];
  const send = (html: string) => {
    const list = /<ol class="rows"(?: data-order="([\d ]*)")?>([\s\S]*?)<\/ol>/.exec(html);
    if (list) {
      const rows = [...list[2]!.matchAll(/<li id="([a-z-]+\d+)"/g)].map(([, id]) => id!);
      got.push({ rows, order: list[1] ?? null, html });
    }
  };
  home.helpline.hub.join(topic, { send });
  return got;
}

test("somebody comes, writes, is taken, leaves: the row that changed, the order of all, and how many they are", async () => {
  const [noor, sam] = [await comesIn(home, "I am Noor"), await comesIn(home, "I am Sam")];
  const queue = hears(queueIn("en"));
  const mo = await comesIn(home, "I am Mo");
  expect(queue.at(-1)).toMatchObject({ rows: [`waiting-${mo}`], order: `${noor} ${sam} ${mo}` });
  expect(queue.at(-1)!.html).toContain('<span class="tally">3</span>');
  await youthSays(home, sam, "still here");
  expect(queue.at(-1)).toMatchObject({ rows: [`waiting-${sam}`], order: `${noor} ${sam} ${mo}` });
  await takes(home, home.anna, noor);
  expect(queue.at(-1)).toMatchObject({ rows: [], order: `${sam} ${mo}` });
  await youthEnds(home, mo);
  expect(queue.at(-1)).toMatchObject({ rows: [], order: `${sam}` });
  expect(queue.at(-1)!.html).not.toContain("My status");
});

test("the order is each reader's own, by the languages they chat in", async () => {
  const noor = await comesIn(home, "I am Noor");
  const [english, french] = [hears(queueIn("en")), hears(queueIn("fr"))];
  const luc = await comesIn(home, "c'est Luc", { language: "fr" });
  expect(english.at(-1)!.order).toBe(`${noor} ${luc}`);
  expect(french.at(-1)!.order).toBe(`${luc} ${noor}`);
});

test("what one commit changes comes at once, and what may rest comes with every row that changed meanwhile", async () => {
  // Of time that goes by itself nobody knows how much goes by between two words: in this house it goes by hand, from its beginning.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const clock = fakeClock();
  home = await house({ clock });
  await open(home);
  const passes = (ms: number) => {
    clock.pass(ms);
    vi.advanceTimersByTime(ms);
  };
  const ids = [await comesIn(home, "I am Noor"), await comesIn(home, "I am Sam"), await comesIn(home, "I am Mo")];
  passes(10_000);
  const queue = hears(queueIn("en"));
  await Promise.all([youthSays(home, ids[0]!, "one"), youthSays(home, ids[1]!, "two")]);
  expect(queue.map(({ rows }) => rows)).toEqual([[`waiting-${ids[0]}`, `waiting-${ids[1]}`]]);
  await youthSays(home, ids[2]!, "three");
  await youthSays(home, ids[1]!, "four");
  expect(queue).toHaveLength(1);
  passes(1_000);
  await expect.poll(() => queue.length, { timeout: 5_000 }).toBe(2);
  expect(queue[1]!.rows).toEqual([`waiting-${ids[1]}`, `waiting-${ids[2]}`]);
});

test("a row whose counsellor is not heard any more comes with the order, and goes with it", async () => {
  const [noor, sam] = [await talking(home, "I am Noor"), await comesIn(home, "I am Sam")];
  const queue = hears(queueIn("en"));
  const { staff, db } = home.helpline;
  staff.goneFor = (id) => (id === home.anna.id ? 70_000 : null);
  staff.isGone = (id) => staff.goneFor(id) !== null;
  db.announce({ type: "staff.heard", staffId: home.anna.id, heard: false });
  expect(queue.at(-1)).toMatchObject({ rows: [`left-${noor}`], order: `${sam} ${noor}` });
  staff.goneFor = () => null;
  db.announce({ type: "staff.heard", staffId: home.anna.id, heard: true });
  expect(queue.at(-1)).toMatchObject({ rows: [], order: `${sam}` });
});

test("of the own list too: a message brings its row alone", async () => {
  const [noor, sam] = [await talking(home, "I am Noor"), await talking(home, "I am Sam")];
  const chats = hears(topics.staff(home.anna.id));
  await youthSays(home, noor, "hello?");
  expect(chats.at(-1)).toMatchObject({ rows: [`chat-${noor}`], order: `${noor} ${sam}` });
  await annaSays(home, noor, "I’m here");
  await youthEnds(home, noor);
  expect(chats.at(-1)).toMatchObject({ rows: [`chat-${noor}`], order: `${sam} ${noor}` });
});

test("what may change any row brings all of them", async () => {
  const [noor, sam] = [await comesIn(home, "I am Noor"), await comesIn(home, "I am Sam")];
  const queue = hears(queueIn("en"));
  home.helpline.db.announce({ type: "line.changed", lineId: 1, before: "{}", after: "{}" });
  expect(queue).toMatchObject([{ rows: [`waiting-${noor}`, `waiting-${sam}`], order: null }]);
});

test("what is not hers to read any more goes from the list and the screen of whoever lost the role, or kept it too long", async () => {
  const noor = await talking(home, "my secret words");
  await youthEnds(home, noor);
  const got: string[] = [];
  home.helpline.hub.join(topics.staff(home.anna.id), { send: (html) => got.push(html) });
  await act(home, home.aino, (tx, emit) =>
    setColleague(tx, emit, { staffId: home.anna.id, basedOn: 0, values: { roles: ["admin"] } }),
  );
  expect(got.join("")).toContain(`id="pane-${noor}"`);
  expect(got.join("")).toContain('id="chats"');
  expect(got.join("")).not.toContain("my secret words");
});

test("words that are kept longer than was promised, for what somebody said was wrong, stand in no list", async () => {
  const noor = await talking(home, "my secret words");
  await youthEnds(home, noor);
  await home.helpline.db.change(`conversation:${noor}`, (tx, emit) =>
    raiseConcern(tx, emit, { conversationId: noor, text: "not heard" }),
  );
  const list = (at: number) =>
    ownChats(home.helpline.db, home.helpline.youth, home.anna.id, "en", at).map(({ id }) => id);
  expect(list(evening.now())).toEqual([noor]);
  expect(list(evening.now() + 400 * 24 * 3_600_000)).toEqual([]);
});

test("of those on shift too: a claim brings the row of whoever took somebody, to every console", async () => {
  await open(home, home.bela);
  const noor = await comesIn(home, "I am Noor");
  const got: string[] = [];
  home.helpline.hub.join(topics.shift("en"), { send: (html) => got.push(html) });
  await takes(home, home.anna, noor);
  const { anna, bela } = home;
  expect(got).toHaveLength(1);
  expect(got[0]).toContain(`id="on-shift-${anna.id}"`);
  expect(got[0]).not.toContain(`id="on-shift-${bela.id}"`);
  expect(/data-order="([\d ]+)"/.exec(got[0]!)![1]!.split(" ")).toEqual(
    expect.arrayContaining([String(anna.id), String(bela.id)]),
  );
});

test("a chat that is given to another line goes from the queues of the one it came from", async () => {
  const noor = await talking(home, "I am Noor");
  const sam = await comesIn(home, "I am Sam");
  await open(home, home.bela);
  const values = { ...lineValues(home.helpline.db, 1), name: "Night line" };
  const lineId = await act(home, home.aino, (tx, emit) => addLine(tx, emit, values));
  const [old, other] = [1, lineId].map((id) =>
    hears(topics.queue({ language: "en", canClaim: true, lineIds: [id], languages: ["en"] })),
  );
  const input = { conversationId: noor, staffId: home.anna.id, to: { lineId }, summary: "No plan." };
  await act(home, home.anna, (tx, emit) => offer(tx, emit, { ...input, asked: { agreed: true } }));
  expect(other!.at(-1)).toMatchObject({ rows: [`waiting-${noor}`] });
  expect(old!.at(-1)).toMatchObject({ rows: [], order: `${sam}` });
});

test("a chat that is paused while its counsellor is out of reach goes from those that may be stepped into", async () => {
  const conversationId = await talking(home, "I am Noor");
  home.helpline.hub.join(queueIn("en"), { send: () => {} });
  const painted = (isGone: boolean) => {
    const staff = { ...home.helpline.staff, isGone: () => isGone };
    const event = { type: "conversation.paused", conversationId, staffId: home.anna.id } as const;
    return fragments({ ...home.helpline, staff }, event).map(({ topic }) => topic);
  };
  expect(painted(true)).toContain(queueIn("en"));
  expect(painted(false)).not.toContain(queueIn("en"));
});
