import { beforeEach, expect, test } from "vitest";
import type { OpenFiles } from "#src/db/files.ts";
import { q } from "#src/db/schema.ts";
import { jobs, runJob } from "#src/jobs.ts";
import {
  type DebriefAct,
  debriefs,
  debriefsSeen,
  debriefsWaiting,
  giveDebrief,
  maxDebriefNote,
  noteDebriefTold,
  ownDebrief,
  settleDebrief,
  takeBackDebrief,
  type Weight,
} from "#src/record/debrief.ts";
import { forget } from "#src/retention/forget.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { comesIn, takes, talking, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { rows } from "#tests/support/house/tables.ts";

let home: House;
let clock: FakeClock;
let files: OpenFiles;
let chat: number;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  ({ files } = home);
  await open(home);
  chat = await talking(home);
  await youthEnds(home, chat);
  home.heard.length = 0;
});

const says = (weight: Weight, note = "", who: StaffMember = home.anna, conversationId = chat) =>
  home.helpline.db.change(`staff:${who.id}`, (tx, emit) =>
    giveDebrief(tx, emit, { conversationId, member: who, weight, note }),
  );
const settles = (act: DebriefAct, who: StaffMember = home.bela) =>
  home.helpline.db.change(`staff:${who.id}`, (tx, emit) =>
    settleDebrief(tx, emit, { debriefId: inbox()[0]!.id, member: who, act }),
  );
const inbox = () => debriefs(home.helpline.db, "en");
const own = () => ownDebrief(home.helpline.db, chat, home.anna.id);
const waits = (who = home.bela) => debriefsWaiting(home.helpline.db, who.id);

test("two taps: how it was, and a sentence; another tap takes its place, and it can be taken back", async () => {
  await says("heavy", "I could  not sleep\nafter that");
  expect(own()).toEqual({ weight: "heavy", note: "I could not sleep after that", takenBy: null });
  await says("talk");
  expect(own()).toEqual({ weight: "talk", note: "", takenBy: null });
  expect(inbox()).toHaveLength(1);
  await home.helpline.db.change(`staff:${home.anna.id}`, (tx, emit) =>
    takeBackDebrief(tx, emit, { conversationId: chat, member: home.anna }),
  );
  expect([own(), inbox()]).toEqual([null, []]);
  expect(home.heard.map(({ type }) => type)).toEqual(["debrief.given", "debrief.given", "debrief.given"]);
});

test("a sentence lies sealed, and the audit trail says nothing of it", async () => {
  await says("talk", "the words I am ashamed of");
  const [row] = rows<{ note: Uint8Array }>(files, "debrief");
  expect(Buffer.from(row!.note).toString("latin1")).not.toContain("ashamed");
  expect(rows<{ action: string }>(files, "audit").map(({ action }) => action)).not.toContain("debrief.given");
});

test("only of a chat of one’s own that has ended, and not of a rehearsal", async () => {
  await expect(says("light", "", home.aino)).rejects.toThrow("not_allowed");
  await expect(says("light", "", home.bela)).rejects.toThrow("not_allowed");
  const goesOn = await talking(home);
  await expect(says("light", "", home.anna, goesOn)).rejects.toThrow("not_allowed");
  await expect(says("light", "x".repeat(maxDebriefNote + 1))).rejects.toThrow("too_long");
  expect(inbox()).toEqual([]);
});

test("whoever needs to talk waits for a supervisor until one says that they will, and learns that somebody has seen it", async () => {
  await says("talk", "please");
  expect([waits(), waits(home.anna)]).toEqual([
    { talk: 1, heavy: 0 },
    { talk: 0, heavy: 0 },
  ]);
  await settles("take");
  expect(waits()).toEqual({ talk: 0, heavy: 0 });
  expect(own()!.takenBy).toBe("Luna");
  expect(debriefsSeen(home.helpline.db, home.anna.id, "en")).toMatchObject([{ takenBy: "Luna" }]);
  await expect(says("light")).rejects.toThrow("taken");
  const [{ id } = { id: 0 }] = inbox();
  await home.helpline.db.change(`staff:${home.anna.id}`, (tx, emit) =>
    noteDebriefTold(tx, emit, { debriefId: id, staffId: home.anna.id }),
  );
  expect(debriefsSeen(home.helpline.db, home.anna.id, "en")).toEqual([]);
  await settles("done");
  expect(inbox()[0]).toMatchObject({ takenBy: "Luna", done: true });
  await settles("again");
  await settles("release");
  expect(inbox()[0]).toMatchObject({ takenBy: null, done: false });
  expect(waits()).toEqual({ talk: 1, heavy: 0 });
});

test("nobody but a supervisor, not two at once, and for one’s own another one where there is one", async () => {
  await says("heavy");
  await expect(settles("take", home.anna)).rejects.toThrow("not_allowed");
  await expect(settles("take", home.aino)).rejects.toThrow("not_allowed");
  const vera = await member(home.helpline, "vera", "Vera Maes", "Wren", ["supervisor"]);
  await settles("take");
  await expect(settles("take", vera)).rejects.toThrow("taken");
  // Nor does she give back, end or begin again what another has taken; once that one has left, it is anybody's.
  for (const act of ["release", "done", "again"] as const) await expect(settles(act, vera)).rejects.toThrow("taken");
  expect(inbox()).toMatchObject([{ heldBy: home.bela.id, done: false }]);
  await home.helpline.db.change("porchlight", (tx) =>
    tx.run(q.updateTable("staff").set({ deactivated_at: clock.now() }).where("id", "=", home.bela.id)),
  );
  expect(inbox()).toMatchObject([{ heldBy: null }]);
  await settles("done", vera);
  expect(inbox()).toMatchObject([{ heldBy: vera.id, takenBy: "Wren", done: true }]);
});

test("a supervisor’s own is for another, and theirs to close only while there is no other", async () => {
  const { bela } = home;
  await open(home, bela);
  const id = await comesIn(home);
  await takes(home, bela, id);
  await youthEnds(home, id);
  await says("heavy", "", bela, id);
  expect(waits()).toEqual({ talk: 0, heavy: 0 });
  await settles("done");
  await member(home.helpline, "vera", "Vera Maes", "Wren", ["supervisor"]);
  await expect(settles("again")).rejects.toThrow("not_allowed");
});

test("the sentence goes with the words of the chat; that somebody needs to talk stays until the set time has passed", async () => {
  await says("talk", "about the young person");
  await home.helpline.db.change("porchlight", (tx, emit) => forget(tx, emit, { conversationId: chat }));
  expect(inbox()).toMatchObject([{ weight: "talk", note: "", alias: "Mika" }]);
  expect(inbox()[0]!.chat).not.toBe("");
  expect(rows<{ note: null }>(files, "debrief").map(({ note }) => note)).toEqual([null]);
  const sweep = () => runJob(home.helpline, jobs.find(({ name }) => name === "debriefs kept long enough")!);
  clock.pass(28 * 24 * 3_600_000 - 1);
  await sweep();
  expect(inbox()).toHaveLength(1);
  clock.pass(1);
  await sweep();
  expect(inbox()).toEqual([]);
});
