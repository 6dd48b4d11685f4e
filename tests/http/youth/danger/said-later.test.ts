import { beforeEach, describe, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { chosenIn } from "#src/conversation/messages/intake.ts";
import { messages } from "#src/conversation/reading.ts";
import { markUrgent } from "#src/conversation/safety/risk.ts";
import { urgencyOf } from "#src/conversation/safety/urgent.ts";
import { liveBarScene } from "#src/live/console/staff-shift.ts";
import { inLine } from "#src/queue/claim.ts";
import { questionNames } from "#src/settings/assessment.ts";
import { setSetting } from "#src/settings/settings.ts";
import { noorsSecret, withSecret } from "#tests/support/browser/secrets.ts";
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
  staff,
  typed,
  youth,
} from "#tests/support/house/http.ts";
import { waitId } from "#views/counsellor/console/queue.tsx";

// The tick is never thrown away where it meets a chat that has begun, and whoever waits can say later too that they are in danger.
// Everything as shipped.

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
const begun = () => home.heard.filter(({ type }) => type === "conversation.started").length;
const form = (more: Record<string, string> = {}) => ({
  ...{ client_id: clientId(), rules: "1", l: "en", text: "help me", ...more },
});
const ticked = { danger: "yes" };
const sendsFrom = (who: Person, sent: Record<string, string>) => who.post("/start", sent, script);
const presses = (who: Person) => who.post("/danger?say=now", { sent: "1" });
const written = (id: number) =>
  messages(home.helpline.db, id).flatMap(({ author, text }) => (author === "youth" ? [text] : []));
const pageOf = async (who: Person) => (await who.get("/")).text;
const urgentInBar = () => liveBarScene(home.helpline, home.anna).takes?.waits.urgent;

/** Somebody who stands before her. */
const sam = () => youth(home, "I came first");

describe("the form of the door, sent once more with the tick since its answer was lost", () => {
  test.each(["without a cookie", "with one"])("makes her the first of the line, %s", async (how) => {
    const first = await sam();
    const sent = form();
    const noor = person(home);
    await sendsFrom(noor, sent);
    const id = line()[1]!;
    expect(found(id).lane).toBe("normal");
    expect(urgentInBar()).toEqual([]);
    const again = how === "with one" ? noor : person(home);
    const before = home.heard.length;
    expect((await sendsFrom(again, { ...sent, ...ticked })).status).toBe(204);
    expect(heardSince(home, before)).toEqual(["conversation.danger_said"]);
    expect(line()).toEqual([id, first.id]);
    expect(chosenIn(home.helpline.db, id)).toMatchObject({ urgent: "danger" });
    expect(written(id)).toEqual(["help me"]);
    expect(await pageOf(again)).toContain(alerted);
    expect(urgentInBar()).toEqual([waitId(inLine(home.helpline.db)[0]!)]);
    expect((await (await staff(home, home.anna)).get("/staff")).text).toContain(says("staff.queue.urgent"));
    expect((await sendsFrom(again, { ...sent, ...ticked })).status).toBe(204);
    expect(heardSince(home, before)).toEqual(["conversation.danger_said"]);
    expect(begun()).toBe(2);
  });

  test("brings the words that were added too", async () => {
    const sent = form();
    await sendsFrom(person(home), sent);
    await sendsFrom(person(home), { ...sent, ...ticked, text: "help me, he is here" });
    expect(written(line()[0]!)).toEqual(["help me", "help me, he is here"]);
  });

  test("in a chat that goes on its counsellor reads it, and sees it marked, once", async () => {
    const sent = form();
    const noor = person(home);
    await sendsFrom(noor, sent);
    const id = line()[0]!;
    await give(home, id, home.anna);
    expect(urgencyOf(home.helpline.db, found(id))).toBe(null);
    const before = home.heard.length;
    for (const who of [noor, person(home), noor]) {
      expect((await sendsFrom(who, { ...sent, ...ticked })).status).toBe(204);
    }
    expect(heardSince(home, before)).toEqual(["conversation.danger_said", "message.written"]);
    expect(written(id)).toEqual(["help me", inDanger]);
    const seen = (await (await staff(home, home.anna)).get(`/staff/conversation/${id}`)).text;
    for (const words of [inDanger, says("staff.urgent.danger_in"), says("staff.urgent.over")]) {
      expect(seen).toContain(words);
    }
  });

  test("of a chat that is over it begins another, as often as it is pressed; without the tick nothing", async () => {
    const noor = person(home);
    const sent = form();
    await sendsFrom(noor, sent);
    await noor.post("/end");
    await sendsFrom(person(home), sent);
    expect(line()).toEqual([]);
    for (const who of [person(home), person(home), noor]) {
      expect((await sendsFrom(who, { ...sent, ...ticked })).status).toBe(204);
      expect(await pageOf(who)).toContain(alerted);
    }
    expect(line()).toHaveLength(1);
    expect(written(line()[0]!)).toEqual(["help me"]);
  });

  test("the same of one that had a secret word", async () => {
    const sent = form({ secret: noorsSecret });
    const noor = person(home);
    await noor.post("/start", sent);
    await give(home, line()[0]!, home.anna);
    await noor.post("/end");
    clock.pass(2 * minute);
    home.helpline.staff.touched(home.anna.id);
    const again = person(home);
    expect((await sendsFrom(again, { ...sent, ...ticked })).status).toBe(204);
    expect(await pageOf(again)).toContain(alerted);
  });

  test("where the secret word of the chat is asked she is taken first all the same, and nothing else changes before it is given", async () => {
    const first = await sam();
    const sent = { client_id: clientId() };
    const noor = await withSecret(home, sent);
    clock.pass(2 * minute);
    const asked = await person(home).post("/start", form({ ...sent, ...ticked, text: "he is here" }));
    expect(asked.text).toContain(says("youth.secret.ask"));
    expect(line()).toEqual([noor.id, first.id]);
    expect(written(noor.id)).toEqual(["my hidden words"]);
    expect(await pageOf(noor)).toContain(says("youth.secret.ask"));
  });
});

