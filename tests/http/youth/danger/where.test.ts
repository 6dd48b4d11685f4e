import { beforeEach, describe, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { messages } from "#src/conversation/reading.ts";
import { topics } from "#src/live/topics.ts";
import { end } from "#src/queue/end/ending.ts";
import { pause } from "#src/queue/line/pause.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import {
  act,
  clientId,
  give,
  type Person,
  person,
  says,
  script,
  staff,
  typed,
  youth,
} from "#tests/support/house/http.ts";

let home: House;
let noor: Person & { id: number };
let anna: Person;
beforeEach(async () => {
  home = await house({ clock: fakeClock() });
  await open(home);
  noor = await youth(home, "I took something");
  await give(home, noor.id, home.anna);
  anna = await staff(home, home.anna);
});

const asks = () => anna.post(`/staff/conversation/${noor.id}/where`);
const said = () => messages(home.helpline.db, noor.id).map(({ author, text }) => [author, text]);
const answers = (place: string, more: Record<string, string> = {}) =>
  noor.post("/where", { client_id: clientId(), place, ...more });

test("SG8: the counsellor asks with one button; in the chat stands a way to say it, and that nobody has to", async () => {
  expect((await asks()).to).toBe(`/staff/conversation/${noor.id}/emergency`);
  const chat = (await noor.get("/")).text;
  expect(chat).toContain(says("notice.where", { alias: "Mika" }));
  expect(chat).toContain('<a href="/where" target="_top">');
  // Pressed twice it is asked once; after another answer it can be asked again.
  await asks();
  expect(said().filter(([, text]) => text?.includes("notice.where"))).toHaveLength(1);
  await noor.post("/send", { client_id: clientId(), text: "what?" });
  await asks();
  expect(said().filter(([, text]) => text?.includes("notice.where"))).toHaveLength(2);
});

test("a place is a message like any other; two buttons, neither of them the right one; emergency numbers beside", async () => {
  const page = await noor.get("/where");
  expect(page.status).toBe(200);
  expect(page.text).toContain(says("youth.where.lead"));
  expect(page.text).toContain(`<button class="big" name="value" value="say">${says("youth.where.send")}</button>`);
  expect(page.text).toContain(
    `<button class="big line" name="value" value="keep">${says("youth.where.keep")}</button>`,
  );
  expect(page.text.match(/href="tel:112"/g)!.length).toBeGreaterThan(1);
  expect((await answers("  Ghent,\r\n the station ")).to).toBe("/");
  expect(said().at(-1)).toEqual(["youth", says("youth.where.words", { place: "Ghent, the station" })]);
  expect((await anna.get(`/staff/conversation/${noor.id}`)).text).toContain("Ghent, the station");
});

test("not wanting to say it is an answer, whatever stands in the box", async () => {
  expect((await answers("half a stre", { value: "keep" })).to).toBe("/");
  expect(said().at(-1)).toEqual(["youth", says("youth.where.kept_words")]);
  expect(said().flat().join()).not.toContain("half a stre");
});

test("nothing typed is refused with a sentence, and too much stays in the box", async () => {
  const before = said().length;
  const empty = await answers(" \n ");
  expect([empty.status, empty.text.includes(says("youth.where.empty"))]).toEqual([422, true]);
  const long = await answers("a".repeat(301));
  expect([long.status, typed(long.text, "place")]).toEqual([422, "a".repeat(301)]);
  expect(said()).toHaveLength(before);
  // The same sent twice is one message.
  const once = clientId();
  for (const _ of [1, 2]) await answers("home", { client_id: once });
  expect(said()).toHaveLength(before + 1);
});

test("an answer ends a pause, as any word does: it is read, and the chat does not fade out around it", async () => {
  const { id: conversationId } = noor;
  await act(home, home.anna, (tx, emit) => pause(tx, emit, { conversationId, by: "silence" }));
  expect((await answers("home")).to).toBe("/");
  expect(conversation(home.helpline.db, conversationId)?.pausedAt).toBeNull();
});

test("beside the chat a script gets what takes the place of the form: that it is sent, and nothing of that before; or the form again with the sentence", async () => {
  expect((await noor.get("/where")).text).not.toContain(says("youth.where.said"));
  const refused = await noor.post("/where", { client_id: clientId(), place: "" }, script);
  expect([refused.status, refused.text.startsWith('<form id="where"')]).toEqual([200, true]);
  expect(refused.text).toContain(says("youth.where.empty"));
  expect(refused.text).not.toContain(says("youth.where.said"));
  const said = await noor.post("/where", { client_id: clientId(), place: "home" }, script);
  expect([said.status, said.text]).toEqual([
    200,
    `<p id="where" class="card"><strong>${says("youth.where.said")}</strong></p>`,
  ]);
});

describe("the way to say it goes once it is said", () => {
  const link = '<a href="/where" target="_top">';
  const heard = () => {
    const frames: string[] = [];
    home.helpline.hub.join(topics.youth(noor.id), { send: (html) => frames.push(html) });
    return frames;
  };

  test("with a place or without, on the page, on one that is open, and to a poll; and comes when it is asked again", async () => {
    await asks();
    await noor.post("/send", { client_id: clientId(), text: "why?" });
    expect((await noor.get("/")).text).toContain(link);
    const v = (await noor.get("/")).text.match(/data-v="(\w+)"/)![1]!;
    const frames = heard();
    await answers("home");
    expect((await noor.get("/")).text).not.toContain(link);
    const seq = messages(home.helpline.db, noor.id).find(({ text }) => text?.includes("notice.where"))!.seq;
    const { text } = await noor.post("/updates", { after: String(seq + 1), v }, script);
    for (const html of [frames.join(""), text])
      expect(html).toMatch(new RegExp(`<li id="m${seq}"(?:(?!/where).)*</li>`, "s"));
    await asks();
    expect((await noor.get("/")).text.split(link)).toHaveLength(2);
    await answers("", { value: "keep" });
    expect((await noor.get("/")).text).not.toContain(link);
  });

  test("another place, said on a page that is older, is not lost", async () => {
    await asks();
    await answers("home");
    await answers("at the station");
    await answers("at the station");
    const places = said().flatMap(([author, text]) => (author === "youth" ? [text] : []));
    expect(places.slice(-2)).toEqual(["home", "at the station"].map((place) => says("youth.where.words", { place })));
  });
});

test("after the end, and without a chat, there is nothing to say", async () => {
  const { id: conversationId } = noor;
  await act(home, home.anna, (tx, emit) =>
    end(tx, emit, { conversationId, reason: "ended_by_counsellor", staffId: home.anna.id }),
  );
  expect((await noor.get("/where")).to).toBe("/");
  expect((await answers("home")).status).toBe(410);
  expect((await asks()).status).toBe(410);
  expect((await person(home).get("/where")).status).toBe(410);
});
