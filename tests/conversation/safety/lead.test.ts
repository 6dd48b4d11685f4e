import { beforeEach, describe, expect, test } from "vitest";
import { openConcern, settleConcern } from "#src/conversation/complaint/complaint.ts";
import type { ConcernKind } from "#src/conversation/complaint/complaint-file.ts";
import { isForNobody, leadsAloneMs } from "#src/conversation/complaint/complaint-readers.ts";
import { concernsFor, concernsWaiting } from "#src/conversation/complaint/complaint-reading.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { k, q } from "#src/db/schema.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { mailFlows } from "#src/mail/outbox.ts";
import { mailState } from "#src/mail/state.ts";
import { dueToGo, forget, replayErasures } from "#src/retention/forget.ts";
import { openEnded, stepOf } from "#src/retention/reading/opening.ts";
import { toldOfReading } from "#src/retention/reading/read-alone.ts";
import { account, setMember } from "#src/staff/accounts/member.ts";
import { memberNow, type StaffMember } from "#src/staff/staff.ts";
import { comesIn, takes, talking, youthEnds } from "#tests/support/house/chats.ts";
import {
  open as available,
  type FakeClock,
  fakeClock,
  type House,
  house,
  member,
} from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { type Post, post, sendsTo } from "#tests/support/outside/post.ts";
import { givesAddress, leadAddress, namesLead, reads, wrongIn } from "#tests/support/rights/lead.ts";

const day = 24 * 60 * 60_000;
const refused = { code: "not_allowed" };
let clock: FakeClock;
let home: House;
let dora: StaffMember;
let id: number;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  dora = await namesLead(home);
  await available(home);
  id = await talking(home);
});

const db = () => home.helpline.db;
const readBy = (who: StaffMember) => concernsFor(db(), who, clock.now());
const waiting = () => concernsWaiting(db(), clock.now());
const calls = (who: StaffMember) => waiting().calls.get(who.id)?.length ?? 0;
const settles = (concern: number, who = dora, done = true) =>
  act(home, who, (tx, emit) => settleConcern(tx, emit, { id: concern, staffId: who.id, done }));
const readsChat = (concern: number, who = dora) =>
  act(home, who, (tx, emit) => {
    expect(openEnded(tx, emit, { conversationId: id, member: who, why: "concern" })).toBe(true);
    openConcern(tx, emit, { id: concern, staffId: who.id });
  });
const trail = () => db().all(q.selectFrom("concern_audit").select(["actor", "action", "after"]));

describe("SG20: whom it reaches", () => {
  test("asked for contact, photos or to meet: the lead alone, who is called until they read it", async () => {
    const concern = await wrongIn(home, id);
    expect(readBy(home.bela)).toEqual([]);
    expect(readBy(dora)).toMatchObject([{ id: concern, kind: "contact", isUnread: true, words: null }]);
    expect([calls(dora), calls(home.bela), waiting().of.get(home.bela.id)]).toEqual([1, 0, undefined]);
    await reads(home, dora, concern);
    await reads(home, dora, concern);
    expect(calls(dora)).toBe(0);
    expect(readBy(dora)).toMatchObject([{ isUnread: false, words: "he asked where I live" }]);
    expect(trail().map(({ action }) => action)).toEqual(["concern.raised", "concern.read"]);
  });

  test.each<[ConcernKind | null]>([["hurt"], ["unheard"], ["other"], [null]])(
    "%s: supervisors without a part and the lead, and nobody is called",
    async (kind) => {
      await wrongIn(home, id, kind);
      for (const who of [home.bela, dora]) {
        expect(readBy(who)).toMatchObject([{ kind, isUnread: false, words: "he asked where I live" }]);
      }
      expect([readBy(home.anna), readBy(home.aino), calls(dora)]).toEqual([[], [], 0]);
    },
  );

  test("two leads are both called, each until they have read it", async () => {
    const erik = await member(home.helpline, "erik", "Erik Berg", "Crane", ["lead", "admin"]);
    const concern = await wrongIn(home, id);
    await reads(home, dora, concern);
    expect([calls(dora), calls(erik)]).toEqual([0, 1]);
    // One of them is enough: it is theirs, and nobody else's to find.
    clock.pass(leadsAloneMs);
    expect(readBy(home.bela)).toEqual([]);
  });

  test("no lead reads it for a day: supervisors without a part read it too, and nobody who had one", async () => {
    await wrongIn(home, id);
    clock.pass(leadsAloneMs - 1);
    expect(readBy(home.bela)).toEqual([]);
    clock.pass(1);
    expect(readBy(home.bela)).toMatchObject([{ kind: "contact", words: "he asked where I live" }]);
    expect([readBy(home.anna), readBy(home.aino)]).toEqual([[], []]);
  });

  test("where no lead is named it is for supervisors without a part, as anything else", async () => {
    await act(home, home.aino, (tx, emit) => setMember(tx, emit, { staffId: dora.id, values: { closed: true } }));
    await wrongIn(home, id);
    expect(readBy(home.bela)).toMatchObject([{ kind: "contact", words: "he asked where I live" }]);
  });

  test("a lead who had a part in the chat reads nothing of it, and is not called", async () => {
    const roles = ["lead" as const];
    await youthEnds(home, id);
    await act(home, home.aino, (tx, emit) => setMember(tx, emit, { staffId: home.anna.id, values: { roles } }));
    const concern = await wrongIn(home, id);
    expect([readBy(home.anna), calls(home.anna), calls(dora)]).toEqual([[], 0, 1]);
    await expect(reads(home, home.anna, concern)).rejects.toMatchObject(refused);
    expect(stepOf(db(), { id: home.anna.id, roles }, conversation(db(), id)!, "concern", clock.now())).toBe(null);
  });

  test("whoever made themselves a lead reads nothing of a chat that began before", async () => {
    clock.pass(1);
    const roles = ["admin" as const, "lead" as const];
    await act(home, home.aino, (tx, emit) =>
      setMember(tx, emit, { staffId: home.aino.id, values: { roles }, by: home.aino.id }),
    );
    const other = await talking(home);
    await wrongIn(home, id);
    await wrongIn(home, other);
    expect(readBy({ ...home.aino, roles }).map(({ conversationId }) => conversationId)).toEqual([other]);
  });

  test("what kind it was is sealed with a key of its own: it stands nowhere on the disk", async () => {
    await wrongIn(home, id, "contact", "");
    expect(home.files.data.serialize().includes('"kind":')).toBe(false);
    expect(db().all(q.selectFrom("concern_file").select("id"))).toHaveLength(1);
    expect(home.files.keys.prepare("SELECT count(*) FROM concern_wrap").pluck().get()).toBe(1);
  });
});

