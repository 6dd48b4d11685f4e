import { beforeEach, describe, expect, test } from "vitest";
import { subjectOf } from "#src/conversation/colleagues/colleagues.ts";
import { maxConcern, openConcern, raiseConcern, settleConcern } from "#src/conversation/complaint/complaint.ts";
import { concernsFor, concernsShown, concernsWaiting } from "#src/conversation/complaint/complaint-reading.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { messages } from "#src/conversation/reading.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { q } from "#src/db/schema.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { type DebriefAct, giveDebrief, settleDebrief } from "#src/record/debrief.ts";
import { acknowledgeEmergency, declareEmergency } from "#src/record/emergency.ts";
import { dueToGo } from "#src/retention/forget.ts";
import { concernHeldDays } from "#src/settings/rules/facts.ts";
import { setSetting } from "#src/settings/settings.ts";
import { may } from "#src/staff/permissions.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { comesIn, takes, talking, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

let home: House;
let clock: FakeClock;
let files: OpenFiles;
let id: number;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  ({ files } = home);
  await open(home);
  id = await talking(home);
  home.heard.length = 0;
});

const says = (text: string, conversationId = id) =>
  home.helpline.db.change("youth", (tx, emit) => raiseConcern(tx, emit, { conversationId, text }));
const readBy = (who: StaffMember) => concernsFor(home.helpline.db, who, clock.now());
const opens = (concern: number, who: StaffMember = home.bela) =>
  home.helpline.db.change(`staff:${who.id}`, (tx, emit) => openConcern(tx, emit, { id: concern, staffId: who.id }));
const sweeps = () => runJob(home.helpline, jobs.find(({ name }) => name === "words kept long enough")!);
const settles = (concern: number, done: boolean, who: StaffMember = home.bela) =>
  home.helpline.db.change(`staff:${who.id}`, (tx, emit) =>
    settleConcern(tx, emit, { id: concern, staffId: who.id, done }),
  );
/** What Anna said of the chat, and what Béla does with that. */
async function debriefed(act: DebriefAct) {
  const { db } = home.helpline;
  const given = { conversationId: id, member: home.anna, weight: "talk", note: "" } as const;
  if (act !== "release") await db.change(`staff:${home.anna.id}`, (tx, emit) => giveDebrief(tx, emit, given));
  const { id: debriefId } = db.first(q.selectFrom("debrief").select("id"))!;
  await db.change(`staff:${home.bela.id}`, (tx, emit) =>
    settleDebrief(tx, emit, { debriefId, member: home.bela, act }),
  );
}

