import { beforeEach, describe, expect, test } from "vitest";
import type { OpenFiles } from "#src/db/files.ts";
import { end } from "#src/queue/end/ending.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, field, give, person, says, script, typed, youth } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";

// What was typed and did not go out comes along to where it can; and what a page says once, it says once.

const words = "my <long> story\nand more";
let clock: FakeClock;
let files: OpenFiles;
let line: House;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  files = line.files;
  await open(line);
});

const start = (more: Record<string, string> = {}) => ({
  client_id: clientId(),
  rules: "1",
  l: "en",
  text: words,
  ...more,
});

/** She has started in French, by the link of the door. */
async function inFrench() {
  const noor = person(line);
  await noor.post("/start?l=fr", start({ l: "fr" }));
  return { ...noor, id: rows<{ id: number }>(files, "conversation").at(-1)!.id };
}

async function endedByAnna(begin = () => youth(line, "hello")) {
  const noor = await begin();
  await give(line, noor.id, line.anna);
  const by = { conversationId: noor.id, reason: "ended_by_counsellor", staffId: line.anna.id } as const;
  await act(line, line.anna, (tx, emit) => end(tx, emit, by));
  return noor;
}

describe("words kept from a chat that is over", () => {
  test("stand in the box of the door, nothing is begun, and the old chat is left", async () => {
    const noor = await endedByAnna();
    expect((await noor.get("/")).text).toContain('<form id="again" method="post" action="/start-new"');
    const { status, text, set } = await noor.post("/start-new", { sent: "1", text: words });
    expect(status).toBe(200);
    expect(typed(text)).toBe(words);
    expect(text).not.toContain(says("error.bad_input"));
    expect(field(text, "client_id")).toMatch(/^[0-9a-f]{32}$/);
    expect(set).toEqual([expect.stringMatching(/^s=; Max-Age=0/)]);
    expect(rows(files, "conversation")).toHaveLength(1);
    // The same tapped again, without the cookie: the words are still there.
    expect(typed((await noor.post("/start-new", { text: words })).text)).toBe(words);
  });

  test("where the door has shut meanwhile they stand there too", async () => {
    const closed = await house();
    const { text } = await person(closed).post("/start-new", { text: words });
    expect(text).toContain(says("youth.shut.paused.title"));
    expect(typed(text)).toBe(words);
  });

  test("the language of the chat stays, with words and without", async () => {
    const noor = await endedByAnna(inFrench);
    const action = /action="(\/start-new[^"]*)"/.exec((await noor.get("/")).text)![1]!;
    expect(action).toBe("/start-new?l=fr");
    expect((await noor.post(action)).to).toBe("/?l=fr");
    const { text } = await (await endedByAnna(inFrench)).post(action, { text: words });
    expect(text).toContain('<html lang="fr"');
    expect(text).toContain('action="/start?l=fr"');
  });

  test("what was refused because the chat is over goes into a new one, from the page and from the frame", async () => {
    const noor = await endedByAnna();
    const page = await noor.post("/send", { client_id: clientId(), text: words });
    const frame = await noor.post("/send", { client_id: clientId(), text: words, frame: "1" });
    for (const { text } of [page, frame]) {
      expect(text).toMatch(/<textarea id="kept-words" form="again" name="text"/);
      expect(text).toContain('id="again" method="post" action="/start-new"');
    }
    expect(frame.text).toContain('action="/start-new" target="_top"');
  });
});

test("the form of the door, sent to the address of another language, is that door with the words in it", async () => {
  const noor = person(line);
  const form = start();
  const { status, text, set } = await noor.post("/start?l=fr", form);
  expect([status, set]).toEqual([200, []]);
  expect(text).toContain('<html lang="fr"');
  expect(typed(text)).toBe(words);
  expect(field(text, "client_id")).toBe(form.client_id);
  expect(rows(files, "conversation")).toEqual([]);
  // From there it is sent as ever.
  expect((await noor.post("/start?l=fr", start({ l: "fr" }))).to).toBe("/");
  expect(rows<{ language: string }>(files, "conversation")).toMatchObject([{ language: "fr" }]);
});

test("in a second tab another language ends no chat and says nothing in it", async () => {
  const noor = await youth(line, "hello");
  await noor.post("/start?l=fr", start());
  expect(rows(files, "message")).toHaveLength(1);
  expect(rows(files, "conversation")).toMatchObject([{ ended_at: null }]);
});

describe("after leaving the line", () => {
  test("the door says so once, in the language of the line", async () => {
    const noor = await inFrench();
    const { to } = await noor.post("/end", { from: "waiting" });
    expect(to).toBe("/?l=fr");
    const left = says("youth.left_line", {}, "fr");
    expect((await noor.get(to!)).text).toContain(left);
    expect((await noor.get(to!)).text).not.toContain(left);
  });

  test("whoever opens the page a minute later reads nothing of it", async () => {
    const noor = await youth(line, "hello");
    await noor.post("/end", { from: "waiting" });
    clock.pass(60_000);
    expect((await noor.get("/")).text).not.toContain(says("youth.left_line"));
  });

  test("and never after leaving fast", async () => {
    const noor = await youth(line, "hello");
    const cookie = noor.cookies.get("s")!;
    await noor.get("/leave");
    noor.cookies.set("s", cookie);
    expect((await noor.get("/")).text).not.toContain(says("youth.left_line"));
  });
});

test("a script gets the answer to a tap, and all rows of the log, as pieces", async () => {
  const noor = await youth(line, "hello");
  const tap = await noor.post("/feeling", { moment: "before", value: "7" }, script);
  expect(tap.text).toBe(
    `<div id="feeling" class="thanks"><p class="soft">${says("youth.feeling.thanks", { value: 7 })}</p></div>`,
  );
  const all = await noor.get("/?earlier=1", script);
  expect(all.text).toMatch(/^<li id="m1"[^>]*>.*hello.*<\/li>$/);
  await give(line, noor.id, line.anna);
  await noor.post("/end");
  const helped = await noor.post("/helped", { value: "bit" }, script);
  expect(helped.text).toMatch(/^<div id="after" class="asks"/);
});
