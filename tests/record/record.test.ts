import { beforeEach, describe, expect, test } from "vitest";
import { setColleague } from "#src/conversation/colleagues/rights.ts";
import { q } from "#src/db/schema.ts";
import {
  contactRecord,
  finishedRecords,
  noteOf,
  reachOf,
  recordOfChat,
  unfinishedRecords,
} from "#src/record/reading.ts";
import { putBy } from "#src/record/record.ts";
import { treeOf } from "#src/record/trees.ts";
import { shippedReasons } from "#src/settings/reasons.ts";
import { setSetting } from "#src/settings/settings.ts";
import { talking } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act, clientId } from "#tests/support/house/http.ts";
import { coded, endedChat, saves } from "#tests/support/house/records.ts";

const hourMs = 3_600_000;
let clock: FakeClock;
let home: House;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
});
const db = () => home.helpline.db;
const audited = () =>
  db()
    .all(q.selectFrom("audit").selectAll().where("object", "like", "record:%").orderBy("id"))
    .map(({ action, before, after }) => ({ action, before, after }));

describe("the record of a chat", () => {
  test("is kept as it is ticked, stands in the list of what is to be finished, and is done once it says what it was", async () => {
    const conversationId = await endedChat(home);
    const of = { conversationId };
    const id = await saves(home, home.anna, { of, coding: coded({ reasons: [] }), note: "sister", wish: "draft" });
    expect(unfinishedRecords(db(), home.anna.id).map((one) => one.id)).toEqual([id]);
    expect(noteOf(db(), id)).toBe("sister");
    await expect(
      saves(home, home.anna, { of, coding: coded({ reasons: [], outcome: "relieved" }) }),
    ).rejects.toMatchObject({ code: "bad_input", field: "reasons" });
    const whole = coded({ actions: ["direct"], outcome: "next_step", riskPresent: "yes", age: "13-14", first: "yes" });
    expect(await saves(home, home.anna, { of, coding: whole, note: "sister" })).toBe(id);
    expect(recordOfChat(db(), conversationId)).toMatchObject({
      id,
      channel: "chat",
      finishedAt: clock.now(),
      coding: whole,
    });
    expect(unfinishedRecords(db(), home.anna.id)).toEqual([]);
    expect(home.heard.map(({ type }) => type).filter((type) => type.startsWith("record."))).toEqual([
      "record.begun",
      "record.finished",
    ]);
  });

  test("one click says that it was no counselling, and needs no reason", async () => {
    const of = { conversationId: await endedChat(home) };
    const id = await saves(home, home.anna, { of, coding: coded({ reasons: [], outcome: "faded_out" }) });
    expect(contactRecord(db(), id)).toMatchObject({ finishedAt: clock.now(), coding: { outcome: "faded_out" } });
  });

  test("is only of a chat that has ended, and only by whoever answered it", async () => {
    const [going, over] = [await talking(home), await endedChat(home)];
    const refused = { code: "not_allowed" };
    await expect(saves(home, home.anna, { of: { conversationId: going } })).rejects.toMatchObject(refused);
    await expect(saves(home, home.bela, { of: { conversationId: over } })).rejects.toMatchObject(refused);
    const sven = await member(home.helpline, "sven", "Sven Berg", "Ash", ["admin"]);
    await expect(saves(home, sven, { of: { conversationId: over } })).rejects.toMatchObject(refused);
    expect(finishedRecords(db(), { since: 0, lineIds: [1] }, { from: 0, most: 9 })).toEqual([]);
  });

  test("a draft that comes late changes nothing that was finished meanwhile", async () => {
    const of = { conversationId: await endedChat(home) };
    const id = await saves(home, home.anna, { of, note: "as it was meant" });
    await saves(home, home.anna, { of, coding: coded({ reasons: [] }), note: "half", wish: "draft" });
    expect(contactRecord(db(), id)?.coding.reasons).toEqual(["violence.bullying"]);
    expect(noteOf(db(), id)).toBe("as it was meant");
  });

  test("whoever finishes it later finds what is known without anybody", async () => {
    const conversationId = await endedChat(home);
    const id = await act(home, home.anna, (tx, emit) => putBy(tx, emit, { member: home.anna, conversationId }));
    expect(unfinishedRecords(db(), home.anna.id)).toMatchObject([{ id, coding: { reasons: [], actions: [] } }]);
  });

  test("a note that is too long waits to be shortened, and is not lost", async () => {
    const of = { conversationId: await endedChat(home) };
    const note = "a".repeat(1_001);
    await expect(saves(home, home.anna, { of, note })).rejects.toMatchObject({ field: "note", values: { n: 1 } });
    const id = await saves(home, home.anna, { of, note, wish: "draft" });
    expect(noteOf(db(), id)).toBe(note);
  });
});

