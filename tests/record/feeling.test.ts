import { beforeEach, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { HelplineError } from "#src/errors.ts";
import { afterwards, giveFeelingAfter, giveFeelingBefore, rateHelp, readFeeling } from "#src/record/feeling.ts";
import { comesIn, talking, youthEnds } from "#tests/support/house/chats.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";

let home: House;
beforeEach(async () => {
  home = await house();
  await open(home);
  home.heard.length = 0;
});

const before = (conversationId: number, value: number | null) =>
  home.helpline.db.change("youth", (tx, emit) => giveFeelingBefore(tx, emit, { conversationId, value }));
const after = (conversationId: number, value: number) =>
  home.helpline.db.change("youth", (tx, emit) => giveFeelingAfter(tx, emit, { conversationId, value }));
const helped = (conversationId: number, answer: "yes" | "bit" | "no") =>
  home.helpline.db.change("youth", (tx, emit) => rateHelp(tx, emit, { conversationId, helped: answer }));

test("before the chat: given, changed, skipped; said to whoever has the conversation", async () => {
  const id = await comesIn(home);
  home.heard.length = 0;
  await before(id, 8);
  await before(id, 6);
  expect(conversation(home.helpline.db, id)).toMatchObject({ feelingBefore: 6, feelingSkipped: false });
  await before(id, null);
  expect(conversation(home.helpline.db, id)).toMatchObject({ feelingBefore: null, feelingSkipped: true });
  const given = { type: "feeling.given", conversationId: id, staffId: null, moment: "before" };
  expect(home.heard).toEqual([given, given, given]);
});

test("after the chat the first question is over; the second and the tap go to the contact row", async () => {
  const id = await talking(home);
  await expect(after(id, 3)).rejects.toMatchObject({ code: "not_found" });
  await youthEnds(home, id);
  home.heard.length = 0;
  await expect(before(id, 5)).rejects.toMatchObject({ code: "ended" });
  expect(afterwards(home.helpline.db, id)).toEqual({ feeling: null, helped: null });
  await after(id, 0);
  await helped(id, "bit");
  await helped(id, "yes");
  expect(afterwards(home.helpline.db, id)).toEqual({ feeling: 0, helped: "yes" });
  expect(home.heard.map((one) => one.type)).toEqual(["feeling.given", "help.rated", "help.rated"]);
  await expect(helped(99, "no")).rejects.toMatchObject({ code: "not_found" });
  expect(afterwards(home.helpline.db, 99)).toEqual({ feeling: null, helped: null });
});

test("an answer is a whole number from 0 to 10 as a form sends it", () => {
  expect(Array.from({ length: 11 }, (_, n) => readFeeling(String(n)))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  for (const raw of ["11", "-1", "5.5", "", " 5", "05", "1e1", "٥", null, undefined, 5, ["5"]]) {
    expect(() => readFeeling(raw), String(raw)).toThrow(HelplineError);
  }
});
