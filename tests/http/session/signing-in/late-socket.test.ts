import type { WSEvents } from "hono/ws";
import { beforeEach, expect, test } from "vitest";
import { setColleague } from "#src/conversation/colleagues/rights.ts";
import { openApp } from "#src/http/server/app.tsx";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, cookieHeader, give, type Person, staff, youth } from "#tests/support/house/http.ts";

// A console's socket that opens a moment after its request was let in, when what it was let in for is over.

let home: House;
let noor: Person & { id: number };
let anna: Person;

beforeEach(async () => {
  home = await house();
  await open(home);
  noor = await youth(home, "Noor’s first words");
  await give(home, noor.id, home.anna);
  anna = await staff(home, home.anna);
});

/** Lets Anna's socket in, and opens it once something else has happened. */
async function opensAfter(happens: () => Promise<unknown>) {
  const got: string[] = [];
  const closed: unknown[] = [];
  let events: WSEvents | undefined;
  const app = openApp(home.helpline, (make) => async () => {
    events = make();
    return new Response(null);
  });
  const headers = {
    cookie: cookieHeader(anna.cookies),
    upgrade: "websocket",
    origin: "http://localhost",
    host: "localhost",
  };
  expect((await app.request(`/staff/live?open=${noor.id}`, { headers })).status).toBe(200);
  await happens();
  const socket = { send: (html: string) => got.push(html), close: (...why: unknown[]) => closed.push(why) };
  events!.onOpen!(new Event("open"), socket as never);
  await noor.post("/send", { client_id: clientId(), text: "still secret" });
  return { text: got.join(""), closed, events: events! };
}

test("one that nothing happened to brings the chat, and what is written in it", async () => {
  const { text, closed } = await opensAfter(async () => {});
  expect(text).toContain("Noor’s first words");
  expect(text).toContain("still secret");
  expect(closed).toEqual([]);
});

test("signed out meanwhile, it brings not a word and is closed", async () => {
  const { text, closed } = await opensAfter(() => anna.post("/staff/sign-out", { sure: "yes" }));
  expect(text).toBe("");
  expect(closed).toEqual([[4401, "over"]]);
});

test("with other roles meanwhile, it brings what these may see", async () => {
  await noor.post("/end", { sure: "yes" });
  const roles = { staffId: home.anna.id, basedOn: 0, values: { roles: ["admin" as const] } };
  const { text, closed } = await opensAfter(() => act(home, home.aino, (tx, emit) => setColleague(tx, emit, roles)));
  expect(text).toContain(`pane-${noor.id}`);
  expect(text).not.toContain("Noor’s first words");
  expect(closed).toEqual([]);
});

test("signed out, what it has sent already counts no more", async () => {
  const { events } = await opensAfter(async () => {});
  const typing = { data: JSON.stringify({ type: "typing", id: noor.id }) };
  await anna.post("/staff/sign-out", { sure: "yes" });
  const before = home.heard.length;
  events.onMessage!(typing as MessageEvent, {} as never);
  expect(home.heard.slice(before)).toEqual([]);
});
