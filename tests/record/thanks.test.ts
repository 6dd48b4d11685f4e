import { beforeEach, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { q } from "#src/db/schema.ts";
import { thanksScene } from "#src/live/youth/ended-data.ts";
import { setAside, undoAside } from "#src/queue/end/dismiss.ts";
import { giveFeelingAfter, rateHelp } from "#src/record/feeling.ts";
import {
  allThanks,
  giveThanks,
  noteThanksTold,
  readThanks,
  screenThanks,
  type ThanksAct,
  thanksTo,
  thanksWaiting,
} from "#src/record/thanks.ts";
import { forget } from "#src/retention/forget.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { comesIn, talking, youthEnds } from "#tests/support/house/chats.ts";
import { type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";

let home: House;
let files: OpenFiles;
let chat: number;
beforeEach(async () => {
  home = await house();
  files = home.files;
  await open(home);
  chat = await talking(home);
  await youthEnds(home, chat);
});

const thanks = (text: string, conversationId = chat) =>
  home.helpline.db.change(`conversation:${conversationId}`, (tx, emit) =>
    giveThanks(tx, emit, { conversationId, text }),
  );
const screens = (act: ThanksAct, who: StaffMember = home.bela) =>
  home.helpline.db.change(`staff:${who.id}`, (tx, emit) =>
    screenThanks(tx, emit, { conversationId: chat, member: who, act }),
  );
const toAnna = () => thanksTo(home.helpline.db, home.anna.id, "en").map(({ text, told }) => ({ text, told }));

test("a thank-you is passed on only once a supervisor has read it, and they can take that back", async () => {
  await thanks("you helped me a lot");
  const [row] = rows<{ body: Uint8Array }>(files, "thank_you");
  expect(Buffer.from(row!.body).toString("latin1")).not.toContain("helped me a lot");
  expect(thanksWaiting(home.helpline.db, home.bela.id)).toBe(1);
  expect(toAnna()).toEqual([]);
  await screens("passed");
  expect(toAnna()).toEqual([{ text: "you helped me a lot", told: false }]);
  expect(thanksWaiting(home.helpline.db, home.bela.id)).toBe(0);
  await home.helpline.db.change(`staff:${home.anna.id}`, (tx, emit) =>
    noteThanksTold(tx, emit, { conversationId: chat, staffId: home.anna.id }),
  );
  expect(toAnna()).toEqual([{ text: "you helped me a lot", told: true }]);
  await screens("again");
  await screens("kept");
  expect(toAnna()).toEqual([]);
  await screens("again");
  expect(allThanks(home.helpline.db, "en")).toMatchObject([{ decision: null, alias: "Mika" }]);
});

test("once, by whoever chatted with somebody and is done; sent again it changes nothing", async () => {
  await thanks("first");
  await thanks("second");
  expect(allThanks(home.helpline.db, "en").map(({ text }) => text)).toEqual(["first"]);
  const inVain = await comesIn(home);
  await youthEnds(home, inVain);
  await expect(thanks("for nothing", inVain)).rejects.toThrow("ended");
  await expect(thanks("too soon", await talking(home))).rejects.toThrow("ended");
});

test("whoever was set aside is asked nothing, and nothing of theirs is kept: that takes it back", async () => {
  const { db } = home.helpline;
  const odd = { conversationId: await talking(home), staffId: home.anna.id };
  await act(home, home.anna, (tx, emit) => setAside(tx, emit, { ...odd, why: "abusive" }));
  await expect(thanks("thanks for nothing", odd.conversationId)).rejects.toThrow("ended");
  const rates = db.change("youth", (tx, emit) => rateHelp(tx, emit, { ...odd, helped: "no" }));
  await expect(rates).rejects.toThrow("ended");
  const feels = db.change("youth", (tx, emit) => giveFeelingAfter(tx, emit, { ...odd, value: 1 }));
  await expect(feels).rejects.toThrow("ended");
  expect(thanksScene(db, conversation(db, odd.conversationId)!)).toBe("hidden");
  await act(home, home.anna, (tx, emit) => undoAside(tx, emit, odd));
  await thanks("thank you after all", odd.conversationId);
});

test("nobody but a supervisor reads it first", async () => {
  await thanks("you helped");
  await expect(screens("passed", home.anna)).rejects.toThrow("not_allowed");
  await expect(screens("passed", home.aino)).rejects.toThrow("not_allowed");
});

test("what one supervisor has withheld, the page of another that knows nothing of it does not pass on", async () => {
  await thanks("you are ugly");
  await screens("kept");
  const olga = await member(home.helpline, "olga", "Olga Novak", "Owl", ["supervisor"]);
  await expect(screens("passed", olga)).rejects.toMatchObject({ code: "taken", key: "error.debrief_taken" });
  expect(toAnna()).toEqual([]);
  await screens("kept", olga);
  await screens("again", olga);
  await screens("passed", olga);
  expect(toAnna()).toHaveLength(1);
});

test("it goes with the words of the chat", async () => {
  await thanks("you helped");
  await screens("passed");
  await home.helpline.db.change("porchlight", (tx, emit) => forget(tx, emit, { conversationId: chat }));
  expect(home.helpline.db.all(q.selectFrom("thank_you").selectAll())).toEqual([]);
});

test.each([
  ["  so\n much ", "so much"],
  ["x".repeat(140), "x".repeat(140)],
  ["💜".repeat(140), "💜".repeat(140)],
])("%j is read as %j", (raw, text) => {
  expect(readThanks(raw)).toBe(text);
});

test.each(["", "   ", "\u0000", undefined, "x".repeat(141)])("%j is refused", (raw) => {
  expect(() => readThanks(raw)).toThrow();
});
