import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import type { OpenFiles } from "#src/db/files.ts";
import { k, q } from "#src/db/schema.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { contactRecord, noteOf } from "#src/record/reading.ts";
import { dueNotes, forget, forgetNote, replayErasures } from "#src/retention/forget.ts";
import { setSetting } from "#src/settings/settings.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { coded, endedChat, saves } from "#tests/support/house/records.ts";
import { filesIn } from "#tests/support/run/empty-files.ts";

const dayMs = 24 * 60 * 60_000;
let clock: FakeClock;
beforeEach(() => {
  clock = fakeClock();
});

const openHouse = async (files?: OpenFiles) => {
  const home = await house({ clock, ...(files ? { files } : {}) });
  await open(home);
  return home;
};
const due = ({ helpline }: House) => dueNotes(helpline.db, clock.now());
const setDays = ({ helpline }: House, value: number) =>
  helpline.db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "noteDays", value }));

test("a note is due as many days after it was begun as the rules said, or as is set now where that is less", async () => {
  const home = await openHouse();
  const id = await saves(home, home.anna, { of: { conversationId: await endedChat(home) }, note: "words" });
  clock.pass(28 * dayMs - 1);
  expect(due(home)).toEqual([]);
  clock.pass(1);
  expect(due(home)).toEqual([id]);
  await setDays(home, 60);
  expect(due(home)).toEqual([id]);
  const later = await saves(home, home.anna, { of: { conversationId: await endedChat(home) }, note: "words" });
  clock.pass(30 * dayMs);
  expect(due(home)).toEqual([id]);
  await setDays(home, 30);
  expect(due(home)).toEqual([id, later]);
});

test("the job forgets it, whatever is kept of the chat; what was ticked stays", async () => {
  const home = await openHouse();
  const { db } = home.helpline;
  await db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "retentionDays", value: 365 }));
  const of = { conversationId: await endedChat(home) };
  const id = await saves(home, home.anna, { of, note: "words", coding: coded({ age: "13-14" }) });
  clock.pass(28 * dayMs);
  await runJob(home.helpline, jobs.find(({ name }) => name === "words kept long enough")!);
  expect(home.reported).toEqual([]);
  expect(noteOf(db, id)).toBeNull();
  expect(contactRecord(db, id)).toMatchObject({
    note: "gone",
    coding: { age: "13-14" },
    conversationId: of.conversationId,
  });
  expect(due(home)).toEqual([]);
  expect(db.first(q.selectFrom("message").selectAll())).toBeDefined();
});

test("the end of the chat's words leaves the record, and its note until its own time", async () => {
  const home = await openHouse();
  const { db } = home.helpline;
  const conversationId = await endedChat(home);
  const id = await saves(home, home.anna, { of: { conversationId }, note: "words" });
  await db.change("porchlight", (tx, emit) => forget(tx, emit, { conversationId }));
  expect(contactRecord(db, id)).toMatchObject({ conversationId: null, coding: { reasons: ["violence.bullying"] } });
  expect(noteOf(db, id)).toBe("words");
});

test("no byte of it is left on the disk, and a page that was left open brings nothing back", async () => {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const files = filesIn(folder, clock.now());
  const home = await openHouse(files);
  const { db } = home.helpline;
  const id = await saves(home, home.anna, { of: { conversationId: await endedChat(home) }, note: "her sister knows" });
  const sealed = Buffer.from(db.first(q.selectFrom("contact_record").select("note").where("id", "=", id))!.note!);
  const wrapped = Buffer.from(files.keys.prepare("SELECT bytes FROM note_wrap").pluck().get() as Uint8Array);
  const onDisk = (bytes: Buffer) =>
    readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(bytes));
  expect(onDisk(Buffer.from("her sister knows"))).toEqual([]);
  expect(onDisk(sealed)).not.toEqual([]);
  expect(onDisk(wrapped)).not.toEqual([]);
  await db.change("porchlight", (tx, emit) => forgetNote(tx, emit, { recordId: id }));
  files.data.pragma("wal_checkpoint(TRUNCATE)");
  expect(onDisk(wrapped)).toEqual([]);
  expect(onDisk(sealed)).toEqual([]);
  await saves(home, home.anna, { of: { recordId: id }, note: "her sister knows" });
  expect(noteOf(db, id)).toBeNull();
  expect(files.keys.prepare("SELECT count(*) FROM note_wrap").pluck().get()).toBe(0);
  db.close();
});

test("the key of a note that is gone goes again when it comes back with an older keys.db; others are left alone", async () => {
  const home = await openHouse();
  const { db } = home.helpline;
  const [gone, kept] = [
    await saves(home, home.anna, { of: { conversationId: await endedChat(home) }, note: "one" }),
    await saves(home, home.anna, { of: { conversationId: await endedChat(home) }, note: "two" }),
  ];
  const old = home.files.keys.prepare("SELECT * FROM note_wrap WHERE record_id = ?").get(gone) as never;
  await db.change("porchlight", (tx, emit) => forgetNote(tx, emit, { recordId: gone }));
  await db.change("porchlight", (tx) => tx.keys.run(k.insertInto("note_wrap").values(old)));
  await db.change("porchlight", replayErasures);
  const left = home.files.keys.prepare("SELECT record_id FROM note_wrap").pluck().all();
  expect(left).toEqual([kept]);
  expect(noteOf(db, kept)).toBe("two");
});
