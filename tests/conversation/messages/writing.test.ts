import { beforeEach, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { chatDraft, forgetDraft, keepDraft } from "#src/conversation/messages/draft.ts";
import { maxMessage, readClientId, readText, tidy, writeAsCounsellor } from "#src/conversation/messages/writing.ts";
import { lastSeq, markSeen, messages, waitingSince } from "#src/conversation/reading.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { HelplineError } from "#src/errors.ts";
import { close } from "#src/queue/end/ending.ts";
import { annaSays, comesIn, talking, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";

let home: House;
let clock: FakeClock;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
});

const said = (id: number) => messages(home.helpline.db, id).map((one) => `${one.seq} ${one.author}: ${one.text}`);

test("what both sides write stands in one order, from 1 without gaps, with who said it and when", async () => {
  const id = await talking(home, "hello");
  clock.pass(1_000);
  await annaSays(home, id, "Hi");
  await youthSays(home, id, "bad day");
  expect(said(id).filter((one) => !one.includes("notice"))).toEqual([
    "1 youth: hello",
    "3 counsellor: Hi",
    "4 youth: bad day",
  ]);
  const [, , third] = messages(home.helpline.db, id);
  expect(third).toMatchObject({ alias: "Mika", at: clock.now(), seq: 3 });
  expect(messages(home.helpline.db, id, 3).map((one) => one.seq)).toEqual([4]);
  expect(lastSeq(home.helpline.db, id)).toBe(4);
});

test("the same client id is the same message, in one turn or later, from either side", async () => {
  const id = await talking(home);
  const [mine, hers] = [newClientId(), newClientId()];
  home.heard.length = 0;
  const seqs = await Promise.all([
    youthSays(home, id, "once", mine),
    youthSays(home, id, "once", mine),
    annaSays(home, id, "answer", hers),
    annaSays(home, id, "answer", hers),
  ]);
  expect(seqs).toEqual([3, 3, 4, 4]);
  expect(await youthSays(home, id, "once", mine)).toBe(3);
  expect(home.heard.filter((one) => one.type === "message.written").map((one) => one.seq)).toEqual([3, 4]);
  expect(lastSeq(home.helpline.db, id)).toBe(4);
});

test("the same client id in another conversation is another message", async () => {
  const [first, second] = [await comesIn(home), await comesIn(home)];
  const clientId = newClientId();
  expect(await youthSays(home, first, "here", clientId)).toBe(2);
  expect(await youthSays(home, second, "there", clientId)).toBe(2);
});

test("after the end nothing more is written, but what was stored answers as before", async () => {
  const id = await talking(home);
  const [mine, hers] = [newClientId(), newClientId()];
  const seqs = [await youthSays(home, id, "last", mine), await annaSays(home, id, "bye", hers)];
  await youthEnds(home, id);
  expect([await youthSays(home, id, "last", mine), await annaSays(home, id, "bye", hers)]).toEqual(seqs);
  await expect(youthSays(home, id, "too late")).rejects.toMatchObject({ code: "ended" });
  await expect(annaSays(home, id, "too late")).rejects.toMatchObject({ code: "ended" });
});

test("a counsellor writes only in an own conversation; nobody in one that does not exist", async () => {
  const id = await talking(home);
  const words = { conversationId: id, clientId: newClientId(), text: "mine?", staffId: home.bela.id };
  const writing = home.helpline.db.change(`staff:${home.bela.id}`, (tx, emit) => writeAsCounsellor(tx, emit, words));
  await expect(writing).rejects.toMatchObject({ code: "not_allowed" });
  await expect(youthSays(home, 99, "hello?")).rejects.toMatchObject({ code: "not_found" });
});

test("writing is a sign of being there", async () => {
  const id = await comesIn(home);
  clock.pass(30_000);
  await youthSays(home, id, "still here");
  expect(conversation(home.helpline.db, id)!.youthHereAt).toBe(clock.now());
});

test("seen never goes back, never beyond what there is, and is heard once", async () => {
  const id = await talking(home);
  await annaSays(home, id, "Hi");
  home.heard.length = 0;
  const see = (seq: number) =>
    home.helpline.db.change("youth", (tx, emit) => markSeen(tx, emit, { conversationId: id, by: "youth", seq }));
  await see(2);
  await see(1);
  await see(2);
  await see(999);
  expect(conversation(home.helpline.db, id)!.youthSeenSeq).toBe(3);
  expect(home.heard.map((one) => one.type === "message.seen" && one.seq)).toEqual([2, 3]);
});

test("how long an answer is owed leaves out what Porchlight writes", async () => {
  const id = await talking(home, "first");
  const { db } = home.helpline;
  const owed = clock.now();
  clock.pass(5_000);
  await youthSays(home, id, "second");
  expect(waitingSince(db, id)).toBe(owed);
  await annaSays(home, id, "answer");
  expect(waitingSince(db, id)).toBeNull();
});

