import { beforeEach, expect, test } from "vitest";
import { join } from "#src/conversation/colleagues/join.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { q } from "#src/db/schema.ts";
import { talking, youthEnds } from "#tests/support/house/chats.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";

let home: House;
beforeEach(async () => {
  home = await house();
  await open(home);
});

const marks = (conversationId: number, present: boolean, staffId = home.anna.id) =>
  home.helpline.db.change(`staff:${staffId}`, (tx, emit) =>
    markRisk(tx, emit, { conversationId, staffId, present, why: "talked" }),
  );
const risk = (id: number) => conversation(home.helpline.db, id)?.risk;

test("its counsellor marks that somebody is in danger, and takes the mark away; each is heard once and audited", async () => {
  const id = await talking(home);
  home.heard.length = 0;
  await marks(id, true);
  await marks(id, true);
  expect(risk(id)).toBe(true);
  await marks(id, false);
  expect(risk(id)).toBe(false);
  const heard = { type: "conversation.risk_marked", conversationId: id, staffId: home.anna.id };
  expect(home.heard).toEqual([
    { ...heard, present: true, why: null },
    { ...heard, present: false, why: "talked" },
  ]);
  const rows = q.selectFrom("audit").select(["actor", "after"]).where("action", "=", "conversation.risk_marked");
  expect(home.helpline.db.all(rows)).toEqual([
    { actor: `staff:${home.anna.id}`, after: "present" },
    { actor: `staff:${home.anna.id}`, after: "talked" },
  ]);
});

test("a mark does not end without a reason; who ended it, when and why stays in the chat, until the next time too", async () => {
  const id = await talking(home);
  await marks(id, true);
  const unsaid = { conversationId: id, staffId: home.anna.id, present: false };
  await expect(
    home.helpline.db.change(`staff:${home.anna.id}`, (tx, emit) => markRisk(tx, emit, unsaid)),
  ).rejects.toMatchObject({ key: "error.risk_why" });
  expect(risk(id)).toBe(true);
  await marks(id, false);
  const over = { at: expect.any(Number), by: home.anna.id, why: "talked" };
  expect(conversation(home.helpline.db, id)?.riskOver).toEqual(over);
  await marks(id, true);
  expect(conversation(home.helpline.db, id)?.riskOver).toEqual(over);
});

test("a colleague marks it who writes beside them", async () => {
  const id = await talking(home);
  const bela = { conversationId: id, staffId: home.bela.id };
  await home.helpline.db.change(`staff:${home.bela.id}`, (tx, emit) => join(tx, emit, bela));
  await marks(id, true, home.bela.id);
  expect(risk(id)).toBe(true);
});

test("nobody else marks it, and it may come to mind after the end", async () => {
  const id = await talking(home);
  await expect(marks(id, true, home.bela.id)).rejects.toMatchObject({ code: "not_allowed" });
  await youthEnds(home, id);
  await marks(id, true);
  expect(risk(id)).toBe(true);
});