describe("who may do what with it, and how long", () => {
  const reach = (id: number, who = home.anna) => reachOf(db(), who, contactRecord(db(), id)!, clock.now());

  test("an own one is changed for 24 hours and seen for 28 days", async () => {
    const id = await saves(home, home.anna, { of: { conversationId: await endedChat(home) } });
    clock.pass(24 * hourMs - 1);
    expect(reach(id)).toBe("change");
    await saves(home, home.anna, { of: { recordId: id }, coding: coded({ gender: "girl" }) });
    clock.pass(1);
    expect(reach(id)).toBe("see");
    await expect(saves(home, home.anna, { of: { recordId: id } })).rejects.toMatchObject({
      key: "staff.record.too_late",
    });
    clock.pass(27 * 24 * hourMs - 1);
    expect(reach(id)).toBe("see");
    clock.pass(1);
    expect(reach(id)).toBe("past");
    await expect(saves(home, home.anna, { of: { recordId: id } })).rejects.toMatchObject({ key: "staff.record.past" });
  });

  test("one that is not finished stays open to its author, however long", async () => {
    const of = { conversationId: await endedChat(home) };
    const id = await saves(home, home.anna, { of, wish: "later" });
    clock.pass(60 * 24 * hourMs);
    expect(reach(id)).toBe("change");
  });

  test("a supervisor of the line puts it right at any time, which the audit trail tells without the note", async () => {
    const id = await saves(home, home.anna, { of: { conversationId: await endedChat(home) }, note: "secret words" });
    clock.pass(60 * 24 * hourMs);
    expect(reach(id, home.bela)).toBe("correct");
    expect(reach(id, home.aino)).toBeNull();
    await saves(home, home.bela, { of: { recordId: id }, coding: coded({ age: "15-17" }), note: "other words" });
    const [finished, corrected] = audited();
    expect(finished?.action).toBe("record.finished");
    expect(corrected?.action).toBe("record.corrected");
    expect(JSON.parse(corrected!.before!)).toMatchObject({ age: null, note: "kept" });
    expect(JSON.parse(corrected!.after!)).toMatchObject({ age: "15-17", reasons: ["violence.bullying"], note: "kept" });
    expect(JSON.stringify(audited())).not.toContain("words");
    // It is still Anna's, from the time she finished it.
    expect(contactRecord(db(), id)).toMatchObject({ staffId: home.anna.id });
  });

  test("one that is not finished is its author's alone for 24 hours; who finishes it then corrects it", async () => {
    const of = { conversationId: await endedChat(home) };
    const id = await saves(home, home.anna, { of, note: "half a thought", wish: "draft" });
    expect(reach(id, home.bela)).toBeNull();
    await expect(saves(home, home.bela, { of: { recordId: id } })).rejects.toMatchObject({ code: "not_allowed" });
    clock.pass(24 * hourMs);
    expect(reach(id, home.bela)).toBe("correct");
    const age = coded({ age: "15-17" });
    // Nothing of it is kept while it is typed: the trail would not tell.
    await saves(home, home.bela, { of: { recordId: id }, coding: age, wish: "draft" });
    expect(contactRecord(db(), id)).toMatchObject({ finishedAt: null, coding: { age: null } });
    await saves(home, home.bela, { of: { recordId: id }, coding: age });
    expect(contactRecord(db(), id)).toMatchObject({ staffId: home.anna.id, finishedAt: clock.now() });
    expect(audited().map(({ action }) => action)).toEqual(["record.finished", "record.corrected"]);
    expect(JSON.parse(audited()[1]!.before!)).toMatchObject({ age: null, note: "kept" });
    expect(JSON.parse(audited()[1]!.after!)).toMatchObject({ age: "15-17" });
  });

  test("the roles of now count, not those that a request came with", async () => {
    const of = { conversationId: await endedChat(home) };
    await act(home, home.aino, (tx, emit) =>
      setColleague(tx, emit, { staffId: home.anna.id, basedOn: 0, values: { roles: ["admin"] } }),
    );
    await expect(saves(home, home.anna, { of })).rejects.toMatchObject({ code: "not_allowed" });
  });

  test("a supervisor of other lines has no part in it", async () => {
    const id = await saves(home, home.anna, { of: { conversationId: await endedChat(home) } });
    await act(home, home.aino, (tx) =>
      tx.run(q.insertInto("line_staff").values({ line_id: 1, staff_id: home.anna.id })),
    );
    expect(reach(id, home.bela)).toBeNull();
    await expect(saves(home, home.bela, { of: { recordId: id } })).rejects.toMatchObject({ code: "not_allowed" });
  });
});

