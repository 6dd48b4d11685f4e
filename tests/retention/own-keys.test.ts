import { beforeEach, expect, test } from "vitest";
import type { OpenFiles } from "#src/db/files.ts";
import { k } from "#src/db/schema.ts";
import { queueMail, withdrawMail } from "#src/mail/outbox.ts";
import { forgetDebriefs, giveDebrief, ownDebrief, takeBackDebrief } from "#src/record/debrief.ts";
import { giveThanks } from "#src/record/thanks.ts";
import { forget, replayErasures } from "#src/retention/forget.ts";
import { asks, day, desk, tidies } from "#tests/callback/desk.ts";
import { talking, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

// What is said of a chat afterwards has keys of its own under the master key: they go when it goes.

let clock: FakeClock;
let files: OpenFiles;
let home: House;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  ({ files } = home);
  await open(home);
});

const wraps = () =>
  ["wrap", "debrief_wrap", "thanks_wrap"].map(
    (table) => files.keys.prepare(`SELECT * FROM ${table}`).all() as Record<string, unknown>[],
  );
const counts = () => wraps().map((rows) => rows.length);

/** A chat that is over, with a note of Anna's. */
async function over(note: string): Promise<number> {
  const id = await talking(home);
  await youthEnds(home, id);
  await said(id, note);
  return id;
}

const said = (conversationId: number, note: string) =>
  act(home, home.anna, (tx, emit) =>
    giveDebrief(tx, emit, { conversationId, member: home.anna, weight: "talk", note }),
  );

test("[S3] the keys of thanks and of a debrief go with the chat, also when they come back with an older keys.db", async () => {
  const id = await over("it was heavy");
  await home.helpline.db.change("youth", (tx, emit) => giveThanks(tx, emit, { conversationId: id, text: "thank you" }));
  expect(counts()).toEqual([1, 1, 1]);
  const [debrief, thanks] = [wraps()[1]![0]!, wraps()[2]![0]!];
  await act(home, home.bela, (tx, emit) => forget(tx, emit, { conversationId: id }));
  expect(counts()).toEqual([0, 0, 0]);

  const put = (table: string, row: Record<string, unknown>) =>
    files.keys.prepare(`INSERT INTO ${table} VALUES (${Object.keys(row).map((name) => `@${name}`)})`).run(row);
  put("debrief_wrap", debrief);
  put("thanks_wrap", thanks);
  // Of a debrief that these data do not know: they may be the older ones.
  put("debrief_wrap", { ...debrief, debrief_id: 77 });
  await home.helpline.db.change("porchlight", replayErasures);
  expect(counts()).toEqual([0, 1, 0]);
});

test("[S3] the key of a debrief that was taken back goes, also when it comes back with an older keys.db", async () => {
  const id = await over("it was heavy");
  const debrief = wraps()[1]![0]!;
  await act(home, home.anna, (tx, emit) => takeBackDebrief(tx, emit, { conversationId: id, member: home.anna }));
  expect(counts()).toEqual([1, 0, 0]);
  files.keys.prepare("INSERT INTO debrief_wrap VALUES (@debrief_id, @master_key_id, @version, @bytes)").run(debrief);
  await home.helpline.db.change("porchlight", replayErasures);
  expect(counts()).toEqual([1, 0, 0]);
});

test("a note that is given in the moment in which another is taken back is not lost with it", async () => {
  const id = await over("it was heavy");
  await Promise.all([
    act(home, home.anna, (tx, emit) => takeBackDebrief(tx, emit, { conversationId: id, member: home.anna })),
    said(id, "it was heavier"),
  ]);
  expect(ownDebrief(home.helpline.db, id, home.anna.id)?.note).toBe("it was heavier");
});

test("[S3] the key of a debrief goes when it was kept long enough, though its chat is still there", async () => {
  await over("it was heavy");
  clock.pass(28 * day - 1);
  await home.helpline.db.change("porchlight", forgetDebriefs);
  expect(counts()).toEqual([1, 1, 0]);
  clock.pass(1);
  await home.helpline.db.change("porchlight", forgetDebriefs);
  expect(counts()).toEqual([1, 0, 0]);
});

test("[S3] keys of mails that have gone and of addresses that are no longer needed do not come back with an older keys.db", async () => {
  const at = await desk();
  const { db } = at.helpline;
  await asks(at, "noor@example.org");
  const letter = { to: "sam@example.org", subject: "Hello", text: "Come", purpose: "callback", about: 7 } as const;
  await db.change("porchlight", (tx, emit) => queueMail(tx, emit, letter));
  const wrapped = () =>
    ["mail_wrap", "callback_wrap"].map((table) => at.files.keys.prepare(`SELECT * FROM ${table}`).all() as never[]);
  const [[mail], [address]] = wrapped() as [never[], never[]];
  await db.change("porchlight", (tx, emit) => withdrawMail(tx, emit, letter));
  at.clock.pass(15 * day);
  await tidies(at);
  expect(wrapped()).toEqual([[], []]);
  await db.change("porchlight", (tx) => {
    tx.keys.run(k.insertInto("mail_wrap").values(mail!));
    tx.keys.run(k.insertInto("callback_wrap").values(address!));
  });
  await db.change("porchlight", replayErasures);
  expect(wrapped()).toEqual([[], []]);
});
