import { beforeEach, describe, expect, test } from "vitest";
import { join } from "#src/conversation/colleagues/join.ts";
import { conversation, stateOf } from "#src/conversation/conversation.ts";
import { chatDraft, keepDraft } from "#src/conversation/messages/draft.ts";
import { messages } from "#src/conversation/reading.ts";
import { q } from "#src/db/schema.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { headScene } from "#src/live/chat/staff-data.ts";
import { barScene } from "#src/live/console/staff-shift.ts";
import { chatState } from "#src/live/youth/youth-data.ts";
import { inLine } from "#src/queue/claim.ts";
import { waitingOn } from "#src/queue/door/doors.ts";
import { closeAtOnce, leaveChat } from "#src/queue/handover/give-back.ts";
import { decide } from "#src/queue/line/override-line.ts";
import { ownChat, takenBack, waitingList } from "#src/queue/overview.ts";
import { waitingFromAbove } from "#src/queue/wait/shift-overview.ts";
import { setSetting } from "#src/settings/settings.ts";
import { account } from "#src/staff/accounts/member.ts";
import { annaSays, comesIn, takes, talking, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, heardSince } from "#tests/support/house/http.ts";

let clock: FakeClock;
let home: House;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
});

const closeAnna = (basedOn = 0) =>
  act(home, home.aino, (tx, emit) => closeAtOnce(tx, emit, { staffId: home.anna.id, basedOn, isHeard: () => true }));
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
  expect(chatDraft(home.helpline.db, { conversationId: noor, staffId: home.anna.id })).toBe("");
});

test("where the account cannot be closed nothing is given back", async () => {
  const noor = await talking(home);
  await expect(closeAnna(99)).rejects.toMatchObject({ code: "taken" });
  const aino = await comesIn(home);
  await takes(home, home.aino, aino);
  const last = act(home, home.aino, (tx, emit) =>
    closeAtOnce(tx, emit, { staffId: home.aino.id, basedOn: 0, isHeard: () => true }),
  );
  await expect(last).rejects.toMatchObject({ key: "error.last_admin" });
  expect(order()).toEqual([]);
  expect(conversation(home.helpline.db, noor)!.counsellorId).toBe(home.anna.id);
});

test("whoever was in a chat waits from when it ended, wherever that is seen", async () => {
  const noor = await talking(home, "it is bad again");
  clock.pass(50 * 60_000);
  await closeAnna();
  const waitsSince = clock.now();
  clock.pass(60_000);
  const { db, youth } = home.helpline;
  expect(waitingList(db, youth, "en", [1])).toMatchObject([{ id: noor, waitsSince }]);
  expect(waitingFromAbove(db, youth, "en")).toMatchObject([{ id: noor, waitsSince }]);
  expect(barScene(home.helpline, home.bela)).toMatchObject({ waitingSince: home.helpline.clock.now() - 60_000 });
  await open(home, home.bela);
  await takes(home, home.bela, noor);
  expect(headScene(home.helpline, conversation(db, noor)!, home.bela)).toMatchObject({ waitsSince });
});

describe("somebody writes beside her", () => {
  let noor: number;
  beforeEach(async () => {
    noor = await talking(home, "it is bad again");
    await open(home, home.bela);
    await act(home, home.bela, (tx, emit) => join(tx, emit, { conversationId: noor, staffId: home.bela.id }));
  });
  const leaves = (isHeard: boolean) =>
    act(home, home.anna, (tx, emit) =>
      leaveChat(tx, emit, { conversationId: noor, staffId: home.anna.id, why: "lost", isHeard: () => isHeard }),
    );
  const holder = () => conversation(home.helpline.db, noor)!.counsellorId;

  test("that one has the chat when she is there no more, with full hands too; she reads so when she is back", async () => {
    await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "chatsAtOnce", value: 1 }));
    await takes(home, home.bela, await comesIn(home));
    const before = home.heard.length;
    await leaves(true);
    expect(holder()).toBe(home.bela.id);
    expect(notices(noor).at(-1)).toMatchObject({
      key: "notice.taken_over",
      values: { alias: "Mika", colleague: "Luna" },
    });
    expect(heardSince(home, before)).not.toContain("conversation.given_back");
    expect(takenBack(home.helpline.db, home.anna.id, "en", clock.now())).toMatchObject([
      { id: noor, now: { state: "taken", alias: "Luna" } },
    ]);
  });

  test("and does not when nothing is heard of them either", async () => {
    await leaves(false);
    expect(order()).toEqual([noor]);
  });

  test("an account that is closed at once leaves the chat to them", async () => {
    await closeAnna();
    expect(holder()).toBe(home.bela.id);
  });

  test("so does a line that broke: nobody who is being talked with is put in line", async () => {
    home.helpline.staff.opened(home.bela.id);
    home.helpline.staff.opened(home.anna.id);
    home.helpline.staff.closed(home.anna.id);
    clock.pass(10 * 60_000);
    await runJob(home.helpline, jobs.find(({ name }) => name === "chats that were left alone")!);
    expect(holder()).toBe(home.bela.id);
  });
});

describe("whoever was in a chat and waits again", () => {
  let noor: number;
  beforeEach(async () => {
    noor = await talking(home, "it is bad again");
    await comesIn(home);
    await closeAnna();
  });
  const job = (name: string) => runJob(home.helpline, jobs.find((one) => one.name === name)!);
  const state = () => stateOf(conversation(home.helpline.db, noor)!);
  const shown = () => chatState(home.helpline, conversation(home.helpline.db, noor)!);

  test("is not sent home when the line closes, and is told of no closing", async () => {
    const sam = order()[1]!;
    await act(home, home.bela, (tx, emit) => {
      const closed = { lineId: 1, kind: "closed", until: null, reason: "", staffId: home.bela.id } as const;
      decide(tx, emit, { ...closed, waiting: waitingOn(tx, 1) });
    });
    expect(order()).toEqual([noor]);
    expect(conversation(home.helpline.db, sam)!.endReason).toBe("line_closed");
    expect(shown()).toMatchObject({ kind: "waiting", closing: null, keptMinutes: 15 });
  });

  test("keeps the place as long as a chat, not as long as a place in line", async () => {
    clock.pass(14 * 60_000);
    await job("young persons who are gone");
    expect(state()).toBe("waiting");
    clock.pass(60_000);
    await job("young persons who are gone");
    expect(state()).toBe("ended");
  });

  test("is never lost where risk is present", async () => {
    await act(home, home.bela, (tx) => tx.run(q.updateTable("conversation").set({ risk_at: tx.at })));
    clock.pass(60 * 60_000);
    await job("young persons who are gone");
    expect(state()).toBe("waiting");
  });
});
