import { unzipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verify } from "#src/directory/care/verification.ts";
import { liftOverride, override } from "#src/hours/rules/override.ts";
import { doors } from "#src/http/server/doors.ts";
import { noteDoor } from "#src/queue/door/doors.ts";
import { setSetting } from "#src/settings/settings.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { member, open, password } from "#tests/support/house/helpline.ts";
import {
  act,
  clientId,
  cookieHeader,
  give,
  type Person,
  person,
  script,
  staff,
  youth,
} from "#tests/support/house/http.ts";
import { somePlaces } from "#tests/support/house/places.ts";
import { everyMail } from "#tests/support/keys/every-mail.ts";
import { type Socket, socket } from "#tests/support/outside/socket.ts";
import { passes } from "#tests/support/states/youth/silence.ts";
import { type TimedServer, timedServer } from "#tests/support/states/youth/youth.ts";

// PROMISES.md S21: real names and sign-in names of the staff are in no byte that a young person or the public gets, over a
// whole evening: a chat, a colleague who reads along, joins, takes it over and hands it on, cards, the end, a silence, a pause, a
// joke, what was wrong; and in what others get of the house: the public files and feeds, the directory as it is given away, and
// the mails. In those stands no alias either, nor a word of a chat.

/** Plain letters, so that no way of writing them hides them. */
const secret =
  /quistgaard|zebulon|oosterkamp|wilhelmina|vandersloot|ignatius|zqnight|wostaff|ivadmin|peeters|virtanen/i;

let line: TimedServer;
let mika: StaffMember;
let luna: StaffMember;
let robin: StaffMember;
let noor: Person & { id: number };
let live: Socket;
let frame: { text(): string; close(): void };
/** Everything that a young person or the public got, with where from. */
const bytes: { from: string; text: string }[] = [];

beforeAll(async () => {
  line = await timedServer();
  mika = await member(line.helpline, "zqnight", "Zebulon Quistgaard", "Kestrel", ["counsellor"]);
  luna = await member(line.helpline, "wostaff", "Wilhelmina Oosterkamp", "Heron", ["counsellor", "supervisor"]);
  robin = await member(line.helpline, "ivadmin", "Ignatius Vandersloot", "Plover", ["counsellor", "admin"]);
  for (const who of [mika, luna, robin]) await open(line, who);
});
afterAll(() => line.stop());

/** A browser all of whose answers are kept, headers too. */
function watched(who: Person, name: string): Person {
  const keep = async (from: string, response: Response) => {
    const copy = response.clone();
    bytes.push({ from, text: JSON.stringify([...copy.headers]) + (await copy.text()) });
    return response;
  };
  const send: Person["send"] = async (path, init) => {
    return keep(`${name} ${init?.method ?? "GET"} ${path}`, await who.send(path, init));
  };
  const read = async (response: Response) => ({
    status: response.status,
    text: await response.text(),
    to: response.headers.get("location"),
    set: response.headers.getSetCookie(),
    headers: response.headers,
  });
  return {
    ...who,
    send,
    get: async (path, headers = {}) => read(await send(path, { headers })),
    post: async (path, form = {}, headers = {}) => {
      const body = new URLSearchParams(form);
      return read(await send(path, { method: "POST", headers: { "Sec-Fetch-Site": "same-origin", ...headers }, body }));
    },
  };
}

/** The streamed frame of a browser without scripts, read for as long as it is open. */
async function openFrame(who: Person) {
  const leaving = new AbortController();
  const headers = { Cookie: cookieHeader(who.cookies) };
  const response = await fetch(`${line.origin}/log`, { headers, signal: leaving.signal });
  const got: string[] = [];
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body!) got.push(decoder.decode(chunk, { stream: true }));
  };
  read().catch(() => {});
  return { text: () => got.join(""), close: () => leaving.abort() };
}

/** Every page and poll that this young person can ask for now. */
async function looksAround(who: Person) {
  for (const path of ["/", "/?earlier=1", "/box", "/help", "/how", "/other", "/which", "/here", "/nothing"])
    await who.get(path);
  await who.post("/updates", { after: "0" });
  await who.post("/check");
  await who.post("/send", { client_id: clientId(), text: "still here" }, script);
}

/** What the staff side says to somebody who is not on the staff. */
async function tries(who: Person, id: number) {
  const staffDoors = doors.filter(({ path, socket: live }) => /^\/(staff|admin)/.test(path) && !live);
  for (const { method, path } of staffDoors) {
    const at = path.replace("/conversation/:id", `/conversation/${id}`).replace(/:\w+/g, "1");
    if (method === "GET") await who.get(at);
    else await who.post(at, { name: "zq", text: "x" });
  }
}