describe("who reads that something was wrong", () => {
  test("a supervisor who had no part in the chat, and nobody else", async () => {
    await says("he asked where I live");
    expect(readBy(home.bela)).toMatchObject([{ conversationId: id, words: "he asked where I live", done: null }]);
    expect(readBy(home.anna)).toEqual([]);
    expect(readBy(home.aino)).toEqual([]);
    expect([...concernsWaiting(home.helpline.db, clock.now()).ofNobody.values()]).toEqual([]);
  });

  test.each([
    ["had it", async () => takes(home, home.bela, await comesIn(home))],
    [
      "sat beside it",
      async () => {
        const row = { conversation_id: id, staff_id: home.bela.id, kind: "reading", since_at: clock.now() } as const;
        await home.helpline.db.change("porchlight", (tx) =>
          tx.run(q.insertInto("conversation_colleague").values({ ...row, left_at: clock.now() })),
        );
      },
    ],
    [
      "did anything about it",
      async () => {
        const row = { conversation_id: id, kind: "held", staff_id: home.bela.id, at: clock.now() };
        await home.helpline.db.change("porchlight", (tx) => tx.run(q.insertInto("conversation_event").values(row)));
      },
    ],
    [
      "was offered it",
      async () => {
        const row = { conversation_id: id, number: 1, from_staff_id: home.anna.id, to_staff_id: home.bela.id };
        const no = { to_line_id: null, not_asked: null, outcome: "declined", settled_at: clock.now() } as const;
        await home.helpline.db.change("porchlight", (tx) =>
          tx.run(q.insertInto("handover").values({ ...row, ...no, summary: new Uint8Array(1), offered_at: 1 })),
        );
      },
    ],
    [
      "noted something beside it",
      async () => {
        const row = { conversation_id: id, seq: 1, client_id: "A", staff_id: home.bela.id, at: clock.now() };
        await home.helpline.db.change("porchlight", (tx) =>
          tx.run(q.insertInto("side_note").values({ ...row, body: new Uint8Array(1) })),
        );
      },
    ],
    ...(["staff_id", "decided_by", "phoned_by"] as const).map((column): [string, () => Promise<unknown>] => [
      {
        staff_id: "declared its emergency",
        decided_by: "decided in its emergency",
        phoned_by: "phoned its counsellor after it",
      }[column],
      async () => {
        await act(home, home.anna, (tx, emit) =>
          declareEmergency(tx, emit, { conversationId: id, staffId: home.anna.id }),
        );
        await act(home, home.aino, (tx) => tx.run(q.updateTable("emergency").set({ [column]: home.bela.id })));
      },
    ]),
    [
      "spoke with its counsellor about it",
      async () => {
        await youthEnds(home, id);
        await debriefed("take");
      },
    ],
    [
      "spoke with its counsellor about it, and gave that back",
      async () => {
        await youthEnds(home, id);
        await debriefed("take");
        await debriefed("release");
      },
    ],
    [
      "spoke with its counsellor about it so long ago that what was said of it is forgotten",
      async () => {
        await youthEnds(home, id);
        await debriefed("done");
        await home.helpline.db.change("porchlight", (tx) => tx.run(q.deleteFrom("debrief")));
      },
    ],
  ])("not one who %s: then admins learn that nobody may read it, and not a word", async (_, arrange) => {
    await open(home, home.bela);
    await arrange();
    const last = home.helpline.db.first(q.selectFrom("conversation").select("id").orderBy("id", "desc"))!;
    await says("not for Luna", last.id);
    expect(readBy(home.bela)).toEqual([]);
    expect([...concernsWaiting(home.helpline.db, clock.now()).ofNobody.values()]).toEqual([1]);
    const other = await member(home.helpline, "olga", "Olga Novak", "Owl", ["supervisor"]);
    expect(readBy(other)).toMatchObject([{ words: "not for Luna" }]);
    expect([...concernsWaiting(home.helpline.db, clock.now()).ofNobody.values()]).toEqual([]);
  });

  test("one who has only said that they have seen its emergency reads it: somebody must, and may be the only one", async () => {
    const declared = { conversationId: id, staffId: home.anna.id };
    const emergencyId = await act(home, home.anna, (tx, emit) => declareEmergency(tx, emit, declared));
    await act(home, home.bela, (tx, emit) => acknowledgeEmergency(tx, emit, { emergencyId, staffId: home.bela.id }));
    await says("nobody came");
    expect(readBy(home.bela)).toMatchObject([{ words: "nobody came" }]);
  });

  test("nobody opens or settles what they may not read", async () => {
    await says("odd");
    const [concern] = readBy(home.bela);
    await expect(opens(concern!.id, home.anna)).rejects.toMatchObject({ code: "not_allowed" });
    await expect(settles(concern!.id, true, home.aino)).rejects.toMatchObject({ code: "not_allowed" });
    // While the chat goes on, reading it is reading along, which its counsellor sees.
    await expect(opens(concern!.id)).rejects.toMatchObject({ code: "not_allowed" });
    await youthEnds(home, id);
    expect(await opens(concern!.id)).toBe(id);
    const audited = q.selectFrom("concern_audit").select("actor").where("action", "=", "concern.opened");
    expect(home.helpline.db.all(audited)).toEqual([{ actor: `staff:${home.bela.id}` }]);
  });
});

