import { beforeEach, describe, expect, test } from "vitest";
import { checkTrail } from "#src/audit/check.ts";
import { whyNotOffered } from "#src/callback/request.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { messages } from "#src/conversation/reading.ts";
import { chatOfCode, keepCode } from "#src/conversation/return/return-code.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { acceptMasterKey } from "#src/crypto/keys/keyring.ts";
import { type MasterKey, masterKey } from "#src/crypto/keys/master-key.ts";
import type { BesideMaster } from "#src/crypto/keys/masters.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { openHelpline } from "#src/helpline.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { queueMail } from "#src/mail/outbox.ts";
import { takeMail } from "#src/mail/sending.ts";
import { mailWay, setMailServer } from "#src/mail/server.ts";
import { noteOf } from "#src/record/reading.ts";
import { shiftNotes, writeShiftNote } from "#src/staff/shift/shift-room.ts";
import { beginApp, canCheckCodes } from "#src/staff/sign-in/second-step.ts";
import { talking, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { endedChat, saves } from "#tests/support/house/records.ts";
import { copyOf, cutBefore } from "#tests/support/outside/cut.ts";

// One master key after another: what stands in for one that is missing, and a new one in the place of one that works.

const first = masterKey(new Uint8Array(32).fill(7));
const second = masterKey(new Uint8Array(32).fill(8));

let clock: FakeClock;
let files: OpenFiles;
let home: House;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  files = home.files;
  await open(home);
});

/** A start over the same files, with these keys at hand. */
async function starts(master: MasterKey, beside: BesideMaster = {}, over = files): Promise<House> {
  const { config } = home.helpline;
  const reported: string[] = [];
  const report = (what: string, error: unknown) => reported.push(`${what}: ${error}`);
  const helpline = await openHelpline({ config, clock, ...over, master, beside, report });
  return { ...home, helpline, files: over, reported };
}

const textsOf = ({ helpline }: House, id: number) =>
  messages(helpline.db, id).flatMap(({ author, text }) => (author === "youth" ? [text] : []));
const under = (from = files) =>
  from.keys.prepare("SELECT DISTINCT master_key_id FROM wrap ORDER BY 1").pluck().all() as number[];
const accepts = (at: House, master: MasterKey) =>
  at.helpline.db.change("command line", (tx) => acceptMasterKey(tx.keys, master, tx.at));
const trailOf = ({ helpline: { db, trail } }: House) =>
  checkTrail(db, { at: clock.now(), standing: trail.standing, rest: async () => {} });

/** One of everything that lies under the master key. */
async function everything() {
  const { db } = home.helpline;
  const over = await endedChat(home);
  const record = await saves(home, home.anna, { of: { conversationId: over }, note: "a note" });
  const id = await talking(home, "words of Noor");
  await act(home, home.aino, (tx) => beginApp(tx, home.bela.id));
  const server = { host: "mail.example.org", port: 587, security: "starttls", login: "line" } as const;
  const from = { senderAddress: "line@example.org", senderName: "Line" };
  await act(home, home.aino, (tx, emit) => setMailServer(tx, emit, { server: { ...server, ...from }, password: "pw" }));
  const code = "one two three four five six";
  const lock = await db.keyring.codes.lockFor(code, null);
  const locator = db.keyring.codes.locatorOf(code);
  await db.change("youth", (tx, emit) => keepCode(tx, emit, { conversationId: id, locator, lock }));
  return { id, record, code };
}

/** What of everything a start can still open. */
function opens(at: House, { id, record, code }: Awaited<ReturnType<typeof everything>>) {
  const { db } = at.helpline;
  return {
    words: textsOf(at, id)[0],
    note: noteOf(db, record),
    mail: mailWay(db)?.password,
    app: canCheckCodes(db, home.bela.id),
    code: chatOfCode(db, db.keyring.codes.locatorsOf(code)) === id,
  };
}
const all = { words: "words of Noor", note: "a note", mail: "pw", app: true, code: true };

