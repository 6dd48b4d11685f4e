import { beforeEach, describe, expect, test } from "vitest";
import { brokenConcerns, concernEntries, forgetOldConcerns, hasOldConcerns } from "#src/audit/complaint-trail.ts";
import { raiseConcern } from "#src/conversation/complaint/complaint.ts";
import { isPartOf } from "#src/conversation/complaint/complaint-part.ts";
import { q } from "#src/db/schema.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { talking, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { rows } from "#tests/support/house/tables.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

let clock: FakeClock;
let home: House;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
  for (let n = 0; n < 4; n += 1) {
    clock.pass(16 * minute);
    await raised();
  }
  await job("how far the audit trail goes");
});

const raised = async () => {
  const id = await talking(home);
  await youthEnds(home, id);
  await home.helpline.db.change("youth", (tx, emit) => raiseConcern(tx, emit, { conversationId: id, text: "" }));
};

const job = (name: string) => runJob(home.helpline, jobs.find((one) => one.name === name)!);
const broken = () => home.helpline.db.change("porchlight", brokenConcerns);
const seenBy = (id: number) => {
  const hadPart = (chat: number) => isPartOf(home.helpline.db, chat, id);
  return concernEntries(home.helpline.db, { id, hadPart }, 50).map((one) => one.id);
};

test("it is whole, apart from the other chain, and tells no time but the quarter", async () => {
  expect(await broken()).toEqual([]);
  const { db } = home.helpline;
  expect(db.all(q.selectFrom("audit").select("id").where("action", "like", "concern.%"))).toEqual([]);
  const rows = db.all(q.selectFrom("concern_audit").select(["id", "quarter"]));
  expect(rows.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  for (const { quarter } of rows) expect(quarter % (15 * minute)).toBe(0);
});

test.each([
  ["an entry that says something else", "UPDATE concern_audit SET actor = 'staff:1' WHERE id = 2", [2]],
  ["a quarter that is another", "UPDATE concern_audit SET quarter = quarter - 900000 WHERE id = 3", [3]],
  ["one that is missing", "DELETE FROM concern_audit WHERE id = 2", [2, 3]],
  ["the first, missing", "DELETE FROM concern_audit WHERE id = 1", [1, 2]],
  ["the end, cut off", "DELETE FROM concern_audit WHERE id = 4", [4]],
  ["one that stands elsewhere", "UPDATE concern_audit SET id = 5 WHERE id = 4", [4, 5]],
])("%s is found, and told whoever runs the server", async (_what, sql, ids) => {
  home.files.data.exec(sql);
  expect(await broken()).toEqual(ids);
  await job("whether the audit trail is whole");
  expect(home.reported.join()).toContain(`entries ${ids.join(", ")}`);
});

test("whoever had a part sees none of it, also once the chat has gone; others do", () => {
  expect(seenBy(home.anna.id)).toEqual([]);
  expect(seenBy(home.bela.id)).toEqual([4, 3, 2, 1]);
  home.files.data.exec("DELETE FROM concern; DELETE FROM conversation");
  expect(seenBy(home.anna.id)).toEqual([]);
  expect(seenBy(home.bela.id)).toEqual([4, 3, 2, 1]);
});

describe("how far it goes", () => {
  const known = () => rows<{ last_id: number }>({ data: home.files.keys }, "concern_chain").map((one) => one.last_id);
  const raises = async () => {
    const id = await talking(home);
    await youthEnds(home, id);
    await home.helpline.db.change("youth", (tx, emit) => raiseConcern(tx, emit, { conversationId: id, text: "" }));
  };
  const tells = () => home.helpline.trail.noteHead(home.helpline.db);

  test("is told again where it could not be stored", async () => {
    await raises();
    home.files.keys.exec("CREATE TRIGGER no BEFORE INSERT ON concern_chain BEGIN SELECT RAISE(FAIL, 'no'); END");
    await expect(tells()).rejects.toThrow("no");
    expect(known()).toEqual([4]);
    home.files.keys.exec("DROP TRIGGER no");
    await tells();
    expect(known()).toEqual([5]);
  });

  test("is told of what came while it was being told, by the next", async () => {
    const [first, second] = [await talking(home), await talking(home)];
    for (const id of [first, second]) await youthEnds(home, id);
    const raise = (conversationId: number) =>
      home.helpline.db.change("youth", (tx, emit) => raiseConcern(tx, emit, { conversationId, text: "" }));
    await raise(first);
    await Promise.all([tells(), raise(second)]);
    expect(known()).toEqual([5]);
    await tells();
    expect(known()).toEqual([6]);
  });
});

test("after a year the oldest go, and what is left is whole", async () => {
  const { db } = home.helpline;
  expect(hasOldConcerns(db, 365, clock.now())).toBe(false);
  clock.pass(365 * day - 20 * minute);
  expect(hasOldConcerns(db, 365, clock.now())).toBe(true);
  const gone = await db.change("porchlight", (tx) => forgetOldConcerns(tx, 365));
  expect([gone, db.all(q.selectFrom("concern_audit").select("id")).length]).toEqual([2, 2]);
  expect(await broken()).toEqual([]);
  // The oldest that is left is chained to one that went.
  home.files.data.exec("UPDATE concern_audit SET actor = 'staff:1' WHERE id = 3");
  expect(await broken()).toEqual([3]);
});

test("after a year without any all have gone, and the next goes on where they stopped", async () => {
  const { db } = home.helpline;
  clock.pass(400 * day);
  expect(await db.change("porchlight", (tx) => forgetOldConcerns(tx, 365))).toBe(4);
  expect(await db.change("porchlight", (tx) => forgetOldConcerns(tx, 365))).toBe(0);
  expect(await broken()).toEqual([]);
  await open(home);
  await raised();
  await job("how far the audit trail goes");
  expect(db.all(q.selectFrom("concern_audit").select("id"))).toEqual([{ id: 5 }]);
  expect(await broken()).toEqual([]);
  home.files.data.exec("DELETE FROM concern_audit");
  expect(await broken()).toEqual([5]);
});

test("what comes after an end that was cut off does not stand in its place", async () => {
  home.files.data.exec("DELETE FROM concern_audit WHERE id = 4");
  await raised();
  await job("how far the audit trail goes");
  expect(await broken()).toEqual([4]);
});
