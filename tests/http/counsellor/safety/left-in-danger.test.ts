import { beforeEach, describe, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { q } from "#src/db/schema.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { topics } from "#src/live/topics.ts";
import { declareEmergency } from "#src/record/emergency.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act, clientId, give, type Person, says, staff, youth } from "#tests/support/house/http.ts";
import { getsCode, otherPhone } from "#tests/support/people/codes.ts";

// Those on shift, and somebody who left in danger (SG5). Noor is the young person, Anna had her chat, Carl is a colleague.

const hour = 3_600_000;
let clock: FakeClock;
let line: House;
let carl: StaffMember;
let [anna, colleague, bela] = [] as unknown as [Person, Person, Person];
let noor: Awaited<ReturnType<typeof youth>>;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  carl = await member(line.helpline, "carl", "Carl Janssens", "Finch", ["counsellor"]);
  for (const who of [line.anna, carl]) await open(line, who);
  [anna, colleague, bela] = await Promise.all([staff(line, line.anna), staff(line, carl), staff(line, line.bela)]);
  noor = await youth(line, "he waits at the gate");
  await give(line, noor.id, line.anna);
  const marked = { conversationId: noor.id, staffId: line.anna.id, present: true };
  await act(line, line.anna, (tx, emit) => markRisk(tx, emit, marked));
});

const path = () => `/staff/danger/${noor.id}`;
const row = () => `id="danger-${noor.id}"`;
const deletes = () => noor.post("/clear", { sure: "yes" });
const messages = () => line.files.data.prepare("SELECT count(*) FROM message").pluck().get();

test("a row says how they left and how long ago; a click leads to it, reading is a press more, and on the trail before", async () => {
  await noor.get("/leave");
  clock.pass(3 * 60_000);
  const list = (await colleague.get("/staff")).text;
  expect(list).toContain(row());
  expect(list).toContain(says("staff.left.mark"));
  expect(list).toContain(says("staff.end.left_fast"));
  expect(list).toContain(says("staff.risk.mark"));
  expect(list).toContain(`data-at="${clock.now() - 3 * 60_000}"`);
  expect(list).toContain(`href="${path()}"`);
  expect(list).not.toContain("he waits");
  const page = (await colleague.get(path())).text;
  expect(page).toContain(says("staff.left.read"));
  expect(page).not.toContain("he waits");
  const noted = () => line.helpline.db.all(q.selectFrom("audit").select("actor").where("action", "=", "danger.opened"));
  expect(noted()).toEqual([]);
  const read = await colleague.post(`${path()}/open`);
  expect(read.text).toContain("he waits at the gate");
  expect(noted()).toEqual([{ actor: `staff:${carl.id}` }]);
});

test("their row stands first, before all who still wait", async () => {
  const others = [await youth(line, "hello"), await youth(line, "hi")];
  await noor.get("/leave");
  const list = (await colleague.get("/staff")).text;
  const places = others.map(({ id }) => list.indexOf(`id="waiting-${id}"`));
  expect(list.indexOf(row())).toBeGreaterThan(0);
  for (const place of places) expect(place).toBeGreaterThan(list.indexOf(row()));
});

test("to close the danger is asked once; then the row goes from every console, and what she deleted is erased", async () => {
  await deletes();
  expect((await colleague.get("/staff")).text).toContain(says("staff.end.erased"));
  const heard: string[] = [];
  const queue = topics.queue({ language: "en", canClaim: true, lineIds: [1], languages: ["en"] });
  line.helpline.hub.join(queue, { send: (html) => heard.push(html) });
  const asked = await colleague.post(`${path()}/close`);
  expect(asked.text).toContain(says("staff.left.sure_deleted"));
  expect(messages()).not.toBe(0);
  const { to } = await colleague.post(`${path()}/close`, { sure: "yes" });
  expect(to).toMatch(/^\/staff\?w=/);
  expect(messages()).toBe(0);
  expect(heard.at(-1)).toContain('hx-target="#queue"');
  expect(heard.at(-1)).not.toContain(row());
  expect((await colleague.get("/staff")).text).not.toContain(row());
  for (const act of ["", "/open", "/close"]) {
    const answer = act === "" ? await colleague.get(path()) : await colleague.post(path() + act, { sure: "yes" });
    expect(answer.status).toBe(403);
  }
});

