import { afterEach, beforeEach, expect, test } from "vitest";
import { end } from "#src/queue/end/ending.ts";
import { evening, member, open } from "#tests/support/house/helpline.ts";
import { act, clientId, cookieHeader, give, type Person, says, staff, youth } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { type Socket, socket } from "#tests/support/outside/socket.ts";
import { patience } from "#tests/support/run/night.ts";

let line: Server;
let people: Record<"noor" | "sam", Person & { id: number }> & Record<"anna" | "carl", Person>;
let sockets: Record<"noor" | "sam" | "anna" | "carl", Socket>;

const connect = (who: Person, path: string) => socket(line.origin, path, cookieHeader(who.cookies));

beforeEach(async () => {
  line = await server({ clock: evening });
  await open(line);
  const carl = await member(line.helpline, "carl", "Carl Janssens", "Finch", ["counsellor"]);
  const [noor, sam] = [await youth(line, "Noor’s first words", line), await youth(line, "Sam’s first words", line)];
  await give(line, noor.id, line.anna);
  await give(line, sam.id, carl);
  people = { noor, sam, anna: await staff(line, line.anna, line), carl: await staff(line, carl, line) };
  sockets = {
    noor: await connect(noor, "/live?after=2"),
    sam: await connect(sam, "/live?after=2"),
    anna: await connect(people.anna, `/staff/live?open=${noor.id}.${sam.id}`),
    carl: await connect(people.carl, `/staff/live?open=${sam.id}.${noor.id}`),
  };
  for (const one of Object.values(sockets)) await expect.poll(() => one.got.length).toBeGreaterThan(0);
});
afterEach(() => line.stop());

test("each socket brings its own conversation and no other; no young person’s socket holds a real name", async () => {
  const { noor, sam, anna, carl } = people;
  await noor.post("/send", { client_id: clientId(), text: "only for Anna" });
  await sam.post("/send", { client_id: clientId(), text: "only for Carl" });
  await anna.post(`/staff/conversation/${noor.id}/send`, { client_id: clientId(), text: "only for Noor" });
  await carl.post(`/staff/conversation/${sam.id}/send`, { client_id: clientId(), text: "only for Sam" });
  await noor.post("/feeling", { moment: "before", value: "4" });
  await anna.post(`/staff/conversation/${noor.id}/draft`, { text: "a half sentence" });
  await expect.poll(() => sockets.noor.text()).toContain("only for Noor");
  await expect.poll(() => sockets.sam.text()).toContain("only for Sam");
  await expect.poll(() => sockets.anna.text()).toContain("only for Anna");
  await expect.poll(() => sockets.carl.text()).toContain("only for Carl");
  await act(line, line.anna, (tx, emit) =>
    end(tx, emit, { conversationId: noor.id, reason: "ended_by_counsellor", staffId: line.anna.id }),
  );
  await expect.poll(() => sockets.noor.text()).toContain('<b id="over"></b>');
  expect(sockets.noor.text()).toContain("only for Anna");
  expect(sockets.noor.text()).not.toMatch(/Sam|Carl|Finch/);
  expect(sockets.sam.text()).not.toMatch(/Noor|for Anna|Mika/);
  expect(sockets.anna.text()).not.toMatch(/Sam’s|only for (Carl|Sam)/);
  expect(sockets.carl.text()).not.toMatch(/Noor’s|only for (Anna|Noor)|half sentence/);
  for (const one of [sockets.noor, sockets.sam])
    expect(one.text()).not.toMatch(/Peeters|Kovács|Virtanen|Janssens|\banna\b|half sentence/);
});

test("[ASVS 8.2.3] no page of a young person holds a real name, whoever talks", async () => {
  const { noor, anna } = people;
  await anna.post(`/staff/conversation/${noor.id}/send`, { client_id: clientId(), text: "hi" });
  const asked = ["/", "/how", "/help", "/box", "/nothing"].map((path) => noor.get(path));
  for (const { text } of await Promise.all([...asked, noor.post("/updates", { after: "0" })]))
    expect(text).not.toMatch(/Peeters|Kovács|Virtanen|Janssens|Anna/);
});

test("frames about another’s conversation do nothing and show nothing", async () => {
  const { sam } = people;
  const before = line.heard.length;
  const got = sockets.anna.got.length;
  for (const frame of [
    { type: "typing", id: sam.id },
    { type: "seen", id: sam.id, seq: 1 },
    { type: "open", ids: [sam.id, 999] },
    { type: "seen", id: 999, seq: 1 },
  ])
    sockets.anna.send(JSON.stringify(frame));
  await expect.poll(() => sockets.anna.got.length).toBeGreaterThan(got);
  expect(sockets.anna.text()).not.toContain("Sam’s");
  expect(line.heard.slice(before)).toEqual([]);
  expect(sockets.anna.isClosed()).toBe(false);
});

