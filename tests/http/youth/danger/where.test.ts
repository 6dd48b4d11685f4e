import { beforeEach, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { messages } from "#src/conversation/reading.ts";
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
  expect(page.text).toContain(`<button class="big">${says("youth.where.send")}</button>`);
  expect(page.text).toContain(`<button class="big line" name="do" value="keep">${says("youth.where.keep")}</button>`);
  expect(page.text.match(/href="tel:112"/g)!.length).toBeGreaterThan(1);
  expect((await answers("  Ghent,\r\n the station ")).to).toBe("/");
  expect(said().at(-1)).toEqual(["youth", says("youth.where.words", { place: "Ghent, the station" })]);
  expect((await anna.get(`/staff/conversation/${noor.id}`)).text).toContain("Ghent, the station");
});

test("not wanting to say it is an answer, whatever stands in the box", async () => {
  expect((await answers("half a stre", { do: "keep" })).to).toBe("/");
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

test("beside the chat a script is told that it is done, or shows the same page with the sentence", async () => {
  expect((await noor.post("/where", { client_id: clientId(), place: "home" }, script)).status).toBe(204);
  const refused = await noor.post("/where", { client_id: clientId(), place: "" }, script);
  expect([refused.status, refused.text.includes(says("youth.where.empty"))]).toEqual([200, true]);
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
