import { beforeEach, expect, test, vi } from "vitest";
import { colleaguesOf } from "#src/conversation/colleagues/colleagues.ts";
import { handoversOf, offersTo } from "#src/conversation/colleagues/handover.ts";
import { readAlong } from "#src/conversation/colleagues/join.ts";
import { setColleague } from "#src/conversation/colleagues/rights.ts";
import { conversation, stateOf } from "#src/conversation/conversation.ts";
import { messages } from "#src/conversation/reading.ts";
import { addLine, changeLine, lineValues } from "#src/hours/lines.ts";
import { inLine } from "#src/queue/claim.ts";
import { end } from "#src/queue/end/ending.ts";
import {
  accept,
  decline,
  type Offer,
  offer,
  receivers,
  receivingLines,
  withdraw,
} from "#src/queue/handover/hand-over.ts";
import { offeredNow, seatsOf } from "#src/queue/handover/seats.ts";
import { decide } from "#src/queue/line/override-line.ts";
import { setSetting } from "#src/settings/settings.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { annaSays, comesIn, takes, talking, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";

let clock: FakeClock;
let home: House;
let id: number;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
  await open(home, home.bela);
  id = await talking(home, "it is bad again");
});

const summary = "School, no plan. Agreed to call her aunt.";
const offers = (more: Partial<Offer> = {}, who = home.anna) => {
  const input = { conversationId: id, staffId: who.id, to: { staffId: home.bela.id }, summary, ...more };
  return act(home, who, (tx, emit) => offer(tx, emit, { asked: { agreed: true }, ...input }));
};
const does = (who: StaffMember, verb: typeof accept) =>
  act(home, who, (tx, emit) => verb(tx, emit, { conversationId: id, staffId: who.id }));
const holder = () => conversation(home.helpline.db, id)!.counsellorId;
const notices = () =>
  messages(home.helpline.db, id)
    .filter((one) => one.author === "notice")
    .map((one) => JSON.parse(one.text!));
const seats = (who: StaffMember) => seatsOf(home.helpline.db, conversation(home.helpline.db, id)!, who.id, clock.now());

test("nothing changes until the colleague accepts; then it is theirs, with what Anna wrote for them, and Noor is told", async () => {
  await offers();
  expect(holder()).toBe(home.anna.id);
  expect(notices().map(({ key }) => key)).toEqual(["notice.claimed"]);
  expect(seats(home.anna).offer).toEqual({ to: "Luna", at: clock.now() });
  expect(offeredNow(home.helpline.db, home.bela)).toMatchObject([{ id, by: "Mika", summary, notAsked: null }]);
  await annaSays(home, id, "One moment, I ask Luna.");
  await does(home.bela, accept);
  await does(home.bela, accept);
  expect(holder()).toBe(home.bela.id);
  expect(notices().at(-1)).toEqual({ key: "notice.handed_over", values: { alias: "Mika", colleague: "Luna" } });
  expect(seats(home.bela)).toMatchObject({ as: "own", offer: null, left: { by: "Mika", summary, notAsked: null } });
  await expect(annaSays(home, id, "still me")).rejects.toMatchObject({ code: "not_allowed" });
});

test("what was left is shown to whoever took it over, and not to a supervisor who reads along after that", async () => {
  await offers({ asked: { notAsked: "she was in a hurry" } });
  await does(home.bela, accept);
  await act(home, home.bela, (tx, emit) =>
    setColleague(tx, emit, { staffId: home.aino.id, basedOn: 0, values: { roles: ["admin", "supervisor"] } }),
  );
  await act(home, home.aino, (tx, emit) => readAlong(tx, emit, { conversationId: id, staffId: home.aino.id }));
  expect(seats(home.aino)).toMatchObject({ as: "reading", left: null });
  expect(seats(home.bela).left).toMatchObject({ summary });
});

