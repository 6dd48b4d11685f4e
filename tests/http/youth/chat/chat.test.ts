import { beforeEach, describe, expect, test } from "vitest";
import type { OpenFiles } from "#src/db/files.ts";
import { end } from "#src/queue/end/ending.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import {
  act,
  cleared,
  clientId,
  field,
  give,
  heardSince,
  person,
  says,
  script,
  staff,
  typed,
  youth,
} from "#tests/support/house/http.ts";
import { restarted } from "#tests/support/house/restart.ts";
import { rows } from "#tests/support/house/tables.ts";

let clock: FakeClock;
let files: OpenFiles;
let line: House;
let noor: Awaited<ReturnType<typeof youth>>;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  files = line.files;
  await open(line);
  noor = await youth(line, "first words");
});

const texts = (page: string) => [...page.matchAll(/<li[^>]*class="m.*?<p dir="auto">(.*?)<\/p>/gs)].map((m) => m[1]);

describe("GET / while waiting and talking", () => {
  test("waiting: the place, the words, the feeling, one tap out of the line", async () => {
    const page = (await noor.get("/")).text;
    expect(page).toContain(says("youth.waiting.place", { place: 1 }));
    expect(page).toContain(says("youth.feeling.before"));
    expect(page).toContain(says("youth.waiting.leave"));
    expect(texts(page)).toEqual(["first words"]);
    expect(page).toContain('data-last="1"');
  });

  test("talking: the alias and never the name, both sides in order, no feeling question", async () => {
    await give(line, noor.id, line.anna);
    const anna = await staff(line, line.anna);
    await anna.post(`/staff/conversation/${noor.id}/send`, { client_id: clientId(), text: "Hi, I am <here>." });
    const page = (await noor.get("/")).text;
    expect(page).toContain(says("youth.talking.here", { alias: "Mika" }));
    expect(texts(page)).toEqual(["first words", says("notice.claimed", { alias: "Mika" }), "Hi, I am &lt;here&gt;."]);
    expect(page).not.toContain(says("youth.feeling.before"));
    expect(page).not.toMatch(/Anna|Peeters/);
  });

  test("only looking tells nobody that it was read", async () => {
    await give(line, noor.id, line.anna);
    const before = line.heard.length;
    await noor.get("/");
    expect(heardSince(line, before)).toEqual([]);
  });
});

describe("POST /send", () => {
  test("from a form: stored once, heard by the console, back to the page", async () => {
    const before = line.heard.length;
    const form = { client_id: clientId(), text: "second words" };
    const answer = await noor.post("/send", form);
    expect([answer.status, answer.to]).toEqual([303, "/"]);
    expect((await noor.post("/send", form)).to).toBe("/");
    expect(heardSince(line, before)).toEqual(["message.written"]);
    expect(line.heard.at(-1)).toMatchObject({ conversationId: noor.id, seq: 2, author: "youth" });
    expect(texts((await noor.get("/")).text)).toEqual(["first words", "second words"]);
    expect(
      JSON.stringify(rows<{ body: Uint8Array }>(files, "message").map((row) => Buffer.from(row.body).toString())),
    ).not.toContain("words");
  });

  test("from chat.js: the stored message comes back, the same again for the same client id", async () => {
    const id = clientId();
    const first = await noor.post("/send", { client_id: id, text: "a & b" }, script);
    expect(first.status).toBe(200);
    expect(first.text).toMatch(new RegExp(`^<li id="m2" data-seq="2" data-id="${id}"`));
    expect(first.text).toContain("a &amp; b");
    const again = await noor.post("/send", { client_id: id, text: "a & b" }, script);
    expect(again.text).toBe(first.text);
    const changed = await noor.post("/send", { client_id: id, text: "something else" }, script);
    expect(changed.text).toMatch(/^<li id="m3" data-seq="3"/);
  });

  test("what was on the screen is said read along with it", async () => {
    await give(line, noor.id, line.anna);
    const before = line.heard.length;
    await noor.post("/send", { client_id: clientId(), text: "yes", seen: "2" });
    expect(heardSince(line, before)).toEqual(["message.seen", "message.written"]);
    expect(line.heard[before]).toMatchObject({ by: "youth", seq: 2, staffId: line.anna.id });
  });

  test("too long: the sentence, the words and the same client id, in page, frame and script", async () => {
    const form = { client_id: clientId(), text: "x".repeat(4001) };
    const sentence = says("error.too_long", { length: 4001, most: 4000 });
    for (const one of [await noor.post("/send", form), await noor.post("/send", { ...form, frame: "1" })]) {
      expect(one.status).toBe(422);
      expect(one.text).toContain(sentence);
      expect(typed(one.text)).toBe(form.text);
      expect(field(one.text, "client_id")).toBe(form.client_id);
    }
    const scripted = await noor.post("/send", form, script);
    expect([scripted.status, scripted.text]).toEqual([422, sentence]);
    expect(rows(files, "message")).toHaveLength(1);
  });

  test("empty is said", async () => {
    const { status, text } = await noor.post("/send", { client_id: clientId(), text: " \u0000\n" });
    expect(status).toBe(422);
    expect(text).toContain(says("error.empty"));
  });

  test("after the end: the sentence and the words, in page, frame and script", async () => {
    await give(line, noor.id, line.anna);
    await act(line, line.anna, (tx, emit) =>
      end(tx, emit, { conversationId: noor.id, reason: "ended_by_counsellor", staffId: line.anna.id }),
    );
    const form = { client_id: clientId(), text: "one more thing" };
    const page = await noor.post("/send", form);
    expect(page.status).toBe(410);
    expect(page.text).toContain(says("error.ended"));
    expect(typed(page.text, "kept-words")).toBe("one more thing");
    const framed = await noor.post("/send", { ...form, frame: "1" });
    expect([framed.status, typed(framed.text, "kept-words")]).toEqual([410, "one more thing"]);
    const scripted = await noor.post("/send", form, script);
    expect([scripted.status, scripted.text]).toEqual([410, says("error.ended")]);
  });

  test("without a conversation: a script is told, a page keeps the words, and without words leads to the door", async () => {
    const stranger = person(line);
    const form = { client_id: clientId(), text: "hello?" };
    const scripted = await stranger.post("/send", form, script);
    expect([scripted.status, scripted.text]).toEqual([410, says("error.ended")]);
    const page = await stranger.post("/send", form);
    expect(page.status).toBe(410);
    expect(page.text).toContain("hello?");
    expect((await stranger.post("/check")).to).toBe("/");
    // In the frame of the composer even an empty one says it there: that frame may not show the door.
    expect((await stranger.post("/send", { frame: "1", client_id: clientId(), text: "" })).status).toBe(410);
  });

  test("another conversation's client id is a message of its own here", async () => {
    const id = clientId();
    const sam = await youth(line, "Sam's words");
    await sam.post("/send", { client_id: id, text: "only mine" });
    await noor.post("/send", { client_id: id, text: "mine too" });
    expect(texts((await noor.get("/")).text)).toEqual(["first words", "mine too"]);
  });
});

describe("POST /end from the page of the line", () => {
  const fromLine = { from: "waiting" };

  test("ends nothing when the chat has begun meanwhile, and leads to it", async () => {
    await give(line, noor.id, line.anna);
    const before = line.heard.length;
    const answer = await noor.post("/end", fromLine);
    expect([answer.status, answer.to, answer.set]).toEqual([303, "/", []]);
    expect(heardSince(line, before)).toEqual([]);
    expect((await noor.get("/")).text).toContain(says("youth.end.sure"));
    await noor.post("/end");
    expect(heardSince(line, before)).toEqual(["wrap_up.changed", "conversation.ended"]);
  });

  test("leaves the line as long as nobody has taken the chat", async () => {
    expect((await noor.get("/")).text).toContain('name="from" value="waiting"');
    await noor.post("/end", fromLine);
    expect(line.heard.at(-1)).toMatchObject({ type: "conversation.ended", reason: "left_line" });
  });
});

describe("POST /check and /typing", () => {
  test("check brings the page again and says what was read", async () => {
    await give(line, noor.id, line.anna);
    const before = line.heard.length;
    expect((await noor.post("/check", { seen: "2" })).to).toBe("/");
    await noor.post("/check", { seen: "1" });
    await noor.post("/check");
    expect(heardSince(line, before)).toEqual(["message.seen"]);
  });

  test("seen never goes back and never past the last message", async () => {
    await give(line, noor.id, line.anna);
    for (const seen of ["99999", "1", "-4", "2.5", "x", ""]) expect((await noor.post("/check", { seen })).to).toBe("/");
    expect(rows<{ youth_seen_seq: number }>(files, "conversation")[0]!.youth_seen_seq).toBe(2);
  });

  test("typing is said once to the counsellor, ends with the message, and is silent after the end", async () => {
    await give(line, noor.id, line.anna);
    const before = line.heard.length;
    expect((await noor.post("/typing", {}, script)).status).toBe(204);
    await noor.post("/typing", {}, script);
    await noor.post("/send", { client_id: clientId(), text: "there" });
    expect(line.heard.slice(before)).toEqual([
      { type: "typing", conversationId: noor.id, staffId: line.anna.id, by: "youth", on: true },
      expect.objectContaining({ type: "message.written" }),
      { type: "typing", conversationId: noor.id, staffId: line.anna.id, by: "youth", on: false },
    ]);
    await noor.post("/end");
    const after = line.heard.length;
    await noor.post("/typing", {}, script);
    expect(heardSince(line, after)).toEqual([]);
  });
});

describe("POST /feeling", () => {
  test("while waiting: kept, shown, seen by the console, with and without script", async () => {
    const before = line.heard.length;
    expect((await noor.post("/feeling", { moment: "before", value: "7" })).to).toBe("/");
    const scripted = await noor.post("/feeling", { moment: "before", value: "8" }, script);
    expect(scripted.status).toBe(200);
    expect(scripted.text).toMatch(/^<div id="feeling" class="thanks">/);
    expect(scripted.text).toContain(says("youth.feeling.thanks", { value: 8 }));
    expect(heardSince(line, before)).toEqual(["feeling.given", "feeling.given"]);
    expect((await noor.get("/")).text).toContain(says("youth.feeling.thanks", { value: 8 }));
    await give(line, noor.id, line.anna);
    const anna = await staff(line, line.anna);
    expect((await anna.get(`/staff/conversation/${noor.id}`)).text).toContain(says("staff.about.of_ten", { n: 8 }));
  });

  test("skipped, it is asked no more", async () => {
    await noor.post("/feeling", { moment: "before", value: "skip" });
    expect((await noor.get("/")).text).not.toContain(says("youth.feeling.before"));
    expect(rows(files, "conversation")[0]).toMatchObject({ feeling_before: null, feeling_skipped: 1 });
  });

  test.each(["11", "-1", "5.5", "1e1", "", "NaN", "seven", "9007199254740993"])(
    "[ASVS 1.4.2] %j is refused and stored nowhere",
    async (value) => {
      const { status, text } = await noor.post("/feeling", { moment: "before", value });
      expect(status).toBe(422);
      expect(text).toContain(says("error.bad_input"));
      expect(rows(files, "conversation")[0]).toMatchObject({ feeling_before: null, feeling_skipped: 0 });
    },
  );
});

describe("POST /end", () => {
  test("out of the line: the words are gone at once, and so is the cookie", async () => {
    const before = line.heard.length;
    expect((await noor.post("/end")).to).toBe("/");
    expect(line.heard.slice(before)).toEqual([
      { type: "conversation.ended", conversationId: noor.id, staffId: null, reason: "left_line" },
    ]);
    expect(rows(files, "message")).toEqual([]);
    const page = await noor.get("/");
    expect(page.text).toContain(says("youth.door.title"));
    expect(page.set).toEqual([expect.stringMatching(/^s=; Max-Age=0/)]);
  });

  test("out of a chat: the counsellor hears who ended it; twice is once; the last page asks", async () => {
    await give(line, noor.id, line.anna);
    const before = line.heard.length;
    await noor.post("/end");
    await noor.post("/end");
    expect(line.heard.slice(before)).toEqual([
      { type: "wrap_up.changed", staffId: line.anna.id, on: true },
      { type: "conversation.ended", conversationId: noor.id, staffId: line.anna.id, reason: "ended_by_youth" },
    ]);
    expect((await noor.get("/")).text).toContain(says("youth.ended.by_youth"));
  });

  test("with “delete and leave” the cookie goes at once", async () => {
    await give(line, noor.id, line.anna);
    const { set } = await noor.post("/end", { wipe: "1" });
    expect(set).toEqual(cleared);
    expect((await noor.get("/")).text).toContain(says("youth.door.title"));
  });
});

test("without the master key the chat opens, says that words cannot be shown, and keeps what is typed", async () => {
  const locked = await restarted(line, files, null);
  const anyone = person(locked);
  anyone.cookies.set("s", noor.cookies.get("s")!);
  const page = (await anyone.get("/")).text;
  expect(page).toContain(says("youth.message.unreadable"));
  const { status, text } = await anyone.post("/send", { client_id: clientId(), text: "still here?" });
  expect(status).toBe(422);
  expect(text).toContain(says("error.locked"));
  expect(typed(text)).toBe("still here?");
});
