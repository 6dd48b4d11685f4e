import { afterAll, beforeAll, expect, test } from "vitest";
import { doors } from "#src/http/doors.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { member, open } from "../support/helpline.ts";
import { clientId, cookieHeader, give, type Person, person, script, staff, youth } from "../support/http.ts";
import { somePlaces } from "../support/places.ts";
import { type Server, server } from "../support/server.ts";
import { type Socket, socket } from "../support/socket.ts";

// B9, acceptance 4: real names and sign-in names of the staff are in no byte that a young person or the public gets, over a
// whole evening: a chat, a colleague who reads along, joins, takes it over and hands it on, cards, the end.

/** Plain letters, so that no way of writing them hides them. */
const secret =
  /quistgaard|zebulon|oosterkamp|wilhelmina|vandersloot|ignatius|zqnight|wostaff|ivadmin|peeters|virtanen/i;

let line: Server;
let mika: StaffMember;
let luna: StaffMember;
let robin: StaffMember;
let noor: Person & { id: number };
let live: Socket;
let frame: { text(): string; close(): void };
/** Everything that a young person or the public got, with where from. */
const bytes: { from: string; text: string }[] = [];

beforeAll(async () => {
  line = await server();
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

/** Every public page, file and feed. */
async function publicSide(who: Person) {
  const shown = doors.filter(
    ({ method, audience }) => method === "GET" && ["public", "plain", "youth"].includes(audience),
  );
  for (const { path, socket: live } of shown) if (!live && path !== "/log") await who.get(path.replace(/:\w+/g, "1"));
}

test("a whole evening: no real name and no sign-in name reaches a young person or the public", async () => {
  const { suicide } = await somePlaces(line.helpline.db);
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
  await tries(watched(person(line, line), "a stranger"), noor.id);
  await publicSide(watched(person(line, line), "the public"));
  await expect.poll(() => live.text()).toContain("Hello from me.");
  await expect.poll(() => frame.text()).toContain("Hello from me.");
  await does(aino, "end");
  await expect.poll(() => live.text()).toContain('<b id="over"></b>');
  await noor.get("/");
  await noor.post("/feeling", { moment: "after", value: "4" });
  await noor.post("/helped", { value: "yes" });
  await noor.get("/leave");

  bytes.push({ from: "Noor’s socket", text: live.text() }, { from: "Noor’s frame", text: frame.text() });
  frame.close();
  live.close();
  expect(
    bytes.filter(({ text }) => secret.test(text)).map(({ from, text }) => `${from}: ${secret.exec(text)}`),
  ).toEqual([]);
  // What is looked through holds the evening: the aliases, the notices, the cards.
  const all = bytes.map(({ text }) => text).join("\n");
  for (const known of ["Kestrel", "Heron", "Plover", "Lifeline", "in place of Heron"]) expect(all).toContain(known);
  expect(bytes.length).toBeGreaterThan(150);
  // And the names are there to be found, where they may be.
  expect((await aino.get("/admin/staff")).text).toMatch(/Quistgaard[\s\S]*Oosterkamp|Oosterkamp[\s\S]*Quistgaard/);
  expect(line.reported).toEqual([]);
});
