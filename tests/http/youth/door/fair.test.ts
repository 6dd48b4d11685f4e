import { beforeEach, expect, test } from "vitest";
import { masterKey } from "#src/crypto/keys/master-key.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { claimNext, inLine } from "#src/queue/claim.ts";
import { lineDoors } from "#src/queue/door/doors.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, field, type Person, person, says, script } from "#tests/support/house/http.ts";
import { restarted } from "#tests/support/house/restart.ts";

// Nobody fills a line alone (PROMISES.md Y17): who is there counts, no network takes more than half of the places from
// others, and networks take turns. Everything as shipped: one counsellor, two places.

const second = 1_000;
const bots = "198.51.100.7";
const school = "203.0.113.20";
const elsewhere = (n: number) => `192.0.${n}.1`;

let clock: FakeClock;
let home: House;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock, asShipped: true });
  await open(home);
});

const full = says("youth.shut.full.pill");
const state = () => lineDoors(home.helpline.db, clock.now())[0]!.door.state;
const line = () => inLine(home.helpline.db).map(({ id }) => id);

/** Somebody presses start at the door that they see. Gives the chat's id; null where the door lets nobody in. */
async function comes(from?: string, more: Record<string, string> = {}): Promise<(Person & { id: number }) | null> {
  const one = person(home, from === undefined ? {} : { from });
  const { text } = await one.get("/");
  const before = home.heard.length;
  const form = { client_id: clientId(), rules: field(text, "rules"), l: "en", text: "can I talk", ...more };
  await one.post("/start", form);
  const begun = home.heard.slice(before).find(({ type }) => type === "conversation.started");
  return begun?.type === "conversation.started" ? { ...one, id: begun.conversationId } : null;
}
/** They keep their page open. */
const stays = ({ id }: { id: number }) => home.helpline.youth.opened(id);

async function come(...from: (string | undefined)[]): Promise<number[]> {
  const ids: number[] = [];
  for (const each of from) {
    const one = await comes(each);
    expect(one).not.toBe(null);
    stays(one!);
    ids.push(one!.id);
  }
  return ids;
}

const watch = () => runJob(home.helpline, jobs.find(({ name }) => name === "doors that say something else")!);

test("two tabs close no line: whoever comes from elsewhere sees an open door, comes in, and stands before the second of them", async () => {
  const [first, other] = await come(bots, bots);
  expect(state()).toBe("open");
  expect(await comes(bots)).toBe(null);
  expect((await person(home, { from: bots }).get("/")).text).toContain(full);

  const noor = person(home, { from: school });
  expect((await noor.get("/")).text).not.toContain(full);
  const [id] = await come(school);
  expect(line()).toEqual([first, id, other]);
  // Two places, and two networks hold them.
  expect(state()).toBe("full");
  // Her school has half of them; somebody elsewhere has none yet.
  expect(await comes(school)).toBe(null);
  expect((await person(home, { from: elsewhere(2) }).get("/")).text).not.toContain(full);
  const [sam] = await come(elsewhere(2));
  expect(line()).toEqual([first, id, sam, other]);
});

test("the door says how many stand before whoever comes from where they are", async () => {
  await open(home, home.bela);
  await come(bots, bots, school);
  const waiting = (n: number) => says("youth.door.open", { waiting: n });
  expect((await person(home, { from: elsewhere(1) }).get("/")).text).toContain(waiting(2));
  expect((await person(home, { from: school }).get("/")).text).toContain(waiting(3));
});

test("who cannot be told apart finds the door as it is for everybody", async () => {
  await come(undefined, undefined);
  expect(state()).toBe("full");
  expect(await comes()).toBe(null);
  // Behind a proxy that says it, somebody else comes in.
  await come(elsewhere(1));
});

test("whoever has been out of reach for half a minute takes no place from others, keeps their own, and counts again when they are back", async () => {
  const gone = [await comes(), await comes()].map((one) => one!.id);
  expect(state()).toBe("full");
  clock.pass(29 * second);
  expect(state()).toBe("full");
  clock.pass(second);
  expect(state()).toBe("open");
  await watch();
  expect(home.heard.findLast(({ type }) => type === "line.state_changed")).toMatchObject({ to: "open" });
  const [noor] = await come(undefined);
  expect(line()).toEqual([...gone, noor]);
  for (const id of gone) stays({ id });
  expect(state()).toBe("full");
  expect(line()).toEqual([...gone, noor]);
});

test("a form that is sent without a page to see what comes of it holds its place for half a minute", async () => {
  await comes(bots);
  expect(home.helpline.youth.here()).toEqual([]);
  clock.pass(30 * second);
  await come(undefined, undefined);
  expect(state()).toBe("full");
});

test("in danger networks take turns too, and nobody is refused", async () => {
  const danger = { danger: "yes" };
  const ids: number[] = [];
  for (const from of [bots, bots, bots, bots, school, elsewhere(1)]) {
    const one = await comes(from, danger);
    expect(one).not.toBe(null);
    ids.push(one!.id);
  }
  const [first, second, third, fourth, noor, sam] = ids;
  expect(line()).toEqual([first, noor, sam, second, third, fourth]);
});

test("a network that has had its turn comes after those who waited meanwhile, and before whoever comes later", async () => {
  const [first, other] = await come(bots, bots);
  clock.pass(second);
  const [noor] = await come(school);
  clock.pass(second);
  const taken = await act(home, home.anna, (tx, emit) => claimNext(tx, emit, { member: home.anna }));
  expect(taken).toBe(first);
  clock.pass(second);
  const [sam] = await come(elsewhere(1));
  expect(line()).toEqual([noor, other, sam]);
});

test("after a restart networks are known again as their pages are heard, and nothing of them was stored", async () => {
  const one = await comes(bots);
  const two = await comes(bots);
  for (const page of [one!, two!]) stays(page);
  const [noor] = await come(school);
  const stored = Buffer.concat([home.files.data.serialize(), home.files.keys.serialize()]).toString("latin1");
  expect(stored).not.toContain("198.51.100");
  expect(stored).not.toContain(home.helpline.db.crowd.networkOf(two!.id));
  home = await restarted(home, home.files, masterKey(new Uint8Array(32).fill(7)));
  expect(line()).toEqual([one!.id, two!.id, noor]);
  for (const { id, cookies } of [one!, two!]) {
    const page = person(home, { from: bots, cookies });
    expect((await page.post("/updates", { last: "0" }, script)).status).toBe(200);
    expect(home.helpline.db.crowd.networkOf(id)).not.toBe(null);
  }
  expect(line()).toEqual([one!.id, noor, two!.id]);
});
