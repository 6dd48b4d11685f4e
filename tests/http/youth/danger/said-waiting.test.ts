import { beforeEach, describe, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { messages } from "#src/conversation/reading.ts";
import { urgencyOf } from "#src/conversation/safety/urgent.ts";
import { rates } from "#src/http/limits/limits.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { claimNext, inLine } from "#src/queue/claim.ts";
import { leaveChat } from "#src/queue/handover/give-back.ts";
import { withSecret } from "#tests/support/browser/secrets.ts";
import { inEvenings } from "#tests/support/browser/shut-doors.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import {
  act,
  clientId,
  give,
  heardSince,
  type Person,
  person,
  says,
  script,
  youth,
} from "#tests/support/house/http.ts";

// Whoever waits as anybody else can say at any time that they are in danger. Everything as shipped.

const minute = 60_000;
const button = 'action="/danger?say=now"';
const alerted = says("youth.danger.alerted");
const inDanger = says("youth.danger.words_now");

let clock: FakeClock;
let home: House;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock, asShipped: true });
  await open(home);
});

const found = (id: number) => conversation(home.helpline.db, id)!;
const line = () => inLine(home.helpline.db).map(({ id }) => id);
const form = (more: Record<string, string> = {}) => ({
  ...{ client_id: clientId(), rules: "1", l: "en", text: "help me", ...more },
});
const ticked = { danger: "yes" };
const presses = (who: Person) => who.post("/danger?say=now", { sent: "1" });
const written = (id: number) =>
  messages(home.helpline.db, id).flatMap(({ author, text }) => (author === "youth" ? [text] : []));
const pageOf = async (who: Person) => (await who.get("/")).text;

/** Somebody who stands before her. */
const sam = () => youth(home, "I came first");

describe("the button of whoever waits", () => {
  test("makes them the first, leads to the page of danger, and twice is once", async () => {
    const first = await sam();
    const noor = await youth(home);
    expect(await pageOf(noor)).toContain(button);
    const before = home.heard.length;
    expect((await presses(noor)).to).toBe("/");
    expect((await presses(noor)).to).toBe("/");
    expect(heardSince(home, before)).toEqual(["conversation.danger_said"]);
    expect(line()).toEqual([noor.id, first.id]);
    expect(written(noor.id)).toEqual(["things at home are bad again"]);
    const page = await pageOf(noor);
    for (const there of [alerted, says("youth.danger.what"), says("youth.waiting.place", { place: 1 })]) {
      expect(page).toContain(there);
    }
    for (const gone of [button, says("youth.waiting.open"), says("youth.feeling.before")]) {
      expect(page).not.toContain(gone);
    }
    // It is one tap more from there on.
    clock.pass(1_000);
    await noor.post("/danger?say=hurt_by", { sent: "1" });
    expect(written(noor.id)).toEqual(["things at home are bad again", says("youth.danger.hurt_by")]);
  });

  test("is heard by a page that waits for news, which asks and offers nothing else any more", async () => {
    const noor = await youth(home);
    const v = (await pageOf(noor)).match(/id="state"[^>]*data-v="(\w+)"/)![1]!;
    const poll = noor.post("/updates", { after: "1", v }, script);
    await expect.poll(() => home.helpline.hub.heard(`youth:${noor.id}`)).toBe(true);
    expect((await noor.post("/danger?say=now", { sent: "1" }, script)).status).toBe(200);
    const { text } = await poll;
    for (const piece of [alerted, '<div id="call">', says("youth.danger.what"), 'id="feeling" class="thanks" hidden']) {
      expect(text).toContain(piece);
    }
  });

  test("is not there in a chat, comes with the way back into the line, and on an older page it is a message", async () => {
    const noor = await youth(home);
    await give(home, noor.id, home.anna);
    expect(await pageOf(noor)).not.toContain(button);
    await act(home, home.anna, (tx, emit) =>
      leaveChat(tx, emit, { conversationId: noor.id, staffId: home.anna.id, why: "lost", isHeard: () => false }),
    );
    expect(await pageOf(noor)).toContain(button);
    await give(home, noor.id, home.anna);
    await presses(noor);
    await presses(noor);
    expect(written(noor.id)).toEqual(["things at home are bad again", inDanger]);
    expect(urgencyOf(home.helpline.db, found(noor.id))).toBe("danger");
  });

  test("is believed before the secret word is given, which is asked all the same", async () => {
    const noor = await withSecret(home);
    clock.pass(2 * minute);
    expect((await presses(noor)).text).toContain(says("youth.secret.ask"));
    expect(found(noor.id).lane).toBe("urgent");
    expect(await pageOf(noor)).toContain(says("youth.secret.ask"));
  });

  test("has a limit, like every tap", async () => {
    const noor = await youth(home);
    for (let n = 0; n < rates.tap.burst; n += 1) expect((await presses(noor)).to).toBe("/");
    expect((await presses(noor)).status).toBe(429);
    expect((await noor.post("/start", form({ ...ticked, text: "kept" }))).status).toBe(429);
    expect(found(noor.id).lane).toBe("urgent");
  });

  test("begins the minute and the three from then on, whatever they had waited", async () => {
    const noor = await youth(home);
    const late = says("youth.danger.late");
    clock.pass(4 * minute);
    home.helpline.youth.touched(noor.id);
    await presses(noor);
    expect(await pageOf(noor)).not.toContain(late);
    clock.pass(179_000);
    home.helpline.youth.touched(noor.id);
    expect(await pageOf(noor)).not.toContain(late);
    clock.pass(1_000);
    expect(await pageOf(noor)).toContain(late);
  });

  test("keeps them in line when it closes", async () => {
    await inEvenings(home);
    const [noor, other] = [await youth(home), await sam()];
    await presses(noor);
    clock.pass(190 * minute);
    for (const { id } of [noor, other]) home.helpline.youth.touched(id);
    home.helpline.staff.touched(home.anna.id);
    await runJob(home.helpline, jobs.find(({ name }) => name === "doors that say something else")!);
    expect(line()).toEqual([noor.id]);
  });
});

test("the second of a network within an hour who says it later counts a quarter, as who comes with the tick", async () => {
  const [bots, school, elsewhere] = ["198.51.100.7", "203.0.113.20", "192.0.2.1"];
  const comes = async (from: string) => {
    const who = person(home, { from });
    await who.post("/start", form());
    return { ...who, id: Math.max(...line()) };
  };
  const first = await comes(bots);
  await presses(first);
  await act(home, home.anna, (tx, emit) => claimNext(tx, emit, { member: home.anna }));
  expect(found(first.id).claimedAt).not.toBe(null);
  clock.pass(minute);
  const waits = await comes(school);
  clock.pass(20 * minute);
  home.helpline.staff.touched(home.anna.id);
  const [second, other] = [await comes(bots), await comes(elsewhere)];
  for (const who of [second, other]) await presses(who);
  // A quarter of an hour is less than the twenty minutes of whoever only waits.
  expect(line()).toEqual([other.id, waits.id, second.id]);
});
