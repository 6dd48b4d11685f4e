import { beforeEach, expect, test } from "vitest";
import { sendReferrals } from "#src/conversation/messages/referral.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { q } from "#src/db/schema.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { declareEmergency } from "#src/record/emergency.ts";
import { annaEnds } from "#tests/support/house/chats.ts";
import { place } from "#tests/support/house/directory.ts";
import type { House } from "#tests/support/house/helpline.ts";
import { act, clientId, heardSince, noorWithAnna, says, script, youth } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";

// What is asked after a chat, one thing at a time, and what becomes of each question.

let files: OpenFiles;
let line: House;
let noor: Awaited<ReturnType<typeof youth>>;

beforeEach(async () => {
  ({ line, files, noor } = await noorWithAnna());
});

const endByAnna = () => annaEnds(line, noor.id);

const asked = () => rows<Record<string, unknown>>(files, "contact")[0]!;
const goesOn = () => runJob(line.helpline, jobs.find((job) => job.name === "which questions stood on pages")!);

test("one question at a time, without a script: each page asks the next, and thanks for the one before", async () => {
  await endByAnna();
  const before = line.heard.length;
  expect((await noor.get("/")).text).toContain(says("youth.helped.title"));
  // Looking stores nothing by itself.
  expect(asked()).toMatchObject({ helped_asked: "never" });
  await goesOn();
  expect(asked()).toMatchObject({ helped_asked: "shown", after_asked: "never", next_asked: "never" });
  expect((await noor.post("/helped", { value: "bit" })).to).toBe("/");
  const second = (await noor.get("/")).text;
  expect(second).toContain(says("youth.helped.thanks_bit"));
  expect(second).toContain(says("youth.feeling.after"));
  expect(second).not.toContain(says("youth.helped.title"));
  expect((await noor.post("/feeling", { moment: "after", value: "3" })).to).toBe("/");
  const third = (await noor.get("/")).text;
  expect(third).toContain(says("youth.feeling.thanks", { value: 3 }));
  expect(third).toContain(says("youth.next_step.title"));
  expect((await noor.post("/next", { value: "no" })).to).toBe("/");
  const last = (await noor.get("/")).text;
  expect(last).toContain(says("youth.next_step.thanks_no"));
  expect(last).not.toMatch(/action="\/(helped|feeling|next)"/);
  expect(heardSince(line, before)).toEqual(["help.rated", "feeling.given", "next_step.said"]);
  await goesOn();
  const given = { helped: "bit", feeling_after: 3, next_step: "no" };
  expect(asked()).toMatchObject({ ...given, helped_asked: "given", after_asked: "given", next_asked: "given" });
});

test("a number chosen among the radios is kept, with and without a script; none is a question passed over", async () => {
  await endByAnna();
  const chooses = (more: Record<string, string>, headers = {}) =>
    noor.post("/feeling", { moment: "after", value: "felt", ...more }, headers);
  expect((await chooses({ felt: "11" })).status).toBe(422);
  expect((await chooses({})).to).toBe("/");
  expect(asked()).toMatchObject({ feeling_after: null, after_asked: "skipped" });
  expect((await chooses({ felt: "7" })).to).toBe("/");
  expect(asked()).toMatchObject({ feeling_after: 7, after_asked: "given" });
  await chooses({ felt: "0" }, script);
  expect(asked()).toMatchObject({ feeling_after: 0 });
});

test("with a script the next question takes the place of the one before", async () => {
  await endByAnna();
  const taps = async (path: string, form: Record<string, string>) => (await noor.post(path, form, script)).text;
  const second = await taps("/helped", { value: "skip" });
  expect(second).toMatch(/^<div id="after" class="asks"/);
  expect(second).toContain(says("youth.feeling.after"));
  const third = await taps("/feeling", { moment: "after", value: "skip" });
  expect(third).toContain(says("youth.next_step.title"));
  const over = await taps("/next", { value: "yes" });
  expect(over).toMatch(/^<div id="after" class="over"/);
  for (const words of [says("youth.ended.title"), says("youth.next_step.thanks_yes"), says("youth.ended.wipe")]) {
    expect(over).toContain(words);
  }
  const skipped = { helped: null, helped_asked: "skipped", feeling_after: null, after_asked: "skipped" };
  expect(asked()).toMatchObject({ ...skipped, next_step: "yes", next_asked: "given" });
});