test("declined: Anna is told, nobody else, and what she wrote is there for the next offer", async () => {
  await offers();
  await does(home.bela, decline);
  expect(holder()).toBe(home.anna.id);
  expect(seats(home.anna)).toMatchObject({ offer: null, declined: "Luna" });
  expect(offersTo(home.helpline.db, home.bela.id)).toEqual([]);
  await expect(does(home.bela, accept)).rejects.toMatchObject({ code: "not_allowed" });
  await open(home, home.aino);
  await offers({ to: { staffId: home.aino.id } });
  expect(handoversOf(home.helpline.db, id).map(({ number, outcome }) => [number, outcome])).toEqual([
    [1, "declined"],
    [2, null],
  ]);
  expect(notices()).toHaveLength(1);
  clock.pass(10 * 60_000);
  expect(seats(home.anna).declined).toBeNull();
});

test("taken back: the colleague finds nothing to accept", async () => {
  await offers();
  await expect(offers()).rejects.toMatchObject({ code: "taken" });
  await does(home.anna, withdraw);
  await does(home.anna, withdraw);
  expect(offersTo(home.helpline.db, home.bela.id)).toEqual([]);
  await expect(does(home.bela, accept)).rejects.toMatchObject({ code: "not_allowed" });
  expect(holder()).toBe(home.anna.id);
});

test("an offer is for one colleague, and gone with the end of the chat", async () => {
  await offers();
  await expect(does(home.aino, accept)).rejects.toMatchObject({ code: "not_allowed" });
  await expect(does(home.anna, accept)).resolves.toBeUndefined();
  await expect(does(home.bela, withdraw)).rejects.toMatchObject({ code: "not_allowed" });
  await youthEnds(home, id);
  expect(offersTo(home.helpline.db, home.bela.id)).toEqual([]);
  await expect(does(home.bela, accept)).rejects.toMatchObject({ code: "not_allowed" });
  await expect(offers()).rejects.toMatchObject({ code: "ended" });
});

test("nobody is offered anything who is away, has full hands or serves other lines; and hands are counted again when they accept", async () => {
  const not = (who: StaffMember) =>
    receivers(home.helpline.db, conversation(home.helpline.db, id)!).find((one) => one.id === who.id)?.not;
  expect([not(home.bela), not(home.aino), not(home.anna)]).toEqual([null, "away", undefined]);
  await expect(offers({ to: { staffId: home.aino.id } })).rejects.toMatchObject({ field: "to" });
  await expect(offers({ to: { staffId: home.anna.id } })).rejects.toMatchObject({ field: "to" });
  await offers();
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "chatsAtOnce", value: 1 }));
  await takes(home, home.bela, await comesIn(home));
  expect(not(home.bela)).toBe("full");
  await expect(does(home.bela, accept)).rejects.toMatchObject({ code: "bad_input" });
  expect(holder()).toBe(home.anna.id);
  expect(seats(home.anna).offer?.to).toBe("Luna");
});

test("an offer is looked at again: by whom it was made to, whether they serve the line, and are there", async () => {
  await offers();
  const away = (availability: "away" | "available") =>
    act(home, home.bela, (tx, emit) => setAvailability(tx, emit, { staffId: home.bela.id, availability }));
  await away("away");
  await expect(does(home.bela, accept)).rejects.toMatchObject({ code: "bad_input", key: "error.accept_away" });
  await away("available");
  const serve = (...staffIds: number[]) =>
    act(home, home.aino, (tx, emit) => changeLine(tx, emit, { lineId: 1, values: { ...lineValues(tx, 1), staffIds } }));
  await serve(home.anna.id);
  expect(offeredNow(home.helpline.db, home.bela)).toEqual([]);
  await expect(does(home.bela, accept)).rejects.toMatchObject({ code: "not_allowed" });
  await serve();
  expect(offeredNow(home.helpline.db, { ...home.bela, roles: ["admin"] })).toEqual([]);
  await does(home.bela, accept);
  expect(holder()).toBe(home.bela.id);
});

test("what was left is opened once for whoever has the chat, and for nobody else", async () => {
  await offers({ asked: { notAsked: "an emergency" } });
  await does(home.bela, accept);
  const opened = vi.spyOn(home.helpline.db.keyring, "open");
  const texts = () => opened.mock.calls.filter(([place]) => place.table === "handover").length;
  seats(home.anna);
  expect(texts()).toBe(0);
  expect(seats(home.bela).left).toMatchObject({ summary });
  expect(texts()).toBe(2);
});

