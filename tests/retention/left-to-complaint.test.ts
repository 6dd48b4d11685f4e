import { beforeEach, expect, test } from "vitest";
import { setGoal } from "#src/conversation/colleagues/goal.ts";
import { writeNote } from "#src/conversation/colleagues/side-notes.ts";
import { openConcern, raiseConcern, settleConcern } from "#src/conversation/complaint/complaint.ts";
import { isPartOf } from "#src/conversation/complaint/complaint-part.ts";
import { concernsFor } from "#src/conversation/complaint/complaint-reading.ts";
import { conversation, keptConversation } from "#src/conversation/conversation.ts";
import { messages } from "#src/conversation/reading.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { q } from "#src/db/schema.ts";
import { letChatGo } from "#src/http/youth/end/ended.tsx";
import { jobs, runJob } from "#src/jobs.ts";
import { end } from "#src/queue/end/ending.ts";
import { giveBack } from "#src/queue/handover/give-back.ts";
import { takenBack } from "#src/queue/overview.ts";
import { declareEmergency, notePhoned } from "#src/record/emergency.ts";
import { tickReasons } from "#src/record/reasons/ticks.ts";
import { giveThanks } from "#src/record/thanks.ts";
import { eraseChat } from "#src/retention/erase.ts";
import { outliving } from "#src/retention/forget.ts";
import { openEnded } from "#src/retention/reading/opening.ts";
import { closingSoon, dueToSeal, sealConversation } from "#src/retention/reading/seal.ts";
import { concernHeldDays } from "#src/settings/rules/facts.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { talking, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act, heardSince } from "#tests/support/house/http.ts";
import { ownKey } from "#tests/support/keys/addresses.ts";

// What is left of a chat that is forgotten for everybody, but for those who look into what was wrong with it.

const minute = 60_000;
const day = 24 * 60 * minute;
let clock: FakeClock;
let home: House;
let carl: StaffMember;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  carl = await member(home.helpline, "carl", "Carl Janssens", "Finch", ["supervisor"]);
  await open(home);
});

const db = () => home.helpline.db;
const complains = (conversationId: number) =>
  db().change("youth", (tx, emit) => raiseConcern(tx, emit, { conversationId, text: "odd" }));
const sweeps = () => runJob(home.helpline, jobs.find(({ name }) => name === "words kept long enough")!);
const isThere = (id: number) => keptConversation(db(), id) !== undefined;
const count = (table: string) => home.files.data.prepare(`SELECT count(*) FROM ${table}`).pluck().get();

test("every table whose rows outlive a chat is led away from it", () => {
  const tables = home.files.data
    .prepare(
      `SELECT t.name FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS f
       WHERE t.type = 'table' AND f."table" = 'conversation' AND f.on_delete = 'SET NULL' ORDER BY t.name`,
    )
    .pluck()
    .all();
  expect([...outliving, "chat_opening"].sort()).toEqual(tables);
});