describe("SG20: by mail, within a minute", () => {
  let server: Post;
  beforeEach(async () => {
    server = await post();
    await sendsTo(home, server.port);
    await givesAddress(home, dora);
    return () => server.close();
  });

  test("it goes to the lead in the same change, without a word of it, with the way in", async () => {
    await wrongIn(home, id);
    expect(db().all(q.selectFrom("mail").select(["purpose", "about"]))).toEqual([{ purpose: "concern", about: null }]);
    await runJob(home.helpline, jobs.find(({ name }) => name === "mails")!);
    expect(server.taken.map(({ to }) => to)).toEqual([[leadAddress]]);
    const [{ read, raw }] = server.taken as [Post["taken"][0]];
    expect(read.subject).toBe("Something to read");
    expect(read.text).toBe(
      "Please sign in soon: there’s something for you to read.\n\nhttps://chat.example.org/staff\n",
    );
    const seen = raw.replace(/^(To|Message-ID):.*$/gm, "");
    expect(seen).not.toMatch(/wrong|complain|concern|contact|photo|meet|where I live|Mika|Heron/i);
  });

  test("nothing else is mailed for, and nobody but a lead", async () => {
    await givesAddress(home, home.bela, "bela@staff.example");
    for (const kind of ["hurt", "unheard", "other", null] as const) await wrongIn(home, id, kind);
    expect(db().all(q.selectFrom("mail").select("id"))).toEqual([]);
  });

  test("what admins see of the mails is as if it had never gone, also when the server refuses it", async () => {
    const before = [mailState(db(), clock.now()), mailFlows(db())];
    await wrongIn(home, id);
    expect([mailState(db(), clock.now()), mailFlows(db())]).toEqual(before);
    await server.close();
    await runJob(home.helpline, jobs.find(({ name }) => name === "mails")!);
    expect(db().first(q.selectFrom("mail").select("error"))?.error).toBeTruthy();
    expect([mailState(db(), clock.now()), mailFlows(db())]).toEqual(before);
    server = await post();
  });
});

