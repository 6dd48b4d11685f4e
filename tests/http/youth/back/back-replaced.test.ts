import { beforeEach, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { bareCode } from "#src/conversation/return/code-words.ts";
import { newToken } from "#src/crypto/hash.ts";
import { inLine } from "#src/queue/claim.ts";
import { comeBackTo } from "#src/queue/door/coming-back.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { clientId, field, give, says, youth } from "#tests/support/house/http.ts";
import { beginsAgain, codeOn, getsCode, otherPhone } from "#tests/support/people/codes.ts";

// A code has another in its place, or its chat another browser, between two moments of whoever holds on to the first.

let clock: FakeClock;
let line: House;
let noor: Awaited<ReturnType<typeof youth>>;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  await open(line);
  noor = await youth(line, "the secret words");
  await give(line, noor.id, line.anna);
});

test("a code that was asked for in a browser the chat has left meanwhile is given to nobody, and the one there is stays good", async () => {
  const code = await getsCode(noor);
  // Whoever has the first phone asks while hers is looked at: both take a while, and hers is done first, but for a very busy machine.
  const [phone, asked] = await Promise.all([otherPhone(line, code), noor.post("/back", { want: "code" })]);
  const isHersFirst = phone.answer.to === "/";
  expect([phone.answer.status, asked.status]).toEqual(isHersFirst ? [303, 422] : [422, 200]);
  if (isHersFirst) expect(() => codeOn(asked.text)).toThrow();
  expect((await otherPhone(line, isHersFirst ? code : codeOn(asked.text))).answer.to).toBe("/");
});

test("a page that was led to by a code that another has replaced since begins nothing and deletes nothing", async () => {
  const found = await getsCode(noor);
  await noor.post("/end");
  const [finder, again] = [await otherPhone(line, found), await otherPhone(line, found)];
  const code = await getsCode(noor);
  const hidden = ["pass", "client_id", "rules"].map((name) => [name, field(finder.answer.text, name)]);
  const begun = await finder.post("/back", { ...Object.fromEntries(hidden), shows: "everything", text: "it is me" });
  expect(begun.status).toBe(422);
  expect(begun.text).toContain(says("youth.back.late"));
  expect(finder.cookies.size).toBe(0);
  const asked = await again.post("/back", { pass: field(again.answer.text, "pass"), want: "clear" });
  expect(asked.text).toContain(says("youth.back.late"));
  expect(again.cookies.size).toBe(0);
  expect(conversation(line.helpline.db, noor.id)?.erasedAt).toBeNull();
  // The new one is as good as ever, also of what begins with it.
  const next = await beginsAgain(line, code, { shows: "everything" });
  expect((await next.get("/")).text).toContain("it is me again");
  expect((await next.post("/send", { client_id: clientId(), text: "still me" })).to).toBe("/");
  expect((await otherPhone(line, code)).answer.to).toBe("/");
});

test("a code that is replaced in the very moment in which it opens a chat moves it nowhere", async () => {
  const { db } = line.helpline;
  const found = bareCode(await getsCode(noor));
  const lock = await db.keyring.codes.lockFor(found, noor.id);
  await getsCode(noor);
  const moves = db.change("youth", (tx, emit) =>
    comeBackTo(tx, emit, { conversationId: noor.id, lock, token: newToken(), inDanger: false, isOnShift: true }),
  );
  await expect(moves).rejects.toMatchObject({ code: "ended" });
  expect((await noor.get("/")).text).toContain("the secret words");
});

test("one code begins one chat, wherever it was typed: from then on it leads there", async () => {
  const code = await getsCode(noor);
  await noor.post("/end");
  const phones = [await otherPhone(line, code), await otherPhone(line, code)] as const;
  const begins = (phone: (typeof phones)[number]) =>
    phone.post("/back", {
      client_id: clientId(),
      rules: "1",
      text: "me again",
      pass: field(phone.answer.text, "pass"),
    });
  expect((await begins(phones[0])).to).toBe("/");
  const late = await begins(phones[1]);
  expect([late.status, late.set]).toEqual([422, []]);
  expect(late.text).toContain(says("youth.back.late"));
  expect(inLine(line.helpline.db)).toHaveLength(1);
  expect((await phones[1].post("/back", { code })).to).toBe("/");
  expect((await phones[1].get("/")).text).toContain("me again");
});
