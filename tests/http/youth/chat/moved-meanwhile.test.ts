import { connect } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { messages } from "#src/conversation/reading.ts";
import { moveTo } from "#src/conversation/return/return-code.ts";
import { newToken } from "#src/crypto/hash.ts";
import { openApp } from "#src/http/server/app.tsx";
import { annaSays } from "#tests/support/house/chats.ts";
import { evening, fakeClock, open, house as openHouse } from "#tests/support/house/helpline.ts";
import { clientId, cookieHeader, give, person, youth } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { socket } from "#tests/support/outside/socket.ts";
import { getsCode, types } from "#tests/support/people/codes.ts";

// A form may take as long as whoever sends it likes. A chat that goes on in another browser meanwhile is no more theirs.

let house: Server;
let noor: Awaited<ReturnType<typeof youth>>;
let code: string;

beforeEach(async () => {
  house = await server({ clock: evening });
  await open(house);
  noor = await youth(house, "the secret words", house);
  await give(house, noor.id, house.anna);
  code = await getsCode(noor);
});
afterEach(() => house.stop());

/** A form of the first phone, all but whose last letter is there before the chat moves. Gives the answer, as it comes. */
async function slowly(path: string, form: Record<string, string>, between: () => Promise<unknown>): Promise<string> {
  const body = new URLSearchParams(form).toString();
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: ${new URL(house.origin).host}`,
    "Connection: close",
    "Sec-Fetch-Site: same-origin",
    "X-Chat: 1",
    `Cookie: ${cookieHeader(noor.cookies)}`,
    "Content-Type: application/x-www-form-urlencoded",
    `Content-Length: ${body.length}`,
  ].join("\r\n");
  const line = connect(Number(new URL(house.origin).port), "localhost");
  const whole = new Promise<string>((resolve) => {
    let text = "";
    line.on("data", (bytes) => {
      text += bytes;
    });
    line.on("close", () => resolve(text));
  });
  line.write(`${head}\r\n\r\n${body.slice(0, -1)}`);
  // By the time that others were answered it has come as far as whoever lets it in.
  for (let n = 0; n < 3; n += 1) await (await fetch(`${house.origin}/healthz`)).text();
  await between();
  line.write(body.slice(-1));
  return whole;
}

const moves = async () => expect((await types(person(house, house), code)).to).toBe("/");
const words = () => messages(house.helpline.db, noor.id).map(({ text }) => text);

test("what the first phone was sending is not said in it", async () => {
  const answer = await slowly("/send", { client_id: clientId(), text: "not hers" }, moves);
  expect(answer).toMatch(/^HTTP\/1.1 410 /);
  expect(words()).not.toContain("not hers");
});

test("and it hears nothing more of it", async () => {
  const answer = await slowly("/updates", { after: "0", v: "", seen: "0", page: "" }, async () => {
    await moves();
    await annaSays(house, noor.id, "only for the other phone");
  });
  expect(answer).not.toContain("only for the other phone");
  expect(answer).not.toContain("the secret words");
});

test("its socket is closed and brings nothing written after that", async () => {
  const phone = await socket(house.origin, "/live?after=0", cookieHeader(noor.cookies));
  await moves();
  await phone.closed;
  await annaSays(house, noor.id, "only for the other phone");
  expect(phone.text()).not.toContain("only for the other phone");
});

test.each([
  ["/end", { sent: "1" }],
  ["/clear", { sure: "yes" }],
  ["/start-new", { text: "x" }],
])("nor does %s end it", async (path, form) => {
  await slowly(path, form, moves);
  expect(conversation(house.helpline.db, noor.id)).toMatchObject({ endedAt: null, erasedAt: null });
});

test("nor is a socket opened that asked for the chat in the moment it moved", async () => {
  const clock = fakeClock();
  const quiet = await openHouse({ clock });
  await open(quiet);
  const kim = await youth(quiet, "Kim’s words");
  // Who was away is noted to be back first, which takes as long as whatever is stored with it.
  clock.pass(61_000);
  let opened = 0;
  const app = openApp(quiet.helpline, (events) => async () => {
    events();
    opened += 1;
    return new Response(null);
  });
  const moving = quiet.helpline.db.change("youth", (tx) => moveTo(tx, { conversationId: kim.id, token: newToken() }));
  const headers = {
    Upgrade: "websocket",
    Origin: "http://localhost",
    Host: "localhost",
    Cookie: cookieHeader(kim.cookies),
  };
  const answer = await app.request("/live?after=0&v=", { headers });
  await moving;
  expect([opened, answer.status]).toEqual([0, 410]);
});

test("nor does it hear what is said from then on, where its page asked a moment before", async () => {
  const { db } = house.helpline;
  const change = db.change;
  // What the page says that it has read, and that the chat moves, are stored in one turn.
  const spy = vi.spyOn(db, "change").mockImplementation((actor, verb) => {
    const stored = change(actor, verb);
    if (actor === `conversation:${noor.id}`) {
      void change("youth", (tx) => moveTo(tx, { conversationId: noor.id, token: newToken() }));
    }
    return stored;
  });
  const answer = await noor.post("/updates", { after: "0", seen: "1" }, { "X-Chat": "1" });
  spy.mockRestore();
  expect(answer.status).toBe(410);
  expect(answer.text).not.toContain("secret");
});
