import { beforeEach, expect, test } from "vitest";
import { join } from "#src/conversation/colleagues/join.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { acknowledgeEmergency, declareEmergency, saveEmergency } from "#src/record/emergency.ts";
import { forget } from "#src/retention/forget.ts";
import { talking, youthEnds } from "#tests/support/house/chats.ts";
import { type House, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { type OnCallHouse, onCallHouse } from "#tests/support/people/on-call.ts";

// Whoever is on call is told that an emergency was declared, whatever was marked or asked for in its chat before.

let at: OnCallHouse;
let home: House;
let chat: number;

beforeEach(async () => {
  at = await onCallHouse();
  ({ home } = at);
  await open(home);
  chat = await talking(home);
});

const marks = (present = true) =>
  act(home, home.anna, (tx, emit) =>
    markRisk(tx, emit, { conversationId: chat, staffId: home.anna.id, present, why: "talked" }),
  );
const comes = () => act(home, home.bela, (tx, emit) => join(tx, emit, { conversationId: chat, staffId: home.bela.id }));
const declares = () =>
  act(home, home.anna, (tx, emit) => declareEmergency(tx, emit, { conversationId: chat, staffId: home.anna.id }));
const sees = (emergencyId: number) =>
  act(home, home.bela, (tx, emit) => acknowledgeEmergency(tx, emit, { emergencyId, staffId: home.bela.id }));
const closes = (id: number) =>
  act(home, home.bela, (tx, emit) => {
    const said = { decidedBy: null, informed: [], passed: [], told: null, outcome: "help_came" as const };
    saveEmergency(tx, emit, { member: home.bela, id, said, note: null });
  });

test("danger was marked and told before, and a colleague is there already: the emergency is told all the same, once", async () => {
  await marks();
  await at.look();
  expect(at.told()).toEqual(["emergency"]);
  await comes();
  await at.pass(40);
  await declares();
  await at.look();
  expect(at.told()).toEqual(["emergency", "emergency"]);
  await at.pass(90);
  expect(at.told()).toHaveLength(2);
});

test("it is told in the minute it is declared, however lately danger was told; that nobody has come, half an hour later", async () => {
  await marks();
  await at.look();
  await at.pass(10);
  await declares();
  await at.look();
  expect(at.told()).toEqual(["emergency", "emergency"]);
  await at.pass(29);
  expect(at.told()).toHaveLength(2);
  await at.pass(1);
  expect(at.told()).toHaveLength(3);
  await at.pass(60);
  expect(at.told()).toHaveLength(3);
});

test("declared where nothing was marked it is one message, though it marks the chat and asks for help", async () => {
  const id = await declares();
  await at.look();
  expect(at.told()).toEqual(["emergency"]);
  await sees(id);
  await comes();
  await at.pass(90);
  expect(at.told()).toEqual(["emergency"]);
});

test("a supervisor who sees it at once does not keep it from whoever is on call; one who saw it before anybody was on call does", async () => {
  await at.set([null, null, null, null, null, null, null]);
  const first = await declares();
  await sees(first);
  await comes();
  await at.pass(10);
  await at.set([home.bela.id, home.bela.id, null, null, null, null, null]);
  await at.pass(1);
  expect(at.told()).toEqual([]);
  await closes(first);
  await sees(await declares());
  await at.look();
  expect(at.told()).toEqual(["emergency"]);
});

test("the end of the chat keeps it from nobody, nor does its deletion; after a night it is no news any more", async () => {
  await declares();
  await youthEnds(home, chat);
  await home.helpline.db.change("porchlight", (tx, emit) => forget(tx, emit, { conversationId: chat }));
  await at.look();
  expect(at.told()).toEqual(["emergency"]);
  await at.set([null, null, null, null, null, null, null]);
  chat = await talking(home);
  await declares();
  await comes();
  at.clock.pass(12 * 3_600_000);
  await at.set([home.bela.id, home.bela.id, home.bela.id, null, null, null, null]);
  await at.pass(1);
  expect(at.told()).toEqual(["emergency"]);
});

test("danger that is marked anew after an emergency is told", async () => {
  const id = await declares();
  await at.look();
  await closes(id);
  await comes();
  await at.pass(40);
  await marks(false);
  await marks();
  await at.look();
  expect(at.told()).toEqual(["emergency", "emergency"]);
});
