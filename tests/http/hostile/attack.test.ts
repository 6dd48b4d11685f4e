import { beforeEach, expect, test } from "vitest";
import { invite } from "#src/staff/accounts/invitation.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, cookieHeader, give, heardSince, person, says, youth } from "#tests/support/house/http.ts";
import { server } from "#tests/support/house/server.ts";
import { socket } from "#tests/support/outside/socket.ts";

// Holes that an attacker found in an afternoon, closed.

let line: House;

beforeEach(async () => {
  line = await house();
  await open(line);
});

test.each(["cross-site", "same-site"])("a link on a page that is %s ends nobody’s chat", async (site) => {
  const noor = await youth(line, "the secret words");
  await give(line, noor.id, line.anna);
  const before = line.heard.length;
  const { to, set } = await noor.get("/leave", { "Sec-Fetch-Site": site });
  expect([to, set]).toEqual(["/", []]);
  expect(heardSince(line, before)).toEqual([]);
  expect((await noor.get("/")).text).toContain("the secret words");
});

test.each([{}, { "Sec-Fetch-Site": "same-origin" }, { "Sec-Fetch-Site": "none" }])(
  "the way out stays open for %o",
  async (from) => {
    const noor = await youth(line, "the secret words");
    const { to } = await noor.get("/leave", from as Record<string, string>);
    expect(to).toBe("https://www.wikipedia.org/");
    expect((await noor.get("/")).text).not.toContain("the secret words");
  },
);

async function joinAs(alias: string) {
  const token = await act(line, line.aino, (tx, emit) => invite(tx, emit, { roles: ["counsellor"], first: false }));
  const form = { name: "lena", real_name: "Lena Maes", alias, language: "en", password: "four more words here" };
  return person(line).post(`/staff/welcome/${token}`, form);
}

test.each([
  ["a Hangul filler", "\u3164"],
  ["an empty Braille cell", "\u2800"],
  ["a line separator", "Fo\u2028x"],
  ["a joiner nobody sees", "Mi\u034fka"],
  ["a variation selector", "Mika\ufe0f"],
  ["signs only", "***"],
  ["a tower of accents", `F${"\u0301".repeat(12)}ox`],
  ["Cyrillic letters among Latin ones", "M\u0456ka"],
  ["Greek letters among Latin ones", "Mik\u03b1"],
])("an alias with %s is refused", async (_name, alias) => {
  const { status, text } = await joinAs(alias);
  expect(status).toBe(422);
  expect(text).toContain(says("session.wrong.characters"));
});

test.each(["MIKA", "\uff2d\uff29\uff2b\uff21", "Mík\u00e1", "Mika\u00a0"])(
  "an alias that looks like a colleague’s (%s) is refused",
  async (alias) => {
    const { status, text } = await joinAs(alias);
    expect(status).toBe(422);
    expect(text).toContain(says("session.alias_taken"));
  },
);

test.each(["Анна", "Zoë", "نور", "さくら", "Owl 2", "O’Neil", "Nguyễn", "Анна B", "🦊 Fox"])(
  "%s is an alias like any other",
  async (alias) => {
    expect((await joinAs(alias)).to).toBe("/staff/practice");
  },
);

test.each(["t", "s1"])("a flood of “%s” is cut off, and cannot come back at once; others are served", async (frame) => {
  const there = await server();
  await open(there);
  const noor = await youth(there, "a flood", there);
  const sam = await youth(there, "somebody else", there);
  const flooding = await socket(there.origin, "/live", cookieHeader(noor.cookies));
  const beside = await socket(there.origin, "/live", cookieHeader(sam.cookies));
  for (let i = 0; i < 2_000; i += 1) flooding.send(frame);
  expect(await flooding.closed).toBe(1008);
  expect(flooding.text().split(".").length).toBeLessThan(250);
  await expect(socket(there.origin, "/live", cookieHeader(noor.cookies))).rejects.toThrow("refused");
  expect((await noor.post("/send", { client_id: clientId(), text: "their words still arrive" })).to).toBe("/");
  beside.send("t");
  await expect.poll(() => beside.text()).toMatch(/\.$/);
  expect(there.reported).toEqual([]);
  await there.stop();
});
