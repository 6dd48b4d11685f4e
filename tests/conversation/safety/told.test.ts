import { beforeEach, expect, test } from "vitest";
import { openConcern, settleConcern } from "#src/conversation/complaint/complaint.ts";
import {
  closedFor,
  heardBy,
  inform,
  maxTold,
  noteEndSeen,
  noteUnheard,
  sayAccount,
} from "#src/conversation/complaint/complaint-told.ts";
import { q } from "#src/db/schema.ts";
import { openEnded } from "#src/retention/reading/opening.ts";
import { setMember } from "#src/staff/accounts/member.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { talking, youthEnds } from "#tests/support/house/chats.ts";
import {
  open as available,
  type FakeClock,
  fakeClock,
  type House,
  house,
  member,
} from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { namesLead, reads, tellsAnna, wrongIn } from "#tests/support/rights/lead.ts";

// SG22: non-interference holds until the lead informs the counsellor, who is heard before it is closed.

const refused = { code: "not_allowed" };
let clock: FakeClock;
let home: House;
let dora: StaffMember;
let id: number;
let concern: number;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  dora = await namesLead(home);
  await available(home);
  id = await talking(home);
  concern = await wrongIn(home, id);
  await reads(home, dora, concern);
});

const db = () => home.helpline.db;
const settles = (who = dora, done = true) =>
  act(home, who, (tx, emit) => settleConcern(tx, emit, { id: concern, staffId: who.id, done }));
const readsChat = (who = dora) =>
  act(home, who, (tx, emit) => {
    expect(openEnded(tx, emit, { conversationId: id, member: who, why: "concern" })).toBe(true);
    openConcern(tx, emit, { id: concern, staffId: who.id });
  });
const trail = () => db().all(q.selectFrom("concern_audit").select(["actor", "action", "after"]));
const says = (text: string, who = home.anna) =>
  act(home, who, (tx, emit) => sayAccount(tx, emit, { id: concern, staffId: who.id, text }));

test("a lead tells whoever answered, once the chat is over: they read the kind and the lead's words alone", async () => {
  await expect(tellsAnna(home, dora, concern)).rejects.toMatchObject(refused);
  expect(heardBy(db(), home.anna.id)).toEqual([]);
  await youthEnds(home, id);
  await tellsAnna(home, dora, concern);
  await tellsAnna(home, dora, concern, "other words");
  const [heard] = heardBy(db(), home.anna.id);
  expect(heard).toMatchObject({ kind: "contact", words: "Somebody felt asked for their number.", by: "Heron" });
  expect(JSON.stringify(heard)).not.toContain("where I live");
  for (const who of [home.bela, home.aino]) expect(heardBy(db(), who.id)).toEqual([]);
  expect(trail().at(-1)).toEqual({
    actor: `staff:${dora.id}`,
    action: "concern.informed",
    after: `staff:${home.anna.id}`,
  });
});

test("it is not closed before they are heard", async () => {
  await youthEnds(home, id);
  await readsChat();
  await tellsAnna(home, dora, concern);
  await expect(settles()).rejects.toMatchObject({ key: "error.concern_unheard", values: { alias: "Mika" } });
  await says("I asked for the town, to find a place near by.");
  await says("I asked for the town, to find a place near her.");
  await settles();
  expect(heardBy(db(), home.anna.id)).toMatchObject([
    { closedAt: expect.any(Number), account: expect.stringContaining("near her") },
  ]);
  await expect(says("one thing more")).rejects.toMatchObject({ code: "ended" });
  expect(trail().slice(-4)).toMatchObject([
    { action: "concern.informed" },
    { actor: `staff:${home.anna.id}`, action: "concern.heard" },
    { action: "concern.heard" },
    { action: "concern.settled", after: "done" },
  ]);
});

test("or the lead has noted why not", async () => {
  await youthEnds(home, id);
  await readsChat();
  await tellsAnna(home, dora, concern);
  const notes = (who: StaffMember, why: string) =>
    act(home, who, (tx, emit) => noteUnheard(tx, emit, { id: concern, by: who.id, staffId: home.anna.id, why }));
  await expect(notes(dora, " ")).rejects.toMatchObject({ code: "bad_input", field: "why" });
  for (const who of [home.anna, home.bela, home.aino]) {
    await expect(notes(who, "she left")).rejects.toMatchObject(refused);
  }
  await notes(dora, "no answer for 14 days");
  await settles();
  expect(trail().slice(-2)).toMatchObject([{ action: "concern.unheard" }, { action: "concern.settled" }]);
});

test("nobody else is told, tells, or says anything to it", async () => {
  await youthEnds(home, id);
  const tells = (by: StaffMember, to: StaffMember, words = "x") =>
    act(home, by, (tx, emit) => inform(tx, emit, { id: concern, by: by.id, staffId: to.id, words }));
  for (const by of [home.anna, home.bela, home.aino]) await expect(tells(by, home.anna)).rejects.toMatchObject(refused);
  await expect(tells(dora, home.bela)).rejects.toMatchObject({ code: "bad_input", field: "staff" });
  await expect(tells(dora, home.anna, "")).rejects.toMatchObject({ code: "bad_input", field: "words" });
  await expect(tells(dora, home.anna, "x".repeat(maxTold + 1))).rejects.toMatchObject({ code: "too_long" });
  for (const who of [home.anna, home.bela]) await expect(says("x", who)).rejects.toMatchObject(refused);
});

