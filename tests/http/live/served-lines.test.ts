import { afterEach, beforeEach, expect, test } from "vitest";
import { addLine, changeLine, lineValues } from "#src/hours/lines.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { comesIn, takes, youthSays } from "#tests/support/house/chats.ts";
import { evening, member, open } from "#tests/support/house/helpline.ts";
import { act, cookieHeader, htmx, type Person, says, staff } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { type Socket, socket } from "#tests/support/outside/socket.ts";

// Noor waits on the main line, which Anna and Carl serve; Sam on the night line, which Béla serves alone. Who serves no
// line sees nobody's words: not on a page, not in an answer, not down a socket.
let line: Server;
let carl: StaffMember;
let night: number;
let noor: number;
let sam: number;
let people: Record<"anna" | "bela" | "carl", Person>;
let sockets: Record<"anna" | "bela" | "carl", Socket>;

const noors = "Noor’s first words";
const sams = "Sam’s first words";

const serve = (lineId: number, ...who: StaffMember[]) =>
  act(line, line.aino, (tx, emit) =>
    changeLine(tx, emit, { lineId, values: { ...lineValues(tx, lineId), staffIds: who.map((one) => one.id) } }),
  );

beforeEach(async () => {
  line = await server({ clock: evening });
  carl = await member(line.helpline, "carl", "Carl Janssens", "Finch", ["counsellor"]);
  await open(line);
  await open(line, line.bela);
  night = await act(line, line.aino, (tx, emit) => addLine(tx, emit, { ...lineValues(tx, 1), name: "Night line" }));
  await serve(1, line.anna, carl);
  await serve(night, line.bela);
  noor = await comesIn(line, noors);
  sam = await comesIn(line, sams, { lineId: night });
  const [anna, bela] = [await staff(line, line.anna, line), await staff(line, line.bela, line)];
  people = { anna, bela, carl: await staff(line, carl, line) };
  const connect = (who: Person) => socket(line.origin, "/staff/live", cookieHeader(who.cookies));
  sockets = { anna: await connect(anna), bela: await connect(bela), carl: await connect(people.carl) };
  for (const one of Object.values(sockets)) await expect.poll(() => one.text()).toContain('id="queue"');
});
afterEach(async () => {
  expect(line.reported).toEqual([]);
  await line.stop();
});

test("pages, answers and sockets show whom one serves and nobody else, each with the name of the line", async () => {
  const asked: [Person, string, string, string][] = [
    [people.anna, noors, sams, "Main line"],
    [people.carl, noors, sams, "Main line"],
    [people.bela, sams, noors, "Night line"],
  ];
  for (const [who, own, other, name] of asked) {
    for (const headers of [{}, htmx]) {
      const { text } = await who.get("/staff", headers);
      expect(text).toContain(own);
      expect(text).not.toContain(other);
      expect(text.split('id="queue"')[1]!.split("</section>")[0]).toContain(name);
      // What counts in the top line are one's own lines.
      expect(text.split('class="wait"')[1]!.split("</p>")[0]).toContain(says("staff.bar.waiting", { n: 1 }));
    }
  }
  expect(sockets.anna.text()).toContain(noors);
  expect(sockets.bela.text()).toContain(sams);
  expect(sockets.anna.text() + sockets.carl.text()).not.toContain(sams);
  expect(sockets.bela.text()).not.toContain(noors);
});

test("whatever happens to somebody who waits is told to those who serve the line", async () => {
  await youthSays(line, sam, "still me, Sam");
  const third = await comesIn(line, "Lou is here too", { lineId: night });
  await expect.poll(() => sockets.bela.text()).toContain("Lou is here too");
  line.helpline.db.announce({ type: "connection.changed", conversationId: sam, staffId: null, connection: "lost" });
  await takes(line, line.bela, third);
  await expect.poll(() => sockets.bela.got.filter((one) => one.includes('id="queue"')).length).toBeGreaterThan(2);
  expect(sockets.anna.text() + sockets.carl.text()).not.toMatch(/Sam|Lou/);
});

test("the next person is the next of one's lines; one of another line is refused, whoever names them", async () => {
  expect((await people.bela.post("/staff/claim")).to).toBe(`/staff/conversation/${sam}`);
  expect((await people.bela.post("/staff/claim")).text).toContain(says("error.nobody_waits"));
  const refused = await people.bela.post(`/staff/conversation/${noor}/claim`, {}, htmx);
  expect([refused.status, refused.text]).toEqual([403, says("error.other_line")]);
  expect((await people.bela.get("/staff")).text.split('id="chats"')[1]).toContain("Night line");
});

test("a line taken from somebody leaves the open console at once, one that is given comes to it", async () => {
  const before = { anna: sockets.anna.got.length, bela: sockets.bela.got.length };
  await Promise.all([serve(1, line.bela), serve(night, line.anna), comesIn(line, "came in the same moment")]);
  const since = (who: "anna" | "bela") => sockets[who].got.slice(before[who]).join("");
  await expect.poll(() => since("anna")).toContain(sams);
  await expect.poll(() => since("bela")).toContain(noors);
  await youthSays(line, noor, "more of Noor");
  await comesIn(line, "one more for the main line");
  await expect.poll(() => since("bela")).toContain("one more for the main line");
  expect(since("anna")).not.toMatch(/Noor|same moment|main line/);
  expect(since("bela")).not.toContain("Sam");
  // The counts follow too.
  expect(since("anna").split('class="wait"').at(-1)).toContain(says("staff.bar.waiting", { n: 1 }));
  expect((await people.anna.get("/staff")).text).not.toContain(noors);
});

test("everybody serves a line without chosen people, a supervisor who is on no list too", async () => {
  await serve(1);
  await expect.poll(() => sockets.bela.text()).toContain(noors);
  await serve(night, line.anna);
  await expect.poll(() => sockets.anna.text()).toContain(sams);
  const before = sockets.bela.got.length;
  await comesIn(line, "Lou is here too", { lineId: night });
  await comesIn(line, "Alex is here");
  await expect.poll(() => sockets.bela.got.slice(before).join("")).toContain("Alex is here");
  expect(sockets.bela.got.slice(before).join("")).not.toMatch(/Lou|Sam/);
});

test("with one line only, nobody reads its name again and again", async () => {
  const alone = await server({ clock: evening });
  await open(alone);
  await comesIn(alone, "hello");
  const { text } = await (await staff(alone, alone.anna, alone)).get("/staff");
  expect(text.split('id="queue"')[1]).not.toContain("Main line");
  await alone.stop();
});