describe("SG21: where every supervisor had a part", () => {
  test("the lead reads: its words, and alone those of the chat, which is noted", async () => {
    await available(home, home.bela);
    id = await comesIn(home, "not for Luna");
    await takes(home, home.bela, id);
    expect(isForNobody(db(), { id })).toBe(false);
    const concern = await wrongIn(home, id, "hurt");
    await youthEnds(home, id);
    expect(readBy(home.bela)).toEqual([]);
    await readsChat(concern);
    await settles(concern);
    expect(readBy(dora)).toMatchObject([{ done: { staffId: dora.id } }]);
    expect(trail().map(({ action }) => action)).toContain("concern.opened_alone");
  });

  test("and where no lead is named either, nobody does, and admins without a part learn how many", async () => {
    await act(home, home.aino, (tx, emit) => setMember(tx, emit, { staffId: dora.id, values: { closed: true } }));
    await available(home, home.bela);
    id = await comesIn(home, "not for Luna");
    await takes(home, home.bela, id);
    expect(isForNobody(db(), { id })).toBe(true);
    await wrongIn(home, id);
    expect([...waiting().ofNobody]).toEqual([[home.aino.id, 1]]);
  });

  test("of what is the lead's alone no supervisor is asked to say yes; of anything else two read together", async () => {
    await wrongIn(home, id);
    await youthEnds(home, id);
    const chat = conversation(db(), id)!;
    expect(stepOf(db(), dora, chat, "concern", clock.now())).toMatchObject({ step: "read", alone: "nobody_else" });
    expect(stepOf(db(), home.bela, chat, "concern", clock.now())).toBe(null);
    await wrongIn(home, id, "hurt");
    for (const who of [dora, home.bela]) {
      expect(stepOf(db(), who, chat, "concern", clock.now())).toEqual({ step: "ask" });
    }
  });

  test("of what is the lead's alone and was read alone admins without a part are told, and no supervisor", async () => {
    await wrongIn(home, id);
    await youthEnds(home, id);
    const told = () => {
      const read = { conversationId: id, why: "concern" as const, readers: [dora.id], at: clock.now() };
      return toldOfReading(db(), read).map(({ signInName }) => signInName);
    };
    expect(told()).toEqual(["aino"]);
    await wrongIn(home, id, "hurt");
    expect(told().sort()).toEqual(["aino", "bela"]);
  });

  test("whom an admin made a lead since reads nothing that began before: the two may be one person", async () => {
    const { id: staffId } = await member(home.helpline, "wren", "Wren Peeters", "Wren", ["admin"]);
    clock.pass(1_000);
    const given = { staffId, by: home.aino.id, values: { roles: ["lead" as const] } };
    await act(home, home.aino, (tx, emit) => setMember(tx, emit, given));
    const wren = memberNow(db(), staffId);
    await wrongIn(home, id);
    expect([readBy(wren), calls(wren), calls(dora)]).toEqual([[], 0, 1]);
    await youthEnds(home, id);
    expect(stepOf(db(), wren, conversation(db(), id)!, "concern", clock.now())).toBe(null);
    clock.pass(1_000);
    await wrongIn(home, await talking(home));
    expect([readBy(wren).length, calls(wren)]).toEqual([1, 1]);
  });
});

test("what stands beside it goes with it, with its key, also when that comes back with an older keys.db", async () => {
  const wraps = () => home.files.keys.prepare("SELECT * FROM concern_wrap").all() as Record<string, unknown>[];
  const concern = await wrongIn(home, id);
  await youthEnds(home, id);
  await reads(home, dora, concern);
  await readsChat(concern);
  await settles(concern);
  const [kept] = wraps();
  clock.pass(100 * day);
  expect(dueToGo(db(), clock.now())).toEqual([id]);
  await act(home, home.bela, (tx, emit) => forget(tx, emit, { conversationId: id }));
  expect([wraps(), db().all(q.selectFrom("concern_file").select("id"))]).toEqual([[], []]);
  await db().change("porchlight", (tx) => {
    for (const one of [kept!, { ...kept!, file_id: 77 }])
      tx.keys.run(k.insertInto("concern_wrap").values(one as never));
  });
  await db().change("porchlight", replayErasures);
  // Of one that these data do not know: they may be the older ones.
  expect(wraps().map((row) => row.file_id)).toEqual([77]);
});

test("a lead answers nobody: neither while they hold chats, nor beside another role", async () => {
  const roles = (who: StaffMember, given: StaffMember["roles"]) =>
    act(home, home.aino, (tx, emit) => setMember(tx, emit, { staffId: who.id, values: { roles: given } }));
  await expect(roles(home.anna, ["lead"])).rejects.toMatchObject({ field: "roles", key: "error.member_talks" });
  for (const beside of ["counsellor", "supervisor"] as const) {
    await expect(roles(dora, ["lead", beside])).rejects.toMatchObject({ field: "roles", key: "error.lead_answers" });
  }
  await roles(dora, ["lead", "admin"]);
  expect(account(db(), dora.id)!.values.roles).toEqual(["admin", "lead"]);
  await expect(takes(home, dora, await comesIn(home))).rejects.toMatchObject(refused);
});
