import { beforeEach, expect, test } from "vitest";
import { colleaguesOf } from "#src/conversation/colleagues/colleagues.ts";
import { helpAskedIn, helperOf, helpWanted } from "#src/conversation/colleagues/help.ts";
import { answerHelp, askForHelp, takeBackHelp } from "#src/conversation/colleagues/help-wanted.ts";
import { leave } from "#src/conversation/colleagues/join.ts";
import { q } from "#src/db/schema.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { comesIn, talking, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

let clock: FakeClock;
let home: House;
let id: number;

beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
  id = await talking(home, "Noor’s words");
});

const asks = (more: { urgent?: boolean; words?: string } = {}, who: StaffMember = home.anna, conversationId = id) =>
  act(home, who, (tx, emit) => askForHelp(tx, emit, { conversationId, staffId: who.id, ...more }));
const porchlightAsks = (urgent = true) =>
  home.helpline.db.change("porchlight", (tx, emit) =>
    askForHelp(tx, emit, { conversationId: id, staffId: null, urgent }),
  );
const takesBack = (who: StaffMember = home.anna) =>
  act(home, who, (tx, emit) => takeBackHelp(tx, emit, { conversationId: id, staffId: who.id }));
const asked = () => helpAskedIn(home.helpline.db, id);
const joins = (who: StaffMember) =>
  act(home, who, (tx) => {
    const row = { conversation_id: id, staff_id: who.id, kind: "joined" as const, since_at: tx.at, left_at: null };
    tx.run(q.insertInto("conversation_colleague").values(row));
  });

test("the counsellor asks, with a sentence or without; nobody else can for her", async () => {
  await asks();
  expect(asked()).toMatchObject({ staffId: home.anna.id, urgent: false, words: null, at: clock.now() });
  await asks({ words: "  how do I\nask about it?  " });
  expect(asked()?.words).toBe("how do I ask about it?");
  for (const who of [home.bela, home.aino]) {
    await expect(asks({}, who)).rejects.toMatchObject({ code: "not_allowed" });
    await expect(takesBack(who)).rejects.toMatchObject({ code: "not_allowed" });
  }
  await expect(asks({ words: "x".repeat(301) })).rejects.toMatchObject({ code: "bad_input", field: "words" });
  await expect(asks({}, home.anna, 99)).rejects.toMatchObject({ code: "not_allowed" });
});

test("asking again says nothing twice: what it is about stays, and only news is told", async () => {
  await asks({ words: "is this abuse?" });
  home.heard.length = 0;
  clock.pass(60_000);
  await asks();
  await asks({ words: "is this abuse?" });
  expect(home.heard).toEqual([]);
  await asks({ urgent: true });
  expect(home.heard).toEqual([{ type: "help.asked", conversationId: id, staffId: home.anna.id }]);
  expect(asked()).toMatchObject({ number: 1, urgent: true, words: "is this abuse?", at: clock.now() - 60_000 });
});

test("Porchlight asks for a counsellor who cannot, and steps behind her when she does", async () => {
  await porchlightAsks();
  expect(asked()).toMatchObject({ staffId: null, counsellorId: home.anna.id, urgent: true });
  await asks({ words: "yes please" });
  expect(asked()).toMatchObject({ staffId: home.anna.id, urgent: true, words: "yes please" });
  await takesBack();
  expect(asked()).toBeUndefined();
  const waits = await comesIn(home);
  const forWaiting = home.helpline.db.change("porchlight", (tx, emit) =>
    askForHelp(tx, emit, { conversationId: waits, staffId: null }),
  );
  await expect(forWaiting).rejects.toMatchObject({ code: "ended" });
});

