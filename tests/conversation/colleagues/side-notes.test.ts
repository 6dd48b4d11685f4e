import { beforeEach, expect, test } from "vitest";
import {
  keepNoteDraft,
  noteDraft,
  readNote,
  seeNotes,
  sideNotes,
  unreadNotes,
  writeNote,
} from "#src/conversation/colleagues/side-notes.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { q } from "#src/db/schema.ts";
import { forget } from "#src/retention/forget.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { comesIn, talking, youthEnds } from "#tests/support/house/chats.ts";
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
  id = await talking(home, "Noor’s words");
});

const writes = (who: StaffMember, text: string, clientId = newClientId(), conversationId = id) =>
  act(home, who, (tx, emit) => writeNote(tx, emit, { conversationId, staffId: who.id, clientId, text }));
const sits = (who: StaffMember, kind: "joined" | "reading") =>
  act(home, who, (tx) => {
    const row = { conversation_id: id, staff_id: who.id, kind, since_at: tx.at, left_at: null };
    tx.run(q.insertInto("conversation_colleague").values(row));
  });
const sees = (who: StaffMember, seq: number) =>
  act(home, who, (tx, emit) => seeNotes(tx, emit, { conversationId: id, staffId: who.id, seq }));
const drafts = (who: StaffMember, text: string) =>
  act(home, who, (tx) => keepNoteDraft(tx, { conversationId: id, staffId: who.id, text }));
const unread = (who: StaffMember) => unreadNotes(home.helpline.db, { conversationId: id, staffId: who.id });
const draft = (who: StaffMember) => noteDraft(home.helpline.db, { conversationId: id, staffId: who.id });

test("those who sit at a conversation write and read them, and nobody else", async () => {
  await writes(home.anna, "how do I ask about it?");
  await expect(writes(home.bela, "let me in")).rejects.toMatchObject({ code: "not_allowed" });
  await sits(home.bela, "reading");
  await sits(home.aino, "joined");
  await writes(home.bela, "ask plainly");
  await writes(home.aino, "and wait");
  expect(sideNotes(home.helpline.db, id).map(({ seq, alias, text }) => [seq, alias, text])).toEqual([
    [1, "Mika", "how do I ask about it?"],
    [2, "Luna", "ask plainly"],
    [3, "Robin", "and wait"],
  ]);
  const waits = await comesIn(home);
  await expect(writes(home.anna, "no", newClientId(), waits)).rejects.toMatchObject({ code: "not_allowed" });
});

test("sent again the same note is one; changed after an answer was lost it is another, and nothing is lost", async () => {
  const same = newClientId();
  expect([await writes(home.anna, "first", same), await writes(home.anna, "first", same)]).toEqual([1, 1]);
  const more = () => writes(home.anna, "first, and she has pills", same);
  expect([await more(), await more()]).toEqual([2, 2]);
  expect(sideNotes(home.helpline.db, id).map(({ text }) => text)).toEqual(["first", "first, and she has pills"]);
});

test("the same note is stored once, and none after the end", async () => {
  const same = newClientId();
  expect([await writes(home.anna, "once", same), await writes(home.anna, "once", same)]).toEqual([1, 1]);
  await youthEnds(home, id);
  expect(await writes(home.anna, "once", same)).toBe(1);
  await expect(writes(home.anna, "late")).rejects.toMatchObject({ code: "ended" });
  await expect(drafts(home.anna, "late")).rejects.toMatchObject({ code: "ended" });
});

test("notes of others are unread until they are seen; own ones never are, and whoever answers has read", async () => {
  await sits(home.bela, "reading");
  await writes(home.anna, "one");
  await writes(home.anna, "two");
  expect([unread(home.anna), unread(home.bela)]).toEqual([0, 2]);
  await sees(home.bela, 1);
  await sees(home.bela, 1);
  expect(unread(home.bela)).toBe(1);
  await sees(home.bela, 99);
  expect(unread(home.bela)).toBe(0);
  expect(home.heard.filter(({ type }) => type === "note.seen")).toHaveLength(2);
  await writes(home.anna, "three");
  await writes(home.bela, "yes");
  expect([unread(home.anna), unread(home.bela)]).toEqual([1, 0]);
  await expect(sees(home.aino, 1)).rejects.toMatchObject({ code: "not_allowed" });
});

test("a draft is each one’s own, is kept over anything else, and goes when the note is there", async () => {
  await sits(home.bela, "reading");
  await drafts(home.anna, "half a thou");
  await drafts(home.bela, "something else");
  await writes(home.bela, "said");
  await sees(home.anna, 1);
  expect([draft(home.anna), draft(home.bela)]).toEqual(["half a thou", ""]);
  await drafts(home.anna, "  ");
  expect(draft(home.anna)).toBe("");
});

test("what is typed: 1 to 2,000 characters", () => {
  expect(readNote("  a\r\nb\u0007 ")).toBe("a\nb");
  expect(() => readNote(" \n ")).toThrow("bad_input");
  expect(readNote("x".repeat(2000))).toHaveLength(2000);
  expect(() => readNote("x".repeat(2001))).toThrow("too_long");
});

test("notes and drafts lie sealed, cannot be moved, and go with the conversation", async () => {
  await sits(home.bela, "reading");
  await writes(home.anna, "distinctive note");
  await writes(home.anna, "another");
  await drafts(home.bela, "distinctive draft");
  const bytes = () => home.files.data.serialize();
  expect([bytes().includes("distinctive note"), bytes().includes("distinctive draft")]).toEqual([false, false]);
  home.files.data.exec("UPDATE side_note SET body = (SELECT body FROM side_note WHERE seq = 1) WHERE seq = 2");
  expect(sideNotes(home.helpline.db, id).map(({ text }) => text)).toEqual(["distinctive note", null]);
  await youthEnds(home, id);
  await home.helpline.db.change("porchlight", (tx, emit) => forget(tx, emit, { conversationId: id }));
  expect([rows(home.files, "side_note"), rows(home.files, "side_note_of")]).toEqual([[], []]);
});
