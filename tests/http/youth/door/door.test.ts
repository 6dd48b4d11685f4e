import { beforeEach, describe, expect, test } from "vitest";
import { readConfig } from "#src/config.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { comesIn } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { clientId, field, give, heardSince, person, says, script, typed, youth } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";

let clock: FakeClock;
let files: OpenFiles;
let line: House;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  files = line.files;
  await open(line);
});

interface Row {
  id: number;
  language: string;
  rules_version: number;
  started_at: number;
  youth_token_hash: string;
}

describe("GET /", () => {
  test("[ASVS 7.6.2] shows one box, the state of the line and the emergency number, and sets no cookie", async () => {
    const { status, text, set } = await person(line).get("/");
    expect(status).toBe(200);
    expect(text).toMatch(/^<!doctype html><html lang="en" dir="ltr">/);
    expect(text).toContain(says("youth.door.title"));
    expect(text).toContain(says("youth.door.open", { waiting: 0 }));
    expect(text).toContain('href="tel:112"');
    expect(text).toContain("<title>Chat</title>");
    expect(field(text, "client_id")).toMatch(/^[0-9a-f]{32}$/);
    expect(set).toEqual([]);
  });

  test("counts who waits", async () => {
    await youth(line);
    await youth(line);
    expect((await person(line).get("/")).text).toContain(says("youth.door.open", { waiting: 2 }));
  });

  test("speaks the language of the browser, or the one of the link, and passes it on", async () => {
    const french = await person(line).get("/", { "Accept-Language": "fr-BE,fr;q=0.9,en;q=0.5" });
    expect(french.text).toContain('<html lang="fr"');
    expect(french.text).toContain(says("youth.door.title", {}, "fr"));
    const dutch = await person(line).get("/?l=nl", { "Accept-Language": "fr" });
    expect(dutch.text).toContain('<html lang="nl"');
    expect(dutch.text).toContain('action="/start?l=nl"');
    expect(dutch.text).toContain('href="/how?l=nl"');
    expect(dutch.text).toContain('formaction="/start?l=fr"');
    expect((await person(line).get("/?l=tlh")).text).toContain('<html lang="en"');
  });

  test("a cookie that opens nothing is taken away", async () => {
    const noor = person(line);
    noor.cookies.set("s", "nothing");
    const { text, set } = await noor.get("/");
    expect(text).toContain(says("youth.door.title"));
    expect(set).toEqual([expect.stringMatching(/^s=; Max-Age=0; Path=\//)]);
  });

  test("closed and out of order have no form", async () => {
    const closed = await house();
    const page = (await person(closed).get("/")).text;
    expect(page).toContain(says("youth.shut.paused.title"));
    expect(page).toContain('href="tel:112"');
    expect(page).not.toContain("<form");
    const locked = await house({ master: null });
    await open(locked);
    const fault = (await person(locked).get("/")).text;
    expect(fault).toContain(says("youth.shut.locked.title"));
    expect(fault).not.toContain("<form");
  });
});

describe("POST /start", () => {
  const start = (text = "hello", id = clientId()) => ({ client_id: id, rules: "1", l: "en", text });

  test("stores the words, tells the console and sets the one cookie", async () => {
    const noor = person(line);
    const before = line.heard.length;
    const answer = await noor.post("/start", start("things at home\r\nare bad"));
    expect(answer.status).toBe(303);
    expect(answer.to).toBe("/");
    expect(answer.set).toEqual([
      expect.stringMatching(/^s=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
    expect(heardSince(line, before)).toEqual(["conversation.started", "message.written"]);
    const [row] = rows<Row>(files, "conversation");
    expect(row).toMatchObject({ language: "en", rules_version: 1, started_at: clock.now() });
    expect(row!.youth_token_hash).not.toContain(noor.cookies.get("s"));
    const page = (await noor.get("/")).text;
    expect(page).toContain("things at home\nare bad");
    expect(page).toContain(says("youth.waiting.place", { place: 1 }));
  });

  test("where the public address is https, the cookie is of this host only and secure", async () => {
    const config = readConfig({ PUBLIC_ADDRESS: "https://chat.example.org" }, []);
    const secure = await house({ config });
    await open(secure);
    const noor = person(secure);
    const { set } = await noor.post("/start", start());
    expect(set).toEqual([
      expect.stringMatching(/^__Host-s=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
    expect((await noor.get("/")).text).toContain(says("youth.waiting.place", { place: 1 }));
    const left = await noor.post("/leave");
    expect(left.set).toEqual([
      expect.stringMatching(/^__Host-s=[\w-]{43}; Max-Age=43200;/),
      expect.stringMatching(/^__Host-s=; Max-Age=0; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
  });

  test("nothing written is a beginning too", async () => {
    const before = line.heard.length;
    expect((await person(line).post("/start", start(" \n "))).to).toBe("/");
    expect(heardSince(line, before)).toEqual(["conversation.started"]);
    expect(rows(files, "message")).toEqual([]);
  });

  test("the language is the one the form was shown in", async () => {
    await person(line).post("/start", { ...start(), l: "fr" }, { "Accept-Language": "nl" });
    await person(line).post("/start?l=nl", { client_id: clientId(), text: "hoi" });
    await person(line).post("/start", { ...start(), l: "xx" }, { "Accept-Language": "fr" });
    expect(rows<Row>(files, "conversation").map((row) => row.language)).toEqual(["fr", "nl", "fr"]);
  });

  test("rules that never were become the newest", async () => {
    for (const rules of ["0", "99", "-1", "1e9", ""]) await person(line).post("/start", { ...start(), rules });
    expect(new Set(rows<Row>(files, "conversation").map((row) => row.rules_version))).toEqual(new Set([1]));
  });

  test("the same form twice finds the same conversation, the words once", async () => {
    const noor = person(line);
    const form = start();
    await noor.post("/start", form);
    noor.cookies.clear();
    const before = line.heard.length;
    expect((await noor.post("/start", form)).to).toBe("/");
    expect(heardSince(line, before)).toEqual([]);
    expect(rows(files, "conversation")).toHaveLength(1);
    expect(rows(files, "message")).toHaveLength(1);
    expect((await noor.get("/")).text).toContain("hello");
  });

  test("the same form always has the same cookie, another form another: a copy that comes late shuts nobody out", async () => {
    const [noor, late, sam] = [person(line), person(line), person(line)];
    const form = start();
    await noor.post("/start", form);
    const cookie = noor.cookies.get("s");
    expect((await late.post("/start", form)).to).toBe("/");
    expect(late.cookies.get("s")).toBe(cookie);
    for (const one of [noor, late]) expect((await one.get("/")).text).toContain("hello");
    await sam.post("/start", start());
    expect(sam.cookies.get("s")).toMatch(/^[\w-]{43}$/);
    expect(sam.cookies.get("s")).not.toBe(cookie);
  });

  test("both copies at once, answered in whatever order: one chat, one cookie", async () => {
    const form = start();
    const answers = await Promise.all([form, form].map((sent) => person(line).post("/start", sent)));
    const [first, second] = answers.map(({ set }) => set);
    expect(first).toEqual([expect.stringMatching(/^s=[\w-]{43};/)]);
    expect(second).toEqual(first);
    expect(rows(files, "conversation")).toHaveLength(1);
    expect(rows(files, "message")).toHaveLength(1);
  });

  test("a form whose chat began with a cookie of another kind, before they were made of forms, gets one that opens it", async () => {
    const form = start();
    const id = await comesIn(line, form.text, { startId: form.client_id, token: "as before" });
    const noor = person(line);
    await noor.post("/start", form);
    expect((await noor.get("/")).text).toContain("hello");
    expect(rows<Row>(files, "conversation").map((row) => row.id)).toEqual([id]);
  });

  test("a script is told that the chat is there, and led nowhere; the same for more words, and after the end", async () => {
    const noor = person(line);
    const form = start("first");
    const begun = await noor.post("/start", form, script);
    expect([begun.status, begun.to, begun.text]).toEqual([204, null, ""]);
    expect(begun.set).toEqual([expect.stringMatching(/^s=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/)]);
    const more = await noor.post("/start", start("second"), script);
    expect([more.status, more.set]).toEqual([204, []]);
    expect((await noor.get("/")).text).toContain("second");
    await noor.post("/leave");
    const late = await noor.post("/start", form, script);
    expect([late.status, late.set]).toEqual([204, []]);
  });

  test("a script is refused with the page that a form gets, the words in it; beyond the door with a sentence", async () => {
    const words = "é".repeat(4001);
    const refused = await person(line).post("/start", start(words), script);
    expect([refused.status, typed(refused.text)]).toEqual([422, words]);
    expect(refused.text).toContain(
      `<p id="refused" role="alert">${says("error.too_long", { length: 4001, most: 4000 })}`,
    );
    const closed = await person(await house()).post("/start", start("my long story"), script);
    expect([closed.status, typed(closed.text)]).toEqual([422, "my long story"]);
    const foreign = await person(line).post("/start", start(), { ...script, "Sec-Fetch-Site": "cross-site" });
    expect([foreign.status, foreign.text, foreign.headers.get("x-chat")]).toEqual([403, says("error.foreign"), "1"]);
  });

  test("sent again after a while, the counsellor is told that it may be someone else", async () => {
    const noor = person(line);
    const form = start();
    await noor.post("/start", form);
    noor.cookies.clear();
    clock.pass(9 * 60_000);
    await noor.post("/start", form);
    expect(line.heard.at(-1)).toMatchObject({ type: "conversation.returned", awayMs: 9 * 60_000 });
  });

  test("the form of a chat that has ended shows nothing and starts nothing", async () => {
    const noor = person(line);
    const form = start("a worry of mine");
    await noor.post("/start", form);
    await noor.post("/leave");
    const before = rows(files, "conversation");
    const again = await noor.post("/start", form);
    expect(rows(files, "conversation")).toEqual(before);
    expect([again.status, again.to, again.text, again.set]).toEqual([303, "/", "", []]);
    expect((await noor.get("/")).text).not.toContain("a worry of mine");
    expect(rows(files, "conversation")).toHaveLength(1);
  });

  test("from a second tab the words join the chat", async () => {
    const noor = await youth(line, "first");
    await noor.post("/start", start("second"));
    expect(rows(files, "conversation")).toHaveLength(1);
    const page = (await noor.get("/")).text;
    expect(page.indexOf("first")).toBeLessThan(page.indexOf("second"));
  });

  test("too long is said, and the words stay in the box with the same client id", async () => {
    const words = "é".repeat(4001);
    const form = start(words);
    const { status, text } = await person(line).post("/start", form);
    expect(status).toBe(422);
    expect(text).toContain(says("error.too_long", { length: 4001, most: 4000 }));
    expect(typed(text)).toBe(words);
    expect(field(text, "client_id")).toBe(form.client_id);
    expect(rows(files, "conversation")).toEqual([]);
  });

  test("closed meanwhile: said, and the words are kept on the page", async () => {
    const closed = await house();
    const { status, text, set } = await person(closed).post("/start", start("my long story"));
    expect(status).toBe(422);
    expect(text).toContain(says("youth.shut.paused.title"));
    expect(typed(text)).toBe("my long story");
    expect(set).toEqual([]);
  });

  test("without the master key: said, and the words are kept on the page", async () => {
    const locked = await house({ master: null });
    await open(locked);
    const { text } = await person(locked).post("/start", start("my long story"));
    expect(text).toContain(says("youth.shut.locked.title"));
    expect(typed(text)).toBe("my long story");
  });
});

test("POST /start-new ends the old chat and opens the door again", async () => {
  const noor = await youth(line);
  await give(line, noor.id, line.anna);
  const before = line.heard.length;
  const { to, set } = await noor.post("/start-new");
  expect(to).toBe("/");
  expect(set).toEqual([expect.stringMatching(/^s=; Max-Age=0/)]);
  expect(heardSince(line, before)).toEqual(["wrap_up.changed", "conversation.ended"]);
  expect((await noor.get("/")).text).toContain(says("youth.door.title"));
  expect((await noor.post("/start-new")).to).toBe("/");
  const stranger = await noor.post("/start-new", {}, script);
  expect([stranger.status, stranger.text]).toEqual([410, says("error.ended")]);
});
