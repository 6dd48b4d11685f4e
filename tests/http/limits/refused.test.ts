import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { jobs, runJob } from "#src/jobs.ts";
import { end } from "#src/queue/end/ending.ts";
import { evening, type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import {
  act,
  clientId,
  cookieHeader,
  give,
  htmx,
  type Person,
  person,
  says,
  script,
  staff,
  youth,
} from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { rows, stored } from "#tests/support/house/tables.ts";
import { socket } from "#tests/support/outside/socket.ts";

// What somebody may not stands in the audit trail: by account and number, a minute later at most, and never with what was asked.

let clock: FakeClock;
let line: House;
let noor: Person & { id: number };
let sam: Person & { id: number };
let anna: Person;

async function arrange(made: House, at: { origin?: string } = {}) {
  line = made;
  await open(line);
  const carl = await member(line.helpline, "carl", "Carl Janssens", "Finch", ["counsellor"]);
  noor = await youth(line, "Noor’s words", at);
  sam = await youth(line, "Sam’s words", at);
  await give(line, noor.id, line.anna);
  await give(line, sam.id, carl);
  anna = await staff(line, line.anna, at);
}

const tell = () => runJob(line.helpline, jobs.find(({ name }) => name === "what was refused")!);
const told = () =>
  rows<{ actor: string; action: string; object: string; before: null; after: string }>(line.files, "audit")
    .filter(({ action }) => action.startsWith("access.refused."))
    .map(({ actor, action, object, before, after }) => [actor, action.slice(15), object, before, after]);
const annas = (kind: string, times: number) => ["porchlight", kind, `staff:${line.anna.id}`, null, String(times)];
const nobodys = (kind: string, times: number) => ["porchlight", kind, "nobody", null, String(times)];

describe("what stands in the trail", () => {
  beforeEach(async () => {
    clock = fakeClock();
    await arrange(await house({ clock }));
  });

  test("[ASVS 16.3.2] a page outside her role, and a colleague's chat", async () => {
    const before = stored(line.files);
    expect((await anna.get("/admin/audit")).status).toBe(403);
    expect((await anna.post("/admin/staff/invite", { roles: "admin" })).status).toBe(403);
    for (const id of [sam.id, 999_999]) {
      expect((await anna.get(`/staff/conversation/${id}`)).status).toBe(403);
      const form = { client_id: clientId(), text: "not mine" };
      expect((await anna.post(`/staff/conversation/${id}/send`, form, htmx)).status).toBe(403);
    }
    // Counted at first, and written by the job: a page that is only looked at stores nothing.
    expect(stored(line.files)).toEqual(before);
    await tell();
    expect(told()).toEqual([annas("right", 2), annas("chat", 4)]);
    await tell();
    expect(told()).toHaveLength(2);
  });

  test("all of it, once the disk takes it, where it was full for a while", async () => {
    const { data } = line.files;
    await anna.get("/admin/audit");
    data.pragma("query_only = ON");
    await tell();
    data.pragma("query_only = OFF");
    await anna.get("/admin/audit");
    await tell();
    expect(told()).toEqual([annas("right", 2)]);
  });

  test("[ASVS 16.3.3] what does not come from a page of ours: by whose session it would have been, else nobody’s", async () => {
    const evil = { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" };
    expect((await anna.post("/staff/me/password", { password: "chosen by another site" }, evil)).status).toBe(403);
    expect((await person(line).post("/staff/sign-in", { name: "anna" }, evil)).status).toBe(403);
    expect((await noor.post("/end", {}, evil)).status).toBe(403);
    await tell();
    expect(told()).toEqual([annas("foreign", 1), nobodys("foreign", 2)]);
    expect(JSON.stringify(told())).not.toMatch(/evil|chosen/);
  });

  test("[ASVS 16.3.3] a wrong password where it is asked for once more", async () => {
    clock.pass(11 * 60_000);
    const wrong = { confirm_password: "a guess of somebody else" };
    expect((await anna.post("/staff/me/second/app", wrong)).status).toBe(422);
    const change = { old_password: "another guess of theirs", password: "five words make it longer" };
    expect((await anna.post("/staff/me/password", change)).status).toBe(422);
    await tell();
    expect(told()).toEqual([annas("password", 2)]);
  });

  test("[ASVS 16.3.3] however many there are, one entry in a minute, and no word of what was sent", async () => {
    const evil = { "Sec-Fetch-Site": "cross-site", Cookie: "" };
    for (let n = 0; n < 500; n += 1) await noor.post("/send", { text: `words ${n}`, client_id: clientId() }, evil);
    for (let n = 0; n < 60; n += 1) await noor.post("/send", { text: "too many", client_id: clientId() }, script);
    await tell();
    expect(told()).toEqual([nobodys("foreign", 500), nobodys("haste", 30)]);
    expect(JSON.stringify(rows(line.files, "audit"))).not.toMatch(/words \d|too many/);
  });

  test("while the database does not answer it is refused all the same, and counted as nobody’s", async () => {
    line.files.data.exec("PRAGMA foreign_keys = OFF; DROP TABLE staff_session");
    const evil = { "Sec-Fetch-Site": "cross-site" };
    expect((await anna.post("/check", {}, evil)).status).toBe(403);
    expect(line.helpline.refused.take()).toEqual([{ kind: "foreign", staffId: null, times: 1 }]);
  });

  test("an honest evening leaves none", async () => {
    await anna.post(`/staff/conversation/${noor.id}/send`, { client_id: clientId(), text: "hi" });
    await noor.post("/send", { client_id: clientId(), text: "hello" });
    await anna.get("/staff");
    await anna.post(`/staff/conversation/${noor.id}/end`, {});
    await act(line, line.anna, (tx, emit) =>
      end(tx, emit, { conversationId: sam.id, reason: "ended_by_youth", staffId: null }),
    );
    await sam.post("/send", { client_id: clientId(), text: "too late" });
    await anna.get("/staff/nothing");
    await tell();
    expect(told()).toEqual([]);
  });

  test("[ASVS 16.3.3] what came too fast without scripts, which its page tells: in the chat, in its frame, at the door", async () => {
    for (let n = 0; n < 30; n += 1) await noor.post("/send", { text: `words ${n}`, client_id: clientId() });
    const form = { text: "too many", client_id: clientId() };
    for (const where of [{}, { frame: "1" }])
      expect((await noor.post("/send", { ...form, ...where })).status).toBe(429);
    while (line.helpline.limiter.take("start", "all"));
    expect((await person(line).post("/start", { ...form, rules: "1" })).status).toBe(429);
    // What is too long came in time.
    expect((await sam.post("/send", { ...form, text: "x".repeat(4001) })).status).toBe(422);
    await tell();
    expect(told()).toEqual([nobodys("haste", 3)]);
  });

  test("an admin reads all of it in sentences, under “Refused”", async () => {
    for (const kind of ["right", "chat", "password", "sheet", "foreign", "frame", "haste"] as const) {
      line.helpline.refused.note(kind, line.anna.id);
    }
    for (const kind of ["foreign", "frame", "haste"] as const) line.helpline.refused.note(kind, null);
    line.helpline.refused.note("frame", null);
    line.helpline.refused.note("sign_in", line.bela.id);
    await tell();
    const aino = await staff(line, line.aino);
    await aino.post("/admin/audit");
    const page = (await aino.get("/admin/audit?kind=refused")).text;
    for (const sentence of [
      "Refused once: Mika tried something that is not theirs to see or do (a page left open can do that by itself)",
      "Refused once: Mika asked for a chat that is not theirs (a page left open can do that by itself)",
      "A wrong password or code entered in Mika’s session when asked again",
      "Mika entered a key that is not from our recovery sheet",
      "Refused a request in Mika’s session: not sent by one of our pages",
      "Refused a request from someone not signed in: not sent by one of our pages",
      "Closed a live connection to Mika’s console: something was sent that none of our pages sends",
      "Closed 2 live connections of young people: something was sent that none of our pages sends",
      "Refused a request from Mika: too many at once",
      "Refused a request from young people or others not signed in: too many at once",
      "Sign-in refused once for Luna: wrong name, password or code",
    ]) {
      expect(page).toContain(sentence);
    }
    expect(page).not.toContain(says("admin.audit.did.staff.signed_in", { who: "Luna", what: "Luna" }));
    expect((await aino.get("/admin/audit?kind=accounts")).text).not.toContain("too many at once");
  });
});

describe("by a live line", () => {
  let at: Server;
  beforeEach(async () => {
    at = await server({ clock: evening });
    await arrange(at, at);
  });
  afterEach(() => at.stop());

  const connect = (who: Person, path: string) => socket(at.origin, path, cookieHeader(who.cookies));

  test("[ASVS 16.3.2, 16.3.3] frames about a chat of a colleague, and what no page of ours sends", async () => {
    const console = await connect(anna, "/staff/live");
    console.send(JSON.stringify({ type: "typing", id: sam.id }));
    console.send(JSON.stringify({ type: "seen", id: sam.id, seq: 1 }));
    console.send(JSON.stringify({ type: "claim", id: sam.id }));
    await console.closed;
    const young = await connect(noor, "/live?after=1");
    young.send('{"type":"seen","id":1}');
    await young.closed;
    await expect(
      socket(at.origin, "/live", cookieHeader(noor.cookies), { Origin: "https://evil.example" }),
    ).rejects.toThrow();
    await tell();
    expect(told()).toEqual([annas("chat", 2), annas("frame", 1), nobodys("frame", 1), nobodys("foreign", 1)]);
  });
});