test("a summary, and a reason where the young person was not asked, are asked for; both are sealed", async () => {
  await expect(offers({ summary: "  " })).rejects.toMatchObject({ field: "summary" });
  await expect(offers({ summary: "x".repeat(1_001) })).rejects.toMatchObject({ field: "summary" });
  await expect(offers({ asked: { notAsked: "" } })).rejects.toMatchObject({ field: "reason" });
  expect(rows(home.files, "handover")).toEqual([]);
  await offers({ asked: { notAsked: "on the way to the bridge" } });
  const [row] = rows<{ summary: Uint8Array; not_asked: Uint8Array }>(home.files, "handover");
  for (const blob of [row!.summary, row!.not_asked]) {
    expect(Buffer.from(blob).toString("latin1")).not.toMatch(/aunt|bridge/);
  }
  expect(seats(home.anna).left).toBeNull();
  await does(home.bela, accept);
  expect(seats(home.bela).left?.notAsked).toBe("on the way to the bridge");
});

async function anotherLine(): Promise<number> {
  const values = { ...lineValues(home.helpline.db, 1), name: "Evening line" };
  return act(home, home.aino, (tx, emit) => addLine(tx, emit, values));
}

test("given to another line: at its front at once, beside nobody, and Noor is told that she waits", async () => {
  const lineId = await anotherLine();
  const sam = await comesIn(home, "hello", { lineId });
  await act(home, home.bela, (tx, emit) => readAlong(tx, emit, { conversationId: id, staffId: home.bela.id }));
  await offers({ to: { lineId } });
  expect(stateOf(conversation(home.helpline.db, id)!)).toBe("waiting");
  expect(inLine(home.helpline.db).map((one) => [one.id, one.lineId])).toEqual([
    [id, lineId],
    [sam, lineId],
  ]);
  expect(colleaguesOf(home.helpline.db, id)).toEqual([]);
  expect(notices().at(-1)).toEqual({ key: "notice.passed_on", values: { alias: "Mika" } });
  await takes(home, home.bela, id);
  expect(seats(home.bela).left).toMatchObject({ by: "Mika", summary });
});

test("never to a line where nobody else is", async () => {
  const lineId = await anotherLine();
  await act(home, home.bela, (tx, emit) => setAvailability(tx, emit, { staffId: home.bela.id, availability: "away" }));
  await expect(offers({ to: { lineId } })).rejects.toMatchObject({ field: "to" });
  expect(holder()).toBe(home.anna.id);
});

test.each([
  ["closed", 19],
  ["paused", 19],
] as const)(
  "never to a line that is %s now: said beside it, with until when, and refused when it was chosen before that",
  async (kind, hour) => {
    const lineId = await anotherLine();
    const choice = () => receivingLines(home.helpline.db, conversation(home.helpline.db, id)!, clock.now());
    expect(choice()).toMatchObject([{ id: lineId, name: "Evening line", not: null }]);
    const until = Date.UTC(2026, 10, 24, hour);
    const decided = { lineId, kind, until, reason: "", staffId: home.bela.id, waiting: 0 };
    await act(home, home.bela, (tx, emit) => decide(tx, emit, decided));
    expect(choice()).toMatchObject([{ id: lineId, not: { door: kind, until } }]);
    await expect(offers({ to: { lineId } })).rejects.toMatchObject({ field: "to", key: "error.receiver_closed" });
    expect([holder(), handoversOf(home.helpline.db, id)]).toEqual([home.anna.id, []]);
    clock.pass(2 * 60 * 60_000);
    expect(choice()).toMatchObject([{ not: null }]);
  },
);

test("whoever leaves the other line was heard before: what was said stays as long as after any chat", async () => {
  const lineId = await anotherLine();
  await offers({ to: { lineId } });
  const input = { conversationId: id, reason: "ended_by_youth", staffId: null } as const;
  await home.helpline.db.change("youth", (tx, emit) => end(tx, emit, input));
  expect(handoversOf(home.helpline.db, id)).toMatchObject([{ summary }]);
  expect(messages(home.helpline.db, id)[0]?.text).toBe("it is bad again");
  expect(conversation(home.helpline.db, id)).toMatchObject({ endReason: "ended_by_youth", closedAt: clock.now() });
});