test("a console that lacks a row asks for its lists, and gets both of them in full, and nobody else’s", async () => {
  await youth(line, "Mo waits", line);
  await expect.poll(() => sockets.anna.text()).toContain("Mo waits");
  const got = sockets.anna.got.length;
  sockets.anna.send(JSON.stringify({ type: "lists" }));
  await expect.poll(() => sockets.anna.got.slice(got).join("")).toContain("Mo waits");
  const lists = sockets.anna.got.slice(got).join("");
  expect(lists).toContain(`id="chat-${people.noor.id}"`);
  expect(lists).not.toMatch(/Sam|data-order/);
});

test("typing and seen travel up, each heard once and shown to the other side", async () => {
  const { noor } = people;
  const before = line.heard.length;
  sockets.noor.send("t");
  sockets.noor.send("s2");
  sockets.anna.send(JSON.stringify({ type: "typing", id: noor.id }));
  sockets.anna.send(JSON.stringify({ type: "seen", id: noor.id, seq: 1 }));
  await expect.poll(() => sockets.noor.text()).toContain(says("youth.talking.writing", { alias: "Mika" }));
  await expect.poll(() => sockets.anna.text()).toContain(says("staff.typing"));
  await expect
    .poll(() =>
      line.heard
        .slice(before)
        .map((event) => event.type)
        .sort(),
    )
    .toEqual(["message.seen", "message.seen", "typing", "typing"]);
  expect(sockets.carl.text()).not.toContain(says("staff.typing"));
});

test("short words go up the socket: stored once under their id, whatever way they come again, and the row comes back", async () => {
  const { noor } = people;
  const id = clientId();
  const before = line.heard.length;
  sockets.noor.send(`m${id}hes outside <b>\nwhat now`);
  await expect.poll(() => sockets.noor.text()).toContain(`data-id="${id}"`);
  await expect.poll(() => sockets.anna.text()).toContain("hes outside &lt;b&gt;\nwhat now");
  sockets.noor.send(`m${id}hes outside <b>\nwhat now`);
  await noor.post("/send", { client_id: id, text: "hes outside <b>\nwhat now" });
  const written = line.heard.slice(before).filter(({ type }) => type === "message.written");
  expect(written).toHaveLength(1);
  expect(sockets.carl.text()).not.toContain("hes outside");
  expect(line.reported).toEqual([]);
});

test("what one turn draws comes as one frame, and words from the socket are answered by their row alone", async () => {
  const { noor, anna } = people;
  const before = sockets.noor.got.length;
  const frames = () => sockets.noor.got.slice(before);
  sockets.anna.send(JSON.stringify({ type: "typing", id: noor.id }));
  await expect.poll(() => frames()).toHaveLength(1);
  await anna.post(`/staff/conversation/${noor.id}/send`, { client_id: clientId(), text: "where are you now?" });
  await expect.poll(() => frames().join()).toContain("where are you now?");
  const id = clientId();
  sockets.noor.send(`m${id}at home`);
  await expect.poll(() => frames().join()).toContain(`data-id="${id}"`);
  expect(frames().map((html) => html.match(/ id="(typing|m\d+)"/g))).toEqual([
    [' id="typing"'],
    [' id="m3"', ' id="typing"'],
    [' id="m4"'],
  ]);
});

test("words that do not come back are answered by a sign of life in time for the page, which waits 4 s", async () => {
  const before = sockets.noor.got.length;
  sockets.noor.send(`m${clientId()}  `);
  await expect.poll(() => sockets.noor.got.slice(before), { timeout: patience(3_000) }).toEqual(["."]);
});

test("words that no form would be stored with are not stored from a socket either, and a frame that is no words closes it", async () => {
  const { noor } = people;
  const before = line.heard.length;
  // Only blanks, and more than someone may send in a minute: the page sends them as a form then, which says why.
  sockets.noor.send(`m${clientId()}  `);
  while (line.helpline.limiter.take("send", noor.id));
  sockets.noor.send(`m${clientId()}too fast`);
  sockets.noor.send("t");
  await expect.poll(() => line.heard.slice(before).map(({ type }) => type)).toEqual(["typing"]);
  expect(sockets.noor.isClosed()).toBe(false);
  sockets.noor.send("mnot an id");
  expect(await sockets.noor.closed).toBe(1008);
  expect(line.heard.slice(before).filter(({ type }) => type === "message.written")).toEqual([]);
  expect(line.reported).toEqual([]);
});

test("[ASVS 7.4.1] signing out closes the consoles of that session, and no other", async () => {
  const second = await staff(line, line.anna, line);
  const other = await connect(second, "/staff/live");
  await people.anna.post("/staff/sign-out", { sure: "yes" });
  expect(await sockets.anna.closed).toBe(4401);
  await people.noor.post("/send", { client_id: clientId(), text: "are you there?" });
  await expect.poll(() => other.text()).toContain("are you there?");
  expect(sockets.anna.text()).not.toContain("are you there?");
  expect(other.isClosed()).toBe(false);
});

test("a socket that opens with a seq gets what it missed, and only that", async () => {
  const { noor, anna } = people;
  await anna.post(`/staff/conversation/${noor.id}/send`, { client_id: clientId(), text: "missed" });
  const again = await connect(noor, "/live?after=2");
  await expect.poll(() => again.text()).toContain("missed");
  expect(again.text()).not.toContain("first words");
});
