import { afterEach, beforeEach, expect, test } from "vitest";
import { messages } from "#src/conversation/reading.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { q } from "#src/db/schema.ts";
import { annaSays, comesIn, talking, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";

let files: OpenFiles;
let home: House;
const pages = (file: OpenFiles["data"]) => Number(file.pragma("page_count", { simple: true }));
const texts = (id: number) => messages(home.helpline.db, id).map((one) => `${one.seq} ${one.text}`);
const long = "long words that take room ".repeat(120);

beforeEach(async () => {
  home = await house();
  files = home.files;
  await open(home);
  home.heard.length = 0;
});
afterEach(() => home.helpline.db.close());

/** The disk has no room for another page. */
function fill() {
  files.data.pragma(`max_page_count=${pages(files.data)}`);
}
function makeRoom() {
  files.data.pragma("max_page_count=1073741823");
}

test("[ASVS 2.3.3, 16.5.3] R3: a full disk in the middle of a turn rejects the whole turn, and nothing acknowledged is missing", async () => {
  const id = await talking(home);
  fill();
  const acknowledged: number[] = [];
  let refused = 0;
  // Until the pages run out, messages are stored; from then on none is, and none says that it was.
  for (let round = 0; round < 30; round += 1) {
    home.heard.length = 0;
    const turn = await Promise.allSettled([
      youthSays(home, id, long),
      annaSays(home, id, long),
      youthSays(home, id, long),
    ]);
    const seqs = turn.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    acknowledged.push(...seqs);
    expect([0, 3]).toContain(seqs.length);
    expect(home.heard.filter((one) => one.type === "message.written")).toHaveLength(seqs.length);
    for (const one of turn) if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "not_stored" });
    if (seqs.length === 0) refused += 1;
    const stored = messages(home.helpline.db, id).map((one) => one.seq);
    expect(stored).toEqual([1, 2, ...acknowledged]);
  }
  expect(refused).toBeGreaterThan(0);
  expect(files.data.inTransaction).toBe(false);
  expect(home.reported.join()).not.toContain("long words");
});

test("R3: after space is back the same words go out, once, without a restart", async () => {
  const id = await talking(home);
  fill();
  const clientId = "0123456789abcdef0123456789abcdef";
  let room = true;
  while (room) await youthSays(home, id, long).catch(() => (room = false));
  await expect(youthSays(home, id, long, clientId)).rejects.toMatchObject({ code: "not_stored" });
  const before = texts(id).length;
  makeRoom();
  const seq = await youthSays(home, id, long, clientId);
  expect(await youthSays(home, id, long, clientId)).toBe(seq);
  expect(texts(id)).toHaveLength(before + 1);
  expect(files.data.pragma("integrity_check", { simple: true })).toBe("ok");
});

test("a full keys.db refuses the newcomer and nobody else", async () => {
  const id = await talking(home);
  files.keys.pragma(`max_page_count=${pages(files.keys)}`);
  const outcomes: string[] = [];
  for (let round = 0; round < 120; round += 1) {
    const one = await comesIn(home, "me too").then(
      () => "in",
      (error) => error.code,
    );
    outcomes.push(one);
  }
  expect(outcomes).toContain("not_stored");
  const count = (table: "conversation" | "contact") => home.helpline.db.all(q.selectFrom(table).select("id")).length;
  expect(count("conversation")).toBe(1 + outcomes.filter((one) => one === "in").length);
  await expect(youthSays(home, id, "still here")).resolves.toBeGreaterThan(0);
});

test("R3: a refused commit rejects the whole turn and nothing of it is heard; the next turn goes on", async () => {
  const id = await talking(home);
  const before = texts(id);
  home.heard.length = 0;
  files.data.exec(
    `CREATE TABLE promise (id INTEGER PRIMARY KEY, to_line INTEGER REFERENCES line DEFERRABLE INITIALLY DEFERRED)`,
  );
  const turn = await Promise.allSettled([
    youthSays(home, id, "one"),
    // A promise that cannot be kept is only noticed at the commit.
    home.helpline.db.change("porchlight", () => files.data.exec("INSERT INTO promise VALUES (1, 99)")),
    annaSays(home, id, "two"),
    comesIn(home, "three"),
  ]);
  expect(turn.map((one) => one.status)).toEqual(["rejected", "rejected", "rejected", "rejected"]);
  for (const one of turn) expect((one as PromiseRejectedResult).reason).toMatchObject({ code: "not_stored" });
  expect(home.heard).toEqual([]);
  expect(texts(id)).toEqual(before);
  expect(await youthSays(home, id, "four")).toBe(3);
  expect(texts(id).at(-1)).toBe("3 four");
});

test("an orphan key of a newcomer whose turn was refused is replaced by the key of the next one", async () => {
  const exec = files.data.exec.bind(files.data);
  files.data.exec = (source) => {
    if (source !== "COMMIT") return exec(source);
    files.data.exec = exec;
    throw Object.assign(new Error("disk I/O error"), { code: "SQLITE_IOERR_FSYNC" });
  };
  await expect(comesIn(home, "never stored")).rejects.toMatchObject({ code: "not_stored" });
  expect(files.keys.prepare("SELECT conversation_id FROM wrap").pluck().all()).toEqual([1]);
  const orphan = files.keys.prepare("SELECT hex(bytes) FROM wrap").pluck().get();
  const id = await comesIn(home, "stored");
  expect(id).toBe(1);
  expect(files.keys.prepare("SELECT hex(bytes) FROM wrap").pluck().get()).not.toBe(orphan);
  expect(texts(id)).toEqual(["1 stored"]);
});

test("an end that could not be stored leaves the conversation its key", async () => {
  const id = await comesIn(home, "still waiting");
  const exec = files.data.exec.bind(files.data);
  files.data.exec = (source) => {
    if (source !== "COMMIT") return exec(source);
    files.data.exec = exec;
    throw Object.assign(new Error("disk full"), { code: "SQLITE_FULL" });
  };
  await expect(youthEnds(home, id)).rejects.toMatchObject({ code: "not_stored" });
  expect(texts(id)).toEqual(["1 still waiting"]);
  await expect(youthSays(home, id, "and writing")).resolves.toBe(2);
});

test("a key that could not be destroyed is destroyed with the next change", async () => {
  const id = await comesIn(home, "gone soon");
  const exec = files.keys.exec.bind(files.keys);
  files.keys.exec = (source) => {
    if (source !== "COMMIT") return exec(source);
    files.keys.exec = exec;
    throw Object.assign(new Error("disk full"), { code: "SQLITE_FULL" });
  };
  await youthEnds(home, id);
  const wraps = () => files.keys.prepare("SELECT count(*) FROM wrap").pluck().get();
  expect(wraps()).toBe(1);
  await home.helpline.db.change("porchlight", () => {});
  expect(wraps()).toBe(0);
});

test("a verb that only trips over a rule of the data is told so, and its turn goes on", async () => {
  const id = await talking(home);
  const [wrong, right] = await Promise.allSettled([
    home.helpline.db.change("porchlight", (tx) =>
      tx.run(q.insertInto("erasure").values({ conversation_id: 1, at: null! })),
    ),
    youthSays(home, id, "fine"),
  ]);
  expect((wrong as PromiseRejectedResult).reason).toMatchObject({ code: "SQLITE_CONSTRAINT_NOTNULL" });
  expect(right.status).toBe("fulfilled");
});
