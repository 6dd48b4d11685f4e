import { beforeEach, expect, test } from "vitest";
import { languages } from "#src/i18n/i18n.ts";
import { topics } from "#src/live/topics.ts";
import { discreetNames } from "#src/settings/look/themes.ts";
import { setSetting, setSettings } from "#src/settings/settings.ts";
import { desk } from "#tests/callback/desk.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import {
  act,
  cleared,
  field,
  give,
  type Person,
  person,
  says,
  script,
  staff,
  typed,
  youth,
} from "#tests/support/house/http.ts";

// What a young person picks for one visit: a page that passes for something else, and a face.

let line: House;
const kept = "v=10; Path=/; HttpOnly; SameSite=Lax";
const gone = "v=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax";
const ours = "Night Harbour";

beforeEach(async () => {
  line = await house();
  await open(line);
  await act(line, line.aino, (tx, emit) => setSettings(tx, emit, { subject: "helpline", values: { name: ours } }));
});

async function picks(who: Person, look: string, face = "same", query = "") {
  return who.post(`/how-it-looks${query}`, { look, face });
}

/** What is seen of a page from two metres away: its tab, and the head of the page. */
function glance(text: string) {
  const title = /<title>(.*?)<\/title>/.exec(text)![1];
  const icon = /<link rel="icon" href="([^"]*)"/.exec(text)![1]!;
  const head = /<header.*?<\/header>/s.exec(text)![0];
  return { title, icon, name: /<strong>(.*?)<\/strong>/s.exec(head)![1]!.replace(/<[^>]*>/g, ""), head };
}

test("GET /how-it-looks is there for everyone, in every language, and sets nothing until something is picked", async () => {
  for (const language of languages) {
    const { status, text, set } = await person(line).get(`/how-it-looks?l=${language}`);
    expect(status).toBe(200);
    expect(set).toEqual([]);
    for (const key of ["title", "notes", "homework", "kept"] as const) {
      expect(text).toContain(says(`youth.look.${key}`, {}, language));
    }
    expect(text).toContain('href="tel:112"');
  }
  expect((await person(line).get("/?l=fr")).text).toContain('href="/how-it-looks?l=fr"');
});

test("Y18: the cookie of a look ends with the browser, and its two digits and its name say nothing", async () => {
  const before = line.heard.length;
  const noor = person(line);
  const { status, to, set } = await picks(noor, "notes");
  expect([status, to]).toEqual([303, "/"]);
  expect(set).toEqual([kept]);
  expect((await picks(noor, "homework", "cloud", "?l=fr")).to).toBe("/?l=fr");
  expect(noor.cookies.get("v")).toBe("24");
  expect((await picks(noor, "", "same")).set).toEqual([gone]);
  expect(noor.cookies.size).toBe(0);
  // Nothing of it is stored or told.
  expect(line.heard).toHaveLength(before);
});

test.each(discreetNames)(
  "Y18: %s: tab, icon and head of every page have no word of the helpline, and no red",
  async (look) => {
    const noor = person(line);
    const before = glance((await noor.get("/")).text);
    expect(before.head).toContain(ours);
    await picks(noor, look);
    for (const path of ["/", "/how", "/help", "/other", "/how-it-looks", "/not-here"]) {
      const { text } = await noor.get(path);
      const { title, icon, name, head } = glance(text);
      expect([title, name]).toEqual([says(`youth.look.${look}`), says(`youth.look.${look}`)]);
      expect(icon).not.toBe(before.icon);
      expect(head).not.toMatch(new RegExp(`${ours}|lamp|<img`));
      // Whom to call and the way out stay where they are.
      expect(head).toContain(`href="tel:112">${says("youth.frame.call", { number: "112" })}</a>`);
      expect(head).toContain('href="/leave"');
      expect(text).not.toContain("--danger:#a3162b");
    }
  },
);

test("a face alone changes the face and what stands beside the name, not the name", async () => {
  const noor = person(line);
  await picks(noor, "", "flower");
  const { text } = await noor.get("/");
  const { name, head } = glance(text);
  expect(name).toBe(ours);
  expect(head).not.toContain("lamp");
  expect(text.split("M40 22a16 16")).toHaveLength(3);
  await picks(noor, "", "none");
  const plain = (await noor.get("/")).text;
  expect(plain).not.toContain('class="face smile"');
  expect(glance(plain).head).not.toContain("<svg");
});

test("what is no choice of ours is the helpline’s own look", async () => {
  const noor = person(line);
  expect((await picks(noor, "banana", "<b>")).set).toEqual([]);
  for (const value of ["99", "1", "abc", "-1", "00", "1000"]) {
    const at = person(line, { cookies: new Map([["v", value]]) });
    const { status, text } = await at.get("/");
    expect(status).toBe(200);
    expect(glance(text).name).toBe(ours);
    // Nothing is to be taken away either.
    expect(text).toContain('data-left="w=;');
  }
});

test("in a chat the page and both frames without scripts have it, in the language of the chat", async () => {
  const noor = await youth(line, "the secret words");
  await give(line, noor.id, line.anna);
  expect((await picks(noor, "homework")).to).toBe("/");
  expect(glance((await noor.get("/")).text).title).toBe(says("youth.look.homework"));
  const { homework } = line.helpline.assets.discreetCss;
  const box = await noor.get("/box");
  expect(box.text).toContain(homework);
  const log = await noor.send("/log");
  const reader = log.body!.getReader();
  expect(new TextDecoder().decode((await reader.read()).value)).toContain(homework);
  await reader.cancel();
});