/** Every public page, file and feed, and each place and organization that they name. */
async function publicSide(who: Person) {
  const shown = doors.filter(
    ({ method, audience }) => method === "GET" && ["public", "plain", "youth"].includes(audience),
  );
  for (const { path, socket: live } of shown) if (!live && path !== "/log") await who.get(path.replace(/:\w+/g, "1"));
  for (const list of ["services", "organizations", "taxonomies", "taxonomy_terms"]) {
    const { status, text } = await who.get(`/hsds/${list}`);
    expect(status).toBe(200);
    for (const { id } of JSON.parse(text).contents as { id: string }[]) await who.get(`/hsds/${list}/${id}`);
  }
  for (const [, at] of (await who.get("/other")).text.matchAll(/href="(\/other\/[^"?#]+)/g)) await who.get(at!);
}

/** What the staff does to what others read: a place is made sure of and changed, and the line is closed by hand. */
async function keepsHouse(placeId: string) {
  const today = new Date(line.clock.now()).toISOString().slice(0, 10);
  await act(line, luna, (tx, emit) => {
    const sure = { id: placeId, actor: `staff:${luna.id}`, note: "", today } as const;
    verify(tx, emit, { ...sure, method: "phone", outcome: "confirmed" });
    override(tx, emit, { lineId: 1, kind: "paused", until: null, reason: "a fire alarm", staffId: luna.id });
    noteDoor(tx, emit, { lineId: 1 });
  });
}

/** The directory as an admin saves it to give it away, in each of its forms. */
async function givenAway(aino: Person) {
  for (const as of ["csv", "hsds", "tabular"]) {
    const body = new URLSearchParams({ as, which: "public", confirm_password: password });
    const headers = { "Sec-Fetch-Site": "same-origin" };
    const response = await aino.send("/admin/directory/export/file", { method: "POST", headers, body });
    expect(response.status).toBe(200);
    const file = new Uint8Array(await response.arrayBuffer());
    const parts = as === "tabular" ? unzipSync(file) : { [as]: file };
    for (const [name, part] of Object.entries(parts)) {
      bytes.push({ from: `export ${name}`, text: new TextDecoder().decode(part) });
    }
  }
}

/** Sam and a counsellor who falls silent, and Sam who does: automatic lines, a pause, the way back, a joke, what was wrong. */
async function aSilentEvening(anna: Person) {
  const first = await youth(line, "are you there?", line);
  const sam = watched(first, "Sam");
  const socketOfSam = await socket(line.origin, "/live?after=0", cookieHeader(first.cookies));
  await give(line, first.id, mika);
  await passes(line, 5);
  await anna.post(`/staff/conversation/${first.id}/send`, { client_id: clientId(), text: "I am." });
  for (let quarter = 0; quarter < 5; quarter += 1) {
    await passes(line, 3);
    await looksAtSilence(sam);
  }
  await expect.poll(() => /this chat is paused/.test(socketOfSam.text())).toBe(true);
  await sam.post("/here", { say: "here" });
  await anna.post(`/staff/conversation/${first.id}/aside`, { why: "joke" });
  for (const path of ["/", "/help", "/here"]) await sam.get(path);
  await sam.post("/help", { text: "It felt strange." });
  await sam.post("/thanks", { text: "thank you" });
  bytes.push({ from: "Sam’s socket", text: socketOfSam.text() });
  socketOfSam.close();
}

async function looksAtSilence(who: Person) {
  for (const path of ["/", "/here", "/box"]) await who.get(path);
  await who.post("/updates", { after: "0" });
}

/** A mail of each purpose: neither the aliases nor what was said this evening stands in any. */
async function theMails(browser: Person) {
  const words = "my secret of the river";
  const mails = await everyMail(line, { admin: robin, browser, available: mika, forWhom: "Zebulon Peeters", words });
  const purposes = [...new Set(mails.map(({ purpose }) => purpose))].sort();
  expect(purposes).toEqual([
    "account",
    "callback",
    "concern",
    "digest",
    "invite",
    "on_call",
    "read_alone",
    "test",
    "trail",
  ]);
  const said = /kestrel|heron|plover|bad again|i am here|aunt|quiet now|still here|river|lifeline|felt strange/i;
  for (const { purpose, mail } of mails) {
    const { subject, text, html } = mail.read;
    const all = `${mail.raw}\n${subject}\n${text}`;
    bytes.push({ from: `mail ${purpose}`, text: all });
    expect(said.exec(all), purpose).toBeNull();
    expect(mail.to, purpose).toHaveLength(1);
    expect([html, mail.read.attachments], purpose).toEqual([false, []]);
    expect(text!.length, purpose).toBeGreaterThan(20);
  }
}

test("a whole evening: no real name and no sign-in name reaches a young person or the public", async () => {
  const { suicide } = await somePlaces(line.helpline.db);
  await act(line, robin, (tx, emit) => setSetting(tx, emit, { name: "publishDirectory", value: true }));
  const first = await youth(line, "it is bad again", line);
  noor = Object.assign(watched(first, "Noor"), { id: first.id });
  const [anna, bela, aino] = [
    await staff(line, mika, line),
    await staff(line, luna, line),
    await staff(line, robin, line),
  ];
  const at = `/staff/conversation/${noor.id}`;
  const say = (who: Person, text: string) => who.post(`${at}/send`, { client_id: clientId(), text });
  const does = async (who: Person, path: string, form: Record<string, string> = {}) => {
    const { status } = await who.post(`${at}/${path}`, form);
    expect([200, 204, 303], `${path} ${status}`).toContain(status);
  };

  live = await socket(line.origin, "/live?after=0", cookieHeader(first.cookies));
  frame = await openFrame(first);
  await looksAround(noor);
  await give(line, noor.id, mika);
  await say(anna, "Hi, I am here.");
  await looksAround(noor);
  await does(bela, "read-along");
  await does(bela, "notes", { client_id: clientId(), text: "ask about the aunt" });
  await looksAround(noor);
  await does(bela, "join");
  await say(bela, "I am here too.");
  await does(anna, "referrals/send", { client_id: clientId(), service: suicide });
  await looksAround(noor);
  await does(bela, "leave");
  await does(bela, "take-over");
  await say(bela, "I go on with you.");
  await looksAround(noor);
  await does(bela, "handover", { to: `staff-${robin.id}`, summary: "Quiet now.", agreed: "yes", reason: "" });
  await looksAround(noor);
  await does(aino, "handover/accept");
  await say(aino, "Hello from me.");
  await looksAround(noor);
  await tries(noor, noor.id);
  await keepsHouse(suicide);
  await tries(watched(person(line, line), "a stranger"), noor.id);
  await publicSide(watched(person(line, line), "the public"));
  await expect.poll(() => live.text()).toContain("Hello from me.");
  await expect.poll(() => frame.text()).toContain("Hello from me.");
  await does(aino, "end");
  await expect.poll(() => live.text()).toContain('<b id="over"></b>');
  await noor.get("/");
  await noor.post("/feeling", { moment: "after", value: "4" });
  await noor.post("/helped", { value: "yes" });
  await noor.post("/thanks", { text: "you listened" });
  await noor.post("/help", { text: "One of them was strange." });
  await noor.get("/");
  await noor.get("/leave");
  await act(line, luna, (tx, emit) => {
    liftOverride(tx, emit, { lineId: 1 });
    noteDoor(tx, emit, { lineId: 1 });
  });
  await open(line, mika);
  await aSilentEvening(anna);
  await givenAway(aino);
  await theMails(aino);

  bytes.push({ from: "Noor’s socket", text: live.text() }, { from: "Noor’s frame", text: frame.text() });
  frame.close();
  live.close();
  expect(
    bytes.filter(({ text }) => secret.test(text)).map(({ from, text }) => `${from}: ${secret.exec(text)}`),
  ).toEqual([]);
  // What is looked through holds the evening: the aliases, the notices, the cards.
  const all = bytes.map(({ text }) => text).join("\n");
  const known = [
    "Kestrel",
    "Heron",
    "Plover",
    "Lifeline",
    "Heron is taking over from Kestrel",
    "instead of Heron",
    "Kestrel is still here",
    "this chat is paused",
  ];
  expect(known.filter((words) => !all.includes(words))).toEqual([]);
  const from = (what: string) => bytes.filter((one) => one.from.includes(what)).map(({ text }) => text);
  expect(from("the public GET /hsds/services/").some((text) => text.includes("Lifeline"))).toBe(true);
  expect(from("the public GET /.well-known/helpline.json").some((text) => /pause/i.test(text))).toBe(true);
  expect(from("export").filter((text) => text.includes("Lifeline")).length).toBeGreaterThanOrEqual(3);
  expect(bytes.length).toBeGreaterThan(200);
  // And the names are there to be found, where they may be.
  expect((await aino.get("/admin/staff")).text).toMatch(/Quistgaard[\s\S]*Oosterkamp|Oosterkamp[\s\S]*Quistgaard/);
  expect(line.reported).toEqual([]);
});