test("in a chat whose secret word is asked the counsellor sees it marked, and reads nothing in her name", async () => {
  const sent = { client_id: clientId() };
  const noor = await withSecret(home, sent);
  await give(home, noor.id, home.anna);
  clock.pass(2 * minute);
  const here = found(noor.id).youthHereAt;
  await person(home).post("/start", form({ ...sent, ...ticked, text: "he is here" }));
  expect(urgencyOf(home.helpline.db, found(noor.id))).toBe("danger");
  expect(written(noor.id)).toEqual(["my hidden words"]);
  expect(found(noor.id).youthHereAt).toBe(here);
});

test("the counsellor reads it in the words that she pressed, whatever she had answered before", async () => {
  const value = { on: true, questions: [...questionNames] };
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "assessment", value }));
  const noor = person(home);
  await noor.post("/start", form({ urgent: "soon", age: "13-14" }));
  const id = line()[0]!;
  await presses(noor);
  expect(chosenIn(home.helpline.db, id)).toMatchObject({ urgent: "danger", age: "13-14" });
  await give(home, id, home.anna);
  const seen = (await (await staff(home, home.anna)).get(`/staff/conversation/${id}`)).text;
  expect(seen).toContain(says("staff.urgent.ticked", { words: `“${says("youth.door.danger")}”` }));
});

describe("a second tab", () => {
  test("says it of whoever waits, with the words or without", async () => {
    const first = await sam();
    const noor = await youth(home);
    expect((await noor.post("/start", form({ ...ticked, text: "" }))).to).toBe("/");
    expect(line()).toEqual([noor.id, first.id]);
    expect(await pageOf(noor)).toContain(alerted);
    await first.post("/start", form({ ...ticked, text: "he is outside" }));
    expect(found(first.id).lane).toBe("urgent");
    expect(written(first.id)).toEqual(["I came first", "he is outside"]);
  });

  test("says it to the counsellor; again once they have said that it was over", async () => {
    const noor = await youth(home);
    await give(home, noor.id, home.anna);
    await noor.post("/start", form({ ...ticked, text: "" }));
    await noor.post("/start", form({ ...ticked, text: "" }));
    expect(written(noor.id)).toEqual(["things at home are bad again", inDanger]);
    const over = { conversationId: noor.id, staffId: home.anna.id, present: false };
    await act(home, home.anna, (tx, emit) => markUrgent(tx, emit, over));
    expect(urgencyOf(home.helpline.db, found(noor.id))).toBe(null);
    await noor.post("/start", form({ ...ticked, text: "" }));
    expect(urgencyOf(home.helpline.db, found(noor.id))).toBe("danger");
    expect(written(noor.id)).toEqual(["things at home are bad again", inDanger, inDanger]);
  });

  test("that only writes changes no lane", async () => {
    const noor = await youth(home);
    await noor.post("/start", form());
    expect(found(noor.id).lane).toBe("normal");
    expect(await pageOf(noor)).toContain(button);
  });
});

test("words that were refused keep the tick beside them", async () => {
  const refused = await person(home).post("/start", form({ ...ticked, text: "x".repeat(4_001) }));
  expect(typed(refused.text)).toHaveLength(4_001);
  expect(refused.text).toMatch(/name="danger"[^>]*checked/);
});
