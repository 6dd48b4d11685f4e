import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { annaSays } from "#tests/support/house/chats.ts";
import { evening, open, password } from "#tests/support/house/helpline.ts";
import { clientId, cookieHeader, give, type Person, says, script, staff, youth } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { type Socket, socket } from "#tests/support/outside/socket.ts";
import { getsCode, otherPhone } from "#tests/support/people/codes.ts";

// What must close at once: whatever else is open of an account whose password was changed, and of a chat that goes on elsewhere. Over
// real sockets, polls and streams, and both ways: nothing comes down any more, and nothing that goes up counts.

let line: Server;
let noor: Person & { id: number };

beforeEach(async () => {
  line = await server({ clock: evening });
  await open(line);
  noor = await youth(line, "the first words", line);
  await give(line, noor.id, line.anna);
});
afterEach(async () => {
  expect(line.reported).toEqual([]);
  await line.stop();
});

/** Two tabs of one browser, each with what it shows at first. */
async function tabs(who: Person, path: string): Promise<Socket[]> {
  const both = [
    await socket(line.origin, path, cookieHeader(who.cookies)),
    await socket(line.origin, path, cookieHeader(who.cookies)),
  ];
  for (const one of both) await expect.poll(() => one.got.length).toBeGreaterThan(0);
  return both;
}

describe("a changed password", () => {
  let anna: Person;
  let thieves: Person[];
  let own: Socket[];
  let stolen: Socket[];
  const console = () => `/staff/live?open=${noor.id}`;

  beforeEach(async () => {
    anna = await staff(line, line.anna, line);
    thieves = [await staff(line, line.anna, line), await staff(line, line.anna, line)];
    own = await tabs(anna, console());
    stolen = (await Promise.all(thieves.map((one) => tabs(one, console())))).flat();
  });

  const changes = () => anna.post("/staff/me/password", { old_password: password, password: "five words of mine now" });

  test("[ASVS 7.4.3] closes every socket of every other session, with why, and none of its own; only these hear on", async () => {
    expect((await changes()).to).toBe("/staff/me?saved=password");
    for (const one of stolen) await expect.poll(one.why).toBe("password");
    await noor.post("/send", { client_id: clientId(), text: "for Anna alone" });
    for (const one of own) await expect.poll(one.text).toContain("for Anna alone");
    for (const one of stolen) expect(one.text()).not.toContain("for Anna alone");
    expect(own.map((one) => one.isClosed())).toEqual([false, false]);
  });

  test("nothing that the others send counts from then on, by a frame or by a form", async () => {
    await changes();
    const before = line.heard.length;
    for (const one of stolen) one.send(JSON.stringify({ type: "typing", id: noor.id }));
    for (const one of thieves) {
      const sent = await one.post(`/staff/conversation/${noor.id}/send`, { client_id: clientId(), text: "not hers" });
      expect(sent.status).toBe(403);
      await expect(socket(line.origin, console(), cookieHeader(one.cookies))).rejects.toThrow();
    }
    expect(line.heard.slice(before)).toEqual([]);
  });

  test("leaves colleagues and young people what they have open", async () => {
    const [bela] = await tabs(await staff(line, line.bela, line), "/staff/live");
    const [phone] = await tabs(noor, "/live?after=1");
    await changes();
    for (const one of stolen) await expect.poll(one.isClosed).toBe(true);
    expect([bela!.isClosed(), phone!.isClosed()]).toEqual([false, false]);
  });
});

describe("a chat that goes on elsewhere by its code", () => {
  const poll = async () => {
    const version = (await noor.get("/")).text.match(/data-v="([0-9a-f]+)"/)![1]!;
    return noor.post("/updates", { after: "99", v: version }, script);
  };
  const waits = (topic: string) => expect.poll(() => line.helpline.hub.heard(topic)).toBe(true);

  test("closes every socket of the phone it left, and nothing that these send counts", async () => {
    const sockets = await tabs(noor, "/live?after=1");
    await otherPhone(line, await getsCode(noor));
    for (const one of sockets) await expect.poll(one.isClosed).toBe(true);
    const before = line.heard.length;
    for (const one of sockets) one.send("t");
    await annaSays(line, noor.id, "only for the other phone");
    expect(line.heard.slice(before).map(({ type }) => type)).toEqual(["message.written"]);
    for (const one of sockets) expect(one.text()).not.toContain("only for the other phone");
  });

  test("its polls end with that, told so at once and with no word of the chat", async () => {
    const code = await getsCode(noor);
    const asked = [poll(), poll()];
    await waits(`youth:${noor.id}`);
    await otherPhone(line, code);
    // One that is left to itself says nothing when its time is over.
    for (const { text } of await Promise.all(asked)) expect(text).toBe('<b id="over"></b>');
    expect((await noor.post("/updates", { after: "0" }, script)).status).toBe(410);
  });

  test("the log of a browser without scripts says so and ends, with the way on", async () => {
    const code = await getsCode(noor);
    const stream = (await noor.send("/log")).text();
    await waits(`log:${noor.id}`);
    await otherPhone(line, code);
    await annaSays(line, noor.id, "only for the other phone");
    const text = await stream;
    expect(text).toContain("the first words");
    expect(text).not.toContain("only for the other phone");
    expect(text.slice(text.indexOf(says("youth.elsewhere.title")))).toContain(says("youth.continue.yes"));
    expect((await noor.get("/")).text).toContain(says("youth.elsewhere.title"));
  });

  test("what is written in the very moment of the move is for the other phone alone", async () => {
    const [first] = await tabs(noor, "/live?after=1");
    const code = await getsCode(noor);
    const { db } = line.helpline;
    const change = db.change;
    // The move and what Anna writes are stored in one turn.
    const spy = vi.spyOn(db, "change").mockImplementation((actor, verb) => {
      const stored = change(actor, verb);
      if (actor === `conversation:${noor.id}`) {
        spy.mockRestore();
        void annaSays(line, noor.id, "a moment later");
      }
      return stored;
    });
    await otherPhone(line, code);
    await expect.poll(first!.isClosed).toBe(true);
    expect(first!.text()).not.toContain("a moment later");
  });
});
