import { beforeEach, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import {
  type AfterQuestion,
  afterwards,
  giveFeelingAfter,
  giveFeelingBefore,
  rateHelp,
  readFeeling,
  sayNextStep,
  skipAfter,
} from "#src/record/feeling.ts";
import { storeShown } from "#src/record/shown.ts";
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
  const never = { helped: "never", feeling: "never", next: "never" };
  const nothing = { feeling: null, helped: null, next: null, asked: never };
  expect(afterwards(home.helpline.db, id)).toEqual(nothing);
  await after(id, 0);
  await helped(id, "bit");
  await helped(id, "yes");
  expect(afterwards(home.helpline.db, id)).toMatchObject({ feeling: 0, helped: "yes", next: null });
  expect(home.heard.map((one) => one.type)).toEqual(["feeling.given", "help.rated", "help.rated"]);
  await expect(helped(99, "no")).rejects.toMatchObject({ code: "not_found" });
  expect(afterwards(home.helpline.db, 99)).toEqual(nothing);
});

const shown = (conversationId: number, question: "before" | AfterQuestion) =>
  home.helpline.db.change("porchlight", (tx) => storeShown(tx, [{ conversationId, question }]));
const next = (conversationId: number, answer: "yes" | "bit" | "no") =>
  home.helpline.db.change("youth", (tx, emit) => sayNextStep(tx, emit, { conversationId, next: answer }));
const skips = (conversationId: number, question: AfterQuestion) =>
  home.helpline.db.change("youth", (tx) => skipAfter(tx, { conversationId, question }));
const contact = (conversationId: number) =>
  home.helpline.db.first(q.selectFrom("contact").selectAll().where("conversation_id", "=", conversationId));

test("before the chat: never asked, asked, passed over and answered are four things", async () => {
  const [unasked, asked, passed, answered] = [
    await talking(home),
    await talking(home),
    await comesIn(home),
    await comesIn(home),
  ];
  for (const id of [asked, passed, answered]) await shown(id, "before");
  await before(passed, null);
  await before(answered, 0);
  for (const id of [unasked, asked, passed, answered]) await youthEnds(home, id);
  // Stored late, when the chat was over: the question had been on the page.
  const late = await talking(home);
  await youthEnds(home, late);
  await shown(late, "before");
  const found = [unasked, asked, passed, answered, late].map(contact);
  expect(found.map((one) => one?.before_asked)).toEqual(["never", "shown", "skipped", "given", "shown"]);
  expect(found.map((one) => one?.feeling_before)).toEqual([null, null, null, 0, null]);
});

test("after the chat too, for each of three questions; the third is kept as it was said", async () => {
  const id = await talking(home);
  await expect(next(id, "yes")).rejects.toMatchObject({ code: "not_found" });
  await expect(skips(id, "helped")).rejects.toMatchObject({ code: "not_found" });
  await youthEnds(home, id);
  home.heard.length = 0;
  await shown(id, "helped");
  expect(afterwards(home.helpline.db, id).asked).toEqual({ helped: "shown", feeling: "never", next: "never" });
  await skips(id, "helped");
  await skips(id, "feeling");
  await next(id, "bit");
  // What was answered is not unsaid by a page that is older, nor by a look at it.
  await skips(id, "next");
  for (const question of ["helped", "feeling", "next"] as const) await shown(id, question);
  const asked = { helped: "skipped", feeling: "skipped", next: "given" };
  expect(afterwards(home.helpline.db, id)).toEqual({ helped: null, feeling: null, next: "bit", asked });
  expect(contact(id)).toMatchObject({
    next_step: "bit",
    next_asked: "given",
    after_asked: "skipped",
    feeling_after: null,
  });
  expect(home.heard).toEqual([{ type: "next_step.said", conversationId: id }]);
  await after(id, 4);
  expect(afterwards(home.helpline.db, id).asked.feeling).toBe("given");
});

test("an answer is a whole number from 0 to 10 as a form sends it", () => {
  expect(Array.from({ length: 11 }, (_, n) => readFeeling(String(n)))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  for (const raw of ["11", "-1", "5.5", "", " 5", "05", "1e1", "٥", null, undefined, 5, ["5"]]) {
    expect(() => readFeeling(raw), String(raw)).toThrow(HelplineError);
  }
});