test("with the last thanks stand the places of the chat, then the ways on; clearing and deleting are last", async () => {
  const id = await place(line.helpline.db, "Night line");
  await act(line, line.anna, (tx, emit) =>
    sendReferrals(tx, emit, { conversationId: noor.id, staffId: line.anna.id, clientId: clientId(), serviceIds: [id] }),
  );
  await noor.post("/end");
  const first = (await noor.get("/")).text;
  expect(first.indexOf(says("youth.other.sent"))).toBeGreaterThan(first.indexOf(says("youth.helped.title")));
  for (const door of ["/helped", "/feeling", "/next"]) await noor.post(door, { moment: "after", value: "skip" });
  const { text } = await noor.get("/");
  const order = [
    'class="face smile"',
    says("youth.ended.title"),
    says("youth.other.sent"),
    says("youth.code.link"),
    says("youth.thanks.title"),
    'id="again"',
    says("youth.help.wrong_link"),
    says("youth.ended.wipe"),
    says("rules.clear.offer"),
  ].map((words) => text.indexOf(words));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(order[0]).toBeGreaterThan(0);
});

const danger = (column: "risk_at" | "lane") =>
  act(line, line.anna, (tx) => {
    const set = column === "lane" ? { lane: "urgent" as const } : { risk_at: tx.at };
    return tx.run(q.updateTable("conversation").set(set).where("id", "=", noor.id));
  });
const complains = () => noor.post("/help", { text: "he asked where I live" });
const declares = () =>
  act(line, line.anna, (tx, emit) => declareEmergency(tx, emit, { conversationId: noor.id, staffId: line.anna.id }));

test.each([
  ["they said that they are in danger", () => danger("lane")],
  ["their counsellor marked it", () => danger("risk_at")],
  ["an emergency was declared", declares],
  ["something was said to be wrong", complains],
] as const)(
  "nothing is asked before they want it; whom to call and places stand first, where %s",
  async (_, happens) => {
    const id = await place(line.helpline.db, "Night line");
    await act(line, line.anna, (tx, emit) =>
      sendReferrals(tx, emit, {
        conversationId: noor.id,
        staffId: line.anna.id,
        clientId: clientId(),
        serviceIds: [id],
      }),
    );
    await happens();
    await noor.post("/end");
    const { text } = await noor.get("/");
    for (const key of ["youth.helped.title", "youth.feeling.after", "youth.next_step.title"] as const) {
      expect(text).not.toContain(says(key));
    }
    const [places, ask] = [text.indexOf(says("youth.other.sent")), text.indexOf(says("youth.ended.ask"))];
    expect(places).toBeGreaterThan(0);
    expect(ask).toBeGreaterThan(places);
    expect(text.slice(0, places).includes('<div id="call"><a class="big" href="tel:112"')).toBe(true);
    await goesOn();
    expect(asked()).toMatchObject({ helped_asked: "never", after_asked: "never", next_asked: "never" });
    // Wanted: now it asks, and goes on asking on a page that is loaded again.
    expect((await noor.post("/helped", { value: "ask" })).to).toBe("/");
    expect((await noor.get("/")).text).toContain(says("youth.helped.title"));
    expect(asked()).toMatchObject({ helped: null, helped_asked: "shown" });
    expect((await noor.post("/helped", { value: "ask" }, script)).text).toContain(says("youth.helped.title"));
  },
);

test("where they complained nobody asks them for a thank-you", async () => {
  await complains();
  await noor.post("/end");
  expect((await noor.get("/")).text).not.toContain(says("youth.thanks.title"));
});

test("a question that is passed over is kept as that, and says nothing to anybody", async () => {
  await endByAnna();
  const before = line.heard.length;
  await noor.post("/feeling", { moment: "after", value: "skip" });
  expect(heardSince(line, before)).toEqual([]);
  expect(asked()).toMatchObject({ feeling_after: null, after_asked: "skipped" });
});

test("while they wait the question before is shown on the page they load, and on no other", async () => {
  const sam = await youth(line, "sam");
  const shown = () =>
    rows<{ id: number; feeling_shown: number }>(files, "conversation").find(({ id }) => id === sam.id);
  await goesOn();
  expect(shown()).toMatchObject({ feeling_shown: 0 });
  expect((await sam.get("/")).text).toContain(says("youth.feeling.before"));
  expect(shown()).toMatchObject({ feeling_shown: 0 });
  await goesOn();
  expect(shown()).toMatchObject({ feeling_shown: 1 });
});
