import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { jobs, runJob } from "#src/jobs.ts";
import { topics } from "#src/live/topics.ts";
import { giveDebrief } from "#src/record/debrief.ts";
import { declareEmergency, saveEmergency } from "#src/record/emergency.ts";
import type { EmergencySaid } from "#src/record/emergency-reading.ts";
import { account, memberHistory, setMember } from "#src/staff/accounts/member.ts";
import { comesIn, takes, talking, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { evening, open } from "#tests/support/house/helpline.ts";
import { act, cookieHeader, type Person, says, staff } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { type Socket, socket } from "#tests/support/outside/socket.ts";

let line: Server;
let bela: Person;
let sockets: Socket[];
beforeEach(async () => {
  line = await server({ clock: evening });
  await open(line);
  bela = await staff(line, line.bela, line);
  sockets = [];
});
afterEach(async () => {
  for (const one of sockets) one.close();
  await line.stop();
});

async function console(who: Person): Promise<Socket> {
  const made = await socket(line.origin, "/staff/live", cookieHeader(who.cookies));
  sockets.push(made);
  await expect.poll(() => made.text()).toContain('id="bar"');
  return made;
}
const looks = (one: Socket, on = true) => one.send(JSON.stringify({ type: "above", on }));
const seen = (one: Socket) => one.got.filter((frame) => frame.includes('id="overview"'));

describe("GET /staff/overview", () => {
  test("shows who waits, who talks with whom and who is there, the numbers, and no word of a chat", async () => {
    await talking(line, "my secret words");
    await comesIn(line, "other secret words", { urgent: true });
    const { status, text } = await bela.get("/staff/overview");
    expect(status).toBe(200);
    const overview = text.split('id="overview"')[1]!.split("</section>")[0]!;
    expect(overview).toContain(says("staff.overview.seats", { free: 1, seats: 2 }));
    expect(overview).toContain(says("staff.overview.last_now"));
    expect(overview).toContain(says("staff.overview.of_urgent", { n: 1 }));
    expect(overview.match(/id="above-(waits|talk)-\d+"/g)).toEqual(['id="above-talk-1"', 'id="above-waits-2"']);
    expect(overview).toMatch(/id="above-person-1".*Mika.*id="above-person-\d"/s);
    expect(overview).not.toMatch(/secret|Peeters|Kovács/);
  });

  test("an emergency stands on top; each chat can be read or joined from its row, and today’s shift says since when", async () => {
    const first = await talking(line, "hello");
    const second = await comesIn(line);
    await takes(line, line.bela, second);
    await act(line, line.bela, (tx, emit) =>
      declareEmergency(tx, emit, { conversationId: second, staffId: line.bela.id }),
    );
    const { text } = await bela.get("/staff/overview");
    const overview = text.split('id="overview"')[1]!.split("</section>")[0]!;
    expect(overview.match(/id="above-talk-\d+"/g)).toEqual([`id="above-talk-${second}"`, `id="above-talk-${first}"`]);
    expect(overview.split(`id="above-talk-${first}"`)[0]).toContain(says("staff.emergency.title"));
    expect(overview).toContain(`action="/staff/conversation/${first}/join"`);
    expect(overview).toContain(says("staff.overview.shift"));
    expect(overview).toMatch(/id="above-person-1".*Available.*<time/s);
    expect((await bela.post(`/staff/conversation/${first}/read-along`, {})).status).toBe(303);
  });

  test("says what waits after chats, and nothing where nothing does", async () => {
    const id = await talking(line);
    await youthEnds(line, id);
    expect((await bela.get("/staff/overview")).text).not.toContain('id="overview-after"');
    await act(line, line.anna, (tx, emit) =>
      giveDebrief(tx, emit, { conversationId: id, member: line.anna, weight: "talk", note: "secret" }),
    );
    const { text } = await bela.get("/staff/overview");
    expect(text.split('id="overview-after"')[1]!.split("</p>")[0]).toContain(`${says("staff.inbox.talking")}: 1`);
    expect(text).not.toContain("secret");
  });

  test("is in the top line and behind a key for a supervisor, and not there for anybody else", async () => {
    const anna = await staff(line, line.anna, line);
    expect((await bela.get("/staff")).text).toContain('id="to-overview"');
    expect((await anna.get("/staff")).text).not.toContain('id="to-overview"');
  });
});

describe("the room seen from above, live", () => {
  test("is painted at once and when something happens, while a console looks at it and no longer", async () => {
    const one = await console(bela);
    expect(line.helpline.hub.topics(topics.everyOverview)).toEqual([]);
    looks(one);
    await expect.poll(() => seen(one).length).toBe(1);
    await comesIn(line, "secret words");
    await expect.poll(() => seen(one).at(-1)).toContain('id="above-waits-1"');
    expect(seen(one).join("")).not.toContain("secret words");
    looks(one, false);
    await expect.poll(() => line.helpline.hub.topics(topics.everyOverview)).toEqual([]);
  });

  test("an emergency whose record says what came of it no longer stands on top", async () => {
    const id = await talking(line);
    const emergencyId = await act(line, line.anna, (tx, emit) =>
      declareEmergency(tx, emit, { conversationId: id, staffId: line.anna.id }),
    );
    const one = await console(bela);
    looks(one);
    await expect.poll(() => seen(one).at(-1)).toContain(says("staff.emergency.title"));
    const said: EmergencySaid = { decidedBy: null, informed: [], passed: [], told: "before", outcome: "safe_without" };
    await act(line, line.anna, (tx, emit) =>
      saveEmergency(tx, emit, { member: line.anna, id: emergencyId, said, note: null }),
    );
    await expect.poll(() => seen(one).at(-1)).not.toContain(says("staff.emergency.title"));
  });

  test("is painted anew as time passes", async () => {
    const one = await console(bela);
    looks(one);
    await expect.poll(() => seen(one).length).toBe(1);
    await runJob(line.helpline, jobs.find(({ name }) => name === "the room seen from above")!);
    await expect.poll(() => seen(one).length).toBe(2);
  });

  test("many messages repaint it a few times, and the last of them is in it", async () => {
    const id = await talking(line);
    const one = await console(bela);
    looks(one);
    await expect.poll(() => seen(one).length).toBe(1);
    for (let n = 0; n < 20; n += 1) await youthSays(line, id, `number ${n}`);
    await expect.poll(() => seen(one).length).toBeGreaterThan(1);
    expect(seen(one).length).toBeLessThan(10);
  });

  test("a counsellor who asks for it hears nothing of it; a supervisor who is none any more, nothing further", async () => {
    const [hers, his] = [await console(await staff(line, line.anna, line)), await console(bela)];
    looks(hers);
    looks(his);
    await expect.poll(() => seen(his).length).toBe(1);
    const { id } = line.bela;
    const { values } = account(line.helpline.db, id)!;
    const basedOn = memberHistory.newest(line.helpline.db, id);
    await act(line, line.aino, (tx, emit) =>
      setMember(tx, emit, { staffId: id, basedOn, values: { ...values, roles: ["counsellor"] } }),
    );
    expect(line.helpline.hub.topics(topics.everyOverview)).toEqual([]);
    expect(seen(hers)).toEqual([]);
  });
});
