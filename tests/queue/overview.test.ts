import { expect, test } from "vitest";
import { recordState } from "#src/conversation/after/record-state.ts";
import { colleaguesOf } from "#src/conversation/colleagues/colleagues.ts";
import { join, readAlong } from "#src/conversation/colleagues/join.ts";
import { unreadNotes, writeNote } from "#src/conversation/colleagues/side-notes.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { chosenIn } from "#src/conversation/messages/intake.ts";
import { writeCards } from "#src/conversation/messages/writing.ts";
import { markSeen, messages, waitingSince } from "#src/conversation/reading.ts";
import { markDanger, sayInDanger } from "#src/conversation/safety/danger.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { urgencyOf } from "#src/conversation/safety/urgent.ts";
import { watchScreen } from "#src/conversation/safety/watched.ts";
import { saidSilent } from "#src/conversation/silence/state.ts";
import { cannotWrite } from "#src/conversation/silence/steps.ts";
import { newClientId } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";
import { addSecondLine, lineValues } from "#src/hours/lines.ts";
import { setAside } from "#src/queue/end/dismiss.ts";
import { pause } from "#src/queue/line/pause.ts";
import { ownChats, ownRows, waitingList, waitingRows } from "#src/queue/overview.ts";
import { declareEmergency } from "#src/record/emergency.ts";
import { eraseChat } from "#src/retention/erase.ts";
import { noAnswers } from "#src/settings/assessment.ts";
import { setSetting } from "#src/settings/settings.ts";
import { aliasOf, type StaffMember } from "#src/staff/staff.ts";
import { annaSays, comesIn, takes, talking, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { coded, saves } from "#tests/support/house/records.ts";

const clock = fakeClock();

/** An evening on two lines with every kind of chat: who waits and how, Anna’s chats, what Béla sits beside, what has ended. */
async function everyKind(): Promise<House> {
  const home = await house({ clock });
  const { anna, bela, aino } = home;
  const change = (verb: (tx: Tx, emit: Emit) => unknown) => home.helpline.db.change("youth", verb);
  for (const who of [anna, bela, aino]) await open(home, who);
  await act(home, aino, (tx, emit) => setSetting(tx, emit, { name: "chatsAtOnce", value: 4 }));
  const values = { ...lineValues(home.helpline.db, 1), name: "Night line" };
  const night = await act(home, aino, (tx, emit) => addSecondLine(tx, emit, { values, firstName: "Day line" }));

  const joke = await talking(home, "knock knock");
  await act(home, anna, (tx, emit) => setAside(tx, emit, { conversationId: joke, staffId: anna.id, why: "joke" }));
  for (const wish of ["none", "draft", "finish"] as const) {
    const id = await talking(home, `no record yet: ${wish}`);
    await annaSays(home, id, "goodbye");
    await youthEnds(home, id);
    if (wish !== "none") await saves(home, anna, { of: { conversationId: id }, coding: coded(), wish });
  }
  const gone = await talking(home, "what I would rather not have said");
  await change((tx, emit) => eraseChat(tx, emit, { conversationId: gone }));
  const helped = await talking(home, "an emergency that is over");
  await act(home, anna, (tx, emit) => declareEmergency(tx, emit, { conversationId: helped, staffId: anna.id }));
  await change((tx) => tx.run(q.updateTable("emergency").set({ outcome: "help_came" })));
  await youthEnds(home, helped);

  const [noor, sam, mo, lou] = [
    await talking(home, "I am Noor"),
    await talking(home),
    await talking(home),
    await talking(home),
  ];
  clock.pass(60_000);
  await annaSays(home, noor!, `Hello, and much more than fits into a row: ${"so long ".repeat(20)}`);
  await act(home, bela, (tx, emit) => join(tx, emit, { conversationId: noor!, staffId: bela.id }));
  for (const [who, text] of [
    [bela, "I come too"],
    [anna, "thank you"],
    [bela, "it is nothing"],
  ] as const) {
    const note = { conversationId: noor!, staffId: who.id, clientId: newClientId(), text };
    await act(home, who, (tx, emit) => writeNote(tx, emit, note));
  }
  clock.pass(60_000);
  await youthSays(home, noor!, "are you\n  there?");
  await youthSays(home, noor!, "hello?");
  await act(home, anna, (tx, emit) => markSeen(tx, emit, { conversationId: noor!, by: "counsellor", seq: 4 }));
  await change((tx, emit) => cannotWrite(tx, emit, { conversationId: sam! }));
  await act(home, anna, (tx, emit) => declareEmergency(tx, emit, { conversationId: sam!, staffId: anna.id }));
  for (const conversationId of [sam!, mo!]) {
    await act(home, bela, (tx, emit) => readAlong(tx, emit, { conversationId, staffId: bela.id }));
  }
  const cards = { conversationId: mo!, staffId: anna.id, clientId: newClientId(), sealed: '[{"name":"Open House"}]' };
  await act(home, anna, (tx, emit) => writeCards(tx, emit, cards));
  await act(home, anna, (tx, emit) => watchScreen(tx, emit, { conversationId: mo!, staffId: anna.id, watched: true }));
  await act(home, anna, (tx, emit) => markRisk(tx, emit, { conversationId: mo!, staffId: anna.id, present: true }));
  await change((tx, emit) => pause(tx, emit, { conversationId: lou!, by: "silence" }));
  const trial = await comesIn(home, "only a rehearsal");
  await takes(home, aino, trial);
  await change((tx) => tx.run(q.updateTable("conversation").set({ kind: "rehearsal" }).where("id", "=", trial)));

  await comesIn(home, "I wait", { chosen: { ...noAnswers, urgent: "soon", topics: ["bullying"] } });
  await comesIn(home, null, { lineId: night });
  await comesIn(home, "c’est Luc", { language: "fr", lineId: night });
  for (const say of ["hurt_self", "skip"]) {
    const inDanger = await comesIn(home, "help");
    await change((tx, emit) => markDanger(tx, emit, { conversationId: inDanger }));
    await change((tx, emit) => sayInDanger(tx, emit, { conversationId: inDanger, say }));
  }
  const silent = await comesIn(home, "not alone here");
  await change((tx, emit) => cannotWrite(tx, emit, { conversationId: silent }));
  return home;
}

/** What a row says that is asked of its conversation by one question after the other. */
function oneByOne({ helpline: { db } }: House, id: number, reader: StaffMember | null) {
  const one = conversation(db, id)!;
  const all = messages(db, id).filter(({ author }) => author !== "notice");
  const last = one.erasedAt === null ? all.at(-1) : undefined;
  const seat = reader && colleaguesOf(db, id).find(({ staffId }) => staffId === reader.id);
  const isBeside = reader !== null && one.counsellorId !== reader.id;
  const seen = seat?.seenSeq ?? one.counsellorSeenSeq;
  const goesOn = one.endedAt === null;
  return {
    id,
    line: { 1: "Day line", 2: "Night line" }[one.lineId],
    lastWords: last ? expect.stringMatching(new RegExp(`^${RegExp.escape(last.text!.slice(0, 8))}`)) : null,
    lastAuthor: last?.author ?? null,
    lastAlias: last?.alias === reader?.alias ? null : (last?.alias ?? null),
    unread: one.erasedAt === null ? all.filter(({ author, seq }) => author === "youth" && seq > seen).length : 0,
    unreadNotes: reader ? unreadNotes(db, { conversationId: id, staffId: reader.id }) : 0,
    waitingSince: goesOn && !isBeside ? waitingSince(db, id) : null,
    recordOpen: !goesOn && ["lacking", "begun"].includes(recordState(db, id)),
    silent: goesOn && saidSilent(db, id),
    urgent: urgencyOf(db, one),
    with: isBeside ? aliasOf(db, one.counsellorId!) : null,
  };
}

test("each row of the lists says of its chat what every question asked alone says, on an evening with every kind of chat", async () => {
  const home = await everyKind();
  const { db, youth } = home.helpline;
  const lists = [home.anna, home.bela, home.aino].map((who) => {
    const rows = ownChats(db, youth, who.id, "en", clock.now());
    expect(rows).toMatchObject(rows.map(({ id }) => oneByOne(home, id, who)));
    return rows;
  });
  const all = lists.flat();
  expect(lists.map(({ length }) => length)).toEqual([10, 3, 1]);
  for (const name of [
    "lastAlias",
    "unread",
    "unreadNotes",
    "waitingSince",
    "recordOpen",
    "silent",
    "urgent",
    "with",
  ] as const) {
    // A list that holds one thing only would show nothing.
    expect([name, new Set(all.map((row) => row[name])).size > 1]).toEqual([name, true]);
  }
  expect(all.map(({ urgent }) => urgent)).toEqual(expect.arrayContaining(["emergency", null]));
  expect(all.filter(({ erased }) => erased)).toMatchObject([{ lastWords: null, unread: 0 }]);
  expect(all.filter(({ asideUntil }) => asideUntil !== null)).toMatchObject([{ ended: { reason: "joke" } }]);
  expect(all.filter(({ lastWords }) => lastWords === "Open House")).toHaveLength(2);

  const waiting = waitingList(db, youth, "en", [1, 2]);
  expect(waiting).toMatchObject(
    waiting.map(({ id }) => {
      const { urgent, danger } = chosenIn(db, id) ?? {};
      return {
        line: oneByOne(home, id, null).line,
        silent: saidSilent(db, id),
        firstWords: messages(db, id).find(({ author }) => author !== "notice")?.text ?? null,
        urgency: urgent ?? null,
        danger: danger?.kind === "skip" ? null : (danger?.kind ?? null),
      };
    }),
  );
  expect(waiting.map(({ firstWords, urgency, danger, silent }) => [firstWords, urgency, danger, silent])).toEqual(
    expect.arrayContaining([
      ["I wait", "soon", null, false],
      [null, null, null, false],
      ["help", "danger", "hurt_self", false],
      ["help", "danger", null, false],
      ["not alone here", null, null, true],
    ]),
  );
});

test("a list is read in as many statements for all of its rows as for one, and only the rows that are wanted are opened", async () => {
  const home = await everyKind();
  const { db, youth } = home.helpline;
  let asked = 0;
  const opened: number[] = [];
  const counting: DataReader = {
    first: (query) => {
      asked += 1;
      return db.first(query);
    },
    all: (query) => {
      asked += 1;
      return db.all(query);
    },
    keyring: {
      ...db.keyring,
      open: (place, blob) => {
        opened.push(place.conversationId);
        return db.keyring.open(place, blob);
      },
    },
    crowd: db.crowd,
  };
  for (const rows of [
    ownRows(counting, youth, home.anna.id, "en", clock.now()),
    waitingRows(counting, youth, "en", [1, 2]),
  ]) {
    asked = 0;
    rows.read();
    expect(asked).toBe(1);
    const { id } = rows.all[0]!;
    opened.length = 0;
    expect(rows.read(new Set([id])).map((row) => row.id)).toEqual([id]);
    expect(asked).toBe(2);
    expect(new Set(opened)).toEqual(new Set([id]));
  }
});
