import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { setGoal } from "#src/conversation/colleagues/goal.ts";
import { keepOfferForm } from "#src/conversation/colleagues/handover-draft.ts";
import { writeNote } from "#src/conversation/colleagues/side-notes.ts";
import { openConcern, raiseConcern, settleConcern } from "#src/conversation/complaint/complaint.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { keepDraft } from "#src/conversation/messages/draft.ts";
import { messages } from "#src/conversation/reading.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { unlock } from "#src/crypto/keys/staff-key.ts";
import { openFile } from "#src/db/connection.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { q } from "#src/db/schema.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { close } from "#src/queue/end/ending.ts";
import { pause } from "#src/queue/line/pause.ts";
import { giveDebrief, ownDebrief } from "#src/record/debrief.ts";
import { contactRecord, noteOf } from "#src/record/reading.ts";
import { tickReasons } from "#src/record/reasons/ticks.ts";
import { giveThanks } from "#src/record/thanks.ts";
import { eraseChat } from "#src/retention/erase.ts";
import { dueToGo } from "#src/retention/forget.ts";
import { concernHeldDays } from "#src/settings/rules/facts.ts";
import { annaSays, comesIn, talking, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open, password } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { coded, saves } from "#tests/support/house/records.ts";
import { ownKey } from "#tests/support/keys/addresses.ts";
import { sealsOver } from "#tests/support/keys/keys.ts";
import { copyOf, cutBefore } from "#tests/support/outside/cut.ts";
import { filesIn } from "#tests/support/run/empty-files.ts";

// A young person deletes their chat. Noor writes the canary wherever words can stand.

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
let clock: FakeClock;
let files: OpenFiles;
let home: House;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  ({ files } = home);
  await ownKey(home, home.bela);
  await open(home);
});

const erases = (at: House, conversationId: number) =>
  at.helpline.db.change(`conversation:${conversationId}`, (tx, emit) => eraseChat(tx, emit, { conversationId }));
const pauses = (at: House, conversationId: number) =>
  at.helpline.db.change(`conversation:${conversationId}`, (tx, emit) =>
    pause(tx, emit, { conversationId, by: "youth" }),
  );
const closes = (at: House, conversationId: number) =>
  act(at, at.anna, (tx, emit) => close(tx, emit, { conversationId, staffId: at.anna.id }));
const sweeps = (at: House) => runJob(at.helpline, jobs.find(({ name }) => name === "words kept long enough")!);
const count = (table: string) => files.data.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
const wraps = () => files.keys.prepare("SELECT count(*) FROM wrap").pluck().get();
const heard = (at: House) => at.heard.map(({ type }) => type);

/** A chat with words in every place that there is. */
async function written(at: House, canary: string): Promise<number> {
  const id = await talking(at, `${canary} comes in`);
  const { anna } = at;
  await youthSays(at, id, `${canary} again`);
  await annaSays(at, id, `I hear ${canary}`);
  await act(at, anna, (tx) => keepDraft(tx, { conversationId: id, staffId: anna.id, text: `draft ${canary}` }));
  const note = { conversationId: id, staffId: anna.id, clientId: newClientId(), text: `note ${canary}` };
  await act(at, anna, (tx, emit) => writeNote(tx, emit, note));
  const form = { to: "", summary: `handed over: ${canary}`, agreed: "", reason: "" };
  await act(at, anna, (tx) => keepOfferForm(tx, { conversationId: id, staffId: anna.id, form }));
  const ticked = { conversationId: id, staffId: anna.id, tick: ["violence.bullying"], untick: [] };
  await act(at, anna, (tx, emit) => tickReasons(tx, emit, ticked));
  await act(at, anna, (tx, emit) => setGoal(tx, emit, { conversationId: id, staffId: anna.id, text: canary }));
  return id;
}

describe("wherever the chat stands, what was written goes, and what is counted stays", () => {
  test.each([
    ["waiting", () => comesIn(home), "left_line", ["conversation.ended", "conversation.erased"]],
    ["talking", () => talking(home), "ended_by_youth", ["conversation.ended", "conversation.erased"]],
    [
      "paused",
      async () => {
        const id = await talking(home);
        await pauses(home, id);
        return id;
      },
      "ended_by_youth",
      ["conversation.ended", "conversation.erased"],
    ],
    [
      "ended",
      async () => {
        const id = await talking(home);
        await youthEnds(home, id);
        return id;
      },
      "ended_by_youth",
      ["conversation.erased"],
    ],
  ])("%s", async (_stage, begin, reason, events) => {
    const id = await begin();
    home.heard.length = 0;
    await erases(home, id);
    expect(heard(home).filter((type) => type.startsWith("conversation"))).toEqual(events);
    expect(conversation(home.helpline.db, id)).toMatchObject({ erasedAt: clock.now(), endReason: reason });
    expect([count("message"), wraps()]).toEqual([0, 0]);
    const contact = q.selectFrom("contact").select(["youth_messages", "end_reason"]);
    expect(home.helpline.db.all(contact)).toEqual([{ youth_messages: 1, end_reason: reason }]);
    expect(home.helpline.db.all(q.selectFrom("erasure").selectAll())).toEqual([
      { conversation_id: id, at: clock.now() },
    ]);
    home.heard.length = 0;
    await erases(home, id);
    expect(home.heard).toEqual([]);
  });
});

