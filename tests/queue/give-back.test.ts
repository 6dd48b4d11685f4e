import { beforeEach, expect, test } from "vitest";
import { conversation, stateOf } from "#src/conversation/conversation.ts";
import { draft, keepDraft } from "#src/conversation/draft.ts";
import { messages } from "#src/conversation/reading.ts";
import { inLine } from "#src/queue/claim.ts";
import { closeAtOnce } from "#src/queue/give-back.ts";
import { ownChat } from "#src/queue/overview.ts";
import { account } from "#src/staff/member.ts";
import { annaSays, comesIn, takes, talking, youthEnds, youthSays } from "../support/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "../support/helpline.ts";
import { act, heardSince } from "../support/http.ts";

let clock: FakeClock;
let home: House;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
});

const closeAnna = (basedOn = 0) =>
  act(home, home.aino, (tx, emit) => closeAtOnce(tx, emit, { staffId: home.anna.id, basedOn }));
const order = () => inLine(home.helpline.db).map(({ id }) => id);
const notices = (id: number) =>
  messages(home.helpline.db, id)
    .filter((one) => one.author === "notice")
    .map((one) => JSON.parse(one.text!));

test("whoever was in a chat waits again, before everybody else; nothing that was written is lost", async () => {
  const sam = await comesIn(home, "I have been here longest");
  clock.pass(60_000);
  const noor = await talking(home, "it is bad again");
  await annaSays(home, noor, "I am here.");
  await youthSays(home, noor, "good");
  await open(home, home.bela);
  const before = home.heard.length;
  await closeAnna();
  expect(order()).toEqual([noor, sam]);
  expect(stateOf(conversation(home.helpline.db, noor)!)).toBe("waiting");
  expect(notices(noor).at(-1)).toEqual({ key: "notice.given_back", values: { alias: "Mika" } });
  expect(heardSince(home, before)).toContain("conversation.given_back");
  expect(account(home.helpline.db, home.anna.id)!.values.closed).toBe(true);

  await takes(home, home.bela, noor);
  const taken = conversation(home.helpline.db, noor)!;
  const texts = messages(home.helpline.db, noor).filter((one) => one.author !== "notice");
  expect(texts.map((one) => one.text)).toEqual(["it is bad again", "I am here.", "good"]);
  // Béla has read none of it yet.
  expect(ownChat(home.helpline.db, home.helpline.youth, taken, "en").unread).toBe(2);
});

test("with nobody else there the young person is told that too", async () => {
  const noor = await talking(home);
  await closeAnna();
  expect(notices(noor).at(-1)).toEqual({ key: "notice.given_back_alone", values: { alias: "Mika" } });
});

test("every open chat goes back, one that has ended stays as it is, and what was half typed goes", async () => {
  const over = await talking(home);
  await youthEnds(home, over);
  const [noor, sam] = [await talking(home), await talking(home)];
  await act(home, home.anna, (tx) => keepDraft(tx, { conversationId: noor, staffId: home.anna.id, text: "half" }));
  await closeAnna();
  expect(order()).toEqual([noor, sam]);
  expect(conversation(home.helpline.db, over)!.counsellorId).toBe(home.anna.id);
  expect(draft(home.helpline.db, { conversationId: noor, staffId: home.anna.id })).toBe("");
});

test("where the account cannot be closed nothing is given back", async () => {
  const noor = await talking(home);
  await expect(closeAnna(99)).rejects.toMatchObject({ code: "taken" });
  const aino = await comesIn(home);
  await takes(home, home.aino, aino);
  const last = act(home, home.aino, (tx, emit) => closeAtOnce(tx, emit, { staffId: home.aino.id, basedOn: 0 }));
  await expect(last).rejects.toMatchObject({ key: "error.last_admin" });
  expect(order()).toEqual([]);
  expect(conversation(home.helpline.db, noor)!.counsellorId).toBe(home.anna.id);
});