test("a draft is kept per counsellor, sealed, replaced, forgotten when empty, sent or closed, but not one of another tab", async () => {
  const id = await talking(home);
  const { db } = home.helpline;
  const of = { conversationId: id, staffId: home.anna.id };
  const keep = (text: string, staffId = home.anna.id) =>
    db.change(`staff:${staffId}`, (tx) => keepDraft(tx, { conversationId: id, staffId, text }));
  await keep("half a");
  await keep("half a sentence");
  expect(chatDraft(db, of)).toBe("half a sentence");
  await expect(keep("not mine", home.bela.id)).rejects.toMatchObject({ code: "not_allowed" });
  await keep("");
  expect(chatDraft(db, of)).toBe("");
  const forget = (kept?: string[]) =>
    db.change(`staff:${home.anna.id}`, (tx) => forgetDraft(tx, { ...of, ...(kept && { kept }) }));
  await keep("of another tab");
  await forget(["", "to be sent"]);
  expect(chatDraft(db, of)).toBe("of another tab");
  await forget(["to be", "of another tab"]);
  expect(chatDraft(db, of)).toBe("");
  await keep("to be sent");
  await forget();
  expect(chatDraft(db, of)).toBe("");
  await keep("too late");
  await youthEnds(home, id);
  // She was still writing when Noor left: her words stay until she closes it.
  expect(chatDraft(db, of)).toBe("too late");
  await expect(keep("later still")).rejects.toMatchObject({ code: "ended" });
  await db.change(`staff:${home.anna.id}`, (tx, emit) => close(tx, emit, of));
  expect(chatDraft(db, of)).toBe("");
});

test("what another page of the same counsellor kept is given back, not overwritten, unless both are to stay", async () => {
  const id = await talking(home);
  const { db } = home.helpline;
  const of = { conversationId: id, staffId: home.anna.id };
  const keep = (text: string, kept: string[], both = false) =>
    db.change(`staff:${home.anna.id}`, (tx) => keepDraft(tx, { ...of, text, kept, both }));
  expect(await keep("first", [""])).toBeNull();
  expect(await keep("second", ["", "sec"])).toBe("first");
  expect(chatDraft(db, of)).toBe("first");
  expect(await keep("", ["sec"])).toBeNull();
  expect(chatDraft(db, of)).toBe("first");
  // The same words are no other words; a browser sends the ends of lines as two characters.
  expect(await keep("first", ["sec"])).toBeNull();
  expect(await keep("two\nlines", ["first"])).toBeNull();
  expect(await keep("and more", ["two\r\nlines"])).toBeNull();
  expect(await keep("second", ["sec"], true)).toBeNull();
  expect(chatDraft(db, of)).toBe("and more\nsecond");
});

test("a form gone back to, changed and sent again under its old id loses nothing, and is stored once however often", async () => {
  const id = await talking(home, null);
  const clientId = newClientId();
  const first = await youthSays(home, id, "i am sad", clientId);
  const changed = await youthSays(home, id, "i am sad and scared", clientId);
  expect(changed).toBe(first + 1);
  expect(await youthSays(home, id, "i am sad and scared", clientId)).toBe(changed);
  expect(await youthSays(home, id, "i am sad", clientId)).toBe(first);
  const annas = await annaSays(home, id, "I’m here", clientId);
  expect(await annaSays(home, id, "I’m here", clientId)).toBe(annas);
  const said = messages(home.helpline.db, id).filter((one) => one.author !== "notice");
  expect(said.map((one) => one.text)).toEqual(["i am sad", "i am sad and scared", "I’m here"]);
});

const tidied: [string, string][] = [
  ["a\r\nb\rc", "a\nb\nc"],
  ["  \n hello \n ", "hello"],
  ["a\u0000b\u0007c\td", "abc\td"],
  ["lone \ud800 half", "lone \ufffd half"],
  ["👨‍👩‍👧 é", "👨‍👩‍👧 é"],
];
test.each(tidied)("%j is taken as %j", (raw, taken) => {
  expect(tidy(raw)).toBe(taken);
  expect(tidy(taken)).toBe(taken);
});

test("a text is 1 to 4,000 characters; anything else is refused with its reason and field", () => {
  expect(readText("x".repeat(maxMessage))).toHaveLength(maxMessage);
  const refusal = (raw: unknown) => {
    try {
      return readText(raw);
    } catch (error) {
      return error as HelplineError;
    }
  };
  expect(refusal("x".repeat(maxMessage + 1))).toMatchObject({
    code: "too_long",
    values: { length: maxMessage + 1, most: maxMessage },
    field: "text",
  });
  for (const raw of ["", " \n\t ", "\u0001", undefined, 7, {}, ["a"]]) {
    expect(refusal(raw)).toMatchObject({ code: "bad_input", key: "error.empty", field: "text" });
  }
});

test("a client id is 32 hex digits and nothing else", () => {
  const good = newClientId();
  expect(readClientId(good)).toBe(good);
  for (const raw of ["", good.toUpperCase().replace(/[0-9]/g, "A"), `${good}0`, good.slice(1), ` ${good}`, null, 5]) {
    expect(() => readClientId(raw)).toThrow(HelplineError);
  }
});