test("a console that is open gets the row at once, and loses it half a day later", async () => {
  const heard: string[] = [];
  const queue = topics.queue({ language: "en", canClaim: true, lineIds: [1], languages: ["en"] });
  line.helpline.hub.join(queue, { send: (html) => heard.push(html) });
  await noor.get("/leave");
  expect(heard.join("")).toContain(row());
  const sweeps = () => runJob(line.helpline, jobs.find(({ name }) => name === "words kept long enough")!);
  clock.pass(12 * hour - 60_000);
  await sweeps();
  // Nobody stays signed in for as long.
  colleague = await staff(line, carl);
  expect((await colleague.get(path())).status).toBe(200);
  clock.pass(60_000);
  await sweeps();
  expect(heard.at(-1)).not.toContain(row());
  expect((await colleague.get(path())).status).toBe(403);
});

test("Anna, who had the chat, reads that it was deleted in danger, and where it can be read; later that it is gone", async () => {
  const frames: string[] = [];
  line.helpline.hub.join(topics.staff(line.anna.id), { send: (html) => frames.push(html) });
  await deletes();
  const told = frames.join("");
  expect(told).toContain(says("staff.left.erased", { hours: 12 }));
  expect(told).not.toContain("he waits");
  const pane = (await anna.get(`/staff/conversation/${noor.id}`)).text;
  expect(pane).toContain(`href="${path()}"`);
  expect(pane).not.toContain("he waits");
  expect((await anna.post(`${path()}/open`)).text).toContain("he waits at the gate");
  await colleague.post(`${path()}/close`, { sure: "yes" });
  expect(frames.join("")).toContain(says("staff.erased.text"));
  expect((await anna.get(`/staff/conversation/${noor.id}`)).text).toContain(says("staff.erased.text"));
});