describe("a contact by phone, e-mail or visit", () => {
  const contact = { channel: "phone" as const, lineId: 1, day: "2026-11-20" };

  test("is written down by hand, and its form sent twice is one", async () => {
    const of = { clientId: clientId() };
    const id = await saves(home, home.anna, { of, contact, note: "called at noon" });
    expect(await saves(home, home.anna, { of, contact, note: "called at noon" })).toBe(id);
    expect(contactRecord(db(), id)).toMatchObject({ conversationId: null, channel: "phone", day: "2026-11-20" });
    await expect(saves(home, home.bela, { of: { clientId: clientId() } })).rejects.toMatchObject({ code: "not_found" });
  });

  test("may be begun without saying how, and not finished so", async () => {
    const of = { clientId: clientId() };
    const open = { ...contact, channel: null };
    await saves(home, home.anna, { of, contact: open, wish: "draft" });
    await expect(saves(home, home.anna, { of, contact: open })).rejects.toMatchObject({ field: "channel" });
  });

  test("stands on a line that one serves", async () => {
    await act(home, home.aino, (tx) =>
      tx.run(q.insertInto("line_staff").values({ line_id: 1, staff_id: home.bela.id })),
    );
    const of = { clientId: clientId() };
    await expect(saves(home, home.anna, { of, contact })).rejects.toMatchObject({ code: "not_allowed" });
  });
});

test("every record keeps the list of reasons it was coded with; the same list is the same version", async () => {
  const [one, two, three] = [await endedChat(home), await endedChat(home), await endedChat(home)];
  const first = await saves(home, home.anna, { of: { conversationId: one } });
  const own = { code: "own_1", names: { en: "Exams" }, chi: "education.academic", off: false };
  const [group, ...others] = shippedReasons;
  const tree = [{ ...group!, reasons: [...group!.reasons, own] }, ...others];
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "reasons", value: tree }));
  const second = await saves(home, home.anna, { of: { conversationId: two }, coding: coded({ reasons: ["own_1"] }) });
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "reasons", value: shippedReasons }));
  const third = await saves(home, home.anna, { of: { conversationId: three } });
  const versions = [first, second, third].map((id) => contactRecord(db(), id)!.treeVersion);
  expect(versions).toEqual([1, 2, 1]);
  expect(treeOf(db(), 2)).toEqual(tree);
  await saves(home, home.anna, { of: { recordId: second }, coding: coded({ reasons: ["own_1"], gender: "boy" }) });
  expect(contactRecord(db(), second)).toMatchObject({ treeVersion: 2, coding: { reasons: ["own_1"], gender: "boy" } });
});
