import { beforeEach, expect, test } from "vitest";
import { newClientId } from "#src/crypto/hash.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { keepShiftDraft, shiftDraft } from "#src/staff/shift/shift-draft.ts";
import {
  readToAll,
  seeShiftNotes,
  shiftNotes,
  takeBackToAll,
  unreadToAll,
  unseenShiftNotes,
  writeShiftNote,
} from "#src/staff/shift/shift-room.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";

let clock: FakeClock;
let home: House;

beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
});

const says = (who: StaffMember, text: string, toAll = false, clientId = newClientId()) =>
  act(home, who, (tx, emit) => writeShiftNote(tx, emit, { staffId: who.id, clientId, text, toAll }));
const reads = (who: StaffMember, noteId: number) =>
  act(home, who, (tx, emit) => readToAll(tx, emit, { staffId: who.id, noteId }));
const sees = (who: StaffMember, noteId: number) =>
  act(home, who, (tx, emit) => seeShiftNotes(tx, emit, { staffId: who.id, noteId }));
const notes = () => shiftNotes(home.helpline.db, clock.now()).map(({ alias, text }) => `${alias}: ${text}`);
const unseen = (who: StaffMember) => unseenShiftNotes(home.helpline.db, who.id, clock.now());
const told = (who: StaffMember) => unreadToAll(home.helpline.db, who.id, clock.now()).map(({ text }) => text);

test("everybody of the staff says something, once, by the alias; it lies sealed", async () => {
  const same = newClientId();
  const asks = () => says(home.anna, "who has ten minutes?", false, same);
  expect([await asks(), await asks()]).toEqual([1, 1]);
  await says(home.aino, "I have");
  expect(notes()).toEqual(["Mika: who has ten minutes?", "Robin: I have"]);
  expect(home.files.data.serialize().includes("ten minutes")).toBe(false);
  home.files.data.exec("UPDATE shift_note SET body = (SELECT body FROM shift_note WHERE id = 1) WHERE id = 2");
  expect(notes()[1]).toBe("Robin: null");
});

test("what is changed after an answer was lost and sent again is not lost, and is said once; so is what is then for all", async () => {
  const same = newClientId();
  await says(home.bela, "who is free?", false, same);
  const more = () => says(home.bela, "who is free? she has pills", false, same);
  expect([await more(), await more()]).toEqual([2, 2]);
  expect(await says(home.bela, "who is free?", true, same)).toBe(3);
  expect(notes()).toEqual(["Luna: who is free?", "Luna: who is free? she has pills", "Luna: who is free?"]);
  expect(told(home.anna)).toEqual(["who is free?"]);
});

test("what others say is unseen until it is seen, and never goes back", async () => {
  await says(home.anna, "one");
  await says(home.anna, "two");
  expect([unseen(home.anna), unseen(home.bela)]).toEqual([0, 2]);
  await sees(home.bela, 99);
  await sees(home.bela, 1);
  expect(unseen(home.bela)).toBe(0);
});

test("a supervisor tells all: each has it until it is read, and it is seen who has", async () => {
  await expect(says(home.anna, "to all", true)).rejects.toMatchObject({ code: "not_allowed" });
  await expect(says(home.aino, "to all", true)).rejects.toMatchObject({ code: "not_allowed" });
  const id = await says(home.bela, "we close at nine today", true);
  expect([told(home.anna), told(home.aino), told(home.bela)]).toEqual([
    ["we close at nine today"],
    ["we close at nine today"],
    [],
  ]);
  await reads(home.anna, id);
  await reads(home.anna, id);
  expect([told(home.anna), told(home.aino)]).toEqual([[], ["we close at nine today"]]);
  expect(shiftNotes(home.helpline.db, clock.now())[0]!.readBy).toEqual(["Mika"]);
  await expect(reads(home.anna, await says(home.anna, "only the room"))).rejects.toMatchObject({ code: "not_found" });
});

test("what was told to all is taken back from every console, by a supervisor alone", async () => {
  const id = await says(home.bela, "we close at nine", true);
  const back = (who: StaffMember) =>
    act(home, who, (tx, emit) => takeBackToAll(tx, emit, { staffId: who.id, noteId: id }));
  await expect(back(home.anna)).rejects.toMatchObject({ code: "not_allowed" });
  await back(home.bela);
  expect([told(home.anna), notes(), unseen(home.anna)]).toEqual([[], [], 0]);
  await expect(back(home.bela)).rejects.toMatchObject({ code: "not_found" });
});

test("nothing is kept longer than twelve hours: not shown then, and deleted by the job", async () => {
  const job = jobs.find(({ name }) => name === "the shift room, kept long enough")!;
  await says(home.bela, "old", true);
  clock.pass(12 * 3_600_000 - 1);
  await says(home.anna, "new");
  await runJob(home.helpline, job);
  expect(notes()).toEqual(["Luna: old", "Mika: new"]);
  clock.pass(1);
  expect([notes(), told(home.anna)]).toEqual([["Mika: new"], []]);
  await runJob(home.helpline, job);
  expect(rows(home.files, "shift_note")).toHaveLength(1);
});

test("what is half written is one’s own, lies sealed, and goes after as long as what was said", async () => {
  const writes = (who: StaffMember, text: string) =>
    act(home, who, (tx) => keepShiftDraft(tx, { staffId: who.id, text }));
  const kept = () => [home.anna, home.bela].map((who) => shiftDraft(home.helpline.db, who.id));
  await writes(home.anna, "who has ten");
  await writes(home.anna, "who has ten min");
  await writes(home.bela, "I could");
  expect(kept()).toEqual(["who has ten min", "I could"]);
  expect(home.files.data.serialize().includes("has ten")).toBe(false);
  home.files.data.exec("UPDATE shift_draft SET body = (SELECT body FROM shift_draft WHERE staff_id = 1)");
  expect(kept().filter((text) => text === "")).toHaveLength(1);
  await writes(home.anna, " ");
  expect(rows(home.files, "shift_draft")).toHaveLength(1);
  clock.pass(12 * 3_600_000);
  await runJob(home.helpline, jobs.find((job) => job.name === "the shift room, kept long enough")!);
  expect(rows(home.files, "shift_draft")).toEqual([]);
});