test("the words of the chat are held until somebody has looked, and go as promised after that", async () => {
  await home.helpline.db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "retentionDays", value: 1 }));
  await says("odd");
  await youthEnds(home, id);
  const annaReads = () =>
    may(home.anna, "conversation.read", subjectOf(home.helpline.db, conversation(home.helpline.db, id)!, clock.now()));
  clock.pass(24 * 3_600_000 - 1);
  expect(annaReads()).toBe(true);
  // That they are held is not for whoever had the chat, nor to be seen by it.
  clock.pass(1);
  expect(annaReads()).toBe(false);
  await sweeps();
  clock.pass(2 * 24 * 3_600_000);
  expect(dueToGo(home.helpline.db, clock.now())).toEqual([]);
  expect(messages(home.helpline.db, id)[0]!.text).toBe("hello");
  const [concern] = readBy(home.bela);
  // Nobody has looked who has not read the chat themselves.
  await expect(settles(concern!.id, true)).rejects.toMatchObject({ code: "not_allowed" });
  await opens(concern!.id);
  await opens(concern!.id);
  const olga = await member(home.helpline, "olga", "Olga Novak", "Owl", ["supervisor"]);
  await expect(settles(concern!.id, true, olga)).rejects.toMatchObject({ code: "not_allowed" });
  await settles(concern!.id, true);
  expect(readBy(home.bela)).toMatchObject([{ done: { staffId: home.bela.id } }]);
  // Long enough for somebody else to look again.
  clock.pass((concernHeldDays - 1) * 24 * 3_600_000);
  expect(dueToGo(home.helpline.db, clock.now())).toEqual([]);
  await settles(concern!.id, false);
  await settles(concern!.id, true);
  clock.pass(concernHeldDays * 24 * 3_600_000);
  expect(dueToGo(home.helpline.db, clock.now())).toEqual([id]);
});

test("there is nothing to say of a chat that no counsellor ever had", async () => {
  id = await comesIn(home, "not read yet");
  await expect(says("odd")).rejects.toMatchObject({ code: "not_allowed" });
  await takes(home, home.anna, id);
  await says("odd");
});

test("all of them are counted at once, without a word of them, and shown a page at a time", async () => {
  const olga = await member(home.helpline, "olga", "Olga Novak", "Owl", ["supervisor"]);
  for (const text of ["one", "two", "three"]) await says(text);
  await open(home, home.bela);
  const belas = await comesIn(home);
  await takes(home, home.bela, belas);
  await says("four", belas);
  const { db } = home.helpline;
  const blind = { all: db.all, first: db.first, keyring: { ...db.keyring, open: () => expect.fail("opened") } };
  const { of, ofNobody } = concernsWaiting(blind as unknown as typeof db, clock.now());
  expect([of.get(home.bela.id), of.get(olga.id), of.get(home.anna.id), ofNobody.size]).toEqual([3, 4, undefined, 0]);
  await db.change("porchlight", (tx) => {
    const row = { conversation_id: id, body: null, at: clock.now() };
    for (let i = 0; i < concernsShown; i += 1) tx.run(q.insertInto("concern").values(row));
  });
  expect(readBy(home.bela)).toHaveLength(concernsShown);
  expect(concernsFor(db, home.bela, clock.now(), concernsShown).map(({ words }) => words)).toEqual([
    "three",
    "two",
    "one",
  ]);
});

test("what is said is sealed, said once when it is sent twice, and has its bounds", async () => {
  await says("a very particular word");
  await says("a very particular word");
  expect(home.heard.filter(({ type }) => type === "concern.raised")).toHaveLength(1);
  expect(files.data.serialize().includes("particular")).toBe(false);
  await expect(says("x".repeat(maxConcern + 1))).rejects.toMatchObject({ code: "too_long" });
  await says("");
  expect(readBy(home.bela)[0]?.words).toBeNull();
  for (const text of ["three", "four", "five"]) await says(text);
  await expect(says("six")).rejects.toMatchObject({ code: "too_fast" });
});
