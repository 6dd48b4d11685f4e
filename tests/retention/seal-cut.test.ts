import { beforeEach, expect, test } from "vitest";
import { messages } from "#src/conversation/reading.ts";
import { unlock } from "#src/crypto/keys/staff-key.ts";
import { openFile } from "#src/db/connection.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { close } from "#src/queue/end/ending.ts";
import { forget } from "#src/retention/forget.ts";
import { sealConversation } from "#src/retention/reading/seal.ts";
import { setMember } from "#src/staff/accounts/member.ts";
import { holders } from "#src/staff/keys/team-key.ts";
import { talking, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open, password } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { comesOnShift, sealsOver } from "#tests/support/keys/keys.ts";
import { cutBefore } from "#tests/support/outside/cut.ts";

// What a kill -9 leaves between the steps of sealing and of erasing, and what files of different days open together.

let clock: FakeClock;
let files: OpenFiles;
let home: House;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  files = home.files;
  await comesOnShift(home, "bela");
  await open(home);
});

/** A chat that is over and put away, an hour ago. */
async function over(words: string): Promise<number> {
  const id = await talking(home, words);
  await youthEnds(home, id);
  await act(home, home.anna, (tx, emit) => close(tx, emit, { conversationId: id, staffId: home.anna.id }));
  clock.pass(60 * 60_000);
  return id;
}

const textsOf = (at: House, id: number, keyring = at.helpline.db.keyring) =>
  messages({ ...at.helpline.db, keyring }, id).flatMap(({ author, text }) => (author === "notice" ? [] : [text]));

/** The same with the key that Béla's password opens. */
async function readByBela(at: House, id: number) {
  const { keyring } = at.helpline.db;
  const pair = await unlock(keyring.team.staffKeys(at.bela.id), password);
  return textsOf(at, id, keyring.withTeam(keyring.team.open(at.bela.id, pair!)));
}

test.each([
  ["before keys.db is written", "keys", ["COMMIT", 1], 0],
  ["between the two files", "data", ["COMMIT", 1], 1],
  ["before the key under the master key is deleted", "keys", ["BEGIN IMMEDIATE", 2], 1],
  ["while it is deleted", "keys", ["COMMIT", 2], 1],
] as const)(
  "[R1b, S2] killed %s, a chat that is over is read by whoever may until it is sealed, and then by the team alone",
  async (_when, file, [statement, nth], sealed) => {
    const id = await over("words of Noor");
    const left = await cutBefore(files, file, [statement, nth], () => sealsOver(home));
    expect(left.keys.prepare("SELECT count(*) FROM team_sealed").pluck().get()).toBe(sealed);
    const again = await house({ clock, files: left });
    expect(textsOf(again, id)).toEqual(["words of Noor"]);
    await sealsOver(again);
    expect(left.keys.prepare("SELECT count(*) FROM wrap").pluck().get()).toBe(0);
    expect(textsOf(again, id)).toEqual([null]);
    expect(await readByBela(again, id)).toEqual(["words of Noor"]);
  },
);

test("[R1b, S3] killed before the keys of an erased chat that was sealed are deleted, they are deleted at the next start", async () => {
  const id = await over("words of Noor");
  await sealsOver(home);
  const left = await cutBefore(files, "keys", ["BEGIN IMMEDIATE", 1], () =>
    act(home, home.bela, (tx, emit) => forget(tx, emit, { conversationId: id })),
  );
  expect(left.keys.prepare("SELECT count(*) FROM team_sealed").pluck().get()).toBe(1);
  await house({ clock, files: left });
  expect(left.keys.prepare("SELECT count(*) FROM team_sealed").pluck().get()).toBe(0);
});

test("killed before a supervisor who is none any more has lost the key, they have lost it after the next start", async () => {
  const left = await cutBefore(files, "keys", ["BEGIN IMMEDIATE", 1], () =>
    act(home, home.aino, (tx, emit) =>
      setMember(tx, emit, { staffId: home.bela.id, values: { roles: ["counsellor"] } }),
    ),
  );
  expect(left.keys.prepare("SELECT count(*) FROM team_wrap").pluck().get()).toBe(1);
  const again = await house({ clock, files: left });
  expect(left.keys.prepare("SELECT count(*) FROM team_wrap").pluck().get()).toBe(0);
  await act(again, again.aino, (tx, emit) =>
    setMember(tx, emit, { staffId: again.bela.id, values: { roles: ["supervisor"] } }),
  );
  expect(holders(again.helpline.db).map(({ since }) => since)).toEqual([null]);
});

test("[S3] yesterday’s data with today’s keys open no word of a chat that was erased since, sealed or not, with master key and team key", async () => {
  const [sealed, kept] = [await over("sealed, then erased"), await over("kept")];
  await sealsOver(home);
  const live = await over("erased before it was sealed");
  const yesterday = files.data.serialize();
  for (const id of [sealed, live]) {
    await act(home, home.bela, (tx, emit) => forget(tx, emit, { conversationId: id }));
  }
  await sealsOver(home);
  const restored = await house({
    clock,
    files: { data: openFile(yesterday), keys: openFile(files.keys.serialize()) },
  });
  expect(await readByBela(restored, kept)).toEqual(["kept"]);
  expect([await readByBela(restored, sealed), await readByBela(restored, live)]).toEqual([[null], [null]]);
});

test("[S2] with a keys.db of before the sealing back in its place, a chat is sealed again; with an older one the team still reads it", async () => {
  const id = await over("words of Noor");
  const older = files.keys.serialize();
  await sealsOver(home);
  const restored = await house({ clock, files: { data: openFile(files.data.serialize()), keys: openFile(older) } });
  expect(textsOf(restored, id)).toEqual(["words of Noor"]);
  await sealsOver(restored);
  expect([textsOf(restored, id), await readByBela(restored, id)]).toEqual([[null], ["words of Noor"]]);
});

test("whoever reads a chat in the moment of its sealing leaves its key in no memory", async () => {
  const id = await over("words of Noor");
  const { db } = home.helpline;
  await Promise.all([
    db.change("porchlight", (tx, emit) => sealConversation(tx, emit, { conversationId: id })),
    db.change("porchlight", (tx) => messages(tx, id)),
  ]);
  expect(db.keyring.isSealed(id)).toBe(true);
  expect(textsOf(home, id)).toEqual([null]);
});