describe("on another line", () => {
  let nils: Person;
  beforeEach(async () => {
    const made = await member(line.helpline, "nils", "Nils Maes", "Crow", ["counsellor"]);
    await open(line, made);
    nils = await staff(line, made);
    await line.helpline.db.change("porchlight", (tx) => {
      tx.run(q.insertInto("line").values({ slug: "night", name: "Night", time_zone: "Europe/Paris", created_at: 0 }));
      for (const one of [line.anna, carl]) tx.run(q.insertInto("line_staff").values({ line_id: 1, staff_id: one.id }));
    });
    await noor.get("/leave");
  });

  test("a counsellor sees no row, and is refused at each door as for one that is not there", async () => {
    expect((await nils.get("/staff")).text).not.toContain(row());
    for (const id of [noor.id, 999]) {
      const at = `/staff/danger/${id}`;
      const answers = [
        await nils.get(at),
        await nils.post(`${at}/open`),
        await nils.post(`${at}/close`, { sure: "yes" }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    }
    expect(conversation(line.helpline.db, noor.id)).toBeDefined();
  });

  test("a supervisor finds them in the bar of every page, and reads", async () => {
    for (const page of ["/staff", "/staff/me"])
      expect((await bela.get(page)).text).toContain(`id="to-left-${noor.id}"`);
    expect((await bela.post(`${path()}/open`)).text).toContain("he waits at the gate");
    // Counsellors have them beneath its queue.
    expect((await anna.get("/staff")).text).not.toContain("to-left-");
  });
});

test("whoever is not on shift is told so, and reads nothing", async () => {
  const made = await member(line.helpline, "paul", "Paul Maes", "Wren", ["counsellor"]);
  const paul = await staff(line, made);
  await noor.get("/leave");
  const page = await paul.get(path());
  expect(page.text).toContain(says("staff.left.why.away"));
  expect(page.text).not.toContain(`action="${path()}`);
  for (const act of ["/open", "/close"]) expect((await paul.post(path() + act, { sure: "yes" })).status).toBe(403);
});

test("the record of an emergency that says what came of it closes the danger at once", async () => {
  const declared = { conversationId: noor.id, staffId: line.anna.id };
  const id = await act(line, line.anna, (tx, emit) => declareEmergency(tx, emit, declared));
  await deletes();
  expect((await bela.get(path())).text).toContain(`href="/staff/emergencies/${id}"`);
  expect((await bela.post(`/staff/emergencies/${id}`, { note: "" })).to).toContain("saved");
  expect(messages()).not.toBe(0);
  await bela.post(`/staff/emergencies/${id}`, { outcome: "help_came", note: "" });
  expect(messages()).toBe(0);
  expect((await bela.get(path())).status).toBe(403);
});

test("who comes back with her code within the hour is in line again, and gone no more", async () => {
  const code = await getsCode(noor);
  await noor.get("/leave");
  expect((await colleague.get("/staff")).text).toContain(row());
  const phone = await otherPhone(line, code);
  expect(phone.answer.to).toBe("/");
  expect((await colleague.get("/staff")).text).not.toContain(row());
  expect((await phone.get("/")).text).toContain("he waits at the gate");
});

describe("what Noor is told, and what is left to her", () => {
  const sentence = says("youth.danger.leave");

  test("in danger the chat, its frame and the question before deleting say it; without danger nothing does", async () => {
    const sam = await youth(line, "hello");
    await give(line, sam.id, carl);
    for (const [who, expected] of [
      [noor, true],
      [sam, false],
    ] as const) {
      expect((await who.get("/")).text.includes(sentence)).toBe(expected);
      const asked = says("youth.danger.delete", { hours: 12 });
      expect((await who.post("/clear", { sure: "no" })).text.includes(asked)).toBe(expected);
    }
    const frames: string[] = [];
    for (const topic of [topics.youth(sam.id), topics.log(sam.id)]) {
      line.helpline.hub.join(topic, { send: (html) => frames.push(html) });
    }
    const marked = { conversationId: sam.id, staffId: carl.id, present: true };
    await act(line, carl, (tx, emit) => markRisk(tx, emit, marked));
    // Page and frame alike, before anything else.
    expect(frames.filter((html) => html.includes(sentence)).length).toBeGreaterThanOrEqual(2);
  });

  test("the page after deleting says that it is gone for her, until when it can be read, and never that it is gone", async () => {
    const done = await deletes();
    expect(done.text).toContain(says("rules.clear.danger_done", { hours: 12 }));
    expect(done.text).not.toContain(says("rules.clear.done_text"));
    expect((await noor.get("/")).text).not.toContain("he waits");
  });

  test("neither her cookie nor her code opens it any more, though others read it", async () => {
    const code = await getsCode(noor);
    const cookies = new Map(noor.cookies);
    await deletes();
    expect((await colleague.post(`${path()}/open`)).text).toContain("he waits at the gate");
    for (const [name, value] of cookies) noor.cookies.set(name, value);
    expect((await noor.get("/")).text).not.toContain("he waits");
    expect((await noor.post("/send", { client_id: clientId(), text: "more" })).status).toBe(410);
    const phone = await otherPhone(line, code);
    expect(phone.answer.text).toContain(says("youth.back.wrong"));
  });

  test("who leaves the line in danger is not told that it is deleted; nor is who was lost", async () => {
    const comes = async () => {
      const who = await youth(line, "he is outside");
      await line.helpline.db.change("youth", (tx) =>
        tx.run(q.updateTable("conversation").set({ lane: "urgent" }).where("id", "=", who.id)),
      );
      return who;
    };
    const [sam, kim] = [await comes(), await comes()];
    await sam.post("/end", { from: "waiting", sure: "yes" });
    const after = (await sam.get("/")).text;
    expect(after).toContain(says("youth.danger.left"));
    expect(after).not.toContain(says("youth.left_line"));
    clock.pass(5 * 60_000);
    await runJob(line.helpline, jobs.find(({ name }) => name === "young persons who are gone")!);
    const over = (await kim.get("/")).text;
    expect(over).toContain(says("youth.over.place_read", { minutes: 5 }));
    expect(over).not.toContain("he is outside");
  });

  test("the rules say it too", async () => {
    const { text } = await noor.get("/how");
    expect(text).toContain(says("rules.kept.danger", { hours: 12 }));
    expect(text).toContain(says("rules.kept.left"));
  });
});
