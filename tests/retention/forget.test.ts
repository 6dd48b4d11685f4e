import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { keepDraft } from "#src/conversation/messages/draft.ts";
import { messages } from "#src/conversation/reading.ts";
import { q } from "#src/db/schema.ts";
import { dueToGo, forget, replayErasures } from "#src/retention/forget.ts";
import { setSetting } from "#src/settings/settings.ts";
import { annaSays, talking, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { filesIn } from "#tests/support/run/empty-files.ts";

const dayMs = 24 * 60 * 60_000;
let clock: FakeClock;
beforeEach(() => {
  clock = fakeClock();
});

const forgets = (home: House, conversationId: number) =>
  home.helpline.db.change("porchlight", (tx, emit) => forget(tx, emit, { conversationId }));

test("words are due as many days after the end as the rules say, and open chats never", async () => {
  const home = await house({ clock });
  await open(home);
  const { db } = home.helpline;
  const [over, going] = [await talking(home), await talking(home)];
  await youthEnds(home, over);
  clock.pass(14 * dayMs - 1);
  expect(dueToGo(db, clock.now())).toEqual([]);
  clock.pass(1);
  expect(dueToGo(db, clock.now())).toEqual([over]);
  // Whoever was promised fourteen days is not kept for longer, whatever is set later; less holds for everybody.
  await db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "retentionDays", value: 15 }));
  expect(dueToGo(db, clock.now())).toEqual([over]);
  const later = await talking(home);
  await youthEnds(home, later);
  clock.pass(15 * dayMs - 1);
  expect(dueToGo(db, clock.now())).toEqual([over]);
  await db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "retentionDays", value: 0 }));
  expect(dueToGo(db, clock.now())).toEqual([over, later]);
  await expect(forgets(home, going)).rejects.toMatchObject({ code: "not_allowed" });
  await expect(forgets(home, 99)).rejects.toMatchObject({ code: "not_found" });
});

test("forgetting takes the words, the draft, the events and the key; the contact row and the note of it stay", async () => {
  const home = await house({ clock });
  const { files } = home;
  await open(home);
  const { db } = home.helpline;
  const id = await talking(home);
  await youthEnds(home, id);
  home.heard.length = 0;
  await forgets(home, id);
  expect(home.heard).toEqual([{ type: "conversation.forgotten", conversationId: id }]);
  expect(conversation(db, id)).toBeUndefined();
  for (const table of ["message", "draft", "conversation_event"]) {
    expect(files.data.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
  }
  expect(files.keys.prepare("SELECT count(*) FROM wrap").pluck().get()).toBe(0);
  expect(db.all(q.selectFrom("contact").select(["conversation_id", "youth_messages"]))).toEqual([
    { conversation_id: null, youth_messages: 1 },
  ]);
  expect(db.all(q.selectFrom("erasure").selectAll())).toEqual([{ conversation_id: id, at: clock.now() }]);
});

test("[ASVS 14.2.7] in the bytes of the files neither the words nor their sealed form nor the wrapped key are left", async () => {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-forget-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const files = filesIn(folder, clock.now());
  const home = await house({ clock, files });
  await open(home);
  const id = await talking(home, "the canary sings");
  await youthSays(home, id, "the canary sings again");
  await annaSays(home, id, "I hear the canary");
  await home.helpline.db.change(`staff:${home.anna.id}`, (tx) =>
    keepDraft(tx, { conversationId: id, staffId: home.anna.id, text: "a draft of the canary" }),
  );
  const sealed = [
    ...files.data.prepare("SELECT body FROM message UNION ALL SELECT body FROM draft").pluck().all(),
    ...files.keys.prepare("SELECT bytes FROM wrap").pluck().all(),
  ] as Buffer[];
  expect(sealed).toHaveLength(6);
  const bytes = () => Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
  const left = () => sealed.filter((one) => bytes().includes(one)).length;
  // Plain words are never there; their sealed form is while they are kept, so the search does find what is there.
  expect(bytes().includes("canary")).toBe(false);
  expect(left()).toBe(6);
  await youthEnds(home, id);
  await forgets(home, id);
  // The key is gone from its file and log at once: from here on nothing could be read, whoever holds the data.
  const keys = Buffer.concat(["keys.db", "keys.db-wal"].map((name) => readFileSync(join(folder, name))));
  expect(keys.includes(sealed.at(-1)!)).toBe(false);
  files.data.pragma("wal_checkpoint(TRUNCATE)");
  expect(left()).toBe(0);
  home.helpline.db.close();
  expect(left()).toBe(0);
});

test("a forgotten chat’s number is never used again, so erasing it once more cannot touch another chat", async () => {
  const home = await house({ clock });
  await open(home);
  const gone = await talking(home, "the last one of all");
  await youthEnds(home, gone);
  await forgets(home, gone);
  home.files.data.prepare("DELETE FROM conversation WHERE id = ?").run(gone);
  expect(await talking(home, "the next")).toBeGreaterThan(gone);
});

test("with an older keys.db back in its place, what was erased stays erased, and nothing else is touched", async () => {
  const home = await house({ clock });
  const { files } = home;
  await open(home);
  const { db } = home.helpline;
  const [erased, kept] = [await talking(home, "erased"), await talking(home, "kept")];
  const older = files.keys.prepare("SELECT * FROM wrap").all() as Record<string, unknown>[];
  await youthEnds(home, erased);
  await forgets(home, erased);
  const put = files.keys.prepare(
    "INSERT OR REPLACE INTO wrap VALUES (@conversation_id, @kind, @master_key_id, @version, @bytes)",
  );
  for (const row of older) put.run(row);
  // A key whose conversation is not in these data: they may be the older ones.
  put.run({ ...older[0]!, conversation_id: 77 });
  await db.change("porchlight", replayErasures);
  expect(files.keys.prepare("SELECT conversation_id FROM wrap ORDER BY 1").pluck().all()).toEqual([kept, 77]);
  expect(messages(db, kept)[0]!.text).toBe("kept");
});