test("beside a chat the words in its box go along, are not sent, and stand in the box again", async () => {
  const noor = await youth(line, "the secret words");
  const beside = await noor.get("/how-it-looks", { ...script, Referer: "http://localhost/" });
  expect(beside.text).toContain('name="pick" value="1" form="say"');
  const elsewhere = await noor.get("/how-it-looks", { ...script, Referer: "http://localhost/change" });
  expect(elsewhere.text).toContain('action="/how-it-looks"');
  const fields = { client_id: "0123456789abcdef0123456789abcdef", seen: "1", text: "not sent <b>yet", pick: "1" };
  const before = line.heard.length;
  const { status, text, set } = await noor.post("/send", { ...fields, look: "notes", face: "none" }, script);
  expect([status, set]).toEqual([200, [kept.replace("10", "11")]]);
  expect(line.heard).toHaveLength(before);
  const [, address] = /content="0;url=(\/\?w=[\w-]{43})"/.exec(text)!;
  expect(text).toContain(`href=".${address}"`);
  const chat = await noor.get(address!);
  expect(typed(chat.text)).toBe("not sent <b>yet");
  expect(glance(chat.text).title).toBe("Notes");
  // Once only.
  expect(typed((await noor.get(address!)).text)).toBe("");
  expect((await noor.post("/send", { ...fields, text: "", look: "notes" }, script)).text).toContain(
    'content="0;url=/"',
  );
});

test("at the door everything typed stays in its form, and nothing begins", async () => {
  const noor = person(line);
  const beside = await noor.get("/how-it-looks?l=fr", { ...script, Referer: "http://localhost/?l=fr" });
  expect(beside.text).toContain('form="start" formaction="/start?l=fr&amp;pick=1"');
  const door = await noor.get("/?l=fr");
  const form = { client_id: field(door.text, "client_id"), rules: field(door.text, "rules"), l: "fr", secret: "sun" };
  const { status, text } = await noor.post("/start?l=fr&pick=1", {
    ...form,
    text: "my words",
    look: "notes",
    danger: "yes",
  });
  expect(status).toBe(200);
  expect([typed(text), field(text, "secret")]).toEqual(["my words", "sun"]);
  expect(text).toMatch(/name="danger" value="yes"[^>]* checked/);
  expect(glance(text).title).toBe(says("youth.look.notes", {}, "fr"));
  expect([...noor.cookies.keys()]).toEqual(["v"]);
  const empty = await noor.post("/start?l=fr&pick=1", { ...form, secret: "", text: "", look: "homework" });
  expect([empty.status, empty.to]).toEqual([303, "/?l=fr"]);
});

test.each([
  ["GET /leave", (who: Person) => who.get("/leave")],
  ["POST /leave", (who: Person) => who.post("/leave")],
  ["Clear this screen", (who: Person) => who.post("/wipe")],
  ["deleting the chat", (who: Person) => who.post("/clear", { sure: "yes" })],
  ["ending and clearing", (who: Person) => who.post("/end", { wipe: "1" })],
])("Y18: %s takes the look with the session", async (_way, leave) => {
  const noor = await youth(line, "hello");
  await picks(noor, "notes");
  const { set } = await leave(noor);
  expect(set).toEqual([...cleared, gone]);
  expect(noor.cookies.size).toBe(0);
  expect(glance((await noor.get("/")).text).name).toBe(ours);
});

test("leaving without a chat takes it too, also late", async () => {
  const noor = person(line);
  await picks(noor, "notes");
  const { text } = await noor.get("/");
  expect(text).toContain('data-left="w=1;');
  noor.cookies.set("w", "1");
  const back = await noor.get("/");
  expect(glance(back.text).name).toBe(ours);
  expect(noor.cookies.size).toBe(0);
});

test("a visit that is over takes it: the chat was lost, or goes on in another browser", async () => {
  const noor = await youth(line, "hello");
  await picks(noor, "notes");
  noor.cookies.set("s", "nothing");
  const { set } = await noor.get("/");
  expect(set.at(-1)).toBe(gone);
  expect(noor.cookies.size).toBe(0);
});

test("asking for an email takes the pages that Back would show, not the look", async () => {
  const noor = person(await desk());
  await picks(noor, "notes");
  const { status, set } = await noor.post("/later", { address: "noor@mail.example", shared: "no", line: "1", l: "en" });
  expect([status, set]).toEqual([303, cleared]);
  expect(noor.cookies.get("v")).toBe("10");
});

test("a page that is repainted keeps its look, and has a new number to call at once", async () => {
  const noor = await youth(line, "hello");
  await picks(noor, "notes");
  const poll = noor.post("/updates", { after: "1", v: "", page: "00000000" }, script);
  const first = await poll;
  const version = /data-v="([^"]*)"/.exec(first.text)![1]!;
  const news = noor.post("/updates", { after: "1", v: version }, script);
  await expect.poll(() => line.helpline.hub.heard(topics.youth(noor.id))).toBe(true);
  const value = [{ country: "GB", call: "999", sms: "", app: "", press: "" }];
  await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "emergency", value }));
  const { text } = await news;
  expect(text).toContain('<div id="top">');
  expect(text).toContain('href="tel:999"');
  expect(text).toContain("<span>Notes</span>");
  expect(text).not.toContain(ours);
});

test("an admin who once picked one sees the helpline’s own look in a preview", async () => {
  const aino = await staff(line, line.aino);
  aino.cookies.set("v", "10");
  const { text } = await aino.get("/admin/look/preview");
  expect(glance(text).name).toBe(ours);
  expect(glance((await aino.get("/")).text).name).toBe("Notes");
});