test("after its days nobody finds it, the trail says so once, and who looks into it reads its words until it goes for good", async () => {
  const id = await talking(home, "he asked where I live");
  const { anna, bela } = home;
  const note = { conversationId: id, staffId: anna.id, clientId: newClientId(), text: "ask about school" };
  await act(home, anna, (tx, emit) => writeNote(tx, emit, note));
  const ticked = { conversationId: id, staffId: anna.id, tick: ["violence.bullying"], untick: [] };
  await act(home, anna, (tx, emit) => tickReasons(tx, emit, ticked));
  await act(home, anna, (tx, emit) => setGoal(tx, emit, { conversationId: id, staffId: anna.id, text: "to sleep" }));
  const declared = { conversationId: id, staffId: anna.id };
  const emergencyId = await act(home, anna, (tx, emit) => declareEmergency(tx, emit, declared));
  await act(home, bela, (tx, emit) => notePhoned(tx, emit, { emergencyId, staffId: bela.id }));
  await youthEnds(home, id);
  await act(home, anna, (tx) => tx.run(q.updateTable("emergency").set({ outcome: "help_came" })));
  await db().change("youth", (tx, emit) => giveThanks(tx, emit, { conversationId: id, text: "thanks" }));
  await complains(id);
  clock.pass(14 * day);
  const before = home.heard.length;
  await sweeps();
  await sweeps();
  expect(heardSince(home, before).filter((type) => type === "conversation.forgotten")).toHaveLength(1);
  expect([conversation(db(), id), isThere(id)]).toEqual([undefined, true]);
  for (const table of outliving) {
    const led = home.files.data
      .prepare(`SELECT count(*) FROM ${table} WHERE conversation_id IS NOT NULL`)
      .pluck()
      .get();
    expect([table, led]).toEqual([table, 0]);
  }
  for (const table of ["thank_you", "side_note", "ticked_reasons", "goal", "draft", "return_part"])
    expect([table, count(table)]).toEqual([table, 0]);
  // Of Béla nothing else tells any more that she had a part.
  expect([anna, bela, carl].map((one) => isPartOf(db(), id, one.id))).toEqual([true, true, false]);
  const [concern] = concernsFor(db(), carl, clock.now());
  expect([concernsFor(db(), bela, clock.now()), concern?.words]).toEqual([[], "odd"]);
  await act(home, carl, (tx, emit) => {
    expect(openEnded(tx, emit, { conversationId: id, member: carl, why: "concern" })).toBe(true);
    openConcern(tx, emit, { id: concern!.id, staffId: carl.id });
    settleConcern(tx, emit, { id: concern!.id, staffId: carl.id, done: true });
  });
  expect(messages(db(), id)[0]!.text).toBe("he asked where I live");
  clock.pass(concernHeldDays * day);
  const after = home.heard.length;
  await sweeps();
  expect([
    isThere(id),
    count("had_part"),
    heardSince(home, after).filter((type) => type.startsWith("conversation")),
  ]).toEqual([false, 0, []]);
});

test("a line that closed: who takes the page away forgets it for everybody, and for who looks into it nothing goes", async () => {
  const id = await talking(home, "he asked where I live");
  await act(home, home.anna, (tx, emit) =>
    giveBack(tx, emit, { conversationId: id, staffId: home.anna.id, why: "lost" }),
  );
  await complains(id);
  await db().change("porchlight", (tx, emit) =>
    end(tx, emit, { conversationId: id, reason: "line_closed", staffId: null }),
  );
  const told = () => takenBack(db(), home.anna.id, "en", clock.now()).map((one) => one.id);
  expect(told()).toEqual([id]);
  const before = home.heard.length;
  await db().change("youth", (tx, emit) => letChatGo(tx, emit, id, "ended_by_youth"));
  expect(heardSince(home, before)).toEqual(["conversation.forgotten"]);
  expect([conversation(db(), id), told(), isThere(id)]).toEqual([undefined, [], true]);
  expect(messages(db(), id)[0]!.text).toBe("he asked where I live");
});

test("its words are left to the team alone as soon as there is one, and nobody hears of it", async () => {
  const id = await talking(home, "he asked where I live");
  await complains(id);
  await db().change(`conversation:${id}`, (tx, emit) => eraseChat(tx, emit, { conversationId: id }));
  const other = await talking(home);
  await youthEnds(home, other);
  await ownKey(home, home.bela);
  clock.pass(2 * 60 * minute);
  expect([dueToSeal(db(), clock.now()), closingSoon(db(), clock.now())]).toEqual([[id, other], [other]]);
  const before = home.heard.length;
  for (const conversationId of [id, other]) {
    await db().change("porchlight", (tx, emit) => sealConversation(tx, emit, { conversationId }));
  }
  expect(home.heard.slice(before)).toEqual([{ type: "conversation.sealed", conversationId: other }]);
  expect([db().keyring.isSealed(id), dueToSeal(db(), clock.now())]).toEqual([true, []]);
});