test("words, drafts, notes beside it, thanks, what was said of it and the note of its record go; what was ticked stays", async () => {
  const { db } = home.helpline;
  const id = await written(home, "canary");
  await youthEnds(home, id);
  expect(count("handover_draft")).toBe(0);
  const record = await saves(home, home.anna, {
    of: { conversationId: id },
    note: "canary",
    coding: coded({ age: "13-14" }),
  });
  const debrief = { conversationId: id, member: home.anna, weight: "talk", note: "canary" } as const;
  await act(home, home.anna, (tx, emit) => giveDebrief(tx, emit, debrief));
  await db.change("youth", (tx, emit) => giveThanks(tx, emit, { conversationId: id, text: "canary" }));
  await erases(home, id);
  for (const table of ["message", "draft", "side_note", "side_note_of", "ticked_reasons", "goal", "thank_you"])
    expect(count(table)).toBe(0);
  expect(noteOf(db, record)).toBeNull();
  expect(contactRecord(db, record)).toMatchObject({ note: "gone", coding: { age: "13-14" } });
  expect(ownDebrief(db, id, home.anna.id)).toEqual({ weight: "talk", note: "", takenBy: null });
  for (const table of ["wrap", "team_sealed", "note_wrap", "debrief_wrap", "thanks_wrap"]) {
    expect(files.keys.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
  }
});

test("Anna may still tick what it was about; a note that she writes then is not kept", async () => {
  const id = await talking(home);
  await erases(home, id);
  const record = await saves(home, home.anna, { of: { conversationId: id }, note: "she said canary" });
  expect(noteOf(home.helpline.db, record)).toBeNull();
  expect(contactRecord(home.helpline.db, record)!.coding.reasons).toEqual(["violence.bullying"]);
  expect(files.keys.prepare("SELECT count(*) FROM note_wrap").pluck().get()).toBe(0);
});

test("what is left of it goes once Anna has put it away, and half a day after its end in any case", async () => {
  const { db } = home.helpline;
  const [away, left] = [await talking(home), await talking(home)];
  await erases(home, away);
  await erases(home, left);
  await sweeps(home);
  expect(count("conversation")).toBe(2);
  await closes(home, away);
  await sweeps(home);
  expect(conversation(db, away)).toBeUndefined();
  clock.pass(12 * hourMs - 1);
  expect(dueToGo(db, clock.now())).toEqual([]);
  clock.pass(1);
  await sweeps(home);
  expect(count("conversation")).toBe(0);
  expect(count("contact")).toBe(2);
});

test("what felt wrong to a young person holds the words for those who look into it, and nobody else reads them; then they go", async () => {
  const { db } = home.helpline;
  const id = await talking(home, "he asked where I live");
  const raise = { conversationId: id, text: "" };
  await db.change("youth", (tx, emit) => raiseConcern(tx, emit, raise));
  await erases(home, id);
  const textsOf = (keyring = db.keyring) =>
    messages({ ...db, keyring }, id).flatMap(({ author, text }) => (author === "youth" ? [text] : []));
  expect(textsOf()).toEqual([null]);
  const { team } = db.keyring;
  const pair = await unlock(team.staffKeys(home.bela.id), password);
  expect(textsOf(db.keyring.withTeam(team.open(home.bela.id, pair!)))).toEqual(["he asked where I live"]);
  clock.pass(60 * dayMs);
  await sweeps(home);
  expect(count("message")).toBeGreaterThan(0);
  const one = { id: 1, staffId: home.bela.id };
  await act(home, home.bela, (tx, emit) => openConcern(tx, emit, one));
  await act(home, home.bela, (tx, emit) => settleConcern(tx, emit, { ...one, done: true }));
  clock.pass(concernHeldDays * dayMs);
  await sweeps(home);
  expect([count("conversation"), count("message")]).toEqual([0, 0]);
  expect(files.keys.prepare("SELECT count(*) FROM team_sealed").pluck().get()).toBe(0);
});

test("[S3] in the bytes of data, log and keys no word is left, nor its sealed form, nor its key", async () => {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-erase-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const onDisk = filesIn(folder, clock.now());
  const at = await house({ clock, files: onDisk });
  await open(at);
  const id = await written(at, "canary");
  const bodies = ["message", "draft", "handover_draft", "side_note", "ticked_reasons", "goal"]
    .map((table) => `SELECT body FROM ${table}`)
    .join(" UNION ALL ");
  const keys = onDisk.keys.prepare("SELECT bytes FROM wrap").pluck().all() as Buffer[];
  const sealed = onDisk.data.prepare(bodies).pluck().all() as Buffer[];
  const bytes = (of: string) =>
    Buffer.concat(
      readdirSync(folder).flatMap((name) => (name.startsWith(of) ? [readFileSync(join(folder, name))] : [])),
    );
  expect(sealed.every((one) => bytes("").includes(one))).toBe(true);
  expect(bytes("keys.db").includes(keys[0]!)).toBe(true);
  await erases(at, id);
  // At once, while nothing was closed.
  expect(bytes("keys.db").includes(keys[0]!)).toBe(false);
  // The bytes of the words lie in the log of the data until the job has run, within a minute; no key opens them.
  expect(sealed.filter((one) => bytes("porchlight.db-wal").includes(one))).not.toEqual([]);
  const job = jobs.find(({ name }) => name === "what was erased, out of the logs")!;
  expect(job.every).toBeLessThanOrEqual(60_000);
  await runJob(at.helpline, job);
  expect(sealed.filter((one) => bytes("").includes(one))).toEqual([]);
  expect(bytes("").includes("canary")).toBe(false);
  at.helpline.db.close();
});

test("[S3] yesterday’s data with today’s keys open no word of 50 chats that were deleted since, sealed or not, with master key and team key", async () => {
  await home.helpline.db.change("porchlight", (tx) =>
    tx.run(q.replaceInto("setting").values({ name: "chatsAtOnce", value: "4", version: 1, changed_at: 0 })),
  );
  const ids: number[] = [];
  for (let n = 0; n < 50; n += 1) {
    const id = await talking(home, `words ${n}`);
    ids.push(id);
    if (n % 2 === 0) await youthEnds(home, id).then(() => closes(home, id));
    else await youthEnds(home, id);
  }
  const kept = await talking(home, "kept");
  clock.pass(60 * 60_000);
  await sealsOver(home);
  const yesterday = files.data.serialize();
  for (const id of ids) await erases(home, id);
  const restored = await house({
    clock,
    files: { data: openFile(yesterday), keys: openFile(files.keys.serialize()) },
  });
  const { keyring } = restored.helpline.db;
  const pair = await unlock(keyring.team.staffKeys(home.bela.id), password);
  const all = keyring.withTeam(keyring.team.open(home.bela.id, pair!));
  const read = (id: number) =>
    messages({ ...restored.helpline.db, keyring: all }, id).flatMap(({ text, author }) =>
      author === "youth" ? [text] : [],
    );
  expect(read(kept)).toEqual(["kept"]);
  expect(ids.flatMap(read)).toHaveLength(50);
  expect(ids.flatMap(read).filter((text) => text !== null)).toEqual([]);
});

describe("[R1b] killed while it is deleted, the chat is as it was or deleted, never between", () => {
  test.each([
    ["before the data are written", "data", ["COMMIT", 1], "old"],
    ["before its key goes", "keys", ["BEGIN IMMEDIATE", 1], "new"],
    ["while its key goes", "keys", ["COMMIT", 1], "new"],
  ] as const)("%s", async (_when, file, statement, is) => {
    const id = await talking(home, "words of Noor");
    const left = await cutBefore(files, file, statement, () => erases(home, id));
    // Only the start deletes the key then.
    expect(left.keys.prepare("SELECT count(*) FROM wrap").pluck().get()).toBe(1);
    const again = await house({ clock, files: left });
    const texts = messages(again.helpline.db, id).flatMap(({ author, text }) => (author === "youth" ? [text] : []));
    expect(texts).toEqual(is === "old" ? ["words of Noor"] : []);
    expect(left.keys.prepare("SELECT count(*) FROM wrap").pluck().get()).toBe(is === "old" ? 1 : 0);
    expect(conversation(again.helpline.db, id)!.erasedAt === null).toBe(is === "old");
  });

  test("and once it was deleted, a start finds nothing to do", async () => {
    const id = await talking(home, "words of Noor");
    await erases(home, id);
    const again = await house({ clock, files: copyOf(files) });
    expect(messages(again.helpline.db, id)).toEqual([]);
  });
});