test("it is over when it is taken back, when somebody has come, and with the chat; then it can be asked anew", async () => {
  await asks();
  await takesBack();
  await takesBack();
  expect(home.heard.filter(({ type }) => type === "help.taken_back")).toHaveLength(1);
  expect(asked()).toBeUndefined();
  clock.pass(1000);
  await asks({ words: "now really" });
  expect(asked()).toMatchObject({ number: 2, words: "now really" });
  expect(helperOf(home.helpline.db, id)).toBeNull();
  clock.pass(1000);
  await joins(home.bela);
  expect([asked(), helperOf(home.helpline.db, id)]).toEqual([undefined, home.bela.id]);
  clock.pass(1000);
  await asks();
  expect([asked()?.number, helperOf(home.helpline.db, id)]).toEqual([3, null]);
  await youthEnds(home, id);
  expect([asked(), helpWanted(home.helpline.db)]).toEqual([undefined, []]);
});

const answers = (who: StaffMember) =>
  act(home, who, (tx, emit) => answerHelp(tx, emit, { conversationId: id, staffId: who.id }));

test("the first to answer joins, the second is told who was quicker; saying it twice changes nothing", async () => {
  await asks();
  clock.pass(1000);
  const both = await Promise.allSettled([answers(home.bela), answers(home.aino)]);
  expect(both[0]).toMatchObject({ status: "fulfilled" });
  expect(both[1]).toMatchObject({ reason: { code: "taken", key: "error.help_taken", values: { alias: "Luna" } } });
  expect(colleaguesOf(home.helpline.db, id).map(({ staffId, kind }) => [staffId, kind])).toEqual([
    [home.bela.id, "joined"],
  ]);
  await answers(home.bela);
  expect(home.heard.filter(({ type }) => type === "conversation.joined")).toHaveLength(1);
});

test("nobody answers an own question, one that is taken back, or one that never was", async () => {
  await expect(answers(home.bela)).rejects.toMatchObject({ code: "taken", key: "error.help_over" });
  await asks();
  await expect(answers(home.anna)).rejects.toMatchObject({ code: "not_allowed" });
  await takesBack();
  await expect(answers(home.bela)).rejects.toMatchObject({ code: "taken" });
  const sven = await member(home.helpline, "sven", "Sven Berg", "Ash", ["admin"]);
  await asks();
  await expect(answers(sven)).rejects.toMatchObject({ code: "not_allowed" });
});

test("urgent first, then who asked first", async () => {
  const more = await talking(home);
  for (const one of [more, id]) {
    clock.pass(1000);
    await asks({}, home.anna, one);
  }
  await porchlightAsks();
  expect(helpWanted(home.helpline.db).map((one) => one.conversationId)).toEqual([id, more]);
});

test("the sentence lies sealed", async () => {
  await asks({ words: "distinctive sentence" });
  expect(asked()?.words).toBe("distinctive sentence");
  expect(home.files.data.serialize().includes("distinctive sentence")).toBe(false);
  await act(home, home.anna, (tx) => tx.run(q.updateTable("line").set({ name: "distinctive sentence" })));
  expect(home.files.data.serialize().includes("distinctive sentence")).toBe(true);
});

test("help that came and went again is no help: it is wanted still", async () => {
  await asks({ words: "is this abuse?" });
  clock.pass(1000);
  await act(home, home.bela, (tx, emit) => answerHelp(tx, emit, { conversationId: id, staffId: home.bela.id }));
  expect(asked()).toBeUndefined();
  await act(home, home.bela, (tx, emit) => leave(tx, emit, { conversationId: id, staffId: home.bela.id }));
  expect(asked()).toMatchObject({ words: "is this abuse?", at: clock.now() - 1000 });
});

test("asked anew while the helper was there, one question stands when she goes, and taking it back ends all of it", async () => {
  await asks({ words: "first" });
  clock.pass(1_000);
  await joins(home.bela);
  clock.pass(1_000);
  await asks({ words: "second" });
  clock.pass(1_000);
  await act(home, home.bela, (tx, emit) => leave(tx, emit, { conversationId: id, staffId: home.bela.id }));
  expect(helpWanted(home.helpline.db).map(({ words }) => words)).toEqual(["second"]);
  await takesBack();
  expect(helpWanted(home.helpline.db)).toEqual([]);
  expect(asked()).toBeUndefined();
});
