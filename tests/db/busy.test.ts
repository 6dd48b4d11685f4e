import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import Database from "#sqlite";
import { messages } from "#src/conversation/reading.ts";
import { openFiles } from "#src/db/files.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { queueMail } from "#src/mail/outbox.ts";
import { forget } from "#src/retention/forget.ts";
import { comesIn, talking, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { post, sendsTo } from "#tests/support/outside/post.ts";
import { filesIn } from "#tests/support/run/empty-files.ts";

let folder: string;
let clock: FakeClock;
let home: House;

/** A helpline and its people on a disk, before anything happens: each test has a copy of it. */
let before: string;
beforeAll(async () => {
  before = mkdtempSync(join(tmpdir(), "porchlight-busy-"));
  const made = await house({ clock: fakeClock(), files: filesIn(before, fakeClock().now()) });
  made.helpline.db.close();
});
afterAll(() => rmSync(before, { recursive: true }));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "porchlight-busy-"));
  cpSync(before, folder, { recursive: true });
  clock = fakeClock();
  home = await house({ clock, files: openFiles(folder, clock.now()) });
  await open(home);
});
afterEach(() => {
  home.helpline.db.close();
  rmSync(folder, { recursive: true });
});

/** Another process writes to a file and does not finish. */
function hold(file: "porchlight.db" | "keys.db") {
  const other = new Database(join(folder, file));
  other.exec("BEGIN IMMEDIATE");
  return () => other.close();
}

/** Whether the event loop still turns while something waits. */
const turns = (count: number) =>
  new Promise<void>((done) => {
    const next = (left: number) => (left === 0 ? done() : setImmediate(next, left - 1));
    next(count);
  });

test("[ASVS 15.4.3] while another process holds the file a change waits, reading goes on, and afterwards all is stored once and in order", async () => {
  const id = await talking(home);
  const release = hold("porchlight.db");
  const sent = ["one", "two", "three"].map((text) => youthSays(home, id, text));
  await turns(50);
  clock.pass(9_000);
  expect(messages(home.helpline.db, id)).toHaveLength(2);
  const later = youthSays(home, id, "four");
  release();
  expect(await Promise.all([...sent, later])).toEqual([3, 4, 5, 6]);
  expect(home.reported).toEqual([]);
});

test("after 10 s of waiting it is refused with a sentence, and the next try is stored", async () => {
  const id = await talking(home);
  const release = hold("porchlight.db");
  const sent = Promise.allSettled([youthSays(home, id, "one"), youthSays(home, id, "two")]);
  await turns(5);
  clock.pass(10_001);
  for (const one of await sent) expect(one).toMatchObject({ status: "rejected", reason: { code: "not_stored" } });
  release();
  await expect(youthSays(home, id, "again")).resolves.toBe(3);
});

test("a keys.db that stays busy refuses the whole turn after 10 s: nobody waits for ever for somebody else's key", async () => {
  const id = await talking(home);
  const release = hold("keys.db");
  const both = Promise.allSettled([comesIn(home, "hello"), youthSays(home, id, "and me")]);
  for (let second = 0; second < 12; second += 1) {
    await new Promise((tried) => setTimeout(tried, 0));
    await turns(5);
    clock.pass(1_000);
  }
  for (const one of await both) expect(one).toMatchObject({ status: "rejected", reason: { code: "not_stored" } });
  release();
  await expect(youthSays(home, id, "again")).resolves.toBe(3);
});

test("a busy keys.db makes newcomers wait like everyone else", async () => {
  const release = hold("keys.db");
  const coming = comesIn(home, "hello");
  await turns(20);
  expect(messages(home.helpline.db, 1)).toEqual([]);
  release();
  const id = await coming;
  expect(messages(home.helpline.db, id).map((one) => one.text)).toEqual(["hello"]);
});