test("nothing of what was told or said lies readable on the disk", async () => {
  await youthEnds(home, id);
  await tellsAnna(home, dora, concern, "a very particular word");
  await says("an equally particular one");
  expect(home.files.data.serialize().includes("particular")).toBe(false);
});

test("where no lead can read it, a supervisor without a part tells, and notes why not: else the silence would never end", async () => {
  await youthEnds(home, id);
  await act(home, home.aino, (tx, emit) => setMember(tx, emit, { staffId: dora.id, values: { closed: true } }));
  const told = { id: concern, by: home.bela.id, staffId: home.anna.id };
  await act(home, home.bela, (tx, emit) => inform(tx, emit, { ...told, words: "Somebody felt asked." }));
  expect(heardBy(db(), home.anna.id)).toMatchObject([{ by: "Luna", words: "Somebody felt asked." }]);
  await readsChat(home.bela);
  await expect(settles(home.bela)).rejects.toMatchObject({ key: "error.concern_unheard" });
  await act(home, home.bela, (tx, emit) => noteUnheard(tx, emit, { ...told, why: "she left" }));
  await settles(home.bela);
  for (const by of [home.anna, home.aino]) {
    const input = { id: concern, by: by.id, staffId: home.anna.id, words: "x" };
    await expect(act(home, by, (tx, emit) => inform(tx, emit, input))).rejects.toMatchObject(refused);
  }
});

test("nor does a lead count who became one after the chat began: it is the supervisor’s", async () => {
  await youthEnds(home, id);
  clock.pass(60_000);
  await act(home, home.aino, (tx, emit) => setMember(tx, emit, { staffId: dora.id, values: { closed: true } }));
  await member(home.helpline, "erik", "Erik Berg", "Crane", ["lead"], "en", home.aino.id);
  const told = { id: concern, by: home.bela.id, staffId: home.anna.id };
  await act(home, home.bela, (tx, emit) => inform(tx, emit, { ...told, words: "Somebody felt asked." }));
  expect(heardBy(db(), home.anna.id)).toHaveLength(1);
});

test("its end is news to whoever was told, until they put it away; opened and closed again, it is news again", async () => {
  await youthEnds(home, id);
  await readsChat();
  await tellsAnna(home, dora, concern);
  await says("I asked for the town.");
  expect(closedFor(db(), home.anna.id)).toEqual([]);
  await settles();
  expect(home.heard.at(-1)).toMatchObject({ type: "concern.settled", told: [home.anna.id] });
  expect(closedFor(db(), home.anna.id)).toMatchObject([{ id: concern }]);
  expect(closedFor(db(), home.bela.id)).toEqual([]);
  const putsAway = (who: StaffMember) =>
    act(home, who, (tx, emit) => noteEndSeen(tx, emit, { id: concern, staffId: who.id }));
  await putsAway(home.bela);
  expect(closedFor(db(), home.anna.id)).toHaveLength(1);
  await putsAway(home.anna);
  await putsAway(home.anna);
  expect(home.heard.filter(({ type }) => type === "told")).toEqual([{ type: "told", staffId: home.anna.id }]);
  expect(closedFor(db(), home.anna.id)).toEqual([]);
  await settles(dora, false);
  expect(closedFor(db(), home.anna.id)).toEqual([]);
  await settles();
  expect(closedFor(db(), home.anna.id)).toHaveLength(1);
});

test("whoever was told of one hears nothing of the end of another", async () => {
  const other = await wrongIn(home, id, "hurt");
  await youthEnds(home, id);
  await tellsAnna(home, dora, concern);
  await act(home, dora, (tx, emit) => {
    openEnded(tx, emit, { conversationId: id, member: dora, why: "concern" });
    openConcern(tx, emit, { id: other, staffId: dora.id });
  });
  await act(home, dora, (tx, emit) => settleConcern(tx, emit, { id: other, staffId: dora.id, done: true }));
  expect(home.heard.at(-1)).toMatchObject({ type: "concern.settled", told: [] });
  expect(closedFor(db(), home.anna.id)).toEqual([]);
});

test("a supervisor who may read it tells nobody where a lead can: that is the lead's alone", async () => {
  const other = await wrongIn(home, id, "hurt");
  await youthEnds(home, id);
  const told = { id: other, by: home.bela.id, staffId: home.anna.id };
  await expect(act(home, home.bela, (tx, emit) => inform(tx, emit, { ...told, words: "x" }))).rejects.toMatchObject(
    refused,
  );
  await tellsAnna(home, dora, other);
  await expect(act(home, home.bela, (tx, emit) => noteUnheard(tx, emit, { ...told, why: "x" }))).rejects.toMatchObject(
    refused,
  );
});
