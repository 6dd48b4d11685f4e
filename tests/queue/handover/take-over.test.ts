import { beforeEach, expect, test } from "vitest";
import { colleaguesOf, subjectOf } from "#src/conversation/colleagues/colleagues.ts";
import { readAlong } from "#src/conversation/colleagues/join.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { chatDraft, keepDraft } from "#src/conversation/messages/draft.ts";
import { messages } from "#src/conversation/reading.ts";
import { takeOver } from "#src/queue/handover/take-over.ts";
import { pause } from "#src/queue/line/pause.ts";
import { setSetting } from "#src/settings/settings.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { annaSays, comesIn, silencesGoOn, takes, talking, youthSays } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, heardSince } from "#tests/support/house/http.ts";

let clock: FakeClock;
let home: House;
let id: number;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
  id = await talking(home, "it is bad again");
});

const takesOver = (who: StaffMember) =>
  act(home, who, (tx, emit) => takeOver(tx, emit, { conversationId: id, staffId: who.id }));
const holder = () => conversation(home.helpline.db, id)!.counsellorId;

test("a supervisor takes over at any time: the young person is told, and what was said stays", async () => {
  await act(home, home.bela, (tx, emit) => readAlong(tx, emit, { conversationId: id, staffId: home.bela.id }));
  await act(home, home.anna, (tx) => keepDraft(tx, { conversationId: id, staffId: home.anna.id, text: "half" }));
  const before = home.heard.length;
  await takesOver(home.bela);
  await takesOver(home.bela);
  expect(holder()).toBe(home.bela.id);
  expect(colleaguesOf(home.helpline.db, id)).toEqual([]);
  expect(chatDraft(home.helpline.db, { conversationId: id, staffId: home.anna.id })).toBe("");
  expect(heardSince(home, before)).toEqual(["conversation.taken_over", "message.written"]);
  const last = messages(home.helpline.db, id).at(-1)!;
  expect(JSON.parse(last.text!)).toEqual({ key: "notice.taken_over", values: { alias: "Mika", colleague: "Luna" } });
  await expect(annaSays(home, id, "still me")).rejects.toMatchObject({ code: "not_allowed" });
});

test("a colleague steps in once the young person has waited 6 min for an answer, and not before", async () => {
  await annaSays(home, id, "tell me");
  await youthSays(home, id, "I am on the bridge");
  clock.pass(6 * 60_000 - 1);
  await silencesGoOn(home);
  await expect(takesOver(home.aino)).rejects.toMatchObject({ code: "not_allowed" });
  clock.pass(1);
  await silencesGoOn(home);
  await takesOver(home.aino);
  expect(holder()).toBe(home.aino.id);
  // The clock of whoever has it now begins anew.
  await silencesGoOn(home);
  await expect(takesOver(home.anna)).rejects.toMatchObject({ code: "not_allowed" });
});

test("after as long as is set, also where nobody was greeted; never in a pause, nor once an answer came", async () => {
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "stepInMinutes", value: 9 }));
  const paused = await talking(home, "me too");
  await youthSays(home, paused, "later");
  await home.helpline.db.change(`conversation:${paused}`, (tx, emit) =>
    pause(tx, emit, { conversationId: paused, by: "youth" }),
  );
  const alone = () => {
    const { db } = home.helpline;
    return [id, paused].map((one) => subjectOf(db, conversation(db, one)!, clock.now()).alone);
  };
  clock.pass(9 * 60_000 - 1);
  await silencesGoOn(home);
  expect(alone()).toEqual([false, false]);
  clock.pass(1);
  await silencesGoOn(home);
  expect(alone()).toEqual([true, false]);
  clock.pass(1);
  await annaSays(home, id, "hello");
  expect(alone()).toEqual([false, false]);
});

test("or at once when nothing is heard of the counsellor any more", async () => {
  await expect(takesOver(home.aino)).rejects.toMatchObject({ code: "not_allowed" });
  await act(home, home.anna, (tx, emit) => setAvailability(tx, emit, { staffId: home.anna.id, availability: "gone" }));
  await takesOver(home.aino);
  expect(holder()).toBe(home.aino.id);
});

test("with full hands nothing is taken over", async () => {
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "chatsAtOnce", value: 1 }));
  await takes(home, home.bela, await comesIn(home));
  await expect(takesOver(home.bela)).rejects.toMatchObject({ code: "bad_input", key: "error.full_hands" });
  expect(holder()).toBe(home.anna.id);
});