test("while keys.db is busy, what needs it and all beside it is run once, and then not before it is free", async () => {
  const id = await talking(home);
  const release = hold("keys.db");
  let [runs, tries] = [0, 0];
  const { data } = home.files;
  const exec = data.exec.bind(data);
  data.exec = (sql) => {
    if (sql === "BEGIN IMMEDIATE") tries += 1;
    return exec(sql);
  };
  const { db } = home.helpline;
  const beside = db.change("porchlight", () => {
    runs += 1;
  });
  const coming = comesIn(home, "hello");
  await expect.poll(() => tries).toBeGreaterThan(4);
  expect(runs).toBe(1);
  release();
  await Promise.all([beside, coming]);
  expect(runs).toBe(2);
  expect(await youthSays(home, id, "on")).toBe(3);
  expect(home.reported).toEqual([]);
});

test.each([
  ["a moment", 0],
  ["longer than anybody waits", 12],
])("a mail that was to be sent while keys.db was busy for %s goes afterwards, once", async (_, seconds) => {
  const server = await post();
  await sendsTo(home, server.port);
  const mail = { to: "noor@example.org", subject: "s", text: "words", purpose: "callback" as const, about: 1 };
  await home.helpline.db.change("porchlight", (tx, emit) => queueMail(tx, emit, mail));
  const release = hold("keys.db");
  const mails = jobs.find(({ name }) => name === "mails")!;
  // Somebody who comes needs a key, and so the mail of the same turn is taken in vain.
  const both = Promise.allSettled([runJob(home.helpline, mails), comesIn(home, "hello")]);
  await turns(20);
  for (let second = 0; second < seconds; second += 1) {
    await new Promise((tried) => setTimeout(tried, 0));
    await turns(5);
    clock.pass(1_000);
  }
  release();
  await both;
  await runJob(home.helpline, mails);
  expect(server.taken).toHaveLength(1);
  await server.close();
});

test("[S3] while another process reads keys.db its log keeps what was erased; it is emptied with the next change", async () => {
  const id = await talking(home, "erased");
  await youthEnds(home, id);
  const other = new Database(join(folder, "keys.db"));
  const wrapped = other.prepare("SELECT bytes FROM wrap WHERE conversation_id = ?").pluck().get(id) as Buffer;
  other.exec("BEGIN");
  other.prepare("SELECT count(*) FROM wrap").get();
  const keptIn = () => ["keys.db", "keys.db-wal"].filter((name) => readFileSync(join(folder, name)).includes(wrapped));
  const { db } = home.helpline;
  await db.change("porchlight", (tx, emit) => forget(tx, emit, { conversationId: id }));
  expect(keptIn()).not.toEqual([]);
  other.close();
  await db.change("porchlight", () => {});
  expect(keptIn()).toEqual([]);
});

test.each(["porchlight.db", "keys.db"])(
  "[S3] while another process reads %s nobody waits for it, and its log is emptied once it has read, without any change",
  async (name) => {
    const id = await talking(home, "erased");
    await youthEnds(home, id);
    const column = name === "keys.db" ? "SELECT bytes FROM wrap" : "SELECT body FROM message";
    const other = new Database(join(folder, name));
    const sealed = other.prepare(`${column} WHERE conversation_id = ?`).pluck().all(id) as Buffer[];
    other.exec("BEGIN");
    other.prepare(column).get();
    const lies = () =>
      [name, `${name}-wal`].some((file) => sealed.some((one) => readFileSync(join(folder, file)).includes(one)));
    const { db } = home.helpline;
    const empty = jobs.find((job) => job.name === "what was erased, out of the logs")!;
    await db.change("porchlight", (tx, emit) => forget(tx, emit, { conversationId: id }));
    await runJob(home.helpline, empty);
    expect(lies()).toBe(true);
    expect(await youthSays(home, await talking(home, "goes on"), "more")).toBeGreaterThan(0);
    other.close();
    await runJob(home.helpline, empty);
    expect(lies()).toBe(false);
    expect(home.reported).toEqual([]);
  },
);