describe("while another stands in for the master key", () => {
  test("new chats go on with it and old ones stay shut; when it is back both open, and only it is needed", async () => {
    const before = await everything();
    const meanwhile = await starts(second, { standsIn: "missing" });
    expect(meanwhile.helpline.db.keyring).toMatchObject({ standsIn: "missing" });
    expect(opens(meanwhile, before)).toEqual({ words: null, note: null, mail: undefined, app: false, code: false });
    await expect(youthSays(meanwhile, before.id, "more")).rejects.toMatchObject({
      code: "locked",
      key: "youth.refused.shut",
    });
    await youthEnds(meanwhile, before.id);
    const id = await talking(meanwhile, "words of Sam");
    expect(textsOf(meanwhile, id)).toEqual(["words of Sam"]);
    expect(under()).toEqual([1, 2]);

    const back = await starts(first, { others: [second] });
    expect(textsOf(back, id)).toEqual(["words of Sam"]);
    expect(opens(back, before)).toEqual(all);
    expect(under()).toEqual([1]);
    expect(await trailOf(back)).toMatchObject({ broken: [], unchecked: [] });
    const kinds = files.data.prepare("SELECT action FROM audit WHERE action LIKE 'keys.%' ORDER BY id").pluck().all();
    expect(kinds).toEqual(["keys.stood_in", "keys.moved"]);
    const alone = await starts(first);
    expect([textsOf(alone, id), opens(alone, before)]).toEqual([["words of Sam"], all]);
  });

  test("nothing that lies under the master key is written over, and nobody is asked for an address", async () => {
    const before = await everything();
    const says = (at: House, text: string) =>
      act(at, home.anna, (tx, emit) =>
        writeShiftNote(tx, emit, { staffId: home.anna.id, clientId: newClientId(), text, toAll: false }),
      );
    await says(home, "tonight");
    const meanwhile = await starts(second, { standsIn: "wrong" });
    const noted = saves(meanwhile, home.anna, { of: { recordId: before.record }, note: "another" });
    await expect(noted).rejects.toMatchObject({ code: "locked" });
    await expect(says(meanwhile, "later")).rejects.toMatchObject({ code: "locked" });
    expect(whyNotOffered(meanwhile.helpline.db)).toBe("locked");
    const back = await starts(first, { others: [second] });
    expect(opens(back, before)).toEqual(all);
    expect(shiftNotes(back.helpline.db, clock.now()).map(({ text }) => text)).toEqual(["tonight"]);
  });
});

test("what cannot go on in chats of before fills no log, and those end as any others do", async () => {
  const id = await talking(home, "words of Noor");
  const meanwhile = await starts(second, { standsIn: "missing" });
  for (let minute = 0; minute < 25; minute += 1) {
    clock.pass(60_000);
    for (const job of jobs) await runJob(meanwhile.helpline, job);
  }
  expect(meanwhile.reported).toEqual([]);
  expect(conversation(meanwhile.helpline.db, id)).toMatchObject({ endReason: "lost" });
});

test("mails that wait are not tried, let alone given up, while another stands in for the key that opens them", async () => {
  const server = { host: "127.0.0.1", port: 2525, security: "none", login: "" } as const;
  const from = { senderAddress: "line@example.org", senderName: "Line" };
  await act(home, home.aino, (tx, emit) => setMailServer(tx, emit, { server: { ...server, ...from } }));
  const mail = { to: "noor@example.org", subject: "s", text: "t", purpose: "test", about: null } as const;
  const id = await act(home, home.aino, (tx, emit) => queueMail(tx, emit, mail));
  const meanwhile = await starts(second, { standsIn: "missing" });
  expect(mailWay(meanwhile.helpline.db)).not.toBeNull();
  await runJob(meanwhile.helpline, jobs.find(({ name }) => name === "mails")!);
  expect(files.data.prepare("SELECT tries, settled_at FROM mail").all()).toEqual([{ tries: 0, settled_at: null }]);
  const back = await starts(first, { others: [second] });
  const letter = await back.helpline.db.change("porchlight", (tx) => takeMail(tx, id).letter);
  expect(letter).toMatchObject({ to: "noor@example.org" });
});

describe("a new master key in the place of one that works", () => {
  test("opens everything that the one before did, which opens nothing any more, and neither do copies of keys.db with the new one", async () => {
    const before = await everything();
    const yesterday = copyOf(files);
    await accepts(home, second);
    const after = await starts(second, { others: [first] });
    expect(opens(after, before)).toEqual(all);
    expect(under()).toEqual([2]);
    expect(await trailOf(after)).toMatchObject({ broken: [], unchecked: [] });
    expect(opens(await starts(second), before)).toEqual(all);
    const old = await starts(first);
    expect([old.helpline.db.keyring.state(), textsOf(old, before.id)]).toEqual(["wrong", [null]]);
    expect(textsOf(await starts(second, {}, yesterday), before.id)).toEqual([null]);
  });

  test("entries of the trail that were changed by hand are found under the one before too", async () => {
    await everything();
    await accepts(home, second);
    await starts(second, { others: [first] });
    files.data.prepare("UPDATE audit SET actor = 'staff:2' WHERE id = 3").run();
    expect((await trailOf(await starts(second))).broken).toMatchObject([{ fromId: 3, toId: 3 }]);
  });

  test("a third opens what was made under the first", async () => {
    const before = await everything();
    const third = masterKey(new Uint8Array(32).fill(9));
    await accepts(home, second);
    const between = await starts(second, { others: [first] });
    await accepts(between, third);
    const after = await starts(third, { others: [second] });
    expect(opens(after, before)).toEqual(all);
    expect(await trailOf(after)).toMatchObject({ broken: [], unchecked: [] });
  });

  test.each([
    ["before keys.db is written", "keys", ["COMMIT", 1]],
    ["between the two files", "data", ["COMMIT", 1]],
  ] as const)("[R1b] killed %s, the next start does what was left", async (_when, file, cut) => {
    const before = await everything();
    await accepts(home, second);
    const left = await cutBefore(files, file, cut, () => starts(second, { others: [first] }));
    const again = await starts(second, { others: [first] }, left);
    expect(opens(again, before)).toEqual(all);
    expect(under(left)).toEqual([2]);
    expect(opens(await starts(second, {}, left), before)).toEqual(all);
  });
});
